import type { Measurement } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import type { MessageData, PluralForms, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, days, number, text, threshold } from "../spoken.ts"

/** Ids of what the rule says. */
export type SilenceAfterPurchaseMessage = "silent" | "only-bills" | "write" | "add"

const limit = (data: MessageData, w: Wording) => threshold(number(data, "limit"), { kind: "proportion" }, w)
const names = (data: MessageData, w: Wording) =>
  w.list(
    text(data, "touchpoints")
      .split(" ")
      .filter(Boolean)
      .map((id) => w.name("touchpoint", id)),
  )

const orders: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "order", other: "orders" },
  // After „из”, in the genitive.
  ru: { one: "заказа", few: "заказов", many: "заказов", other: "заказа" },
  pl: { one: "zamówienie", few: "zamówienia", many: "zamówień", other: "zamówienia" },
}
/** The share that heard nothing, and its interval: what is left of the share that did. */
const silence = (m: Measurement, w: Wording): readonly [share: string, interval: string] => {
  const { interval } = m
  const turned =
    interval === null
      ? null
      : {
          ...interval,
          low: interval.high === null ? null : 1 - interval.high,
          high: interval.low === null ? null : 1 - interval.low,
        }
  const level = interval === null ? "" : w.percent(interval.level, 0)
  const label = { en: `${level} interval`, ru: `доверительный интервал ${level}:`, pl: `${level} przedział ufności:` }
  return [
    w.value(m.value === null ? null : 1 - m.value, m.unit),
    turned === null ? "" : ` (${label[w.locale]} ${w.interval(turned, m.unit)})`,
  ]
}

const about =
  (sentence: (m: Measurement, share: string, beside: string, data: MessageData, w: Wording) => string): Sentence =>
  (data, [m], w) =>
    m === undefined ? limit(data, w) : sentence(m, ...silence(m, w), data, w)

/** What the rule says. */
export const messages: Sentences<SilenceAfterPurchaseMessage> = {
  en: {
    silent: about(
      (m, share, beside, d, w) =>
        `After ${share} of ${w.plural(m.n, orders.en)} the customer hears nothing from the brand for ${w.plural(number(d, "days"), days.en)}${beside}; at most ${limit(d, w)} should.`,
    ),
    "only-bills": (d, _, w) => `After the purchase customers meet nothing but bills: ${names(d, w)}.`,
    write: advise(
      (n, d, w, span) =>
        `At ${limit(d, w)}, about ${w.count(n)} fewer orders would go without any contact${span}: arithmetic, not a forecast.`,
      () => "Write to every buyer after the order: confirm it, say when it comes, ask how it went.",
    ),
    add: () => "Add a touchpoint after the purchase that is there for the buyer: thanks, help in use, a question.",
  },
  ru: {
    silent: about(
      (m, share, beside, d, w) =>
        `После ${share} из ${w.plural(m.n, orders.ru)} клиент ${w.plural(number(d, "days"), days.ru)} ничего не слышит от бренда${beside}; допустимо не более ${limit(d, w)}.`,
    ),
    "only-bills": (d, _, w) => `После покупки клиент получает только счета и чеки: ${names(d, w)}.`,
    write: advise(
      (n, d, w, span) =>
        `При доле ${limit(d, w)} заказов без единого контакта было бы примерно на ${w.count(n)} меньше${span}: арифметика, а не прогноз.`,
      () => "Пишите каждому покупателю после заказа: подтвердите его, сообщите срок, спросите, как всё прошло.",
    ),
    add: () =>
      "Добавьте после покупки точку контакта для покупателя: благодарность, помощь в использовании, вопрос о впечатлениях.",
  },
  pl: {
    silent: about(
      (m, share, beside, d, w) =>
        `Po ${share} zamówień (łącznie ${w.count(m.n)}) klient przez ${w.plural(number(d, "days"), days.pl)} nie dostaje od marki żadnej wiadomości${beside}; dopuszczalne jest najwyżej ${limit(d, w)}.`,
    ),
    "only-bills": (d, _, w) => `Po zakupie klient dostaje tylko dokumenty rozliczeniowe: ${names(d, w)}.`,
    write: advise(
      (n, d, w, span) =>
        `Przy odsetku ${limit(d, w)} zamówień bez żadnego kontaktu byłoby o około ${w.count(n)} mniej${span}: rachunek, a nie prognoza.`,
      () => "Pisz do każdego kupującego po zamówieniu: potwierdź je, podaj termin, zapytaj o wrażenia.",
    ),
    add: () =>
      "Dodaj po zakupie punkt styku, który służy kupującemu: podziękowanie, pomoc w użytkowaniu, pytanie o wrażenia.",
  },
}
