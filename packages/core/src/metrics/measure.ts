import * as Effect from "effect/Effect"
import { Engine, EngineError, QuestionInvalid } from "../engine/Engine.ts"
import { NESTING } from "../engine/Limits.ts"
import type { SourceReport } from "../facts/SourceReport.ts"
import { deepPath } from "../model/depth.ts"
import { type Answer, emptyStates, type Group, groupKey } from "../questions/Answer.ts"
import type { Dimension, DimensionValue } from "../questions/Dimension.ts"
import { defaultLevel } from "../stats/interval.ts"
import type { Calendar } from "../time/Calendar.ts"
import { askAll, askRangesOf } from "./askApart.ts"
import { type Caveat, caveat, defaultSizePolicy, sizeCaveats, type SizePolicy } from "./Caveat.ts"
import { adjustAll, compareGroups } from "./compare.ts"
import { disclose } from "./Disclosure.ts"
import { comparisonOf, estimateOf, guard, preparedProblem, questionsOf } from "./guard.ts"
import type { Measurement } from "./Measurement.ts"
import type { Measured, MeasureRequest } from "./MeasureRequest.ts"
import type { GroupedQuestion, MetricContext, PreparedMetric } from "./Metric.ts"
import { definition, type Passport } from "./Passport.ts"
import { both, cutTime, type TimeCut } from "./scope.ts"

/** What measuring depends on beside the engine. @category measuring @since 0.1.0 */
export interface MeasureOptions {
  readonly calendar: Calendar
  readonly level?: number
  readonly policy?: SizePolicy
  /** Groups of fewer than this many are withheld; 0 shows all. */
  readonly minimumCell?: number
  /** Reports of the sources, for caveats about rejected rows and damaged texts. */
  readonly sources?: ReadonlyArray<SourceReport>
}

/** What became of a request. @category measuring @since 0.1.0 */
export interface MeasureResult {
  readonly request: MeasureRequest
  readonly passport: Passport
  readonly definition: string
  readonly measurements: ReadonlyArray<Measurement>
  /** The metric failed of itself; other requests go on. */
  readonly failure: string | null
}

/**
 * Measures all requests together: equal questions are asked once, comparisons share one family of q-values.
 *
 * Fails with `EngineError` where a question cannot be answered. A metric that breaks is a failure of its request only.
 *
 * @category measuring
 * @since 0.1.0
 */
export const measure = Effect.fnUntraced(function* (requests: ReadonlyArray<MeasureRequest>, options: MeasureOptions) {
  const engine = yield* Engine
  const watermarks = yield* engine.watermarks
  if (
    deepPath(
      requests.map(({ by, where }) => [by, where]),
      NESTING,
      isExpr,
    ) !== null
  )
    return yield* new EngineError({
      engine: engine.id,
      reason: new QuestionInvalid({ problem: `an expression nests more than ${NESTING} levels` }),
    })
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
    const asOf = watermarks.has(request.metric.passport.kind) ? Math.min(...marks.map((mark) => mark.at)) : null
    const rangeOf = (name: string) => known.get(name) ?? null
    const context: MetricContext = { calendar: options.calendar, asOf, extent: rangeOf }
    const cut = yield* Effect.fromResult(
      cutTime(request, options.calendar, rangeOf(request.metric.passport.clock), asOf),
    )
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
          },
    )
  }
  const open = plans.filter((plan) => "asked" in plan)
  const answered = yield* askAll(
    open.map(({ asked, bare }) => ({ scoped: Object.values(asked), bare: Object.values(bare) })),
  )
  const results: Array<MeasureResult> = []
  for (const plan of plans) {
    yield* Effect.yieldNow
    const passport = passportOf(plan.request, options.calendar)
    const hash = yield* definition(passport)
    const base = { request: plan.request, passport, definition: hash }
    if (!("asked" in plan)) {
      results.push({ ...base, measurements: [], failure: plan.failure })
      continue
    }
    const answers = answered[open.indexOf(plan)] ?? []
    if (typeof answers === "string") {
      results.push({ ...base, measurements: [], failure: answers })
      continue
    }
    const own = new Map(Object.keys(plan.asked).map((name, i) => [name, answers[i]] as const))
    const { versus = null } = plan.request
    const metric = checked(plan.request.metric)
    const measurements = yield* guard(() =>
      compareGroups({ metric, versus, measured: estimateAll(plan, own, hash, options) }, options.level ?? defaultLevel),
    )
    results.push(
      typeof measurements === "string"
        ? { ...base, measurements: [], failure: measurements }
        : { ...base, measurements, failure: null },
    )
  }
  const adjusted = adjustAll(results.map(({ measurements }) => measurements))
  const shown = disclose(
    results.map(({ passport }, i) => ({ kind: passport.kind, measurements: adjusted[i] ?? [] })),
    options.minimumCell ?? 0,
  )
  return results.map((result, i): MeasureResult => ({ ...result, measurements: shown[i] ?? [] }))
})

interface Failed {
  readonly request: MeasureRequest
  readonly failure: string
}

interface Plan {
  readonly request: MeasureRequest
  /** What the metric asks of itself, and within the request's filters and splits. */
  readonly bare: Readonly<Record<string, GroupedQuestion>>
  readonly asked: Readonly<Record<string, GroupedQuestion>>
  readonly cut: TimeCut
  readonly asOf: number | null
  readonly inferred: boolean
}

const isExpr = (node: object): boolean => "op" in node

