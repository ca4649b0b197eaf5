import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Engine } from "../engine/Engine.ts"
import { Malformed } from "../model/foreign.ts"
import * as Calendars from "../time/Calendar.ts"
import type { Period } from "../time/Period.ts"
import { askRangesOf } from "./askApart.ts"
import { guard, questionsOf } from "./guard.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"
import type { GroupedQuestion, MetricContext, PeriodAsked } from "./Metric.ts"
import { previousPeriod } from "./previous.ts"
import { cutTime, type Range, scopeTo, type TimeCut } from "./scope.ts"

/** The questions of a metric, of itself and within the request's filters and splits. */
export interface Asked {
  /** The bucket of time the answers are of; `null` where they have buckets of their own, or time is not cut. */
  readonly bucket: number | null
  readonly bare: Readonly<Record<string, GroupedQuestion>>
  readonly scoped: Readonly<Record<string, GroupedQuestion>>
}

/** Most periods that a periodic metric is asked of at once. */
const PERIODS = 400

/** A request that failed before anything was asked. */
export interface Failed {
  readonly request: MeasureRequest
  readonly failure: string
}

/** What a request asks, and what is known of the facts it asks about. */
export interface Plan {
  readonly request: MeasureRequest
  /** What is asked: once as a rule, of a periodic metric once for every bucket of time. */
  readonly asked: ReadonlyArray<Asked>
  readonly cut: TimeCut
  /** Kinds of facts that it reads. */
  readonly kinds: ReadonlySet<string>
  readonly asOf: number | null
  readonly inferred: boolean
  /** There are no facts of its kind at all, dated or not. */
  readonly empty: boolean
}

/** Plans what requests ask: what each metric wants to know of the facts, its questions, and their scope. */
export const planAll = Effect.fnUntraced(function* (
  requests: ReadonlyArray<MeasureRequest>,
  calendar: Calendars.Calendar,
) {
  const engine = yield* Engine
  const watermarks = yield* engine.watermarks
  const rows = yield* engine.rows
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
    const range = rangeOfAll(clocksOf(request.metric).flatMap((name) => rangeOf(name) ?? []))
    const cutting = cutTime(request, calendar, range, asOf)
    if (Result.isFailure(cutting)) {
      plans.push({ request, failure: cutting.failure.message })
      continue
    }
    const cut = cutting.success
    const context: MetricContext = { calendar, asOf, extent: rangeOf, period: null }
    const asked = yield* guard(() => askedOf(request, context, cut, calendar))
    plans.push(
      typeof asked === "string"
        ? { request, failure: asked }
        : {
            request,
            asked,
            cut,
            kinds,
            asOf,
            inferred: marks.some((mark) => mark.inferred),
            empty: (rows.get(request.metric.passport.kind) ?? 0) === 0,
          },
    )
  }
  return plans
})

/** Columns that place the rows of a metric in time. */
const clocksOf = ({ clocks = [], passport }: MeasureRequest["metric"]): ReadonlyArray<string> => [
  passport.clock,
  ...clocks,
]

const rangeOfAll = (ranges: ReadonlyArray<Range>): Range | null =>
  ranges.length === 0
    ? null
    : { min: Math.min(...ranges.map(({ min }) => min)), max: Math.max(...ranges.map(({ max }) => max)) }

/** Kinds a request waits for: those of its metric and those it borrows from. */
const kindsOf = ({ by = [], metric, where }: MeasureRequest): ReadonlySet<string> => {
  const kinds = new Set(metric.kinds ?? [metric.passport.kind])
  JSON.stringify([by, where ?? null], (key, inner: unknown) => {
    if (key === "to" && typeof inner === "string") kinds.add(inner)
    return inner
  })
  return kinds
}

/** The questions of a metric: once, or for each bucket of time where it looks at the period before. */
const askedOf = (
  request: MeasureRequest,
  context: MetricContext,
  cut: TimeCut,
  calendar: Calendars.Calendar,
): ReadonlyArray<Asked> => {
  const { metric } = request
  const ask = (bucket: number | null, period: PeriodAsked | null): Asked => {
    const bare = questionsOf(metric.questions({ ...context, period }))
    const scoped = Object.entries(bare).map(([name, question]) => [name, scopeTo(question, request, cut)] as const)
    return { bucket, bare, scoped: Object.fromEntries(scoped) }
  }
  if (metric.periodic !== true) return [ask(null, null)]
  const known = context.extent(metric.passport.clock)
  const askOf = (bucket: number | null): Asked => {
    const period = cut.periodOf(bucket)
    if (period === null) return ask(bucket, null)
    const whole = bucket === null && (request.period ?? null) === null
    return ask(bucket, periodAsked(period, whole, request.every ?? null, known, calendar))
  }
  if (cut.buckets === null) return [askOf(null)]
  if (cut.buckets > PERIODS)
    throw new Malformed(
      `time is cut into ${cut.buckets} periods, and it looks at each with the one before: at most ${PERIODS}`,
    )
  return Array.from({ length: cut.buckets }, (_, bucket) => askOf(bucket))
}

const periodAsked = (
  period: Period,
  whole: boolean,
  every: Calendars.Grain | null,
  known: Range | null,
  calendar: Calendars.Calendar,
): PeriodAsked => {
  const { from, to } = period
  if (whole) return { from, to, previous: null, previousKnown: false }
  const previous =
    every === null ? previousPeriod(period, calendar) : { from: Calendars.startOf(calendar, every, from - 1), to: from }
  const first = known === null ? Number.POSITIVE_INFINITY : Calendars.startOf(calendar, "day", known.min)
  return { from, to, previous: { from: previous.from, to: previous.to }, previousKnown: previous.from >= first }
}
