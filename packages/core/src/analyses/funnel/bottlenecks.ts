import {
  betaQuantile,
  defaultLevel,
  type Interval,
  priorOfShares,
  shrunkenShare,
  type Successes,
} from "../../stats/index.ts"
import { INSUFFICIENT } from "../Caveat.ts"
import { type Share, shareOf } from "../Share.ts"
import { independentOf } from "./independent.ts"
import { type FunnelGroup, type FunnelReading, nameOf } from "./reading.ts"

/**
 * What share gets to a step elsewhere, and how many attempts this belief is worth against one's own; `null`: all of them,
 * as where segments differ no more than chance makes them.
 *
 * @category funnel
 * @since 0.2.0
 */
export interface StepBenchmark {
  readonly share: number
  readonly size: number | null
}

/** What a step costs. @category funnel @since 0.2.0 */
export interface Bottleneck {
  readonly name: string
  /** Customers (attempts) lost on the way to this step. */
  readonly lost: number
  /** Of those at the step before, or of all where `base` is `first`. */
  readonly share: Share
  /** The share pulled towards the benchmark by as much as its noise calls for; `null` without a benchmark. */
  readonly shrunken: number | null
  /** Benchmark less `shrunken`, above 0 where one is worse; and customers who would be here at the benchmark's share. */
  readonly gap: number | null
  readonly gapInterval: Interval | null
  readonly missing: number | null
  /** Places from 1, the worst first; `null` where there are too few to be ranked, nobody is lost, or there is no gap. */
  readonly rankByLost: number | null
  readonly rankByGap: number | null
}

/**
 * Which steps to look at: ranked by the customers they lose and by their gap to a benchmark, never by drop-off alone. A
 * step that loses the largest share of a few is no bottleneck, nor one that loses as many everywhere. In the order of the
 * steps.
 *
 * **Details**
 *
 * The share is shrunk before it is ranked, or the smallest step would always be the worst (beta-binomial). The interval of
 * the gap is that of the posterior. Steps with fewer than ten before them are shown and not ranked.
 *
 * Source: Kleinman 1973; Gelman et al. 2013, section 2.4.
 *
 * **Example** (The cart loses most customers, the payment most against other shops)
 *
 * ```ts
 * import { funnelBottlenecks } from "@touchpoint/core/analyses"
 * import { funnel, funnelDefaults } from "@touchpoint/core/questions"
 *
 * const names = ["page", "cart", "payment"]
 * const empty = funnel.empty({ ...funnelDefaults, steps: names })
 * const clusters = { ...empty.clusters, units: 1000 }
 * const state = { ...empty, clusters, entrants: 1000, reached: [1000, 300, 120] }
 * const found = funnelBottlenecks({ state }, [null, { share: 0.31, size: 200 }, { share: 0.6, size: 200 }], { names })
 * console.log(found.map(({ name, rankByGap, rankByLost }) => [name, rankByLost, rankByGap].join(" ")).join(", ")) // cart 1 2, payment 2 1
 * ```
 *
 * @category funnel
 * @since 0.2.0
 */
export const funnelBottlenecks = (
  { parts = null, state }: FunnelGroup,
  benchmarks: ReadonlyArray<StepBenchmark | null> = [],
  { base = "previous", level = defaultLevel, names = [] }: FunnelReading = {},
): ReadonlyArray<Bottleneck> => {
  const found = state.reached.slice(1).map((x, i) => {
    const before = state.reached[i] ?? 0
    const from = base === "first" ? 0 : i
    const share = shareOf(x, state.reached[from] ?? 0, level, independentOf(state, from, i + 1, parts))
    const gap = gapOf(share, benchmarks[i + 1] ?? null, level)
    return { name: nameOf(names, i + 1), lost: before - x, share, ...gap }
  })
  const ranksOf = (of: (step: (typeof found)[number]) => number | null) => {
    const values = found.map((step, i) => {
      const own = of(step)
      return own !== null && own > 0 && (state.reached[i] ?? 0) >= INSUFFICIENT ? own : null
    })
    return values.map((own) => (own === null ? null : 1 + values.filter((one) => one !== null && one > own).length))
  }
  const [byLost, byGap] = [ranksOf(({ lost }) => lost), ranksOf(({ gap }) => gap)]
  return found.map((step, i) => ({
    ...step,
    rankByLost: byLost[i] ?? null,
    rankByGap: byGap[i] ?? null,
  }))
}

const gapOf = (share: Share, benchmark: StepBenchmark | null, level: number) => {
  const { denominator, nEffective, value } = share
  const none = { shrunken: null, gap: null, gapInterval: null, missing: null }
  if (benchmark === null || value === null) return none
  // Nothing tells this group from the others: it is thought to be as they are.
  if (benchmark.size === null) return { shrunken: benchmark.share, gap: 0, gapInterval: null, missing: 0 }
  // Attempts of one customer are worth less than as many customers; where nobody knows how much, nothing says how sure this is.
  const n = nEffective ?? denominator
  const x = value * n
  const shrunken = shrunkenShare({ x, n }, { share: benchmark.share, size: benchmark.size })
  if (shrunken === null) return none
  const [a, b] = [x + benchmark.size * benchmark.share, n - x + benchmark.size * (1 - benchmark.share)]
  const at = (tail: number) => benchmark.share - betaQuantile(tail, a, b)
  const gap = benchmark.share - shrunken
  return {
    shrunken,
    gap,
    gapInterval:
      nEffective !== null && a > 0 && b > 0
        ? { low: at((1 + level) / 2), high: at((1 - level) / 2), level, method: "beta-binomial" }
        : null,
    missing: Math.max(0, gap) * denominator,
  }
}

/**
 * Benchmarks by step from several groups' funnels (segments, months, peers): their pooled share, and how many attempts it
 * is worth for a group of its own. `null` at the first step, and where fewer than two groups got to the step before.
 *
 * @category funnel
 * @since 0.2.0
 */
export const stepBenchmarks = (
  groups: ReadonlyArray<FunnelGroup>,
  base: "previous" | "first" = "previous",
): ReadonlyArray<StepBenchmark | null> =>
  (groups[0]?.state.reached ?? []).map((_, k) => {
    if (k === 0) return null
    const from = base === "first" ? 0 : k - 1
    const counts = groups
      .map(({ parts = null, state }): Successes => {
        const [all, n] = [state.reached[from] ?? 0, independentOf(state, from, k, parts) ?? 0]
        return { x: all === 0 ? 0 : ((state.reached[k] ?? 0) / all) * n, n }
      })
      .filter(({ n }) => n > 0)
    if (counts.length < 2) return null
    const prior = priorOfShares(counts)
    if (prior !== null) return prior
    const total = (of: (one: Successes) => number) => counts.reduce((sum, one) => sum + of(one), 0)
    return { share: total(({ x }) => x) / total(({ n }) => n), size: null }
  })
