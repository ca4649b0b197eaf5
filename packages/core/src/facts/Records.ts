import type * as Stream from "effect/Stream"
import * as Schema from "effect/Schema"

/**
 * Rows of a source as texts, by column. `rowNumbers` are places a person can find: the line of the file where the row
 * begins, or the index of the record.
 *
 * @category facts
 * @since 0.1.0
 */
export interface TextBatch {
  readonly rows: number
  readonly rowNumbers: ArrayLike<number>
  readonly columns: ReadonlyMap<string, ReadonlyArray<string>>
  /** Rows that could not be read at all. */
  readonly broken: ReadonlyArray<{
    readonly row: number
    readonly reason: "cell-count" | "unreadable-row"
    readonly value: string
  }>
}

/** The source cannot be read (on): which, why, what to do. @category errors @since 0.1.0 */
export class SourceUnreadable extends Schema.TaggedError<SourceUnreadable>()("SourceUnreadable", {
  source: Schema.String,
  problem: Schema.String,
  fix: Schema.String,
}) {
  override get message(): string {
    return `${this.source} cannot be read: ${this.problem}; ${this.fix}`
  }
}

/** What an importer noticed about a source without losing a row. @category facts @since 0.1.0 */
export const SourceNotes = Schema.Struct({
  encoding: Schema.NullOr(Schema.String),
  /** Cells by column whose text looks damaged (mixed encodings); kept as they are. */
  suspectCells: Schema.Record(Schema.String, Schema.Int),
})
/** @see {@link SourceNotes} @category facts @since 0.1.0 */
export type SourceNotes = typeof SourceNotes.Type

/**
 * An opened source of records: its header, its rows, and what was noticed once all rows were read.
 *
 * @category facts
 * @since 0.1.0
 */
export interface Records {
  readonly source: string
  readonly header: ReadonlyArray<string>
  /** May be run several times, each time from the first row. */
  readonly batches: Stream.Stream<TextBatch, SourceUnreadable>
  /** Complete only after `batches` ran to its end; speaks of the last run. */
  readonly notes: () => SourceNotes
}
