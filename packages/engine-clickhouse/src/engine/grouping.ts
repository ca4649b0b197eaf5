import type { Dimension, DimensionValue } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import type { Cell } from "../resultRows.ts"
import { compile, compileNumber, truth } from "./expressions.ts"
import { absent, type Ground, invalid, type Reason, type Sql } from "./Ground.ts"
import type { Projection } from "./selection.ts"

/** A dimension as a column of a selection. */
export interface Key {
  readonly column: string
  readonly type: Sql["type"]
}

/** Columns of all dimensions. */
export const groupBy = (
  ground: Ground,
  by: ReadonlyArray<Dimension>,
  columns: Projection,
): Result.Result<ReadonlyArray<Key>, Reason> =>
  Result.gen(function* () {
    const keys: Array<Key> = []
    for (const dimension of by) {
      const of = yield* keyOf(ground, dimension)
      keys.push({ type: of.type, column: columns.add(of.sql) })
    }
    return keys
  })

/** A dimension whose values are texts. */
export const textOf = (ground: Ground, dimension: Dimension): Result.Result<Sql, Reason> =>
  Result.flatMap(keyOf(ground, dimension), (of) =>
    of.type === "text" ? Result.succeed(of) : invalid(`${dimension.id} is no text and cannot label rows`),
  )

const keyOf = (ground: Ground, dimension: Dimension): Result.Result<Sql, Reason> =>
  Result.gen(function* () {
    if ("of" in dimension) {
      const of = yield* compile(ground, dimension.of)
      // -0 and 0 are one value.
      return of.type === "number" ? { ...of, sql: `(${of.sql} + 0.)` } : of
    }
    const whens: Array<string> = []
    for (const { label, when } of dimension.cases)
      whens.push(`ifNull(${truth(yield* compileNumber(ground, when))}, 0), ${ground.held.parameters.text(label)}`)
    return whens.length === 0 ? absent("text") : ({ type: "text", sql: `multiIf(${whens.join(", ")}, NULL)` } as const)
  })

/** A key on its way to JavaScript: a number as its shortest text, which JSON has no infinities for. */
export const sentKey = ({ column, type }: Key): string => (type === "text" ? column : `toString(${column})`)

/** A value of a key as answers have it. */
export const keyValue = ({ type }: Key, value: Cell | undefined): DimensionValue => {
  if (value === null || value === undefined) return null
  if (type === "text") return String(value)
  return type === "boolean" ? (numberOf(value) === 0 ? "false" : "true") : numberOf(value)
}

/** A number as ClickHouse writes it. */
export const numberOf = (text: Cell): number =>
  text === "inf" ? Number.POSITIVE_INFINITY : text === "-inf" ? Number.NEGATIVE_INFINITY : Number(text)
