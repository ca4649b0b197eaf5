import * as Effect from "effect/Effect"
import { Engine, type EngineError } from "../engine/Engine.ts"
import { checkInterval } from "../metrics/guard.ts"
import type { MeasureResult } from "../metrics/measure.ts"
import { Malformed, taker, thrownText } from "../model/foreign.ts"
import type { Inventory } from "../model/Inventory.ts"
import { Finding } from "./Finding.ts"
import { listOf } from "./listOf.ts"
import { type JudgeOptions, measureNeeds } from "./needs.ts"
import { byRank } from "./rank.ts"
import type { PreparedRule } from "./Rule.ts"
import { sealed } from "./sealed.ts"

/** A rule that broke; the others go on. @category rules @since 0.1.0 */
export interface RuleFailure {
  readonly rule: string
  readonly problem: string
}

/** What the rules found. @category rules @since 0.1.0 */
export interface Judgement {
  /** Gravest first, then by expected effect ({@link byRank}). */
  readonly findings: ReadonlyArray<Finding>
  readonly failures: ReadonlyArray<RuleFailure>
  /** What was measured for the evidence of the findings, once per definition: passports, and titles as the rules give them. */
  readonly evidence: ReadonlyArray<MeasureResult>
  /** Rules that had neither an inventory nor a measurement to judge by. */
  readonly idle: ReadonlyArray<string>
}

/**
 * Measures what the rules need and lets every rule judge. A rule that throws, answers what is no list of findings, or
 * needs what cannot be measured is one failure, never the end of the run. Needs over kinds without facts, or through
 * links and attributes that are not there, give no measurements. All rules are given one inventory, frozen.
 *
 * @category rules
 * @since 0.1.0
 */
export const judge = Effect.fnUntraced(function* (
  rules: ReadonlyArray<PreparedRule>,
  inventory: Inventory | null,
  asOf: number | null,
  options: JudgeOptions,
): Effect.fn.Return<Judgement, EngineError, Engine> {
  const engine = yield* Engine
  const rows = yield* engine.rows
  const listed = inventory === null ? null : sealed(inventory)
  const kinds = new Set([...rows].flatMap(([kind, n]) => (n > 0 ? [kind] : [])))
  const needed = yield* measureNeeds(rules, { inventory: listed, kinds }, options)
  const findings: Array<Finding> = []
  const evidence = new Map<string, MeasureResult>()
  const failures: Array<RuleFailure> = []
  const idle: Array<string> = []
  for (const [i, prepared] of rules.entries()) {
    // A run that is to be stopped is told between two rules.
    yield* Effect.yieldNow
    const { id } = prepared.rule
    const own = needed[i] ?? "it was not asked"
    if (typeof own === "string") {
      failures.push({ rule: id, problem: own })
      continue
    }
    const { measurements } = own
    const lists = Object.values(measurements)
    const blind = lists.every((list) => list.length === 0)
    if (blind && (listed === null || lists.length > 0)) idle.push(id)
    try {
      const context = { inventory: listed, measurements, asOf, calendar: { ...options.calendar } }
      // Spread into the arguments of one call, many findings would overflow the stack.
      for (const finding of findingsOf(id, prepared.judge(context))) {
        findings.push(finding)
        for (const { definition } of finding.evidence) {
          const result = own.results.find((one) => one.definition === definition)
          if (result !== undefined && !evidence.has(definition)) evidence.set(definition, result)
        }
      }
    } catch (thrown) {
      failures.push({ rule: id, problem: thrownText(thrown) })
    }
  }
  return { findings: findings.toSorted(byRank), evidence: [...evidence.values()], failures, idle }
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
