import type { Locale } from "../../model/Identifier.ts"
import { type Step, stepTexts } from "../step.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly entry: Step
  readonly return: Step
  readonly interval: "day" | "week" | "month"
  readonly index: number
  readonly mode: "on" | "on-or-after" | "bracket"
  readonly to: number | null
  readonly clock: "calendar" | "elapsed"
}

/** Interval, of the calendar or of fixed length: one and several, in the one case they are used in. */
const intervals: Readonly<Record<Described["interval"], Texts & { readonly many: Texts }>> = {
  day: { en: "day", ru: "день", pl: "dzień", many: { en: "days", ru: "дни", pl: "dni" } },
  week: { en: "week", ru: "неделя", pl: "tydzień", many: { en: "weeks", ru: "недели", pl: "tygodnie" } },
  month: { en: "month", ru: "месяц", pl: "miesiąc", many: { en: "months", ru: "месяцы", pl: "miesiące" } },
}

const clocks: Readonly<Record<Described["clock"], (interval: Described["interval"]) => Texts>> = {
  calendar: () => ({ en: "by the calendar", ru: "по календарю", pl: "według kalendarza" }),
  elapsed: (interval) =>
    ({
      day: { en: "of 24 hours each", ru: "по 24 часа", pl: "po 24 godziny" },
      week: { en: "of 7 days each", ru: "по 7 дней", pl: "po 7 dni" },
      month: { en: "of 30 days each", ru: "по 30 дней", pl: "po 30 dni" },
    })[interval],
}

/** `month 1`, `month 1 or later`, `months 1–3`. */
const intervalText = ({ index, interval, mode, to }: Described): Texts => {
  const { en, many, pl, ru } = intervals[interval]
  if (mode === "on-or-after")
    return { en: `${en} ${index} or later`, ru: `${ru} ${index} или позже`, pl: `${pl} ${index} lub później` }
  const last = (to ?? index + 1) - 1
  if (mode === "on" || last === index) return { en: `${en} ${index}`, ru: `${ru} ${index}`, pl: `${pl} ${index}` }
  return { en: `${many.en} ${index}–${last}`, ru: `${many.ru} ${index}–${last}`, pl: `${many.pl} ${index}–${last}` }
}

/** `Retention, month 1` */
export const titleOf = (decided: Described): Texts => {
  const interval = intervalText(decided)
  return {
    en: `Retention, ${interval.en}`,
    ru: `Удержание, ${interval.ru}`,
    pl: `Retencja, ${interval.pl}`,
  }
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const interval = intervalText(decided)
  const clock = clocks[decided.clock](decided.interval)
  const [entry, back] = [stepTexts(decided.entry), stepTexts(decided.return)]
  return {
    numerator: {
      en: `customers of the cohort who were back (${back.en}) in ${interval.en} (${clock.en}; the interval of the entry is 0)`,
      ru: `клиенты когорты, вернувшиеся (${back.ru}) в интервал: ${interval.ru} (${clock.ru}; интервал входа — 0)`,
      pl: `klienci kohorty, którzy wrócili (${back.pl}) w przedziale: ${interval.pl} (${clock.pl}; przedział wejścia to 0)`,
    },
    denominator: {
      en: `customers whose first ${entry.en} of all is in the period, and for whom the interval is over`,
      ru: `клиенты, у которых самое первое событие (${entry.ru}) приходится на период и интервал истёк`,
      pl: `klienci, u których pierwsze w ogóle zdarzenie (${entry.pl}) przypada na okres i przedział minął`,
    },
  }
}