/** The metric, with what it says of two groups looked through. */
const checked = (metric: PreparedMetric): PreparedMetric => ({
  ...metric,
  compare: (first, second, level) => comparisonOf(metric.compare(first, second, level)),
})

/** Kinds a request reads: its own and those it borrows from. */
const kindsOf = ({ by = [], metric, where }: MeasureRequest): ReadonlySet<string> => {
  const kinds = new Set([metric.passport.kind])
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
  Object.fromEntries(
    Object.entries(questions).map(([name, question]) => [
      name,
      { ...question, ...cut.within, by: request.by ?? [], where: both(question.where, request.where ?? null) },
    ]),
  )

const passportOf = ({ metric, where }: MeasureRequest, calendar: Calendar): Passport => {
  const rest = { zone: calendar.zone, population: where ?? null, preset: null }
  return preparedProblem(metric) === null
    ? { metric: metric.metric, params: metric.params, ...metric.passport, ...rest, source: metric.docs.source }
    : { ...nothing, ...rest }
}

/** Passport of a metric that gave none that can be read. */
const nothing = {
  metric: "",
  params: {},
  unit: { kind: "count" },
  unitOfN: "",
  numerator: "",
  denominator: "",
  kind: "",
  clock: "",
  source: "",
} as const

const estimateAll = (
  plan: Plan,
  answers: ReadonlyMap<string, Answer | undefined>,
  hash: string,
  options: MeasureOptions,
): ReadonlyArray<Measured> => {
  const { asked, asOf, cut, inferred, request } = plan
  const { metric } = request
  const by = request.by ?? []
  const groups = new Map<string, Pick<Group, "key" | "bucket">>()
  const found = new Map<string, Map<string, Group["states"]>>()
  for (const [name, answer] of answers)
    for (const group of answer?.groups ?? []) {
      const key = groupKey(group)
      groups.set(key, group)
      found.set(key, (found.get(key) ?? new Map<string, Group["states"]>()).set(name, group.states))
    }
  if (groups.size === 0 && by.length === 0 && cut.within.edges === null) groups.set("", { key: [], bucket: null })
  const sourced = sourceCaveats(metric.passport.kind, options.sources ?? [])
  return [...groups]
    .map(([key, group]): Measured => {
      const states = Object.fromEntries(
        Object.entries(asked).map(([name, question]) => [
          name,
          found.get(key)?.get(name) ?? emptyStates(question.measures),
        ]),
      )
      const estimate = estimateOf(metric.estimate(states, options.level ?? defaultLevel))
      const period = cut.periodOf(group.bucket)
      const caveats: ReadonlyArray<Caveat> = [
        ...sizeCaveats(estimate.n, options.policy ?? defaultSizePolicy),
        ...(period !== null && !period.complete ? [caveat("partial-period")] : []),
        ...(period === null || asOf === null ? [caveat("undated")] : inferred ? [caveat("watermark-inferred")] : []),
        ...estimate.caveats,
        ...sourced,
      ]
      return {
        bucket: group.bucket,
        states,
        measurement: {
          schema: 1,
          metric: metric.metric,
          params: metric.params,
          definition: hash,
          unit: metric.passport.unit,
          by: Object.fromEntries(by.map(({ id }, i) => [id, group.key[i] ?? null])),
          period,
          asOf,
          value: estimate.value,
          interval: estimate.interval,
          n: estimate.n,
          unitOfN: metric.passport.unitOfN,
          nEffective: estimate.nEffective,
          numerator: estimate.numerator,
          denominator: estimate.denominator,
          caveats,
        },
      }
    })
    .toSorted((a, b) => compareShown(by, a, b))
}

/** Order in which groups are shown: each dimension's own order first, then values, absent last, then time. */
const compareShown = (by: ReadonlyArray<Dimension>, a: Measured, b: Measured): number => {
  for (const dimension of by) {
    const { id } = dimension
    const order = "of" in dimension ? (dimension.order ?? []) : dimension.cases.map(({ label }) => label)
    const rank = (value: DimensionValue | undefined): readonly [number, DimensionValue] => {
      const place = order.indexOf(String(value))
      return value === null || value === undefined ? [2, null] : place >= 0 ? [0, place] : [1, value]
    }
    const [left, right] = [rank(a.measurement.by[id]), rank(b.measurement.by[id])]
    if (left[0] !== right[0]) return left[0] - right[0]
    if (left[1] === right[1] || left[1] === null || right[1] === null) continue
    if (typeof left[1] === "number" && typeof right[1] === "number") return left[1] - right[1]
    return String(left[1]) < String(right[1]) ? -1 : 1
  }
  return (a.bucket ?? -1) - (b.bucket ?? -1)
}

const sourceCaveats = (kind: string, sources: ReadonlyArray<SourceReport>): ReadonlyArray<Caveat> => {
  const own = sources.filter((source) => source.kind === kind)
  const rows = own.reduce((sum, source) => sum + source.rows, 0)
  const rejects = own.reduce((sum, source) => sum + source.rejects, 0)
  // One file may be mapped twice; its damaged cells are counted once.
  const damaged = new Map(
    own.flatMap(({ notes, origin }) =>
      Object.entries(notes.suspectCells).map(([name, cells]) => [JSON.stringify([origin, name]), cells] as const),
    ),
  )
  const suspect = [...damaged.values()].reduce((sum, cells) => sum + cells, 0)
  return [
    ...(rejects > 0 ? [caveat("rejected-rows", { n: rejects, share: rejects / rows })] : []),
    ...(suspect > 0 ? [caveat("suspect-text", { cells: suspect })] : []),
  ]
}
