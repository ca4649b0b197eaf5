import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/**
 * `x` of `n` rows hold; `w`, `w2` are the sums of weights and squared weights, `wx` the weight of the rows that hold.
 *
 * @category moments
 * @since 0.1.0
 */
export interface Proportion {
  readonly n: number
  readonly x: number
  readonly w: number
  readonly w2: number
  readonly wx: number
}

/** Sufficient for a (weighted) proportion and its Kish effective size; merges over units and time. @category moments @since 0.1.0 */
export const Proportion: Moment<Proportion> = {
  id: "proportion",
  axes: ["unit", "time"],
  schema: Schema.Struct({ n: Schema.Finite, x: Schema.Finite, w: Schema.Finite, w2: Schema.Finite, wx: Schema.Finite }),
  empty: { n: 0, x: 0, w: 0, w2: 0, wx: 0 },
  merge: (a, b) => ({ n: a.n + b.n, x: a.x + b.x, w: a.w + b.w, w2: a.w2 + b.w2, wx: a.wx + b.wx }),
}
