import { defaultLevel } from "../../stats/index.ts"
import type { AnalysisCaveat } from "../Caveat.ts"
import { type NamedShare, type ShareDifference, shareDifferences } from "../difference/index.ts"
import { independentOf } from "./independent.ts"
import { type FunnelGroup, type FunnelReading, nameOf } from "./reading.ts"

/** The difference of two groups at one step. @category funnel @since 0.2.0 */
export interface FunnelStepDifference extends ShareDifference {
  /**
   * Whether the share of those at the step before says one thing and the share of all that entered the opposite: who got
   * to the step before differs between the groups then.
   */
  readonly reversed: boolean
}

/** Two funnels side by side. @category funnel @since 0.2.0 */
export interface FunnelDifferences {
  readonly base: "previous" | "first"
  /** All steps but the first, first group minus second; `q` over the steps. */
  readonly steps: ReadonlyArray<FunnelStepDifference>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/** Shares of a funnel's steps but the first by name, to be compared. @category funnel @since 0.2.0 */
export const funnelShares = (
  { parts = null, state }: FunnelGroup,
  { base = "previous", names = [] }: FunnelReading = {},
): ReadonlyArray<NamedShare> =>
  state.reached.slice(1).map((numerator, i) => {
    const from = base === "first" ? 0 : i
    return {
      name: nameOf(names, i + 1),
      numerator,
      denominator: state.reached[from] ?? 0,
      nEffective: independentOf(state, from, i + 1, parts),
    }
  })

/**
 * Compares two groups step by step, first minus second: Newcombe's interval, two-proportion z, `q` over the steps.
 *
 * **Gotchas**
 *
 * Groups that were assigned, as in an experiment, are compared with `base: "first"`: who gets to a step is already a
 * consequence of the variant. Where the two readings contradict each other the step is `reversed` and the caveat
 * `post-treatment` says how many are.
 *
 * **Example** (Of those in the cart fewer order, and of all that entered more)
 *
 * ```ts
 * import { funnelDifferences } from "@touchpoint/core/analyses"
 * import { funnel, funnelDefaults } from "@touchpoint/core/questions"
 *
 * const empty = funnel.empty({ ...funnelDefaults, steps: ["seen", "cart", "order"] })
 * const of = (reached: ReadonlyArray<number>) => ({
 *   state: { ...empty, entrants: 1000, reached, clusters: { ...empty.clusters, units: 1000 } },
 * })
 * const found = funnelDifferences(of([1000, 400, 140]), of([1000, 200, 100]), { base: "first" })
 * console.log(found.steps[1]?.difference?.toFixed(2), found.steps[1]?.reversed) // 0.04 true
 * ```
 *
 * @category funnel
 * @since 0.2.0
 */
export const funnelDifferences = (
  first: FunnelGroup,
  second: FunnelGroup,
  { base = "previous", level = defaultLevel, names = [] }: FunnelReading = {},
): FunnelDifferences => {
  const differences = (of: "previous" | "first") =>
    shareDifferences(funnelShares(first, { base: of, names }), funnelShares(second, { base: of, names }), { level })
  const [asked, other] = [differences(base), differences(base === "first" ? "previous" : "first")]
  const steps = asked.map((step, i): FunnelStepDifference => {
    const against = other[i]?.difference ?? 0
    return { ...step, reversed: (step.difference ?? 0) * against < 0 }
  })
  const n = steps.filter(({ reversed }) => reversed).length
  return { base, steps, caveats: n > 0 ? [{ id: "post-treatment", data: { n } }] : [] }
}
