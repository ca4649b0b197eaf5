import { cell, type Facts } from "@touchpoint/core/facts"
import type { DuckDBFacts } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"

type Rows = ReadonlyArray<Readonly<Record<string, string | number | null>>>

/** Facts as rows by kind, columns without a value left out, so that two ways of holding them can be compared. */
export type Plain = ReadonlyMap<string, Rows>

const present = (entries: ReadonlyArray<readonly [string, string | number | null]>) =>
  Object.fromEntries(
    entries.filter(([, value]) => value !== null).map(([name, value]) => [name, value === 0 ? 0 : value]),
  )

/** Facts in memory as rows. A weight that is not there is 1. */
export const plainFacts = (facts: Facts): Plain =>
  new Map(
    [...facts.tables].map(([kind, table]) => [
      kind,
      Array.from({ length: table.rows }, (_, row) =>
        present([...table.columns].map(([name, column]) => [name, cell(column, row)] as const)),
      ),
    ]),
  )

/** Facts in DuckDB as rows, in the order of their sources. */
export const plainDuckDB = (facts: DuckDBFacts) =>
  Effect.scoped(
    Effect.gen(function* () {
      const connection = yield* facts.session.connect
      const plain = new Map<string, Rows>()
      for (const [
        kind,
        {
          coded,
          columns,
          kind: { fields: kindFields },
          name,
        },
      ] of facts.tables) {
        const all = [...columns]
        const rows = yield* connection.rows(
          "reading back",
          `SELECT ${all
            .map(([field, column]) => {
              const words = coded.get(field)
              const text =
                words === undefined ? column : `(SELECT w FROM ${words} AS words WHERE words.c = f.${column})`
              return kindFields[field]?.type === "text"
                ? `CASE WHEN starts_with(${text}, chr(65279)) THEN chr(65279) || ${text} ELSE ${text} END`
                : column
            })
            .join(", ")} FROM ${name} AS f ORDER BY p, r`,
        )
        plain.set(
          kind,
          rows.map((row) =>
            present(
              all.map(([field], i) => {
                const value = row[i]
                // Core fills in the weight of a row that stands for itself; here that is done on read.
                if (field === "weight" && value === null) return [field, 1] as const
                return [field, typeof value === "number" || typeof value === "string" ? value : null] as const
              }),
            ),
          ),
        )
      }
      return plain
    }),
  )
