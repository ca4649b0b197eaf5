import type { StandardKinds } from "../../facts/kinds/index.ts"
import type { RejectReason } from "../../facts/Rejects.ts"
import type { Unit } from "../../metrics/Measurement.ts"
import type { StepKind } from "../../metrics/step.ts"
import type { Locale } from "../../model/Identifier.ts"
import type { InventoryAttribute } from "../../questions/Expr.ts"
import { choice, parameter } from "./parameters.ts"

type Catalogue<Id extends string> = Readonly<Record<Id, Readonly<Record<Locale, string>>>>

const name = (en: string, ru: string, pl: string): Readonly<Record<Locale, string>> => ({ en, ru, pl })

/** Why rows were rejected. */
const reason: Catalogue<RejectReason> = {
  missing: name("required value missing", "нет обязательного значения", "brak wymaganej wartości"),
  "not-a-number": name("not a number", "не число", "nie jest liczbą"),
  "not-an-integer": name("not a whole number", "не целое число", "nie jest liczbą całkowitą"),
  "not-a-boolean": name("neither true nor false", "не логическое значение", "nie jest wartością logiczną"),
  "not-a-date": name("not a date", "не дата", "nie jest datą"),
  "ambiguous-date": name("ambiguous date", "неоднозначная дата", "niejednoznaczna data"),
  "nonexistent-local-time": name(
    "local time that the clock skipped",
    "несуществующее местное время",
    "nieistniejący czas lokalny",
  ),
  "not-allowed": name("value not allowed", "недопустимое значение", "niedozwolona wartość"),
  "out-of-range": name("out of range", "вне допустимых пределов", "poza zakresem"),
  "off-scale": name("off the scale", "вне шкалы", "poza skalą"),
  "below-bands": name("below the first band", "ниже первого диапазона", "poniżej pierwszego przedziału"),
  "cell-count": name("wrong number of cells", "неверное число ячеек", "błędna liczba komórek"),
  "unreadable-row": name("unreadable row", "нечитаемая строка", "nieczytelny wiersz"),
  "unknown-touchpoint": name("unknown touchpoint", "неизвестная точка контакта", "nieznany punkt styku"),
  duplicate: name("duplicate", "повтор", "duplikat"),
  "after-watermark": name("after the as-of date", "после даты полноты данных", "po dacie kompletności danych"),
  "alias-cycle": name("circular aliases", "замкнутая цепочка идентификаторов", "zapętlone identyfikatory"),
}

/** Kinds of facts. */
const kind: Catalogue<keyof StandardKinds> = {
  "audit-item": name("audit items", "пункты проверок", "pozycje audytów"),
  consent: name("consents", "согласия", "zgody"),
  contact: name("contacts", "контакты с клиентами", "kontakty z klientami"),
  cost: name("costs", "расходы", "koszty"),
  customer: name("customer profiles", "профили клиентов", "profile klientów"),
  "enquiry-event": name("events of enquiries", "события обращений", "zdarzenia zgłoszeń"),
  exposure: name("exposures to experiments", "показы вариантов экспериментов", "ekspozycje eksperymentów"),
  feedback: name("feedback answers", "отзывы", "opinie klientów"),
  identity: name("linked identities", "связи идентификаторов", "powiązania identyfikatorów"),
  interaction: name("interactions", "взаимодействия", "interakcje"),
  order: name("orders", "заказы", "zamówienia"),
  "order-line": name("order lines", "позиции заказов", "pozycje zamówień"),
  population: name("population sizes", "численность групп", "liczebności populacji"),
  promise: name("promises", "обещания", "obietnice"),
  referral: name("invitations", "приглашения", "zaproszenia"),
  refund: name("refunds", "возвраты денег", "zwroty pieniędzy"),
  subscription: name("subscriptions", "подписки", "subskrypcje"),
}

/** What `n` counts, in the nominative plural. */
const unitOfN: Catalogue<
  | "answer"
  | "attempt"
  | "contact"
  | "customer"
  | "day"
  | "enquiry"
  | "interaction"
  | "invitation"
  | "item"
  | "location"
  | "order"
  | "profile"
  | "promise"
  | "reply"
  | "row"
  | "session"
  | "stay"
  | "subscription"
  | "visit"
  | "wait"
> = {
  answer: name("answers", "ответы", "odpowiedzi"),
  attempt: name("attempts", "попытки", "próby"),
  contact: name("contacts", "контакты", "kontakty"),
  customer: name("customers", "клиенты", "klienci"),
  day: name("days", "дни", "dni"),
  enquiry: name("enquiries", "обращения", "zgłoszenia"),
  interaction: name("interactions", "взаимодействия", "interakcje"),
  invitation: name("invitations", "приглашения", "zaproszenia"),
  item: name("items", "пункты", "pozycje"),
  location: name("locations", "места", "miejsca"),
  order: name("orders", "заказы", "zamówienia"),
  profile: name("profiles", "профили", "profile"),
  promise: name("promises", "обещания", "obietnice"),
  reply: name("replies", "ответы", "odpowiedzi"),
  row: name("rows", "строки", "wiersze"),
  session: name("sessions", "сессии", "sesje"),
  stay: name("stays", "пребывания", "pobyty"),
  subscription: name("subscriptions", "подписки", "subskrypcje"),
  visit: name("visits", "визиты", "wizyty"),
  wait: name("waits", "ожидания", "oczekiwania"),
}

