import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { encodingName } from "../source/encodings.ts"

const Encoding = Schema.String.check(
  Schema.makeFilter(
    (label: string) =>
      label === "auto" ||
      encodingName(label) !== undefined ||
      `unknown encoding; use auto, or a name such as utf-8, utf-16le, windows-1250, windows-1251, iso-8859-2, koi8-r, ibm866`,
  ),
)

const Quote = Schema.String.check(
  Schema.makeFilter(
    (quote: string) =>
      /^[^\s\0]?$/u.test(quote) || "must be one character, or empty where the file has no quotes at all",
  ),
)

/**
 * Options of the `csv` importer.
 *
 * @category importers
 * @since 0.1.0
 */
export const CsvOptions = Schema.Struct({
  /** What stands between cells; `auto` finds it in the first rows. */
  delimiter: Schema.Literals(["auto", ",", ";", "\t", "|"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("auto" as const)),
  ),
  /** What cells with delimiters or line breaks are wrapped in; empty where quotes mean nothing. */
  quote: Quote.pipe(Schema.withDecodingDefaultKey(Effect.succeed('"'))),
  /** Any label of the Encoding Standard; `auto` finds it. */
  encoding: Encoding.pipe(Schema.withDecodingDefaultKey(Effect.succeed("auto" as const))),
  /** Which row (from 1, blank lines not counted) names the columns. */
  headerRow: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(1)),
  ),
  /** Rows after the header that are no data: question texts, import ids. */
  skipRows: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(0)),
  ),
  /** Bytes of the longest cell; a row with a longer one becomes a reject. */
  maxCell: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 64 * 1024 ** 2 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(1024 ** 2)),
  ),
})
/** @see {@link CsvOptions} @category importers @since 0.1.0 */
export type CsvOptions = typeof CsvOptions.Type
