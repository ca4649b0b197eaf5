import { createHash } from "node:crypto"
import type { FactTable } from "@touchpoint/core/facts"
import { type FactRecord, recordsOf } from "@touchpoint/simulation"

/** Rows of all kinds as plain records. */
export const recordsByKind = (tables: Iterable<FactTable>): Record<string, ReadonlyArray<FactRecord>> => {
  const rows: Record<string, Array<FactRecord>> = {}
  for (const table of tables) for (const record of recordsOf(table)) (rows[table.kind.id] ??= []).push(record)
  // Which kind comes first is no fact: a batch without orders begins with what it has.
  return Object.fromEntries(Object.entries(rows).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** One text that stands for all rows and their order. */
export const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex")
