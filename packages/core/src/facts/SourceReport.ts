import * as Schema from "effect/Schema"
import { SourceNotes } from "./Records.ts"

/**
 * What became of the rows of one source: `rows = facts + rejects`, always.
 *
 * @category facts
 * @since 0.1.0
 */
export const SourceReport = Schema.Struct({
  source: Schema.String,
  /** The file or other origin; sources that read one file twice share it. */
  origin: Schema.String,
  kind: Schema.String,
  rows: Schema.Int,
  facts: Schema.Int,
  rejects: Schema.Int,
  byReason: Schema.Record(Schema.String, Schema.Int),
  /** No time was mapped: the facts answer questions about no period. */
  undated: Schema.Boolean,
  /**
   * Of the facts that name a customer (`of`), those of customers to whom no identity leads and whom no profile describes:
   * one of them may be somebody else under another name. Absent where there are no identities, or no such facts.
   */
  unresolved: Schema.optionalKey(Schema.Struct({ facts: Schema.Int, of: Schema.Int })),
  notes: SourceNotes,
})
/** @see {@link SourceReport} @category facts @since 0.1.0 */
export type SourceReport = typeof SourceReport.Type
