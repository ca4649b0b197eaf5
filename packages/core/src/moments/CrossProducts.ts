import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/**
 * Central cross-products of vectors: means `mean[i]` and `c[i * p + j] = Σ (xᵢ − meanᵢ)(xⱼ − meanⱼ)` of `n` units.
 *
 * @category moments
 * @since 0.1.0
 */
export interface CrossProducts {
  readonly n: number
  readonly mean: ReadonlyArray<number>
  readonly c: ReadonlyArray<number>
}

/**
 * Sufficient for ratios of sums, regressions and correlations over units (Pébay, SAND2008-6212). Merges over disjoint
 * units only: a customer's totals of two days are not two customers.
 *
 * @category moments
 * @since 0.1.0
 */
export const CrossProducts: Moment<CrossProducts> = {
  id: "products",
  axes: ["unit"],
  schema: Schema.Struct({ n: Schema.Finite, mean: Schema.Array(Schema.Finite), c: Schema.Array(Schema.Finite) }),
  empty: { n: 0, mean: [], c: [] },
  merge: (a, b) => {
    if (a.n === 0) return b
    if (b.n === 0) return a
    const n = a.n + b.n
    const delta = b.mean.map((m, i) => m - (a.mean[i] ?? 0))
    const p = a.mean.length
    return {
      n,
      mean: a.mean.map((m, i) => m + ((delta[i] ?? 0) * b.n) / n),
      c: a.c.map((c, at) => {
        const i = Math.floor(at / p)
        const j = at % p
        return c + (b.c[at] ?? 0) + ((delta[i] ?? 0) * (delta[j] ?? 0) * a.n * b.n) / n
      }),
    }
  },
}
