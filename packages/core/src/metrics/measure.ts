import * as Effect from "effect/Effect"
import { Engine, EngineError, QuestionInvalid } from "../engine/Engine.ts"
import { NESTING } from "../engine/Limits.ts"
import { deepPath } from "../model/depth.ts"
import type { Answer } from "../questions/Answer.ts"
import { defaultLevel } from "../stats/interval.ts"
import type { Calendar } from "../time/Calendar.ts"
import { askAll } from "./askApart.ts"
import { adjustAll, compareGroups } from "./compare.ts"
import { disclose } from "./Disclosure.ts"
import { nestingOf } from "./disclosureNesting.ts"
import { estimateAll } from "./estimateAll.ts"
import { comparisonOf, guard, preparedProblem } from "./guard.ts"
import type { Measurement } from "./Measurement.ts"
import type { MeasureOptions } from "./MeasureOptions.ts"
import type { Measured, MeasureRequest } from "./MeasureRequest.ts"
import type { PreparedMetric } from "./Metric.ts"
import { definition, type Passport } from "./Passport.ts"
import { type Failed, type Plan, planAll } from "./plan.ts"
import { comparePrevious, widen } from "./previous.ts"
import { statusesCounted } from "./statuses.ts"

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
  const problem = problemOf(requests)
  if (problem !== null) return yield* new EngineError({ engine: engine.id, reason: new QuestionInvalid({ problem }) })
  const wide = requests.map((request) => widen(request, options.calendar))
  const all = wide.flatMap(({ baseline, request }) => (baseline === null ? [request] : [request, baseline]))
  const plans = yield* planAll(all, options.calendar)
  const open = plans.filter((plan) => "asked" in plan)
  const statuses = open.some(({ request }) => request.metric.everyStatus === true)
    ? yield* statusesCounted(options.minimumCell ?? 0)
    : null
  const answered = yield* askAll(
    open.map(({ asked }) => ({
      scoped: asked.flatMap(({ scoped }) => Object.values(scoped)),
      bare: asked.flatMap(({ bare }) => Object.values(bare)),
    })),
  )
  const estimated: Array<Estimated> = []
  for (const plan of plans) {
    yield* Effect.yieldNow
    const passport = passportOf(plan.request, options.calendar)
    const hash = yield* definition(passport)
    const estimate = (own: Plan, answers: ReadonlyArray<Answer> | string) =>
      typeof answers === "string"
        ? Effect.succeed(answers)
        : guard(() => estimateAll(own, { answers, folds: engine.folds, statuses }, hash, options))
    const measured = "asked" in plan ? yield* estimate(plan, answered[open.indexOf(plan)] ?? []) : plan.failure
    estimated.push({ plan, passport, definition: hash, measured })
  }
  const results: Array<MeasureResult> = []
  const baselines: Array<{ readonly kind: string; readonly measurements: ReadonlyArray<Measurement> }> = []
  const next = estimated.values()
  for (const [i, { baseline }] of wide.entries()) {
    const own = next.next().value as Estimated
    const before = baseline === null ? null : (next.next().value as Estimated)
    const [failed] = [own.measured, before?.measured].filter((one) => typeof one === "string")
    const measurements = failed ?? (yield* guard(() => compareOne(own, before, options)))
    if (before !== null && typeof before.measured !== "string")
      baselines.push({ kind: own.passport.kind, measurements: before.measured.map(({ measurement }) => measurement) })
    const base = { request: requests[i] as MeasureRequest, passport: own.passport, definition: own.definition }
    results.push(
      typeof measurements === "string"
        ? { ...base, measurements: [], failure: measurements }
        : { ...base, measurements, failure: null },
    )
  }
  const adjusted = adjustAll(results.map(({ measurements }) => measurements))
  // What numbers are compared with is withheld like what is shown.
  const shown = disclose(
    [...results.map(({ passport }, i) => ({ kind: passport.kind, measurements: adjusted[i] ?? [] })), ...baselines],
    options.minimumCell ?? 0,
    (options.minimumCell ?? 0) > 1 ? yield* nestingOf(open.map(({ request }) => request)) : undefined,
  )
  return results.map((result, i): MeasureResult => ({
    ...result,
    measurements: (shown[i] ?? []).filter(wide[i]?.shows ?? (() => true)),
  }))
})

/** What became of a plan: its groups, or why there are none. */
interface Estimated extends Pick<MeasureResult, "passport" | "definition"> {
  readonly plan: Plan | Failed
  readonly measured: ReadonlyArray<Measured> | string
}

/** What is wrong with requests, whatever the facts; `null` where nothing is. */
const problemOf = (requests: ReadonlyArray<MeasureRequest>): string | null => {
  const expressions = requests.map(({ by, where }) => [by, where])
  if (deepPath(expressions, NESTING, isExpr) !== null) return `an expression nests more than ${NESTING} levels`
  return requests.some(({ compare = null, versus = null }) => compare !== null && versus !== null)
    ? "a request compares with a group (versus) or with the period before (compare), not with both"
    : null
}

const isExpr = (node: object): boolean => "op" in node

/** The groups of a request, compared as it asks; `before` is what was measured of the period before. */
const compareOne = (
  { measured, plan }: Estimated,
  before: Estimated | null,
  { calendar, level = defaultLevel }: MeasureOptions,
): ReadonlyArray<Measurement> => {
  const { compare = null, metric, versus = null } = plan.request
  const own = { metric: checked(metric), measured: groupsOf(measured) }
  if (compare === null) return compareGroups({ ...own, versus }, level)
  const baseline =
    before === null
      ? null
      : { measured: groupsOf(before.measured), period: "cut" in before.plan ? before.plan.cut.periodOf(null) : null }
  return comparePrevious({ ...own, baseline, range: "range" in plan ? plan.range : null }, calendar, level)
}

const groupsOf = (measured: Estimated["measured"]) => (typeof measured === "string" ? [] : measured)

/** The metric, with what it says of two groups looked through. */
const checked = (metric: PreparedMetric): PreparedMetric => ({
  ...metric,
  compare: (first, second, level) => comparisonOf(metric.compare(first, second, level)),
})

const passportOf = ({ metric, preset = null, where }: MeasureRequest, calendar: Calendar): Passport => {
  const { fiscal, weekStart, zone } = calendar
  const rest = {
    zone,
    ...(weekStart === 1 ? {} : { weekStart }),
    ...(fiscal === undefined ? {} : { fiscalYear: fiscal }),
    population: where ?? null,
    preset,
  }
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
