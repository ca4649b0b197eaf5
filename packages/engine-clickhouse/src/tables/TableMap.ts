import { Span } from "@touchpoint/core/questions"
import * as Schema from "effect/Schema"

const Name = Schema.String.check(Schema.isMinLength(1))
const Scalar = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])

/**
 * The field that names the shard: all rows of one value of it are on one. Questions about such units are then answered
 * shard by shard, and only sums travel.
 */
const shardedBy = Schema.optionalKey(Name)

/**
 * Where a table is: on the server asked (which may be a Distributed table), on all shards of a cluster that the server
 * knows, or on servers it reaches by address.
 *
 * @category mapping
 * @since 0.2.0
 */
export const TableRef = Schema.Union([
  Name,
  Schema.Struct({
    table: Name,
    database: Schema.optionalKey(Name),
    /** Rows of a ReplacingMergeTree are taken as they are after its replacing (`FINAL`). */
    final: Schema.optionalKey(Schema.Boolean),
  }),
  Schema.Struct({ cluster: Name, database: Name, table: Name, shardedBy }),
  Schema.Struct({ remote: Schema.Array(Name).check(Schema.isMinLength(1)), database: Name, table: Name, shardedBy }),
])
/** @see {@link TableRef} @category mapping @since 0.2.0 */
export type TableRef = typeof TableRef.Type

/**
 * What a field of a fact is in a table: a column by its name, a column with more said about it, or a constant.
 *
 * @category mapping
 * @since 0.2.0
 */
export const ColumnMap = Schema.Union([
  Name,
  Schema.Struct({
    column: Name,
    /** Key of a column that is a `Map`. */
    key: Schema.optionalKey(Schema.String),
    /** What the numbers of a column of instants count; milliseconds where left out. Dates and times need none. */
    unit: Schema.optionalKey(Schema.Literals(["ms", "s"])),
    /** What the texts of the column stand for; others are kept. */
    values: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
    /**
     * What an empty text is, and the first instant of 1970 in a column of dates or times that is not Nullable: `absent`
     * where left out, as such a column has no other way to say so; or `kept` as any other.
     */
    empty: Schema.optionalKey(Schema.Literals(["absent", "kept"])),
  }),
  Schema.Struct({ constant: Scalar }),
])
/** @see {@link ColumnMap} @category mapping @since 0.2.0 */
export type ColumnMap = typeof ColumnMap.Type

/** How a table of the user holds facts of a kind. @category mapping @since 0.2.0 */
export const TableMap = Schema.Struct({
  table: TableRef,
  /** Fields of the kind; those left out are absent. */
  map: Schema.Record(Schema.String, ColumnMap),
  /** Only rows whose columns have one of these values are of the kind. */
  where: Schema.optionalKey(Schema.Record(Schema.String, Schema.Union([Scalar, Schema.Array(Scalar)]))),
  /**
   * Only rows whose `at` lies in this span, in milliseconds: those of a closed day or month, whose answers may be kept
   * and merged with those of others.
   */
  during: Schema.optionalKey(Span),
  /**
   * Columns of numbers or times that order rows of one instant and source where `sequence` and `eventId` do not: without
   * them, which of such rows comes first is the server's choice.
   */
  order: Schema.optionalKey(Schema.Array(Name)),
})
/** @see {@link TableMap} @category mapping @since 0.2.0 */
export type TableMap = typeof TableMap.Type

/** A table cannot be read as the mapping says. @category errors @since 0.2.0 */
export class TableMismatch extends Schema.TaggedError<TableMismatch>()("TableMismatch", {
  kind: Schema.String,
  field: Schema.NullOr(Schema.String),
  problem: Schema.String,
}) {
  override get message(): string {
    const where = this.field === null ? this.kind : `${this.kind}.${this.field}`
    return `The ClickHouse table of ${where} does not fit: ${this.problem}; mend its mapping`
  }
}
