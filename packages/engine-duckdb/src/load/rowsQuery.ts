import { type FieldReader, RejectReason } from "@touchpoint/core/facts"
import { double, literal, literals } from "../sql.ts"
import { type CellPlan, planCell, reasonCode, type SourceColumn } from "./cells.ts"
import type { KindTable } from "./KindTable.ts"

/** What a file is read by: the rows DuckDB gives, `k` being the place of each, and its columns. */
export interface Reading {
  /** A query with `k` and the columns of the source. */
  readonly query: string
  readonly columns: ReadonlyMap<string, SourceColumn>
}

/** Where staged rows go. */
export interface Target {
  readonly table: KindTable
  /** Number of the file. */
  readonly part: number
  readonly readers: ReadonlyArray<FieldReader>
  /** Place of the first row in the order of the source, where no field says it. */
  readonly sequence: number
  /** Row number of the first row (`k` = 0). */
  readonly firstRow: number
}

/** White space as core trims it. */
const BLANKS =
  "\t\n\u000b\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

/** Stands for a text that no fast path reads, in the place of a reason. */
export const UNREAD = 99

/** How every field is read. */
export const plansOf = (reading: Reading, readers: ReadonlyArray<FieldReader>): ReadonlyArray<CellPlan> =>
  readers.map((reader) => planCell(reader, reading.columns.get(reader.column ?? "") ?? { text: "NULL", typed: null }))

/** Whether every field has a fast path. */
export const allFast = (plans: ReadonlyArray<CellPlan>): boolean =>
  plans.every(({ dictionary, fast }) => !dictionary || fast !== null)

/** The cells of a source: `x` is a fast value, `t` the text of a text field or of what no fast path reads. */
export const cellsQuery = ({ query }: Reading, plans: ReadonlyArray<CellPlan>): string => {
  const used = plans.map((plan, i) => ({ ...plan, i })).filter(({ reader }) => reader.column !== null)
  const inner = used.flatMap(({ fast, i, local, text }) => [
    ...(fast === null ? [`${text} AS t${i}`] : []),
    ...(local === null ? [] : [`${local} AS l${i}`]),
  ])
  const middle = used.flatMap(({ fast, i }) => (fast === null ? [] : [`${fast(`l${i}`)} AS y${i}`]))
  const outer = used.flatMap(({ fast, i, reader, text }) => {
    if (fast === null) return [`t${i}`]
    // What lies outside the field's range is left to core, which rejects it by its text.
    const { max, min } = reader.field
    const inside = [
      `y${i} IS NOT NULL`,
      ...(min === undefined ? [] : [`y${i} >= ${double(min)}`]),
      ...(max === undefined ? [] : [`y${i} <= ${double(max)}`]),
    ].join(" AND ")
    return [
      `CASE WHEN ${inside} THEN CAST(y${i} AS DOUBLE) END AS x${i}`,
      // Written down only where it is needed: to make a text of a typed value takes longer than everything else.
      `CASE WHEN ${inside} THEN NULL ELSE ${text} END AS t${i}`,
    ]
  })
  return `SELECT ${["k", ...outer].join(", ")} FROM (SELECT ${["*", ...middle].join(", ")} FROM (SELECT ${["*", ...inner].join(", ")} FROM (${query})))`
}

/** Rows as a table of texts has them. Three layers: values, the reason why there is none, and the first reason of the row. Without dictionaries, what would be looked up in them is unread. */
export const rowsQuery = (
  from: string,
  plans: ReadonlyArray<CellPlan>,
  dictionaries: ReadonlyMap<number, string> | null,
  { firstRow, part, readers, sequence, table }: Target,
): string => {
  const cells = plans.map((plan, i) => cellOf(plan, i, dictionaries))
  const joins = [...(dictionaries ?? [])].map(([i, name]) => `LEFT JOIN ${name} AS d${i} ON d${i}.w = s.t${i}`)
  const values = cells.flatMap(({ carried, value }, i) => [`${value} AS v${i}`, ...carried])
  const reasons = cells.map(({ reason }, i) => `${reason} AS e${i}`)
  const bad = [...cells.map((_, i) => `WHEN e${i} IS NOT NULL THEN ${i * 100} + e${i}`), ...offScale(readers)]
  const texts = cells.flatMap(({ text }, i) => (text === null ? [] : [`WHEN e${i} IS NOT NULL THEN ${text}`]))
  const placeOf = new Map(readers.map((reader, i) => [reader.name, i] as const))
  const fields = [...table.columns].map(([name, column]) => {
    const i = placeOf.get(name)
    if (i !== undefined) return `v${i} AS ${column}`
    return `${name === "sequence" ? `${double(sequence)} + k` : "NULL"} AS ${column}`
  })
  const shown = texts.length === 0 ? "NULL" : `CASE ${texts.join(" ")} END`
  const all = [`${part} AS p`, `k + ${firstRow} AS r`, `CASE ${bad.join(" ")} END AS b`, `${shown} AS t`, ...fields]
  const valued = `SELECT ${["s.k AS k", ...values].join(", ")} FROM ${from} AS s ${joins.join(" ")}`
  return `SELECT ${all.join(", ")} FROM (SELECT ${["*", ...reasons].join(", ")} FROM (${valued}))`
}

