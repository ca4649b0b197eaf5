import * as Schema from "effect/Schema"

/** Bounds an engine keeps; it fails with `LimitExceeded` rather than take more. @category engine @since 0.1.0 */
export const Limits = Schema.Struct({
  /** Facts an engine may hold. */
  rows: Schema.Int.check(Schema.isGreaterThan(0)),
  /** Groups one answer may have. */
  groups: Schema.Int.check(Schema.isGreaterThan(0)),
})
/** @see {@link Limits} @category engine @since 0.1.0 */
export type Limits = typeof Limits.Type

/** Limits of an engine that was given none. @category engine @since 0.1.0 */
export const defaultLimits: Limits = { rows: 50_000_000, groups: 100_000 }

/** Levels an expression may nest. @category engine @since 0.1.0 */
export const NESTING = 200
