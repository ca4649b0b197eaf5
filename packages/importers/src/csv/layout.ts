import type { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { ImportInput } from "../source/input.ts"
import { unreadable } from "../source/unreadable.ts"
import type { Layout } from "./batches.ts"
import { headOf, isGzip, isZstd, plainBytes } from "../source/bytes.ts"
import { detectEncoding, SAMPLE_BYTES, textReader } from "./encoding.ts"
import { columnNames } from "./header.ts"
import type { CsvOptions } from "./options.ts"
import { firstRows, sniffDelimiter, sniffLineEnd } from "./sniff.ts"

/** A layout, and the bytes it is of. @category importers @since 0.2.0 */
export interface OpenedLayout {
  readonly packed: boolean
  /** Unpacked, and within the limits. */
  readonly bytes: Stream.Stream<Uint8Array, SourceUnreadable>
  readonly layout: Layout
}

/**
 * What the beginning of delimited text tells about the rest: encoding, delimiter, quote, header. Fails where it has no
 * header. Who reads the rest by other means reads it as this importer does.
 *
 * @category importers
 * @since 0.2.0
 */
export const openLayout = (input: ImportInput, options: CsvOptions): Effect.Effect<OpenedLayout, SourceUnreadable> =>
  Effect.gen(function* () {
    const head = yield* headOf(input.bytes, 4)
    if (isZstd(head))
      return yield* unreadable(
        input.source,
        "it is packed by zstd, which this importer does not unpack",
        "let DuckDB read it (engine: duckdb), or pack it by gzip",
      )
    const packed = isGzip(head)
    const bytes = plainBytes(input, packed)
    const layout = yield* layoutOf(input, yield* headOf(bytes, SAMPLE_BYTES), options)
    return { packed, bytes, layout }
  })

const layoutOf = (
  input: ImportInput,
  beginning: Uint8Array,
  options: CsvOptions,
): Effect.Effect<Layout, SourceUnreadable> => {
  const fail = (problem: string, fix: string) => Effect.fail(unreadable(input.source, problem, fix))
  const { headerRow, maxCell, quote, skipRows } = options
  const head = beginning.subarray(0, SAMPLE_BYTES)
  const encoding = options.encoding === "auto" ? detectEncoding(head) : new TextDecoder(options.encoding).encoding
  const text = textReader(encoding ?? "utf-8", () => {}).push(head)
  const whole = beginning.length < SAMPLE_BYTES
  if (text.trim() === "") return fail("the file is empty", "export it again, with a header row")
  const plain = { quote, lineEnd: sniffLineEnd(text, quote), maxCell }
  const delimiter = options.delimiter === "auto" ? sniffDelimiter(text, whole, headerRow, plain) : options.delimiter
  const dialect = { ...plain, delimiter }
  const rows = firstRows(text, whole, headerRow, dialect)
  const header = rows[headerRow - 1]
  if (header === null)
    return fail(
      `its header (row ${headerRow}) cannot be parsed`,
      "check the quotes of that row, or name the delimiter and quote in the options",
    )
  if (header === undefined)
    return whole
      ? fail(`it has ${rows.length} rows, and the header is said to be row ${headerRow}`, "correct headerRow")
      : fail("its header is longer than 1 MiB", "check that this is a text file with line breaks, and its quotes")
  return Effect.succeed({ encoding, dialect, headerRow, skipRows, header, names: columnNames(header) })
}
