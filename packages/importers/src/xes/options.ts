import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Options of the `xes` importer.
 *
 * @category importers
 * @since 0.2.0
 */
export const XesOptions = Schema.Struct({
  /** What stands before the names of columns that are attributes of the case, so that they differ from those of events. */
  casePrefix: Schema.NonEmptyString.pipe(Schema.withDecodingDefaultKey(Effect.succeed("case:"))),
})
/** @see {@link XesOptions} @category importers @since 0.2.0 */
export type XesOptions = typeof XesOptions.Type
