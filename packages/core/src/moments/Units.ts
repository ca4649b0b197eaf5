import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/** `n` distinct units. @category moments @since 0.1.0 */
export interface Units {
  readonly n: number
}

/**
 * Counts distinct units. Merges over disjoint units only: seven daily counts of active customers do not add up to a
 * weekly one.
 *
 * @category moments
 * @since 0.1.0
 */
export const Units: Moment<Units> = {
  id: "units",
  axes: ["unit"],
  schema: Schema.Struct({ n: Schema.Finite }),
  empty: { n: 0 },
  merge: (a, b) => ({ n: a.n + b.n }),
}
