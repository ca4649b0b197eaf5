import * as Schema from "effect/Schema"
import { Expr } from "./Expr.ts"

/**
 * What answers are split by: the value of an expression, or the first of several named cases that holds. Rows without
 * a value form the group `null`; they are shown, never dropped. `order` is the order in which values are shown; it
 * changes no number.
 *
 * @category questions
 * @since 0.1.0
 */
export const Dimension = Schema.Union([
  Schema.Struct({ id: Schema.String, of: Expr, order: Schema.optionalKey(Schema.Array(Schema.String)) }),
  Schema.Struct({ id: Schema.String, cases: Schema.Array(Schema.Struct({ label: Schema.String, when: Expr })) }),
])
/** @see {@link Dimension} @category questions @since 0.1.0 */
export type Dimension = typeof Dimension.Type

/** A value of a dimension; `null` where the row has none. @category questions @since 0.1.0 */
export const DimensionValue = Schema.NullOr(Schema.Union([Schema.String, Schema.Finite]))
/** @see {@link DimensionValue} @category questions @since 0.1.0 */
export type DimensionValue = typeof DimensionValue.Type

/** Splits by an expression. @category questions @since 0.1.0 */
export const dimension = (id: string, of: Expr): Dimension => ({ id, of })

/** Splits into named cases; the first that holds counts. @category questions @since 0.1.0 */
export const cases = (id: string, when: Readonly<Record<string, Expr>>): Dimension => ({
  id,
  cases: Object.entries(when).map(([label, expr]) => ({ label, when: expr })),
})
