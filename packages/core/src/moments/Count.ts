import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/** `n` rows with total weight `w` (equal to `n` where nothing is weighted). @category moments @since 0.1.0 */
export interface Count {
  readonly n: number
  readonly w: number
}

/** Counts rows; merges over units and time. @category moments @since 0.1.0 */
export const Count: Moment<Count> = {
  id: "count",
  axes: ["unit", "time"],
  schema: Schema.Struct({ n: Schema.Finite, w: Schema.Finite }),
  empty: { n: 0, w: 0 },
  merge: (a, b) => ({ n: a.n + b.n, w: a.w + b.w }),
}
