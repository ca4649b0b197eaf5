import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/**
 * Central moments of `n` values up to the third: `mean`, `m2 = Σ (x − mean)²`, `m3 = Σ (x − mean)³`.
 *
 * @category moments
 * @since 0.2.0
 */
export interface Shape {
  readonly n: number
  readonly mean: number
  readonly m2: number
  readonly m3: number
}

/**
 * Mean, variance and skewness by Pébay's merge (SAND2008-6212); merges over units and time.
 *
 * **Example** (Merging two shards)
 *
 * ```ts
 * import { Shape } from "@touchpoint/core/moments"
 *
 * const even = { n: 2, mean: 1, m2: 2, m3: 0 }
 * console.log(Shape.merge(even, { n: 1, mean: 10, m2: 0, m3: 0 }).m3) // 144
 * ```
 *
 * @category moments
 * @since 0.2.0
 */
export const Shape: Moment<Shape> = {
  id: "shape",
  axes: ["unit", "time"],
  schema: Schema.Struct({ n: Schema.Finite, mean: Schema.Finite, m2: Schema.Finite, m3: Schema.Finite }),
  empty: { n: 0, mean: 0, m2: 0, m3: 0 },
  merge: (a, b) => {
    if (a.n === 0) return b
    if (b.n === 0) return a
    const n = a.n + b.n
    const delta = b.mean - a.mean
    const [own, other] = [a.n / n, b.n / n]
    return {
      n,
      mean: a.mean + delta * other,
      m2: a.m2 + b.m2 + delta * delta * a.n * other,
      m3: a.m3 + b.m3 + delta ** 3 * a.n * other * (own - other) + 3 * delta * (own * b.m2 - other * a.m2),
    }
  },
}
