import * as Schema from "effect/Schema"

/** Rows with `from ≤ clock < to`; an open side is `null`. @category questions @since 0.1.0 */
export const Span = Schema.Struct({ from: Schema.NullOr(Schema.Finite), to: Schema.NullOr(Schema.Finite) })
/** @see {@link Span} @category questions @since 0.1.0 */
export type Span = typeof Span.Type
