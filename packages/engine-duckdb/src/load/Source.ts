import type { FactKind, FieldReader, Mapping, Records, Reject, SourceNotes } from "@touchpoint/core/facts"
import type { KindTable } from "./KindTable.ts"
import type { RejectLog } from "./rejects.ts"

/** Where the rows of a source are. @category loading @since 0.2.0 */
export type Origin =
  | { readonly csv: string; readonly options?: unknown }
  | { readonly parquet: string }
  | { readonly jsonl: string }
  /** A table of a DuckDB database file, by its name or as `schema.table`; the file is opened read-only. */
  | { readonly duckdb: string; readonly table: string }
  /** Records handed over by a script or read by an importer, and rows that were rejected before. */
  | { readonly records: Records; readonly rejects?: ReadonlyArray<Reject> }

/**
 * One source of facts: where its rows are and how they become facts of a kind. Paths may be patterns (`*`, `?`, `[a-z]`,
 * `**`); a pattern is one source, whose rejects name the file.
 *
 * @category loading
 * @since 0.2.0
 */
export interface Source {
  readonly name: string
  /** What the source report names as its origin; the name where absent. */
  readonly origin?: string
  readonly kind: FactKind.FactKind
  readonly mapping: Mapping
  readonly from: Origin
}

/** A source while it is read. */
export interface Part {
  readonly source: Source
  readonly table: KindTable
  readonly readers: ReadonlyArray<FieldReader>
  readonly key: ReadonlyArray<string>
  readonly log: RejectLog
  /** Numbers of its files, and how rejects name each; `null` where the source is one file. */
  readonly files: Map<number, string | null>
  /** Rows read, good and bad. */
  rows: number
  /** Good rows so far: the place of the next. */
  good: number
  notes: SourceNotes
}
