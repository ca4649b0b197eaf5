/**
 * What is believed of a number: a normal distribution, or of a share a beta distribution.
 *
 * @category League tables
 * @since 0.2.0
 */
export type Belief = { readonly mean: number; readonly variance: number } | { readonly a: number; readonly b: number }

/** Draws of each number: the error of a probability is at most 0.008. */
const DRAWS = 4000

const isBelief = (belief: Belief): boolean =>
  "mean" in belief
    ? Number.isFinite(belief.mean) && belief.variance >= 0 && belief.variance < Infinity
    : [belief.a, belief.b].every((x) => x > 0 && x < Infinity)

/**
 * How probable it is that each of several numbers is among the `within` lowest, from draws of what is believed of them.
 * The draws are the same in every run and on every machine. `null` for what is no distribution.
 *
 * @category League tables
 * @since 0.2.0
 * @example
 * ```ts
 * import { lowestProbabilities } from "@touchpoint/core/stats"
 *
 * const [low = 0, high = 1] = lowestProbabilities([{ mean: 0, variance: 1 }, { mean: 9, variance: 1 }]) ?? []
 * console.log(low > 0.99, high < 0.01) // true true
 * ```
 */
export const lowestProbabilities = (beliefs: ReadonlyArray<Belief>, within = 1): ReadonlyArray<number> | null => {
  if (!beliefs.every(isBelief) || !Number.isInteger(within) || within < 1) return null
  const random = sequence(beliefs.length)
  const counts = beliefs.map(() => 0)
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = beliefs.map((belief, i) => [drawOf(belief, random), i] as const)
    for (const [, i] of drawn.toSorted(([a], [b]) => a - b).slice(0, within)) counts[i] = (counts[i] ?? 0) + 1
  }
  return counts.map((count) => count / DRAWS)
}

const drawOf = (belief: Belief, random: () => number): number => {
  if ("mean" in belief) return belief.mean + Math.sqrt(belief.variance) * normal(random)
  const [x, y] = [logGamma(belief.a, random), logGamma(belief.b, random)]
  // The logarithm of the odds, which orders shares as they are and does not run out of digits near 0 and 1.
  return x - y
}

/** A standard normal draw (Box & Muller 1958). */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())

/** Logarithm of a gamma draw (Marsaglia & Tsang 2000). */
const logGamma = (shape: number, random: () => number): number => {
  if (shape < 1) return logGamma(shape + 1, random) + Math.log(random()) / shape
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v)
  }
}

/** Numbers above 0 and up to 1 that look random and are always the same (Mulberry32). */
const sequence = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 4_294_967_296
  }
}
