import type { Records } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import { type Noticed, readBatches, sourceNotes } from "./batches.ts"
import { detectEncoding, SAMPLE_BYTES, textReader } from "./encoding.ts"
import { openLayout } from "./layout.ts"
import { CsvOptions } from "./options.ts"
import { firstRows, sniffDelimiter, sniffLineEnd } from "./sniff.ts"

export type { Layout } from "./batches.ts"
export { looksDamaged } from "./damage.ts"
export { openLayout, type OpenedLayout } from "./layout.ts"
export { CsvOptions } from "./options.ts"
export type { Dialect } from "./rows.ts"

/**
 * Delimited text: CSV, TSV and their relatives, packed by gzip or not, in any encoding the platform decodes.
 *
 * **Details**
 *
 * `input.bytes` is run twice: opening reads its beginning, `batches` all of it; so it has to give the same bytes again.
 *
 * **Example** (Semicolons and windows-1250, both found by themselves)
 *
 * ```ts
 * import { Effect, Stream } from "effect"
 * import { Importer } from "@touchpoint/core/plugins"
 * import { csv } from "@touchpoint/importers/csv"
 *
 * // "id;miasto\n1;Łódź\n" as windows-1250
 * const bytes = Uint8Array.of(105, 100, 59, 109, 105, 97, 115, 116, 111, 10, 49, 59, 0xa3, 0xf3, 100, 0x9f, 10)
 * const program = Effect.gen(function* () {
 *   const input = { source: "miasta.csv", bytes: Stream.make(bytes), limits: Importer.defaultImportLimits }
 *   const records = yield* csv.open(input, {})
 *   const [batch] = yield* Stream.runCollect(records.batches)
 *   return [batch?.columns.get("miasto"), records.notes().encoding]
 * })
 *
 * console.log(Effect.runSync(program)) // [ [ 'Łódź' ], 'windows-1250' ]
 * ```
 *
 * @category importers
 * @since 0.1.0
 */
export const csv = Importer.records({
  id: "csv",
  docs: {
    title: "CSV",
    description: "Delimited text (CSV, TSV), packed by gzip or not; finds delimiter and encoding by itself.",
  },
  accepts: {
    extensions: [".csv.gz", ".tsv.gz", ".csv", ".tsv", ".txt"],
    mediaTypes: ["text/csv", "text/tab-separated-values"],
    sniff: (head) => looksDelimited(head),
  },
  options: CsvOptions,
  open: (input, options) =>
    Effect.gen(function* () {
      const { bytes, layout } = yield* openLayout(input, options)
      const noticed: Noticed = { encoding: layout.encoding, suspects: new Map() }
      return {
        source: input.source,
        header: layout.names,
        batches: readBatches(input, bytes, layout, noticed),
        notes: () => sourceNotes(noticed),
      } satisfies Records
    }),
})

const looksDelimited = (head: Uint8Array): boolean => {
  const text = textReader(detectEncoding(head) ?? "utf-8", () => {}).push(head)
  if (text.includes("\0") || /^\s*[[{<%]/.test(text)) return false
  const plain = { quote: '"', lineEnd: sniffLineEnd(text, '"'), maxCell: SAMPLE_BYTES }
  const delimiter = sniffDelimiter(text, false, 1, plain)
  return (firstRows(text, false, 1, { ...plain, delimiter })[0]?.length ?? 0) > 1
}
