import * as Schema from "effect/Schema"
import { durationDefaults, durations } from "../../questions/folds/durations/index.ts"
import { trails } from "../../questions/Trails.ts"
import { event, eventMark, waitClocks, waitHorizon, waitParams, waitProblem } from "../enquiries.ts"
import * as Metric from "../Metric.ts"
import { quantileDifference, quantileEstimate, type Waits, withinDifference, withinEstimate } from "../waits.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct(waitParams).check(Schema.makeFilter((decided) => waitProblem(decided) ?? true))

/**
 * How long it takes from a customer's first message until the enquiry is closed for good: the time in which half of them
 * (or a share `q`) are, or the share closed within a target. What was reopened is not closed until it is closed again.
 *
 * **Gotchas**
 *
 * An enquiry reopened after a month took more than a month. What waits for the customer, between pause and resume or the
 * next message, is taken off.
 *
 * @category metrics
 * @since 0.2.0
 */
export const resolutionTime = Metric.make({
  id: "resolution-time",
  docs: {
    title: { en: "Resolution time", ru: "Время решения", pl: "Czas rozwiązania" },
    description: {
      en: "How long it takes until an enquiry is closed for good, or the share closed within a target.",
      ru: "За сколько обращение окончательно закрывают или какую долю закрывают в срок.",
      pl: "Ile trwa ostateczne zamknięcie zgłoszenia albo jaki odsetek zamykany jest w terminie.",
    },
    source:
      "time to the last close by Kaplan–Meier 1958 with open ones censored, interval by inverting the log-log band (Brookmeyer & Crowley 1982), by ranks where none is open (Conover 1999); share: Wilson 1927",
    notWhen: {
      en: "enquiries are closed by a timer, or not at all: it then measures the timer",
      ru: "обращения закрываются по таймеру или не закрываются вовсе: тогда показатель измеряет таймер",
      pl: "zgłoszenia zamyka zegar albo nikt: wskaźnik mierzy wtedy zegar",
    },
  },
  title: titleOf,
  better: "lower",
  betterWith: ({ form }) => (form === "within" ? "higher" : "lower"),
  params,
  horizon: waitHorizon,
  passport: (decided) => ({
    unit: { kind: decided.form === "within" ? "proportion" : "duration" },
    unitOfN: "enquiry",
    ...textsOf(decided),
    kind: "enquiry-event",
    clock: "at",
  }),
  questions: (decided, context) => {
    const { marks, options } = waitClocks(decided, context)
    return {
      enquiries: trails(
        durations,
        {
          ...durationDefaults,
          ...options,
          start: "asked",
          stop: "closed",
          restart: "reopened",
          pause: "paused",
          resume: "resumed",
          count: "whole",
        },
        {
          kinds: ["enquiry-event"],
          unit: "enquiry",
          marks: [
            eventMark("asked", event("in")),
            eventMark("closed", event("close")),
            eventMark("reopened", event("reopen")),
            eventMark("paused", event("pause")),
            eventMark("resumed", event("resume"), event("in"), event("reopen")),
            ...marks,
          ],
        },
      ),
    }
  },
  estimate: (states, { form, q }, level) =>
    form === "within" ? withinEstimate(waitsOf(states), level) : quantileEstimate(waitsOf(states), q, level),
  compare: (first, second, { form, q }, level) =>
    form === "within"
      ? withinDifference(waitsOf(first), waitsOf(second), level)
      : quantileDifference(waitsOf(first), waitsOf(second), q, level),
})

const waitsOf = ({ enquiries }: { readonly enquiries: { readonly fold: Waits["whole"] } }): Waits => ({
  whole: enquiries.fold,
  shards: [],
  alike: false,
})
