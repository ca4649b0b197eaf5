import { type FieldReader, RejectReason } from "@touchpoint/core/facts"
import { literal, literals } from "../sql.ts"
import { instantOfLocal } from "./edges.ts"

/**
 * A column of a source as DuckDB reads it: its canonical text, and the value itself where the file has types. Nothing
 * is read otherwise than by its canonical text would be; a typed value only saves writing and reading it.
 */
export interface SourceColumn {
  readonly text: string
  readonly typed: { readonly type: string; readonly value: string } | null
}

/**
 * How one field is staged: columns computed from the source in one pass. `text` is the whole text of a text field; of
 * other fields it is the text that no fast path reads, and NULL where `fast` has the value.
 */
export interface CellPlan {
  readonly reader: FieldReader
  /** Local time in milliseconds, computed first because it is used several times. */
  readonly local: string | null
  readonly fast: ((local: string) => string) | null
  readonly text: string
  /** Whether the texts left over are decoded by core and joined back. */
  readonly dictionary: boolean
}

/** Number of a reason in staged columns. */
export const reasonCode = (reason: RejectReason): number => RejectReason.literals.indexOf(reason)

/** How a field is read from a column. */
export const planCell = (reader: FieldReader, column: SourceColumn): CellPlan => {
  const { field, spec } = reader
  const plain = { reader, local: null, fast: null, text: column.text }
  if (spec === null) return { ...plain, text: "NULL", dictionary: false }
  if (field.type === "text") return { ...plain, dictionary: spec.values !== undefined || spec.bands !== undefined }
  // Words of the source come first, so every text has to be looked up.
  if (spec.values !== undefined) return { ...plain, dictionary: true }
  const made = fastPath(reader, column)
  return made === null ? { ...plain, dictionary: true } : { ...plain, ...made, dictionary: true }
}

type Fast = Pick<CellPlan, "local" | "fast">

const fastPath = (reader: FieldReader, column: SourceColumn): Fast | null => {
  const { absent, field, spec } = reader
  const words = [...absent].filter((word) => word !== "")
  const typed = words.length === 0 ? typedPath(reader, column) : null
  if (typed !== null) return typed
  const { text } = column
  // A word for "no value" may look like a number.
  const spare = words.length === 0 ? "" : ` AND ${text} NOT IN (${literals(words)})`
  const when = (pattern: string, value: string): Fast => ({
    local: null,
    fast: () => `CASE WHEN regexp_full_match(${text}, ${literal(pattern)})${spare} THEN ${value} END`,
  })
  switch (field.type) {
    case "text":
      return null
    case "number":
      return spec?.decimal === ","
        ? when("-?[0-9]{1,15}(,[0-9]{1,15})?", `TRY_CAST(replace(${text}, ',', '.') AS DOUBLE)`)
        : when("-?[0-9]{1,15}(\\.[0-9]{1,15})?", `TRY_CAST(${text} AS DOUBLE)`)
    case "integer":
      return integerPath(reader, text, when)
    case "boolean":
      return {
        local: null,
        fast: () =>
          `CASE WHEN ${text} IN ('true', '1', 'yes')${spare} THEN 1 WHEN ${text} IN ('false', '0', 'no')${spare} THEN 0 END`,
      }
    case "instant":
      return instantPath(reader, text, spare, when)
  }
}

const UNIT_MS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const

const integerPath = (
  { spec }: FieldReader,
  text: string,
  when: (pattern: string, value: string) => Fast,
): Fast | null => {
  const unit = spec?.unit === undefined ? 1 : UNIT_MS[spec.unit]
  const minor = spec?.minor
  if (minor === undefined) {
    // Few enough digits that no product leaves the safe integers.
    const digits = spec?.unit === undefined ? 15 : 7
    return when(`-?[0-9]{1,${digits}}`, `TRY_CAST(${text} AS DOUBLE) * ${unit}`)
  }
  if (spec?.unit !== undefined) return null
  const sign = spec?.decimal === "," ? "," : "\\."
  const plain = spec?.decimal === "," ? `replace(${text}, ',', '.')` : text
  const fraction = minor === 0 ? "" : `(${sign}[0-9]{1,${minor}})?`
  // In decimals, never through a binary fraction.
  return when(
    `-?[0-9]{1,11}${fraction}`,
    `CAST(TRY_CAST(${plain} AS DECIMAL(18, ${minor})) * ${10 ** minor} AS DOUBLE)`,
  )
}

