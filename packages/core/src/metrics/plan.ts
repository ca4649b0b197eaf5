import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import type { Calendar } from "../time/Calendar.ts"
import { askRangesOf } from "./askApart.ts"
import { guard, questionsOf } from "./guard.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"
import type { GroupedQuestion, MetricContext } from "./Metric.ts"
import { cutTime, type Range, scopeTo, type TimeCut } from "./scope.ts"

/** A request that failed before anything was asked. */
export interface Failed {
  readonly request: MeasureRequest
  readonly failure: string
}

/** What a request asks, and what is known of the facts it asks about. */
export interface Plan {
  readonly request: MeasureRequest
  /** What the metric asks of itself, and within the request's filters and splits. */
  readonly bare: Readonly<Record<string, GroupedQuestion>>
  readonly asked: Readonly<Record<string, GroupedQuestion>>
  readonly cut: TimeCut
  readonly asOf: number | null
  readonly inferred: boolean
  /** Range of the instants that place facts in time. */
  readonly range: Range | null
}

/** Plans what requests ask: what each metric wants to know of the facts, its questions, and their scope. */
export const planAll = Effect.fnUntraced(function* (requests: ReadonlyArray<MeasureRequest>, calendar: Calendar) {
  const engine = yield* Engine
  const watermarks = yield* engine.watermarks
  const ranges = yield* askRangesOf(requests.map(({ metric }) => metric))
  const plans: Array<Plan | Failed> = []
  for (const [i, request] of requests.entries()) {
    // A run that is to be stopped is told between two requests.
    yield* Effect.yieldNow
    const known = ranges[i] ?? "it was not asked"
    if (typeof known === "string") {
      plans.push({ request, failure: known })
      continue
    }
    const kinds = kindsOf(request)
    const marks = [...kinds].flatMap((kind) => watermarks.get(kind) ?? [])
    // A number of several kinds is as old as the kind that is known least far.
    const asOf = watermarks.has(request.metric.passport.kind) ? Math.min(...marks.map((mark) => mark.at)) : null
    const rangeOf = (name: string) => known.get(name) ?? null
    const context: MetricContext = { calendar, asOf, extent: rangeOf }
    const cut = yield* Effect.fromResult(cutTime(request, calendar, rangeOf(request.metric.passport.clock), asOf))
    const bare = yield* guard(() => questionsOf(request.metric.questions(context)))
    plans.push(
      typeof bare === "string"
        ? { request, failure: bare }
        : {
            request,
            bare,
            asked: scoped(request, bare, cut),
            cut,
            asOf,
            inferred: marks.some((mark) => mark.inferred),
            range: rangeOf(request.metric.passport.clock),
          },
    )
  }
  return plans
})

/** Kinds a request waits for: those of its metric and those it borrows from. */
const kindsOf = ({ by = [], metric, where }: MeasureRequest): ReadonlySet<string> => {
  const kinds = new Set(metric.kinds ?? [metric.passport.kind])
  JSON.stringify([by, where ?? null], (key, inner: unknown) => {
    if (key === "to" && typeof inner === "string") kinds.add(inner)
    return inner
  })
  return kinds
}

const scoped = (
  request: MeasureRequest,
  questions: Readonly<Record<string, GroupedQuestion>>,
  cut: TimeCut,
): Readonly<Record<string, GroupedQuestion>> =>
  Object.fromEntries(Object.entries(questions).map(([name, question]) => [name, scopeTo(question, request, cut)]))
