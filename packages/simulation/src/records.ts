import { cell, type FactTable } from "@touchpoint/core/facts"
import { Instant } from "@touchpoint/core/time"

/** A row as plain data: instants as ISO texts, absent cells as `null`. @category shop @since 0.2.0 */
export type FactRecord = Readonly<Record<string, string | number | boolean | null>>

/**
 * The rows of a table one after the other as plain records, for whoever writes them elsewhere or gives them to a
 * script: the importers and `rows` of `touchpoint` read them. Its own source is not among the columns.
 *
 * @category shop
 * @since 0.2.0
 */
export function* recordsOf({ columns, kind, rows }: FactTable): Iterable<FactRecord> {
  const read = [...columns]
    .filter(([name]) => name !== "source")
    .map(([name, column]) => {
      const type = kind.fields[name]?.type
      return [
        name,
        (row: number) => {
          const value = cell(column, row)
          if (typeof value !== "number") return value
          return type === "instant" ? Instant.format(value) : type === "boolean" ? value !== 0 : value
        },
      ] as const
    })
  for (let row = 0; row < rows; row++) yield Object.fromEntries(read.map(([name, at]) => [name, at(row)]))
}
