import type { Dimension, DimensionValue } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { literal, readable } from "../sql.ts"
import { compile, compileNumber, truth } from "./expressions.ts"
import { type Ground, invalid, type Reason, sameness, type Sql } from "./Ground.ts"
import type { Projection } from "./selection.ts"

/** A dimension as a column of a selection. */
export interface Key {
  readonly column: string
  readonly type: Sql["type"]
  /** Table of the words that its numbers stand for. */
  readonly words?: string
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
      keys.push({
        type: of.type,
        column: columns.add(sameness(of)),
        ...(of.code === undefined ? {} : { words: of.code.words }),
      })
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
      return of.type === "number" ? { ...of, sql: `(${of.sql} + 0)` } : of
    }
    const whens: Array<string> = []
    for (const { label, when } of dimension.cases)
      whens.push(`WHEN ${truth(yield* compileNumber(ground, when))} THEN ${literal(label)}`)
    const sql = whens.length === 0 ? "CAST(NULL AS VARCHAR)" : `CASE ${whens.join(" ")} END`
    return { type: "text", sql } as const
  })

/** A key on its way to JavaScript. */
export const sentKey = ({ column, type, words }: Key): string =>
  type !== "text"
    ? column
    : readable(words === undefined ? column : `(SELECT w FROM ${words} AS words WHERE words.c = ${column})`)

/** A value of a key as answers have it. */
export const keyValue = ({ type }: Key, value: string | number | boolean | null | undefined): DimensionValue =>
  value === null || value === undefined ? null : type === "number" ? Number(value) : String(value)
