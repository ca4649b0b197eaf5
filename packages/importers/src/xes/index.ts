import type { Records, SourceUnreadable } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import { headOf, isGzip, plainBytes } from "../source/bytes.ts"
import { byteOrderMark, encodingName } from "../source/encodings.ts"
import type { ImportInput } from "../source/input.ts"
import { unreadable } from "../source/unreadable.ts"
import { columnsOf, type Log, readEvents } from "./batches.ts"
import { XesOptions } from "./options.ts"

export { XesOptions } from "./options.ts"

/**
 * Event logs of processes in XES (IEEE 1849), packed by gzip or not: a row of each event, with the attributes of its case
 * repeated.
 *
 * **Details**
 *
 * `input.bytes` is run three times: opening reads the beginning and then all of it, since only then the columns are known,
 * and `batches` all of it again; so it has to give the same bytes each time. No more is kept in memory than a batch.
 *
 * **Example** (The case of an event is a column like any other)
 *
 * ```ts
 * import { Effect, Stream } from "effect"
 * import { Importer } from "@touchpoint/core/plugins"
 * import { xes } from "@touchpoint/importers/xes"
 *
 * const text = `<log><trace><string key="concept:name" value="case 1"/>
 *   <event><string key="concept:name" value="register"/><int key="cost" value="50"/></event>
 * </trace></log>`
 * const bytes = Stream.make(new TextEncoder().encode(text))
 * const program = Effect.gen(function* () {
 *   const records = yield* xes.open({ source: "log.xes", bytes, limits: Importer.defaultImportLimits }, {})
 *   const [batch] = yield* Stream.runCollect(records.batches)
 *   return records.header.map((name) => `${name} = ${batch?.columns.get(name)?.[0]}`)
 * })
 *
 * console.log(Effect.runSync(program).join(", ")) // case:concept:name = case 1, concept:name = register, cost = 50
 * ```
 *
 * @category importers
 * @since 0.2.0
 */
export const xes = Importer.records({
  id: "xes",
  docs: {
    title: "XES",
    description: "Event logs of processes (IEEE 1849), packed by gzip or not; one row for each event.",
  },
  accepts: {
    extensions: [".xes.gz", ".xes"],
    mediaTypes: ["application/xml", "text/xml"],
    sniff: (head) => /^\s*(?:<[?!][^]*)?<(?:\w+:)?log[\s>/]/.test(new TextDecoder().decode(head)),
  },
  options: XesOptions,
  open: (input, { casePrefix }) =>
    Effect.gen(function* () {
      const bytes = plainBytes(input, isGzip(yield* headOf(input.bytes, 2)))
      const encoding = yield* encodingOf(input, yield* headOf(bytes, DECLARATION))
      const log: Log = { bytes, encoding, casePrefix }
      const header = yield* columnsOf(input, log)
      return {
        source: input.source,
        header,
        batches: readEvents(input, log, header),
        notes: () => ({ encoding, suspectCells: {} }),
      } satisfies Records
    }),
})

/** Bytes within which the first line of XML ends. */
const DECLARATION = 1024

/** What a byte order mark says, else the first line of the XML, else UTF-8. */
const encodingOf = ({ source }: ImportInput, head: Uint8Array): Effect.Effect<string, SourceUnreadable> => {
  const marked = byteOrderMark(head)
  if (marked !== undefined) return Effect.succeed(marked)
  const beginning = new TextDecoder("windows-1252").decode(head.subarray(0, DECLARATION))
  const label = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(beginning)?.[1] ?? "utf-8"
  const name = encodingName(label)
  return name === undefined
    ? Effect.fail(unreadable(source, `line 1: the encoding ${JSON.stringify(label)} is not known`, "save it as UTF-8"))
    : Effect.succeed(name)
}
