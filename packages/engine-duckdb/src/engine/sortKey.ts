import { append, valuesIn } from "../chunks.ts"
import * as Effect from "effect/Effect"
import { double, readable } from "../sql.ts"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import { codeUnitOrder, orderingKey } from "./order.ts"
import type { PartPlan, Pass } from "./trailPlan.ts"

/** What the rows of a pass are sorted by, and where unit and instant are found in sorted rows. */
interface SortKey {
  /** Columns of a part's rows `r`, by which they are sorted. */
  readonly columns: (part: PartPlan, p: number, unit: string) => ReadonlyArray<string>
  readonly order: string
  readonly unit: string
  readonly at: string
}

/** Bits of a positive `BIGINT`. */
const BITS = 62

/** Bits of the numbers below a size, which is a safe integer; a logarithm would round. */
const bitsFor = (size: number): number => (size <= 1 ? 0 : BigInt(size - 1).toString(2).length)

/** 2ⁿ, written as a whole number. */
const power = (n: number): string => String(2n ** BigInt(n))

/**
 * The total order of trails: unit, at, kind rank, source, kind, sequence, event id, place.
 *
 * A sort whose keys take at most 24 bytes of a row is three times as fast as one with more. So unit, instant and what tells
 * kinds and sources apart are one number where they fit, and columns that cannot tell rows apart are left out.
 */
export const sortKey = Effect.fnUntraced(function* (
  pass: Pass,
  parts: ReadonlyArray<PartPlan>,
  units: string,
  made: Array<string>,
): Effect.fn.Return<SortKey, DuckDBFailed> {
  const sources = yield* sourceRanks(pass, parts, made)
  const { first, files, last, most, whole } = yield* extents(pass, parts, units)
  const tie = tieOf(pass, parts, sources)
  const atBits = bitsFor(last - first + 2)
  const tieBits = bitsFor(tie.size)
  const fits = whole && bitsFor(most + 1) + atBits + tieBits <= BITS
  const undated = parts.some((part) => part.undated)
  const offset = first - 1
  const tail = tailOf(pass, parts, files)
  const instant = ({ at, undated: open }: PartPlan) => {
    const since = `CAST(r.${at} AS BIGINT) - ${offset}`
    return open ? `CASE WHEN r.${at} = ${double(Number.NEGATIVE_INFINITY)} THEN 0 ELSE ${since} END` : since
  }
  const columns = (part: PartPlan, p: number, unit: string): ReadonlyArray<string> => [
    ...(fits
      ? [
          `(CAST(${unit} AS BIGINT) * ${power(atBits)} + ${instant(part)}) * ${power(tieBits)} + ${tie.of(part, p)} AS k`,
        ]
      : [`${unit} AS unit`, `r.${part.at} AS at_`, `${tie.of(part, p)} AS t`]),
    ...tail.columns(part),
  ]
  const sinceFirst = `((k >> ${tieBits}) & ${BigInt(power(atBits)) - 1n})`
  const dated = `CAST(${sinceFirst} + ${offset} AS DOUBLE)`
  return {
    columns,
    order: [...(fits ? ["k"] : ["unit", "at_", ...(tie.size > 1 ? ["t"] : [])]), ...tail.order].join(", "),
    unit: fits ? `CAST(k >> ${atBits + tieBits} AS INTEGER)` : "unit",
    at: !fits
      ? "at_"
      : undated
        ? `CASE WHEN ${sinceFirst} = 0 THEN ${double(Number.NEGATIVE_INFINITY)} ELSE ${dated} END`
        : dated,
  }
})

/** First and last instant of the kinds of a pass, the largest number of a unit, and whether one file holds a kind each. */
const extents = Effect.fnUntraced(function* (
  { connection, held }: Pass,
  parts: ReadonlyArray<PartPlan>,
  units: string,
) {
  const queries = parts.flatMap(({ ground }) => {
    const table = held.tables.get(ground.kind.id)
    if (table === undefined) return []
    const at = table.columns.get("at") ?? "CAST(NULL AS DOUBLE)"
    return [`SELECT min(${at}), max(${at}), max(p) - min(p), count_if(${at} <> trunc(${at})) FROM ${table.name}`]
  })
  const rows = queries.length === 0 ? [] : yield* connection.rows("looking at trails", queries.join(" UNION ALL "))
  const [most] = yield* connection.rows("looking at trails", `SELECT max(c) FROM ${units}`)
  const known = rows.filter(([at]) => at !== null)
  const first = Math.min(...known.map(([at]) => Number(at)))
  return {
    first: known.length === 0 ? 0 : first,
    last: known.length === 0 ? 0 : Math.max(...known.map(([, at]) => Number(at))),
    most: Number(most?.[0] ?? 0),
    // Facts that were handed over may have instants within a millisecond.
    whole: rows.every(([, , , broken]) => Number(broken ?? 0) === 0),
    files: rows.some(([, , more]) => Number(more ?? 0) > 0) ? "several" : "one",
  } as const
})

