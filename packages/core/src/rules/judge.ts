import * as Effect from "effect/Effect"
import { Engine, type EngineError } from "../engine/Engine.ts"
import { measure, type MeasureOptions, type MeasureResult } from "../metrics/measure.ts"
import type { MeasureRequest } from "../metrics/MeasureRequest.ts"
import type { Inventory } from "../model/Inventory.ts"
import type { Finding, Severity } from "./Finding.ts"
import type { PreparedRule } from "./Rule.ts"

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
 * Measures what the rules need and lets every rule judge. A rule that throws is one failure, never the end of the run.
 * Needs over kinds without facts, or through links and attributes that are not there, give no measurements.
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
  const findings: Array<Finding> = []
  const failures: Array<RuleFailure> = []
  const idle: Array<string> = []
  for (const prepared of rules) {
    const judged = yield* Effect.gen(function* () {
      const measurements = yield* measureNeeds(prepared, options)
      const needs = Object.values(measurements)
      const blind = needs.every((list) => list.length === 0)
      if (blind && (inventory === null || needs.length > 0)) idle.push(prepared.rule.id)
      return yield* Effect.try({
        try: () => prepared.judge({ inventory, measurements, asOf, calendar: options.calendar }),
        catch: (thrown) => (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)),
      })
    }).pipe(
      Effect.catch((error) => {
        if (typeof error !== "string" && error._tag === "EngineError") return Effect.fail(error)
        failures.push({ rule: prepared.rule.id, problem: typeof error === "string" ? error : error.message })
        return Effect.succeed<ReadonlyArray<Finding>>([])
      }),
    )
    findings.push(...judged)
  }
  return { findings: findings.toSorted(byGravity), failures, idle }
})

/** All needs of a rule; a metric that fails of itself fails its rule. */
const measureNeeds = Effect.fnUntraced(function* ({ needs }: PreparedRule, options: MeasureOptions) {
  const engine = yield* Engine
  const rows = yield* engine.rows
  const measurements: Record<string, MeasureResult["measurements"]> = {}
  for (const [name, need] of Object.entries(needs)) {
    const metric = yield* need.metric.prepare(need.params)
    const request: MeasureRequest = { metric, by: need.by ?? [] }
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
