import * as Schema from "effect/Schema"

/** Journeys along one path. @category folds @since 0.2.0 */
export const Path = Schema.Struct({
  /** Labels in order. */
  path: Schema.Array(Schema.String),
  journeys: Schema.Int,
  /** How many of them ended with a conversion. */
  converted: Schema.Int,
  /** Sum of the conversions' values. */
  value: Schema.Finite,
})
/** @see {@link Path} @category folds @since 0.2.0 */
export type Path = typeof Path.Type
