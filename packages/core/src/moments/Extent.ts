import * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"

/** Smallest and largest of `n` values; both `null` where there are none. @category moments @since 0.1.0 */
export interface Extent {
  readonly n: number
  readonly min: number | null
  readonly max: number | null
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** Range of values; merges over units and time. @category moments @since 0.1.0 */
export const Extent: Moment<Extent> = {
  id: "extent",
  axes: ["unit", "time"],
  schema: Schema.Struct({ n: Schema.Finite, min: Schema.NullOr(Schema.Finite), max: Schema.NullOr(Schema.Finite) }),
  empty: { n: 0, min: null, max: null },
  merge: (a, b) => ({ n: a.n + b.n, min: least(a.min, b.min), max: most(a.max, b.max) }),
}
