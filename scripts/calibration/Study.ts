import type { Interval } from "@touchpoint/core/stats"

/** One setting of a study and how often the interval covered, or the test cried wolf. */
export interface Case {
  readonly setting: string
  /** Share of samples, by probability (exact) or by simulation. */
  readonly rate: number
  /** Samples drawn; `null` where every possible sample was weighed by its probability. */
  readonly runs: number | null
}

/** What is known about one formula. */
export interface Study {
  /** Name of the export or of the metric. */
  readonly formula: string
  readonly kind: "coverage" | "false positives"
  readonly cases: ReadonlyArray<Case>
  /** Why a case may lie outside the band; a case outside without a reason fails the run. */
  readonly because?: (found: Case) => string | null
}

/** 93–97 % of intervals cover and 3–7 % of tests reject a true null, or there is a reason. */
const band = { coverage: [0.93, 0.97], "false positives": [0.03, 0.07] } as const

/** Whether a case needs a reason. */
export const outside = ({ kind }: Study, { rate }: Case): boolean => rate < band[kind][0] || rate > band[kind][1]

/** Whether an interval holds the truth; an open side holds all, a formula that gives none covers nothing. */
export const covers = (interval: Interval | null, truth: number): boolean =>
  interval !== null &&
  (interval.low === null || interval.low <= truth + 1e-12) &&
  (interval.high === null || truth - 1e-12 <= interval.high)

/** Share of runs in which something held. */
export const share = (runs: number, holds: () => boolean): { readonly rate: number; readonly runs: number } => {
  let count = 0
  for (let run = 0; run < runs; run++) if (holds()) count++
  return { rate: count / runs, runs }
}

/** Probabilities of 0 … n successes. */
export const binomial = (n: number, p: number): ReadonlyArray<number> => {
  const out = [(1 - p) ** n]
  if (out[0] === 0) {
    // Far from both ends the recursion starts at the mode instead of at 0.
    const weights = Array<number>(n + 1).fill(0)
    const mode = Math.floor((n + 1) * p)
    weights[mode] = 1
    for (let k = mode; k < n; k++) weights[k + 1] = ((weights[k] ?? 0) * (n - k) * p) / ((k + 1) * (1 - p))
    for (let k = mode; k > 0; k--) weights[k - 1] = ((weights[k] ?? 0) * k * (1 - p)) / ((n - k + 1) * p)
    const total = weights.reduce((sum, w) => sum + w, 0)
    return weights.map((w) => w / total)
  }
  for (let k = 0; k < n; k++) out.push(((out[k] ?? 0) * (n - k) * p) / ((k + 1) * (1 - p)))
  return out
}

/** Probabilities of counts around their mean, as far as they weigh anything. */
export const poisson = (mean: number): ReadonlyArray<number> => {
  const out = [Math.exp(-mean)]
  for (let k = 1; k < mean + 12 * Math.sqrt(mean) + 20; k++) out.push(((out[k - 1] ?? 0) * mean) / k)
  return out
}

/** Central summary of values: n, mean, sum of squared deviations. */
export const sampleOf = (values: ReadonlyArray<number>) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { n: values.length, mean, m2: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) }
}

/** Central summary of pairs. */
export const pairsOf = (pairs: ReadonlyArray<readonly [x: number, y: number]>) => {
  const [x, y] = [sampleOf(pairs.map((p) => p[0])), sampleOf(pairs.map((p) => p[1]))]
  const cxy = pairs.reduce((sum, [a, b]) => sum + (a - x.mean) * (b - y.mean), 0)
  return { n: pairs.length, meanX: x.mean, meanY: y.mean, mxx: x.m2, myy: y.m2, cxy }
}
