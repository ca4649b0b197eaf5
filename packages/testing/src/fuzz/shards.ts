import { cell, type Column, type Facts, type FactTable, take } from "@touchpoint/core/facts"
import { mergeAxes, type Question } from "@touchpoint/core/questions"

/** One way to cut facts so that the answers of the parts merge into the answer of the whole. @category fuzz @since 0.1.0 */
export interface Sharding {
  readonly axis: "unit" | "time"
  readonly shards: ReadonlyArray<Facts>
}

/** The columns whose values must not be torn apart: what the question counts, picks or keeps by. */
const wholes = (question: Question): ReadonlySet<string> => {
  if (question.shape === "trails") return new Set([question.unit])
  const named = question.shape === "unit-moments" ? [question.unit] : []
  const units = Object.values(question.measures).flatMap((measure) => (measure.stat === "units" ? [measure.of] : []))
  const among = question.among === null ? [] : ["customer"]
  return new Set([...named, ...units, ...among, ...(question.pick.take === "all" ? [] : [question.pick.per])])
}

/**
 * Cuts the kinds a question counts; what it only looks up is copied to every shard. `null` where two columns would have
 * to stay whole at once.
 *
 * @category fuzz
 * @since 0.1.0
 */
export const byUnit = (facts: Facts, question: Question, parts: number, salt: number): Sharding | null => {
  // Where profiles are counted they are looked up as well: those of a customer stay together.
  if (looksUpCounted(question)) return null
  const keep = new Set([...wholes(question), ...(kindsOf(question).has("customer") ? ["customer"] : [])])
  if (keep.size > 1) return null
  const [column = ""] = keep
  return {
    axis: "unit",
    shards: cut(facts, question, parts, (table, row) => shardOf(table.columns.get(column), row, salt) % parts),
  }
}

/** Cuts by time, where the answer allows it. @category fuzz @since 0.1.0 */
export const byTime = (facts: Facts, question: Question, at: number): Sharding | null => {
  if (looksUpCounted(question)) return null
  if (!mergeAxes(question).includes("time") || question.shape === "trails" || question.kind === "customer") return null
  const late = (table: FactTable, row: number) => {
    const column = table.columns.get(question.clock)
    return column !== undefined && Number(cell(column, row) ?? Number.NaN) >= at ? 1 : 0
  }
  return { axis: "time", shards: cut(facts, question, 2, late) }
}

const kindsOf = (question: Question): ReadonlySet<string> =>
  new Set(question.shape === "trails" ? question.kinds.map(({ kind }) => kind) : [question.kind])

/**
 * Whether a link leads back to a kind that is counted, or over another kind to profiles that are: a shard would lack
 * rows it looks up.
 */
const looksUpCounted = (question: Question): boolean => {
  const counted = kindsOf(question)
  const found = new Set<string>()
  JSON.stringify(question, (key, inner: unknown) => {
    if (key === "to" && typeof inner === "string") found.add(`to ${inner}`)
    if (key === "op" && inner === "customer") found.add("profile")
    return inner
  })
  const linked = [...found].filter((one) => one.startsWith("to "))
  return (
    linked.some((one) => counted.has(one.slice(3))) ||
    (counted.has("customer") && found.has("profile") && linked.length > 0)
  )
}

/** A number that is the same for equal values; rows without a value go anywhere. */
const shardOf = (column: Column | undefined, row: number, salt: number): number => {
  const value = column === undefined ? null : cell(column, row)
  if (value === null) return row + salt
  return [...String(value)].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, salt)
}

/** Each shard has the rows a function gives it of the kinds that are counted, and all rows of the others. */
const cut = (
  facts: Facts,
  question: Question,
  parts: number,
  shard: (table: FactTable, row: number) => number,
): ReadonlyArray<Facts> =>
  Array.from({ length: parts }, (_, part) => ({
    ...facts,
    tables: new Map(
      [...facts.tables].map(([id, table]) => {
        if (!kindsOf(question).has(id)) return [id, table] as const
        const places = Array.from({ length: table.rows }, (__, row) => row).filter((row) => shard(table, row) === part)
        const rows = Int32Array.from(places)
        const columns = new Map([...table.columns].map(([name, column]) => [name, take(column, rows)] as const))
        return [id, { ...table, rows: rows.length, columns }] as const
      }),
    ),
  }))
