import type { Measurement } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import type { MessageData, PluralForms, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, days, interval, number, quoted, text, threshold } from "../spoken.ts"

/** Ids of what the rule says. */
export type BigDropOffMessage = "group-lost" | "all-lost" | "try-as-they" | "try"

const step = (data: MessageData, end: "from" | "to", w: Wording) => quoted(text(data, `${end}Kind`), text(data, end), w)
const dimension = (data: MessageData, w: Wording) => w.name("dimension", text(data, "dimension"))
const group = (data: MessageData, w: Wording) => quoted(text(data, "dimension"), text(data, "group"), w)
const floor = (data: MessageData, w: Wording) => threshold(number(data, "floor"), { kind: "proportion" }, w)
const share = (m: Measurement, w: Wording) => w.value(m.value, m.unit)
const others = (data: MessageData, w: Wording) => w.percent(number(data, "others"))

const within: Readonly<Record<Locale, PluralForms>> = {
  en: days.en,
  ru: days.ru,
  // After „w ciągu”, in the genitive.
  pl: { one: "dnia", few: "dni", many: "dni", other: "dnia" },
}
const customers: Readonly<Record<Locale, PluralForms>> = {
  en: { one: "customer", other: "customers" },
  ru: { one: "клиент", few: "клиента", many: "клиентов", other: "клиента" },
  // After „około”, in the genitive.
  pl: { one: "klienta", few: "klientów", many: "klientów", other: "klienta" },
}

/** `difference −44.7 pp, 95% interval −48.1 … −41.2 pp; q < 0.001` */
const difference = (label: string, data: MessageData, m: Measurement, w: Wording): string => {
  const found = {
    low: number(data, "low"),
    high: number(data, "high"),
    level: number(data, "level"),
    method: "newcombe",
  }
  const level = w.percent(found.level, 0)
  const named = { en: `${level} interval`, ru: `доверительный интервал ${level}:`, pl: `${level} przedział ufności:` }
  return `${label} ${w.difference(number(data, "difference"), m.unit)}, ${named[w.locale]} ${w.differenceInterval(found, m.unit)}; ${w.qValue(number(data, "q"))}`
}

const about =
  (sentence: (m: Measurement, data: MessageData, w: Wording) => string): Sentence =>
  (data, [m], w) =>
    m === undefined ? text(data, "to") : sentence(m, data, w)

const beside = (m: Measurement, w: Wording) => (m.interval === null ? "" : ` (${interval(m, w)})`)

/** What the rule says. */
export const messages: Sentences<BigDropOffMessage> = {
  en: {
    "group-lost": about(
      (m, d, w) =>
        `From ${step(d, "from", w)} to ${step(d, "to", w)} go ${share(m, w)} of ${w.plural(m.n, customers.en)} in ${group(d, w)} (${dimension(d, w)}) and ${others(d, w)} of all others (${difference("difference", d, m, w)}).`,
    ),
    "all-lost": about(
      (m, d, w) =>
        `From ${step(d, "from", w)} to ${step(d, "to", w)} go only ${share(m, w)} of ${w.plural(m.n, customers.en)} within ${w.plural(number(d, "days"), within.en)}${beside(m, w)}, below ${floor(d, w)}.`,
    ),
    "try-as-they": advise(
      (n, _, w, span) =>
        `As many as of the others would be about ${w.plural(n, customers.en)} more${span}: arithmetic, not a forecast.`,
      (d, w) =>
        `Go from ${step(d, "from", w)} to ${step(d, "to", w)} yourselves as customers in ${group(d, w)} do (${dimension(d, w)}), and mend what stops them.`,
    ),
    try: advise(
      (n, d, w, span) =>
        `${floor(d, w)} would be about ${w.plural(n, customers.en)} more${span}: arithmetic, not a forecast.`,
      (d, w) =>
        `Go from ${step(d, "from", w)} to ${step(d, "to", w)} yourselves, and check that both are recorded for everybody.`,
    ),
  },
  ru: {
    "group-lost": about(
      (m, d, w) =>
        `Переход ${step(d, "from", w)} → ${step(d, "to", w)}: в группе ${group(d, w)} (${dimension(d, w)}) его совершают ${share(m, w)} клиентов (всего ${w.count(m.n)}), среди остальных — ${others(d, w)} (${difference("разница", d, m, w)}).`,
    ),
    "all-lost": about(
      (m, d, w) =>
        `Переход ${step(d, "from", w)} → ${step(d, "to", w)} за ${w.plural(number(d, "days"), within.ru)} совершают лишь ${share(m, w)} клиентов (всего ${w.count(m.n)})${beside(m, w)}, это ниже ${floor(d, w)}.`,
    ),
    "try-as-they": advise(
      (n, _, w, span) =>
        `Столько же, сколько среди остальных, — это примерно на ${w.plural(n, customers.ru)} больше${span}: арифметика, а не прогноз.`,
      (d, w) =>
        `Пройдите путь ${step(d, "from", w)} → ${step(d, "to", w)} сами так, как это делают клиенты группы ${group(d, w)} (${dimension(d, w)}), и уберите то, что им мешает.`,
    ),
    try: advise(
      (n, d, w, span) =>
        `Доля ${floor(d, w)} — это примерно на ${w.plural(n, customers.ru)} больше${span}: арифметика, а не прогноз.`,
      (d, w) =>
        `Пройдите путь ${step(d, "from", w)} → ${step(d, "to", w)} сами и проверьте, что оба шага записываются для всех клиентов.`,
    ),
  },
  pl: {
    "group-lost": about(
      (m, d, w) =>
        `Przejście ${step(d, "from", w)} → ${step(d, "to", w)}: w grupie ${group(d, w)} (${dimension(d, w)}) ${share(m, w)} klientów (łącznie ${w.count(m.n)}), wśród pozostałych ${others(d, w)} (${difference("różnica", d, m, w)}).`,
    ),
    "all-lost": about(
      (m, d, w) =>
        `Przejście ${step(d, "from", w)} → ${step(d, "to", w)} w ciągu ${w.plural(number(d, "days"), within.pl)}: tylko ${share(m, w)} klientów (łącznie ${w.count(m.n)})${beside(m, w)}, to poniżej ${floor(d, w)}.`,
    ),
    "try-as-they": advise(
      (n, _, w, span) =>
        `Tyle, ile wśród pozostałych, to około ${w.plural(n, customers.pl)} więcej${span}: rachunek, a nie prognoza.`,
      (d, w) =>
        `Przejdź drogę ${step(d, "from", w)} → ${step(d, "to", w)} tak jak klienci z grupy ${group(d, w)} (${dimension(d, w)}) i usuń to, co im przeszkadza.`,
    ),
    try: advise(
      (n, d, w, span) =>
        `Udział ${floor(d, w)} to około ${w.plural(n, customers.pl)} więcej${span}: rachunek, a nie prognoza.`,
      (d, w) =>
        `Przejdź drogę ${step(d, "from", w)} → ${step(d, "to", w)} i sprawdź, czy oba kroki są zapisywane dla wszystkich klientów.`,
    ),
  },
}