const DATE = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
const TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,3})?)?"
const OFFSET = "(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])"

const instantPath = (
  { spec, zone }: FieldReader,
  text: string,
  spare: string,
  when: (pattern: string, value: string) => Fast,
): Fast | null => {
  const formats = spec?.format === undefined ? ["iso"] : typeof spec.format === "string" ? [spec.format] : spec.format
  const [format] = formats
  if (new Set(formats).size !== 1) return null
  if (format === "epoch-ms") return when("-?[0-9]{1,13}", `TRY_CAST(${text} AS DOUBLE)`)
  if (format === "epoch-s") return when("-?[0-9]{1,10}", `TRY_CAST(${text} AS DOUBLE) * 1000`)
  if (format !== "iso") return null
  const millis = (of: string) => `CAST(epoch_ms(TRY_CAST(${of} AS TIMESTAMP)) AS DOUBLE)`
  const matches = (pattern: string) => `regexp_full_match(${text}, ${literal(pattern)})${spare}`
  const sign = (from: number) => `substr(${text}, -${from}, 1)`
  const offset = (from: number) =>
    `CASE WHEN ${sign(from)} = '-' THEN -1 ELSE 1 END * (TRY_CAST(substr(${text}, -${from - 1}, 2) AS INTEGER) * 3600000 + TRY_CAST(right(${text}, 2) AS INTEGER) * 60000)`
  const withOffset = `CASE WHEN right(${text}, 1) = 'Z' THEN ${millis(`left(${text}, length(${text}) - 1)`)} WHEN ${sign(6)} IN ('+', '-') THEN ${millis(`left(${text}, length(${text}) - 6)`)} - ${offset(6)} ELSE ${millis(`left(${text}, length(${text}) - 5)`)} - ${offset(5)} END`
  return {
    local: `CASE WHEN ${matches(`${DATE}([T ]${TIME})?`)} THEN ${millis(text)} END`,
    fast: (local) =>
      `CASE WHEN ${local} IS NOT NULL THEN ${instantOfLocal(local, zone)} WHEN ${matches(`${DATE}[T ]${TIME}${OFFSET}`)} THEN ${withOffset} END`,
  }
}

const WHOLE = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/

/** Values of typed files that need not become texts first. */
const typedPath = ({ field, spec, zone }: FieldReader, { typed }: SourceColumn): Fast | null => {
  if (typed === null || spec === null || spec.unit !== undefined || spec.minor !== undefined) return null
  const { type, value } = typed
  const only = (sql: string): Fast => ({ local: null, fast: () => sql })
  if (field.type === "number" && spec.decimal !== ",") {
    if (WHOLE.test(type)) return only(`CAST(${value} AS DOUBLE)`)
    if (type === "DOUBLE") return only(`CASE WHEN isfinite(${value}) THEN ${value} END`)
  }
  if (field.type === "integer" && WHOLE.test(type))
    return only(`CASE WHEN ${value} BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST(${value} AS DOUBLE) END`)
  if (field.type === "boolean" && type === "BOOLEAN") return only(`CAST(CAST(${value} AS INTEGER) AS DOUBLE)`)
  const formats = spec.format === undefined ? "iso" : spec.format
  if (field.type !== "instant") return null
  if (formats === "epoch-ms" && WHOLE.test(type))
    return only(`CASE WHEN ${value} BETWEEN -9999999999999 AND 9999999999999 THEN CAST(${value} AS DOUBLE) END`)
  if (formats !== "iso") return null
  // Before 1970 a fraction is cut towards the past in a text and elsewhere towards 1970: those go by their text.
  const modern = (local: string) => `CASE WHEN ${value} BETWEEN '1970-01-02' AND '2900-01-01' THEN ${local} END`
  if (type === "TIMESTAMP WITH TIME ZONE") return only(modern(`CAST(epoch_ms(${value}) AS DOUBLE)`))
  if (type === "TIMESTAMP" || type === "DATE")
    return {
      local: modern(`CAST(epoch_ms(CAST(${value} AS TIMESTAMP)) AS DOUBLE)`),
      fast: (local) => instantOfLocal(local, zone),
    }
  return null
}
