import { held, isPositive } from "./domain.ts"

/**
 * A number and the variance of its estimate.
 *
 * @category Shrinkage
 * @since 0.2.0
 */
export interface Noisy {
  readonly value: number
  readonly variance: number
}

/**
 * Numbers of several groups, each pulled towards the common one by as much as its own noise calls for.
 *
 * @category Shrinkage
 * @since 0.2.0
 */
export interface ShrunkenNumbers {
  readonly grand: number
  /** Cochran's Q; chi-squared with one degree of freedom fewer than groups were there one common number. */
  readonly q: number
  /** Variance between the groups, noise taken off; 0 where they differ no more than chance makes them. */
  readonly tau2: number
  readonly groups: ReadonlyArray<Noisy>
}

/** Groups from which on the shrinkage is corrected for the spread being estimated too. */
const CORRECTED = 4

/**
 * Empirical Bayes estimates of numbers whose variances differ: each keeps `1 − c·v/(v + τ²)` of its distance to the
 * common number, τ² by DerSimonian & Laird, `c = (k − 3)/(k − 1)` from four groups on and 1 below. Of equal variances
 * it is James–Stein. `null` for fewer than two groups, or where a variance is not above zero.
 *
 * Source: Morris 1983; DerSimonian & Laird 1986.
 *
 * @category Shrinkage
 * @since 0.2.0
 * @example
 * ```ts
 * import { shrunkenNumbers } from "@touchpoint/core/stats"
 *
 * const found = shrunkenNumbers([1, 2, 3, 4, 5].map((value) => ({ value, variance: 1 })))
 * console.log(found?.groups[0]?.value.toFixed(1)) // 1.4
 * ```
 */
export const shrunkenNumbers = (groups: ReadonlyArray<Noisy>): ShrunkenNumbers | null => {
  const k = groups.length
  if (k < 2 || !groups.every(({ variance }) => isPositive(variance))) return null
  const fixed = weighted(groups, 0)
  const q = groups.reduce((sum, { value, variance }) => sum + (value - fixed.mean) ** 2 / variance, 0)
  const squares = groups.reduce((sum, { variance }) => sum + variance ** -2, 0)
  const tau2 = Math.max(0, (q - (k - 1)) / (fixed.weight - squares / fixed.weight))
  const { mean: grand, weight } = weighted(groups, tau2)
  const correction = k < CORRECTED ? 1 : (k - 3) / (k - 1)
  return held({
    grand,
    q,
    tau2,
    groups: groups.map(({ value, variance }) => {
      if (tau2 === 0) return { value: grand, variance: 1 / weight }
      const keep = 1 - (correction * variance) / (variance + tau2)
      return { value: grand + keep * (value - grand), variance: keep * variance }
    }),
  })
}

const weighted = (groups: ReadonlyArray<Noisy>, tau2: number): { readonly mean: number; readonly weight: number } => {
  const weight = groups.reduce((sum, { variance }) => sum + 1 / (variance + tau2), 0)
  const mean = groups.reduce((sum, { value, variance }) => sum + value / (variance + tau2), 0) / weight
  return { mean, weight }
}
