import { SourceUnreadable, type TextBatch } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { ImportInput } from "../source/input.ts"
import { unreadable } from "../source/unreadable.ts"
import { addColumns, type Cells, ROW_CHARACTERS } from "./cells.ts"
import { type EventReader, eventReader, type EventSink } from "./events.ts"
import { NotXes } from "./NotXes.ts"

const BATCH_ROWS = 8192
const BATCH_CELLS = 1_000_000

/** How a log is read. */
export interface Log {
  /** Unpacked, and within the limits. */
  readonly bytes: Stream.Stream<Uint8Array, SourceUnreadable>
  readonly encoding: string
  readonly casePrefix: string
}

/** Columns of a log in the order in which they are met. They are known only once all of it was read. */
export const columnsOf = (input: ImportInput, log: Log): Effect.Effect<ReadonlyArray<string>, SourceUnreadable> =>
  Effect.suspend(() => {
    const columns = new Set<string>()
    const sink = counted(input, (cells, line) => addColumns(columns, cells, line))
    const none = unreadable(input.source, "it has no events", "export it again, with the events of its cases")
    return Effect.flatMap(Stream.runDrain(read(input, log, eventReader(log.casePrefix, sink), () => [])), () =>
      columns.size === 0 ? Effect.fail(none) : Effect.succeed([...columns]),
    )
  })

/** The events of a log as rows, in the order of the file. */
export const readEvents = (
  input: ImportInput,
  log: Log,
  header: ReadonlyArray<string>,
): Stream.Stream<TextBatch, SourceUnreadable> =>
  Stream.suspend(() => {
    const { row, take } = batcher(input.source, header)
    return read(input, log, eventReader(log.casePrefix, counted(input, row)), take)
  })

const read = (
  { source }: ImportInput,
  { bytes, encoding }: Log,
  events: EventReader,
  take: (last: boolean) => ReadonlyArray<TextBatch>,
): Stream.Stream<TextBatch, SourceUnreadable> => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  return bytes.pipe(
    Stream.map((chunk): Uint8Array | null => chunk),
    Stream.concat(Stream.succeed(null)),
    Stream.mapEffect((chunk) =>
      Effect.try({
        try: () => {
          events.push(chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }))
          if (chunk === null) events.end()
          return take(chunk === null)
        },
        catch: (error) => explain(source, encoding, error),
      }),
    ),
    Stream.flattenIterable,
  )
}

/** Passes events on as far as the limit of rows allows. */
const counted = ({ limits, source }: ImportInput, sink: EventSink): EventSink => {
  let rows = 0
  return (cells, line) => {
    if (++rows > limits.rows)
      throw unreadable(
        source,
        `it has more than ${limits.rows.toLocaleString("en")} events`,
        "raise the limit of rows if the file is trusted, or split it",
      )
    sink(cells, line)
  }
}

const batcher = (source: string, header: ReadonlyArray<string>) => {
  const names = new Set(header)
  const most = Math.min(BATCH_ROWS, Math.max(1, Math.floor(BATCH_CELLS / header.length)))
  let ready: Array<TextBatch> = []
  let columns = new Map(header.map((name) => [name, [] as Array<string>]))
  let rowNumbers: Array<number> = []
  let size = 0
  const flush = () => {
    if (rowNumbers.length === 0) return
    ready.push({ rows: rowNumbers.length, rowNumbers, columns, broken: [] })
    columns = new Map(header.map((name) => [name, []]))
    rowNumbers = []
    size = 0
  }
  const row = (cells: Cells, line: number) => {
    for (const name of cells.texts.keys()) if (!names.has(name)) throw changed(source)
    for (const [name, column] of columns) column.push(cells.texts.get(name) ?? "")
    rowNumbers.push(line)
    size += cells.size
    if (rowNumbers.length >= most || size >= ROW_CHARACTERS) flush()
  }
  const take = (last: boolean): ReadonlyArray<TextBatch> => {
    if (last) flush()
    const batches = ready
    ready = []
    return batches
  }
  return { row, take }
}

const changed = (source: string): SourceUnreadable =>
  unreadable(
    source,
    "it reads differently the second time",
    "give bytes that can be read again (a file, or an array), and leave the file alone while it is read",
  )

const explain = (source: string, encoding: string, error: unknown): SourceUnreadable => {
  if (error instanceof SourceUnreadable) return error
  if (error instanceof NotXes) return unreadable(source, `line ${error.line}: ${error.problem}`, error.fix)
  if (error instanceof TypeError && "code" in error)
    return unreadable(source, `it is not ${encoding} text`, "name its encoding in its first line, or save it as UTF-8")
  throw error
}
