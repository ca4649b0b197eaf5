import { exceptStatuses } from "../orders.ts"

/** What the parameters of the metric say in words. */
export interface Said {
  readonly form: "mean" | "dispersion"
  readonly base: "buyers" | "customers" | "customer-years"
  readonly except: ReadonlyArray<string>
}

const means = {
  buyers: { en: "Orders per buyer", ru: "Заказов на покупателя", pl: "Zamówienia na kupującego" },
  customers: { en: "Orders per customer", ru: "Заказов на клиента", pl: "Zamówienia na klienta" },
  "customer-years": {
    en: "Repeat orders per customer and year",
    ru: "Повторных заказов на клиента в год",
    pl: "Powtórne zamówienia na klienta rocznie",
  },
} as const

const dispersions = {
  buyers: {
    en: "Dispersion of orders per buyer",
    ru: "Разброс числа заказов на покупателя",
    pl: "Rozproszenie liczby zamówień na kupującego",
  },
  customers: {
    en: "Dispersion of orders per customer",
    ru: "Разброс числа заказов на клиента",
    pl: "Rozproszenie liczby zamówień na klienta",
  },
} as const

export const titleOf = ({ base, form }: Said) =>
  form === "mean" || base === "customer-years" ? means[base] : dispersions[base]

const who = {
  buyers: {
    en: "customers with one order or more in the period",
    ru: "клиенты хотя бы с одним заказом за период",
    pl: "klienci z co najmniej jednym zamówieniem w okresie",
  },
  customers: {
    en: "customers who had ordered by the end of the period, in it or before",
    ru: "клиенты, сделавшие заказ до конца периода, в нём или раньше",
    pl: "klienci, którzy złożyli zamówienie przed końcem okresu, w nim lub wcześniej",
  },
  "customer-years": {
    en: "years from the first order of each customer on, as far as they lie in the period",
    ru: "годы с первого заказа каждого клиента, приходящиеся на период",
    pl: "lata od pierwszego zamówienia każdego klienta, które przypadają na okres",
  },
} as const

const meanOrders = {
  buyers: {
    en: "mean number of orders of customers with one order or more",
    ru: "среднее число заказов у клиентов хотя бы с одним заказом",
    pl: "średnia liczba zamówień klientów z co najmniej jednym zamówieniem",
  },
  customers: {
    en: "mean number of orders of all who had ordered by then",
    ru: "среднее число заказов у всех, кто к тому времени заказывал",
    pl: "średnia liczba zamówień wszystkich, którzy do tego czasu zamawiali",
  },
} as const

export const textsOf = ({ base, except, form }: Said) => {
  if (form === "dispersion" && base !== "customer-years")
    return {
      numerator: exceptStatuses(except, {
        en: "variance of the number of orders per customer in the period",
        ru: "дисперсия числа заказов на клиента за период",
        pl: "wariancja liczby zamówień na klienta w okresie",
      }),
      denominator: meanOrders[base],
    }
  return {
    numerator: exceptStatuses(
      except,
      base === "customer-years"
        ? {
            en: "orders in the period that are not the first of their customer",
            ru: "заказы за период, не первые у клиента",
            pl: "zamówienia w okresie, które nie są pierwszym zamówieniem klienta",
          }
        : {
            en: "orders with a customer in the period",
            ru: "заказы с указанием клиента за период",
            pl: "zamówienia ze wskazaniem klienta w okresie",
          },
    ),
    denominator: who[base],
  }
}
