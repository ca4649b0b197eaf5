import * as Schema from "effect/Schema"
import {
  Count,
  CrossProducts,
  Extent,
  Histogram,
  type Moment,
  Moments,
  Proportion,
  Sum,
  Units,
} from "../moments/index.ts"
import { Expr } from "./Expr.ts"

const filtered = { where: Schema.optionalKey(Expr) }

/**
 * One thing to remember about the rows (or units) of a group. `where` keeps rows; rows whose `of` is absent are not
 * counted.
 *
 * - `count`: rows. `units`: distinct units (`of` names the column). `sum`, `moments`, `histogram`, `extent` (smallest
 *   and largest): of a number.
 * - `proportion`: of a condition; rows where it is absent are outside the denominator.
 * - `products`: central cross-products of several numbers; a row with any absent is left out. Unweighted.
 *
 * @category questions
 * @since 0.1.0
 */
export const Measure = Schema.Union([
  Schema.Struct({ stat: Schema.Literal("count"), ...filtered }),
  Schema.Struct({ stat: Schema.Literal("units"), of: Schema.String, ...filtered }),
  Schema.Struct({ stat: Schema.Literal("sum"), of: Expr, ...filtered }),
  Schema.Struct({ stat: Schema.Literal("proportion"), of: Expr, ...filtered }),
  Schema.Struct({ stat: Schema.Literal("moments"), of: Expr, ...filtered }),
  Schema.Struct({ stat: Schema.Literal("histogram"), of: Expr, ...filtered }),
  Schema.Struct({ stat: Schema.Literal("extent"), of: Expr, ...filtered }),
  Schema.Struct({ stat: Schema.Literal("products"), of: Schema.Array(Expr), ...filtered }),
])
/** @see {@link Measure} @category questions @since 0.1.0 */
export type Measure = typeof Measure.Type

/** The state each statistic leaves behind. @category questions @since 0.1.0 */
export interface States {
  readonly count: Count
  readonly units: Units
  readonly sum: Sum
  readonly proportion: Proportion
  readonly moments: Moments
  readonly histogram: Histogram
  readonly extent: Extent
  readonly products: CrossProducts
}

/** How the states of each statistic merge. @category questions @since 0.1.0 */
export const moments: { readonly [S in keyof States]: Moment<States[S]> } = {
  count: Count,
  units: Units,
  sum: Sum,
  proportion: Proportion,
  moments: Moments,
  histogram: Histogram,
  extent: Extent,
  products: CrossProducts,
}

/** Named measures of a question. @category questions @since 0.1.0 */
export type Measures = Readonly<Record<string, Measure>>

/** The states of named measures. @category questions @since 0.1.0 */
export type StatesOf<M extends Measures> = { readonly [N in keyof M]: States[M[N]["stat"]] }

/** Any state. @category questions @since 0.1.0 */
export type State = States[keyof States]