/** What values are counted in. */
const unit: Catalogue<Unit["kind"]> = {
  proportion: name("share, in percent", "доля, в процентах", "odsetek"),
  points: name("points", "баллы", "punkty"),
  count: name("number", "количество", "liczba"),
  ratio: name("ratio", "отношение", "stosunek"),
  duration: name("length of time", "длительность", "czas trwania"),
  money: name("amount of money", "сумма", "kwota"),
}

/** What groups are split by. */
const dimension: Catalogue<InventoryAttribute | "customer.segment" | "promise" | "touchpoint"> = {
  "customer.segment": name("segment", "сегмент", "segment"),
  touchpoint: name("Touchpoint", "Точка контакта", "Punkt styku"),
  stage: name("Stage", "Этап", "Etap"),
  phase: name("Phase", "Фаза", "Faza"),
  category: name("Category", "Категория", "Kategoria"),
  channel: name("Channel", "Канал", "Kanał"),
  mode: name("Online or offline", "Онлайн или офлайн", "Online lub offline"),
  party: name("Party", "Сторона", "Strona"),
  partyKind: name("Kind of party", "Вид стороны", "Rodzaj strony"),
  owner: name("Owner", "Ответственный", "Odpowiedzialny"),
  promise: name("Promise", "Обещание", "Obietnica"),
}

/** Where a touchpoint is. */
const mode: Catalogue<"online" | "offline" | "unstated"> = {
  online: name("online", "онлайн", "online"),
  offline: name("offline", "офлайн", "offline"),
  unstated: name("channel not stated", "канал не указан", "kanał nie podany"),
}

/** Whose a touchpoint is. */
const partyKind: Catalogue<"brand" | "partner" | "peer"> = {
  brand: name("brand", "бренд", "marka"),
  partner: name("partner", "партнёр", "partner"),
  peer: name("other customers", "другие клиенты", "inni klienci"),
}

/** Life of a touchpoint. */
const status: Catalogue<"active" | "planned" | "retired"> = {
  active: name("active", "действует", "aktywny"),
  planned: name("planned", "планируется", "planowany"),
  retired: name("retired", "не используется", "wycofany"),
}

/** Steps of funnels that are no touchpoints: kinds of facts, one of each. */
const step: Catalogue<StepKind> = {
  contact: name("Contact", "Контакт", "Kontakt"),
  "enquiry-event": name("Enquiry", "Обращение", "Zgłoszenie"),
  exposure: name("Exposure", "Показ варианта", "Ekspozycja"),
  feedback: name("Feedback", "Отзыв", "Opinia"),
  interaction: name("Interaction", "Взаимодействие", "Interakcja"),
  order: name("Order", "Заказ", "Zamówienie"),
  "order-line": name("Order line", "Позиция заказа", "Pozycja zamówienia"),
  promise: name("Promise", "Обещание", "Obietnica"),
  referral: name("Invitation", "Приглашение", "Zaproszenie"),
  refund: name("Refund", "Возврат денег", "Zwrot pieniędzy"),
  subscription: name("Subscription", "Подписка", "Subskrypcja"),
}

/** What became of a promise. */
const promise: Catalogue<"kept" | "broken"> = {
  kept: name("promise kept", "обещание выполнено", "obietnica dotrzymana"),
  broken: name("promise broken", "обещание нарушено", "obietnica złamana"),
}

/** What sales are the product of, and the product. */
const factor: Catalogue<"customers" | "frequency" | "orderValue" | "revenue"> = {
  customers: name("Buyers", "Число покупателей", "Liczba kupujących"),
  frequency: name("Orders per buyer", "Заказов на покупателя", "Zamówienia na kupującego"),
  orderValue: name("Revenue per order", "Выручка на заказ", "Przychód na zamówienie"),
  revenue: name("Revenue", "Выручка", "Przychód"),
}

/** Instants that place facts in time. */
const clock: Catalogue<"at" | "due" | "requestedDue"> = {
  at: name("date of the event", "дата события", "data zdarzenia"),
  due: name("due date", "срок выполнения", "termin realizacji"),
  requestedDue: name("date requested", "желаемый срок", "żądany termin"),
}

/** Names of what is the same in every report, by what they name. A report's own names go before them. */
export const standardNames: Readonly<Record<string, Catalogue<string>>> = {
  choice,
  clock,
  dimension,
  factor,
  kind,
  mode,
  parameter,
  partyKind,
  promise,
  reason,
  status,
  step,
  unit,
  unitOfN,
}
