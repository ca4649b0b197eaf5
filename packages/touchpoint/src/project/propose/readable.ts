import { type FactKind, fieldReaders, type MappedColumn } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Known, Proposal, Sample } from "./Proposal.ts"

/**
 * Cells of a field in the rows that nothing else rejects: a bad row says nothing of what its other cells may be. All
 * cells where the mapping is not whole yet.
 */
export const readableCells = (
  field: string,
  kind: FactKind.FactKind,
  { map, with: constants }: Pick<Proposal, "map" | "with">,
  { columns }: Sample,
  { zone }: Known,
): ReadonlyArray<string> => {
  const own = map[field]
  const cells = own === undefined ? [] : (columns.get(nameOf(own)) ?? [])
  const rest = Object.fromEntries(Object.entries(map).filter(([name]) => name !== field))
  const readers = Effect.runSync(
    Effect.option(fieldReaders({ kind: kind.id, map: rest, with: constants }, kind, { source: "", zone })),
  )
  if (Option.isNone(readers)) return cells
  const others = readers.value.flatMap(({ column, read, required }) =>
    column === null ? [] : [{ read, required, cells: columns.get(column) ?? [] }],
  )
  return cells.filter((_, row) =>
    others.every((other) => {
      const value = other.read(other.cells[row] ?? "")
      return value === null ? !other.required : typeof value !== "object"
    }),
  )
}

const nameOf = (mapped: MappedColumn): string => (typeof mapped === "string" ? mapped : mapped.column)
