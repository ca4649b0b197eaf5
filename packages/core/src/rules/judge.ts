import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Engine, type EngineError } from "../engine/Engine.ts"
import { checkInterval, prepareMetric } from "../metrics/guard.ts"
import { measure, type MeasureOptions, type MeasureResult } from "../metrics/measure.ts"
import type { MeasureRequest } from "../metrics/MeasureRequest.ts"
import { Malformed, taker, thrownText } from "../model/foreign.ts"
import type { Inventory } from "../model/Inventory.ts"
import { Dimension } from "../questions/Dimension.ts"
import { Finding, type Severity } from "./Finding.ts"
import { listOf } from "./listOf.ts"
import type { Need, PreparedRule } from "./Rule.ts"

/** A rule that broke; the others go on. @category rules @since 0.1.0 */
export interface RuleFailure {
  readonly rule: string
  readonly problem: string
}

/** What the rules found. @category rules @since 0.1.0 */
export interface Judgement {
  /** Gravest first, then by rule and subject. */
  readonly findings: ReadonlyArray<Finding>
  readonly failures: ReadonlyArray<RuleFailure>
  /** Rules that had neither an inventory nor a measurement to judge by. */
  readonly idle: ReadonlyArray<string>
}

/**
 * Measures what the rules need and lets every rule judge. A rule that throws, answers what is no list of findings, or
 * needs what cannot be measured is one failure, never the end of the run. Needs over kinds without facts, or through
 * links and attributes that are not there, give no measurements.
 *
 * @category rules
 * @since 0.1.0
 */
export const judge = Effect.fnUntraced(function* (
  rules: ReadonlyArray<PreparedRule>,
  inventory: Inventory | null,
  asOf: number | null,
  options: MeasureOptions,
): Effect.fn.Return<Judgement, EngineError, Engine> {
  const engine = yield* Engine
  const rows = yield* engine.rows
  const findings: Array<Finding> = []
  const failures: Array<RuleFailure> = []
  const idle: Array<string> = []
  for (const prepared of rules) {
    // A run that is to be stopped is told between two rules.
    yield* Effect.yieldNow
    const { id } = prepared.rule
    const fail = (problem: string) => {
      failures.push({ rule: id, problem })
      return Effect.succeed<ReadonlyArray<Finding>>([])
    }
    const judged = yield* Effect.gen(function* () {
      const measurements = yield* measureNeeds(prepared, rows, options)
      const needs = Object.values(measurements)
      const blind = needs.every((list) => list.length === 0)
      if (blind && (inventory === null || needs.length > 0)) idle.push(id)
      return yield* Effect.try({
        try: () => findingsOf(id, prepared.judge({ inventory, measurements, asOf, calendar: options.calendar })),
        catch: thrownText,
      })
    }).pipe(
      Effect.catch((error) => fail(typeof error === "string" ? error : error.message)),
      Effect.catchDefect((thrown) => fail(thrownText(thrown))),
    )
    // Spread into the arguments of one call, many findings would overflow the stack.
    for (const finding of judged) findings.push(finding)
  }
  return { findings: findings.toSorted(byGravity), failures, idle }
})

const takeFinding = taker(Finding)

/** What a rule gave, as the findings it must be. */
const findingsOf = (id: string, given: ReadonlyArray<Finding>): ReadonlyArray<Finding> =>
  listOf(given).map((finding, i) => {
    try {
      const taken = takeFinding(finding)
      if (taken.rule !== id) throw new Malformed(`rule: it is of ${JSON.stringify(taken.rule)}, another rule`)
      checkInterval("recommendation.expectedEffect.interval", taken.recommendation.expectedEffect?.interval ?? null)
      for (const { interval } of taken.evidence) checkInterval("evidence.interval", interval)
      return taken
    } catch (thrown) {
      throw thrown instanceof Malformed ? new Malformed(`finding ${i + 1}: ${thrown.message}`) : thrown
    }
  })

const takeBy = taker(Schema.Array(Dimension))

/** All needs of a rule; a metric that fails of itself fails its rule. */
const measureNeeds = Effect.fnUntraced(function* (
  { needs }: PreparedRule,
  rows: ReadonlyMap<string, number>,
  options: MeasureOptions,
) {
  const measurements: Record<string, MeasureResult["measurements"]> = {}
  const wanted: unknown = needs
  if (typeof wanted !== "object" || wanted === null) return yield* Effect.fail("its needs are not an object")
  for (const [name, need] of Object.entries(needs)) {
    const given: unknown = (need as Partial<Need> | null | undefined)?.metric
    if (typeof given !== "object" || given === null)
      return yield* Effect.fail(`its need ${JSON.stringify(name)} names no metric`)
    const metric = yield* prepareMetric(need.metric, need.params)
    const request: MeasureRequest = { metric, by: takeBy(need.by ?? []) }
    measurements[name] = []
    if ((rows.get(metric.passport.kind) ?? 0) === 0) continue
    const [result] = yield* measure([request], options).pipe(
      Effect.catchIf(
        (error): error is EngineError => error._tag === "EngineError" && error.reason._tag === "DimensionUnavailable",
        () => Effect.succeed<ReadonlyArray<MeasureResult>>([]),
      ),
    )
    const failure = result?.failure ?? null
    if (failure !== null) return yield* Effect.fail(`${metric.metric}: ${failure}`)
    measurements[name] = result?.measurements ?? []
  }
  return measurements
})

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 }

const byGravity = (a: Finding, b: Finding): number =>
  GRAVITY[a.severity] - GRAVITY[b.severity] || compareText(a.rule, b.rule) || compareText(a.subject.id, b.subject.id)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