interface CellSql {
  readonly value: string
  /** Further columns of the row that the reason or the text need. */
  readonly carried: ReadonlyArray<string>
  readonly reason: string
  readonly text: string | null
}

const NO_REASON = "CAST(NULL AS INTEGER)"

/** A cell as a value, the reason why there is none, and its text. */
const cellOf = (
  { dictionary, fast, reader }: CellPlan,
  i: number,
  dictionaries: ReadonlyMap<number, string> | null,
): CellSql => {
  const { field, required } = reader
  if (reader.column === null) {
    const constant = reader.read("")
    const value =
      typeof constant === "string" ? literal(constant) : typeof constant === "number" ? double(constant) : "NULL"
    return { value, carried: [], reason: NO_REASON, text: null }
  }
  const missing = required ? [`WHEN v${i} IS NULL THEN ${reasonCode("missing")}`] : []
  const reasonOf = (...whens: ReadonlyArray<string>) => (whens.length === 0 ? NO_REASON : `CASE ${whens.join(" ")} END`)
  const cell = `s.t${i}`
  const carried = [`${cell} AS t${i}`]
  if (dictionary) {
    const none = field.type === "text" ? "CAST(NULL AS VARCHAR)" : "CAST(NULL AS DOUBLE)"
    if (dictionaries === null)
      return {
        value: `s.x${i}`,
        carried,
        reason: reasonOf(`WHEN t${i} <> '' THEN ${UNREAD}`, ...missing),
        text: `t${i}`,
      }
    const joined = dictionaries.has(i)
    const found = joined ? `d${i}.v` : none
    return {
      value: fast === null ? found : joined ? `coalesce(s.x${i}, ${found})` : `s.x${i}`,
      carried: joined ? [...carried, `d${i}.e AS w${i}`] : carried,
      reason: reasonOf(...(joined ? [`WHEN w${i} IS NOT NULL THEN w${i}`] : []), ...missing),
      text: `t${i}`,
    }
  }
  const words = [...reader.absent].filter((word) => word !== "")
  const [spare, named] =
    words.length === 0 ? ["", ""] : [` AND ${cell} NOT IN (${literals(words)})`, ` OR ${cell} IN (${literals(words)})`]
  // Most texts begin with a visible sign of ASCII and cannot be blank; a case looks at the others alone.
  const value = `CASE WHEN ${cell} >= '!' AND ${cell} < ${literal("\u007f")}${spare} THEN ${cell} WHEN trim(${cell}, ${literal(BLANKS)}) = ''${named} THEN NULL ELSE ${cell} END`
  const list = field.values
  const allowed = list === undefined ? [] : [`WHEN v${i} NOT IN (${literals(list)}) THEN ${reasonCode("not-allowed")}`]
  const whens = [...missing, ...allowed]
  return {
    value,
    carried: whens.length === 0 ? [] : carried,
    reason: reasonOf(...whens),
    text: whens.length === 0 ? null : `t${i}`,
  }
}

/** A score outside its row's scale. */
const offScale = (readers: ReadonlyArray<FieldReader>): ReadonlyArray<string> => {
  const at = (name: string) => readers.findIndex((reader) => reader.name === name)
  const [score, min, max] = [at("score"), at("scaleMin"), at("scaleMax")]
  const isNumber = (i: number) => i !== -1 && readers[i]?.field.type !== "text"
  if (!isNumber(score)) return []
  return [
    ...(isNumber(min) ? [`WHEN v${score} < v${min} THEN ${score * 100 + reasonCode("off-scale")}`] : []),
    ...(isNumber(max) ? [`WHEN v${score} > v${max} THEN ${score * 100 + reasonCode("off-scale")}`] : []),
  ]
}

/** Reasons fit below a hundred, which is how a column and a reason share one number. */
export const decodeBad = (bad: number) => ({
  reader: Math.floor(bad / 100),
  reason: RejectReason.literals[bad % 100] ?? "unreadable-row",
})
