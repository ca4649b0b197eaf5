import type { Locale } from "../../model/Identifier.ts"
import { daysText } from "../days.ts"
import { type Step, stepTexts } from "../step.ts"
import type { ChurnForm } from "./estimate.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: ChurnForm
  readonly ends: "contract" | "inactivity"
  readonly grace: number
  readonly activity: Step
  readonly days: number
}

const titles: Readonly<Record<ChurnForm, Texts>> = {
  "of-start": { en: "Churn rate", ru: "Отток клиентов", pl: "Wskaźnik odejść" },
  "all-of-start": {
    en: "Churn, all losses over the start",
    ru: "Отток, все потери к базе на начало",
    pl: "Odejścia, wszystkie do bazy początkowej",
  },
  "all-of-average": {
    en: "Churn, all losses over the average base",
    ru: "Отток, все потери к средней базе",
    pl: "Odejścia, wszystkie do średniej bazy",
  },
  "per-exposure": {
    en: "Churn per customer-month",
    ru: "Отток на клиенто-месяц",
    pl: "Odejścia na klientomiesiąc",
  },
}

/** `Churn rate (90 days without order)` */
export const titleOf = ({ activity, days, ends, form }: Described): Texts => {
  const title = titles[form]
  if (ends === "contract") return title
  const [{ en, pl, ru }, length] = [stepTexts(activity), daysText(days)]
  return {
    en: `${title.en} (${length.en} without ${en})`,
    ru: `${title.ru} (${length.ru} без события: ${ru})`,
    pl: `${title.pl} (bez zdarzenia „${pl}” w ciągu ${length.pl})`,
  }
}

/** What makes somebody a customer. */
const whoOf = ({ activity, days, ends }: Described): Texts => {
  if (ends === "contract")
    return { en: "with a subscription", ru: "с действующей подпиской", pl: "z trwającą subskrypcją" }
  const [{ en, pl, ru }, length] = [stepTexts(activity), daysText(days)]
  const one = days === 1
  return {
    en: `with ${en} in the last ${one ? "day" : length.en}`,
    ru: `с активностью (${ru}) за ${one ? "последний день" : `последние ${length.ru}`}`,
    pl: `z aktywnością (${pl}) w ciągu ${one ? "ostatniego dnia" : `ostatnich ${length.pl}`}`,
  }
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { form, grace } = decided
  const who = whoOf(decided)
  const days = daysText(grace)
  const back: Texts =
    grace === 0
      ? { en: "", ru: "", pl: "" }
      : {
          en: `, and not back within ${days.en}`,
          ru: ` и не вернувшиеся в течение ${days.ru}`,
          pl: `, bez powrotu w ciągu ${days.pl}`,
        }
  const losses: Texts = {
    en: `losses of customers in the period${grace === 0 ? "" : `, without a return within ${days.en}`}`,
    ru: `уходы клиентов за период${grace === 0 ? "" : ` без возвращения в течение ${days.ru}`}`,
    pl: `odejścia klientów w okresie${back.pl}`,
  }
  const start: Texts = {
    en: `customers ${who.en} when the period began`,
    ru: `клиенты ${who.ru} на начало периода`,
    pl: `klienci ${who.pl} na początku okresu`,
  }
  return {
    numerator:
      form === "of-start"
        ? {
            en: `of these, those lost in the period${back.en}`,
            ru: `из них ушедшие за период${back.ru}`,
            pl: `spośród nich ci, którzy odeszli w okresie${back.pl}`,
          }
        : losses,
    denominator: {
      "of-start": start,
      "all-of-start": start,
      "all-of-average": {
        en: `customers ${who.en}, the mean of start and end of the period`,
        ru: `клиенты ${who.ru}, среднее на начало и конец периода`,
        pl: `klienci ${who.pl}, średnia z początku i końca okresu`,
      },
      "per-exposure": {
        en: `months of customers ${who.en} within the period, of 30.44 days`,
        ru: `месяцы клиентов ${who.ru} за период, по 30,44 дня`,
        pl: `miesiące klientów ${who.pl} w okresie, po 30,44 dnia`,
      },
    }[form],
  }
}
