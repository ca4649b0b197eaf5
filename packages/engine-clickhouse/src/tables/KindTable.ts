import type { FactKind } from "@touchpoint/core/facts"
import type { NearSpan } from "./nearSpan.ts"

/** The facts of one kind in a table of ClickHouse. */
export interface KindTable {
  readonly kind: FactKind.FactKind
  /** The table, or the function that reads it on several servers. */
  readonly origin: string
  /** The same under an alias. */
  readonly from: (alias: string) => string
  /** Where rows of one value of a field are on one shard: what runs a SELECT on all shards, and the table on each. */
  readonly shards: {
    readonly by: string
    readonly over: (select: string) => string
    readonly from: (alias: string) => string
  } | null
  /** Mapped fields as expressions over the rows of an alias. */
  readonly columns: ReadonlyMap<string, (alias: string) => string>
  /** What some of these fields need to be joined beside the rows of an alias. */
  readonly joins: ReadonlyMap<string, (alias: string) => string>
  /** What leaves out most rows of other times by the columns as they are, by fields of instants. */
  readonly near: ReadonlyMap<string, NearSpan>
  /** Conditions that all rows of the kind meet. */
  readonly where: ReadonlyArray<(alias: string) => string>
  /** Numbers that break the last ties of the order of rows. */
  readonly order: ReadonlyArray<(alias: string) => string>
}
