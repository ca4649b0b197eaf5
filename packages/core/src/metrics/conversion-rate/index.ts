import type { Locale } from "../../model/Identifier.ts"
import { DAY, daysText } from "../days.ts"
import * as Metric from "../Metric.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, stepTexts } from "../step.ts"
import { compareAttempts, estimateAttempts } from "./estimate.ts"
import { compareEvents, estimateEvents } from "./eventRatio.ts"
import { params, stepsAsked, USUAL } from "./params.ts"
import { type AttemptStates, type EventStates, questionsOf } from "./questions.ts"
import { textsOf } from "./texts.ts"

/**
 * Share of those who took the first step and got to another one in time. Everybody counts once, by the first attempt,
 * in the period of that attempt; whoever has not had the whole time yet is outside, or counts as long as followed
 * (`policy: kaplan-meier`).
 *
 * **Gotchas**
 *
 * A rate over sessions (`form: session`) is another number: of a visitor with three sessions and one order a third of
 * the sessions convert, and all visitors. So are orders of a month over visits of the month (`form: event-ratio`), which
 * may exceed one.
 *
 * @category metrics
 * @since 0.2.0
 */
export const conversionRate = Metric.make({
  id: "conversion-rate",
  docs: {
    title: { en: "Conversion rate", ru: "Конверсия", pl: "Współczynnik konwersji" },
    description: {
      en: "Share of those who took the first step and got to another within the time given.",
      ru: "Доля сделавших первый шаг, которые дошли до другого шага за отведённое время.",
      pl: "Odsetek tych, którzy zrobili pierwszy krok i dotarli do innego w wyznaczonym czasie.",
    },
    source:
      "cohort by entry, closed window, mature entrants or Kaplan & Meier 1958; interval: Wilson 1927, clustered by customer; ratio of events: delta method",
    notWhen: {
      en: "steps are recorded by different means for different groups: the rate then measures the recording",
      ru: "шаги разных групп записываются по-разному: тогда показатель измеряет саму запись",
      pl: "kroki różnych grup są zapisywane w różny sposób: wskaźnik mierzy wtedy sam zapis",
    },
  },
  title: ({ form, of, step, steps }) => {
    const { base, to } = stepsAsked({ of, step, steps })
    // Of those at the step before, the way begins there.
    const [first, last] = [stepTexts(steps[base] ?? ""), stepTexts(steps[to] ?? "")]
    const usual = JSON.stringify(steps) === JSON.stringify(USUAL)
    if (form === "event-ratio")
      return {
        en: `Conversion as a ratio of events: ${last.en} / ${first.en}`,
        ru: `Конверсия как отношение событий: ${last.ru} / ${first.ru}`,
        pl: `Konwersja jako stosunek zdarzeń: ${last.pl} / ${first.pl}`,
      }
    const path = (locale: Locale) => (usual ? "" : `: ${first[locale]} → ${last[locale]}`)
    return {
      en: `Conversion rate${path("en")}`,
      ru: `Конверсия${path("ru")}`,
      pl: `Współczynnik konwersji${path("pl")}`,
    }
  },
  better: "higher",
  params,
  kinds: ({ steps }) => [...new Set(steps.map(kindOfStep))],
  // Only attempts that are waited for keep a period open.
  horizon: ({ form, policy, within }) => (form === "event-ratio" || policy === "kaplan-meier" ? 0 : within * DAY),
  passport: (decided) => ({
    unit: { kind: decided.form === "event-ratio" ? "ratio" : "proportion" },
    unitOfN: decided.form === "event-ratio" || decided.attempt === "every" ? "attempt" : decided.form,
    ...textsOf(decided, daysText(decided.within)),
    kind: kindOfStep(decided.steps[decided.form === "event-ratio" ? stepsAsked(decided).base : 0] ?? ""),
    clock: "at",
  }),
  everyStatus: ({ steps }) => anyOrders(steps),
  questions: questionsOf,
  // The states are those of the form's questions.
  estimate: (states, decided, level) =>
    decided.form === "event-ratio"
      ? estimateEvents(states as unknown as EventStates, level)
      : estimateAttempts(states as unknown as AttemptStates, decided, level),
  compare: (first, second, decided, level) =>
    decided.form === "event-ratio"
      ? compareEvents(first as unknown as EventStates, second as unknown as EventStates, level)
      : compareAttempts(first as unknown as AttemptStates, second as unknown as AttemptStates, decided, level),
})
