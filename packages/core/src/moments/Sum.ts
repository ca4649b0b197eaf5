import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/** `n` values with plain total `sum` and weighted total `wsum`. @category moments @since 0.1.0 */
export interface Sum {
  readonly n: number
  readonly sum: number
  readonly wsum: number
}

/** Sums values, exactly for integers below 2^53; merges over units and time. @category moments @since 0.1.0 */
export const Sum: Moment<Sum> = {
  id: "sum",
  axes: ["unit", "time"],
  schema: Schema.Struct({ n: Schema.Finite, sum: Schema.Finite, wsum: Schema.Finite }),
  empty: { n: 0, sum: 0, wsum: 0 },
  merge: (a, b) => ({ n: a.n + b.n, sum: a.sum + b.sum, wsum: a.wsum + b.wsum }),
}
