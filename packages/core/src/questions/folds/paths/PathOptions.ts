import * as Schema from "effect/Schema"
import { journeyOptions } from "../journeys.ts"

/**
 * How a path is written before paths are compared. Source: Snowplow, path transforms of its attribution models.
 *
 * - `unique`: as it is.
 * - `exposure`: repeats that follow each other at once become one: D A B B C → D A B C.
 * - `first`: only the first time of each stays: D A B C D C → D A B C.
 *
 * @category folds
 * @since 0.2.0
 */
export const PathTransform = Schema.Literals(["unique", "exposure", "first"])
/** @see {@link PathTransform} @category folds @since 0.2.0 */
export type PathTransform = typeof PathTransform.Type

/** Options of the fold `paths`. @category folds @since 0.2.0 */
export const PathOptions = Schema.Struct({
  ...journeyOptions,
  /** Mark of the rows that convert and so end a journey; `null`: journeys are only walked. */
  conversion: Schema.NullOr(Schema.String),
  /** Mark of the touches that begin a journey; what comes before the first is left out. `null`: every touch may. */
  start: Schema.NullOr(Schema.String),
  transform: PathTransform,
  /** Most touches of a path, after the transform, and which end of it is kept. */
  longest: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
  keep: Schema.Literals(["first", "last"]),
  /** Most different paths of a group that are kept apart; more are thinned out, and counted as others. */
  most: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 })),
  /** Up to when facts are complete: journeys that a conversion could still end are open. `null`: none is. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link PathOptions} @category folds @since 0.2.0 */
export type PathOptions = typeof PathOptions.Type

/** Paths as they are walked, one of each trail. @category folds @since 0.2.0 */
export const pathDefaults: PathOptions = {
  conversion: null,
  touch: null,
  start: null,
  gap: null,
  lookBack: null,
  reuse: true,
  transform: "exposure",
  longest: 20,
  keep: "first",
  most: 1_000_000,
  asOf: null,
}
