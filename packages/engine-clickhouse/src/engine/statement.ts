import { LimitExceeded } from "@touchpoint/core/engine"
import * as Effect from "effect/Effect"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { Cell, Row } from "../resultRows.ts"
import { type Key, numberOf, sentKey } from "./grouping.ts"
import type { Held } from "./Ground.ts"
import type { Relation } from "./selection.ts"

/** Functions of many rows. A statement sends nothing else but what its groups are called. */
const FUNCTIONS = [
  "any",
  "count",
  "countIf",
  "covarPopStableIf",
  "maxIf",
  "minIf",
  "sum",
  "sumIf",
  "sumKahan",
  "sumKahanIf",
  "uniqExactIf",
  "varPopStableIf",
] as const

/** A number of many rows. Nothing but {@link aggregate} makes one. */
export interface Aggregate {
  readonly aggregate: string
}

/** An aggregate as a number that JSON carries whole. */
export const aggregate = (name: (typeof FUNCTIONS)[number], ...of: ReadonlyArray<string>): Aggregate => ({
  aggregate: `toString(toFloat64(${name}(${of.join(", ")})))`,
})

/** A statement that counts: the only ones whose rows an engine is given. */
export interface Statement {
  readonly doing: string
  readonly relation: Relation
  /** What groups are called: dimensions, buckets, steps. Never a unit, unless a question names it as a dimension. */
  readonly keys: ReadonlyArray<Key>
  readonly aggregates: ReadonlyArray<Aggregate>
  /** Groups that may be found. */
  readonly maximum: number
}

/** A group as it came: the values of its keys, and its numbers. */
export interface Counted {
  readonly keys: ReadonlyArray<Cell>
  readonly rows: number
  readonly numbers: ReadonlyArray<number>
}

/** The one place where rows leave the cluster: groups with how many rows they have, and their aggregates. */
export const ask = (
  { parameters, session }: Pick<Held, "parameters" | "session">,
  { aggregates, doing, keys, maximum, relation }: Statement,
): Effect.Effect<ReadonlyArray<Counted>, ClickHouseFailed | LimitExceeded> => {
  const rows = aggregate("count")
  const sent = [
    // A name of its own: that of a column would hide the column from what follows.
    ...keys.map((key, i) => `${sentKey(key)} AS sent${i}`),
    ...[rows, ...aggregates].map((one, i) => `${one.aggregate} AS s${i}`),
  ]
  const group = keys.length === 0 ? "" : ` GROUP BY ${keys.map(({ column }) => column).join(", ")}`
  const sql = `${relation.head}SELECT ${sent.join(", ")} ${relation.from}${relation.where}${group} HAVING count() > 0 LIMIT ${maximum + 1}`
  return session.rows(doing, sql, parameters.of(sql)).pipe(
    Effect.flatMap((found) =>
      found.length > maximum
        ? Effect.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: found.length }))
        : Effect.succeed(
            found.map((row: Row): Counted => ({
              keys: row.slice(0, keys.length),
              rows: Number(row[keys.length]),
              numbers: row.slice(keys.length + 1).map((value) => (value === null ? 0 : numberOf(value))),
            })),
          ),
    ),
  )
}
