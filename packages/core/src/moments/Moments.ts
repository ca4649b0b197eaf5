import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/**
 * Central moments of `n` values: (weighted) `mean` and `m2 = Σ w (x − mean)²`. Raw sums of squares are never kept:
 * they cancel (metrics of 1e9 with a spread of 5 would get a negative variance).
 *
 * @category moments
 * @since 0.1.0
 */
export interface Moments {
  readonly n: number
  readonly w: number
  readonly w2: number
  readonly mean: number
  readonly m2: number
}

const empty: Moments = { n: 0, w: 0, w2: 0, mean: 0, m2: 0 }

/**
 * Mean and variance by the Chan–Golub–LeVeque merge (1979); merges over units and time.
 *
 * **Example** (Merging two shards)
 *
 * ```ts
 * import { Moments } from "@touchpoint/core/moments"
 *
 * const a = { n: 2, w: 2, w2: 2, mean: 1_000_000_005.5, m2: 4.5 }
 * const b = { n: 2, w: 2, w2: 2, mean: 1_000_000_014.5, m2: 4.5 }
 * console.log(Moments.merge(a, b).m2) // 90
 * ```
 *
 * @category moments
 * @since 0.1.0
 */
export const Moments: Moment<Moments> = {
  id: "moments",
  axes: ["unit", "time"],
  schema: Schema.Struct({
    n: Schema.Finite,
    w: Schema.Finite,
    w2: Schema.Finite,
    mean: Schema.Finite,
    m2: Schema.Finite,
  }),
  empty,
  merge: (a, b) => {
    const w = a.w + b.w
    if (w === 0) return { ...empty, n: a.n + b.n }
    if (a.w === 0) return { ...b, n: a.n + b.n }
    if (b.w === 0) return { ...a, n: a.n + b.n }
    const delta = b.mean - a.mean
    return {
      n: a.n + b.n,
      w,
      w2: a.w2 + b.w2,
      mean: a.mean + (delta * b.w) / w,
      m2: a.m2 + b.m2 + (delta * delta * a.w * b.w) / w,
    }
  },
}