/** Ranks of sources, in the order of code units. */
interface Ranks {
  /** Table of the ranks (`rank`, from 1) of sources by their numbers (`c`); `null` where there is one source. */
  readonly table: string | null
  /** Ranks, and that of rows without a source. */
  readonly size: number
}

/** Ranks the sources of all parts; kinds without the column have none. */
const sourceRanks = Effect.fnUntraced(function* (
  { connection, held, session }: Pass,
  parts: ReadonlyArray<PartPlan>,
  made: Array<string>,
): Effect.fn.Return<Ranks, DuckDBFailed> {
  const queries = parts.flatMap(({ ground }) => {
    const table = held.tables.get(ground.kind.id)
    const [column, words] = [table?.columns.get("source"), table?.coded.get("source")]
    return table === undefined || column === undefined || words === undefined
      ? []
      : [
          `SELECT s.c AS c, words.w AS w FROM (SELECT DISTINCT ${column} AS c FROM ${table.name}) AS s LEFT JOIN ${words} AS words ON words.c = s.c`,
        ]
  })
  if (queries.length === 0) return { table: null, size: 1 }
  const found: Array<readonly [name: string, number: number]> = []
  let absent = queries.length < parts.length
  yield* connection.stream(
    "reading names",
    `SELECT ${readable("w")}, c FROM (SELECT DISTINCT c, w FROM (${queries.join(" UNION ALL ")}))`,
    (chunk) => {
      const [names, numbers] = [valuesIn(chunk, 0), valuesIn(chunk, 1)]
      for (const [row, name] of names.entries())
        if (name === null) absent = true
        else found.push([String(name), Number(numbers[row])])
    },
  )
  if (found.length + Number(absent) <= 1) return { table: null, size: 1 }
  const table = session.fresh("ranks")
  made.push(table)
  const sorted = found.toSorted(([a], [b]) => (a < b ? -1 : 1))
  yield* connection.run("ranking sources", `CREATE TABLE ${table} (c INTEGER, rank INTEGER)`)
  yield* append(
    connection,
    table,
    [
      { type: "integer", values: sorted.map(([, number]) => number) },
      { type: "integer", values: sorted.map((_, i) => i + 1) },
    ],
    sorted.length,
  )
  return { table, size: sorted.length + 1 }
})

/** Kind rank, source and kind as one number below `size`. */
const tieOf = ({ held }: Pass, parts: ReadonlyArray<PartPlan>, { size, table: ranks }: Ranks) => {
  const kinds = [...new Set(parts.map(({ ground }) => ground.kind.rank))].toSorted((a, b) => a - b)
  return {
    size: kinds.length * size * parts.length,
    of: ({ columns, ground: { alias, kind }, joins }: PartPlan, p: number): string => {
      const before = kinds.indexOf(kind.rank) * size
      const source = held.tables.get(kind.id)?.columns.get("source")
      if (source === undefined || ranks === null) return String(before * parts.length + p)
      joins.set(ranks, `LEFT JOIN ${ranks} ON ${ranks}.c = r.${columns.add(`${alias}.${source}`)}`)
      return `(${before} + coalesce(${ranks}.rank, 0)) * ${parts.length} + ${p}`
    },
  }
}

/** What tells rows of one unit, instant, kind and source apart. */
const tailOf = ({ held, ordering }: Pass, parts: ReadonlyArray<PartPlan>, files: "one" | "several") => {
  const tables = parts.map(({ ground }) => held.tables.get(ground.kind.id))
  const some = (name: string) => tables.some((table) => table?.columns.has(name) === true)
  const sequenced = tables.every((table) => table?.sequenced === true)
  const named = sequenced ? false : some("eventId")
  const order = [
    ...(some("sequence") ? ["o2 NULLS FIRST"] : []),
    ...(named ? ["o3 NULLS FIRST"] : []),
    ...(sequenced ? [] : files === "one" ? ["o5"] : ["o4", "o5"]),
  ]
  const columns = ({ columns: own, ground: { alias, kind } }: PartPlan): ReadonlyArray<string> => {
    const table = held.tables.get(kind.id)
    const row = (sql: string) => `r.${own.add(sql)}`
    const [sequence, eventId] = ["sequence", "eventId"].map((name) => table?.columns.get(name))
    const id = ordering.wide.has(orderingKey(kind.id, "eventId"))
      ? codeUnitOrder(`${alias}.${eventId}`)
      : `${alias}.${eventId}`
    return [
      ...(some("sequence")
        ? [`${sequence === undefined ? "CAST(NULL AS DOUBLE)" : row(`${alias}.${sequence}`)} AS o2`]
        : []),
      ...(named ? [`${eventId === undefined ? "CAST(NULL AS VARCHAR)" : row(id)} AS o3`] : []),
      ...(sequenced
        ? []
        : files === "one"
          ? [`${row(`${alias}.r`)} AS o5`]
          : [`${row(`${alias}.p`)} AS o4`, `${row(`${alias}.r`)} AS o5`]),
    ]
  }
  return { order, columns }
}
