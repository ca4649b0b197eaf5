import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { type Records, SourceNotes, SourceUnreadable, type TextBatch } from "../facts/Records.ts"
import { Malformed, settled, taker, thrownText } from "../model/foreign.ts"
import { decodeOptions, type OptionsInvalid } from "../model/OptionsInvalid.ts"

/** Bounds an importer keeps. @category importers @since 0.1.0 */
export interface ImportLimits {
  /** Bytes read, after decompression. */
  readonly bytes: number
  /** Rows read. */
  readonly rows: number
}

/** Limits of an import that was given none: 2 GiB and 50 million rows. @category importers @since 0.1.0 */
export const defaultImportLimits: ImportLimits = { bytes: 2 * 1024 ** 3, rows: 50_000_000 }

/** What an importer opens: bytes with the name people know them by. @category importers @since 0.1.0 */
export interface ImportInput {
  /** Name of the source in reports and errors: the path as the user gave it. */
  readonly source: string
  /** May be run several times, each time from the beginning: a head is read before the whole. */
  readonly bytes: Stream.Stream<Uint8Array, SourceUnreadable>
  readonly limits: ImportLimits
}

/**
 * A parsed inventory before the model checks it, with the place of every path in the text.
 *
 * @category importers
 * @since 0.1.0
 */
export interface InventoryDocument {
  readonly source: string
  readonly value: unknown
  /** Line and column (from 1) of a path such as `["touchpoints", 3, "stage"]`, or of its nearest parent. */
  readonly locate: (path: ReadonlyArray<string | number>) => { readonly line: number; readonly column: number } | null
}

interface Accepts {
  /** File name endings with the dot, longest first: `.csv.gz`. */
  readonly extensions: ReadonlyArray<`.${string}`>
  readonly mediaTypes: ReadonlyArray<string>
  /** Whether the first bytes look like this format. */
  readonly sniff?: (head: Uint8Array) => boolean
}

interface Importing {
  readonly type: "importer"
  readonly id: string
  readonly docs: { readonly title: string; readonly description: string }
  readonly accepts: Accepts
  readonly options: Schema.Top
}

/** Reads a format as records, which a mapping turns into facts. @category importers @since 0.1.0 */
export interface RecordsImporter extends Importing {
  readonly yields: "records"
  readonly open: (input: ImportInput, options: unknown) => Effect.Effect<Records, SourceUnreadable | OptionsInvalid>
}

/** Reads a format as an inventory. @category importers @since 0.1.0 */
export interface InventoryImporter extends Importing {
  readonly yields: "inventory"
  readonly open: (
    input: ImportInput,
    options: unknown,
  ) => Effect.Effect<InventoryDocument, SourceUnreadable | OptionsInvalid>
}

/** Reads a format. @category importers @since 0.1.0 */
export type Importer = RecordsImporter | InventoryImporter

interface Declaration<Options, A> {
  readonly id: string
  readonly docs: { readonly title: string; readonly description: string }
  readonly accepts: Accepts
  readonly options: Schema.Codec<Options, unknown>
  readonly open: (input: ImportInput, options: Options) => Effect.Effect<A, SourceUnreadable>
}

/** An importer is somebody's code: what it throws, and what it gives instead of what was agreed, is its failure. */
const opener =
  <Options, A>(declaration: Declaration<Options, A>, check: (opened: A, broken: Broken) => A) =>
  (input: ImportInput, options: unknown) => {
    const { id, options: schema } = declaration
    const broken: Broken = (thrown) =>
      new SourceUnreadable({
        source: input.source,
        problem: `the importer ${id} failed: ${thrownText(thrown)}`,
        fix: "report it to the author of the importer",
      })
    return Effect.flatMap(decodeOptions(`importer ${id}`, schema, options), (decoded) =>
      Effect.suspend(() => {
        const opening: unknown = settled(declaration.open(input, decoded))
        if (!Effect.isEffect(opening)) throw new Malformed("its open gave no effect")
        return opening as ReturnType<typeof declaration.open>
      }).pipe(
        Effect.map((opened) => check(opened, broken)),
        Effect.catchDefect((thrown) => Effect.fail(broken(thrown))),
      ),
    )
  }

type Broken = (thrown: unknown) => SourceUnreadable

const takeHeader = taker(Schema.Array(Schema.String))

/** Records whose header is texts, and whose batches fail as a source does. */
const checkRecords = (opened: Records, broken: Broken): Records => {
  const { batches, notes, source } = opened
  if (!Stream.isStream(batches) || typeof notes !== "function")
    throw new Malformed("it gave no records: batches is a stream, notes a function")
  return {
    source,
    header: takeHeader(opened.header),
    batches: Stream.catchDefect(Stream.map(batches, checkBatch), (thrown) => Stream.fail(broken(thrown))),
    notes: () => {
      try {
        return takeNotes(notes())
      } catch {
        return { encoding: null, suspectCells: {} }
      }
    },
  }
}

const takeNotes = taker(SourceNotes)

const checkBatch = (batch: TextBatch): TextBatch => {
  const { broken, columns, rows } = batch
  if (!Number.isSafeInteger(rows) || rows < 0 || !(columns instanceof Map) || !Array.isArray(broken))
    throw new Malformed("a batch has no rows, columns or broken")
  return batch
}

const checkDocument = (opened: InventoryDocument): InventoryDocument => {
  if (typeof opened.locate !== "function") throw new Malformed("it gave no inventory document: locate is a function")
  return opened
}

/** Declares an importer of records; its options are checked by its own schema. @category importers @since 0.1.0 */
export const records = <Options>(declaration: Declaration<Options, Records>): RecordsImporter => ({
  type: "importer",
  yields: "records",
  ...declaration,
  open: opener(declaration, checkRecords),
})

/** Declares an importer of inventories; its options are checked by its own schema. @category importers @since 0.1.0 */
export const inventory = <Options>(declaration: Declaration<Options, InventoryDocument>): InventoryImporter => ({
  type: "importer",
  yields: "inventory",
  ...declaration,
  open: opener(declaration, checkDocument),
})
