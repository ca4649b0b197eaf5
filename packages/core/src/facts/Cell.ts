import * as Schema from "effect/Schema"
import * as Zone from "../time/Zone.ts"
import * as ParseInstant from "../time/ParseInstant.ts"
import type { Field } from "./Field.ts"
import type { MappedColumn } from "./Mapping.ts"
import type { RejectReason } from "./Rejects.ts"

type Spec = Exclude<MappedColumn, string>

const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const UNIT_MS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** What reading a cell gives: a value of the field's column, `null` for absent, or why not. @category facts @since 0.1.0 */
export type CellResult = string | number | null | { readonly reason: RejectReason }

/** Reads one cell as the field's type; a text says why the mapping cannot. @category facts @since 0.1.0 */
export const cellReader = (field: Field, spec: Spec, zone: string): ((text: string) => CellResult) | string => {
  const number = (text: string): number => {
    const plain = withPoint(text, spec.decimal)
    return PLAIN_NUMBER.test(plain) ? Number(plain) : Number.NaN
  }
  const bounded = (value: number): CellResult =>
    (field.min !== undefined && value < field.min) || (field.max !== undefined && value > field.max)
      ? { reason: "out-of-range" }
      : value
  if (spec.bands !== undefined) {
    if (field.type !== "text") return "bands make texts, and the field is not a text"
    const bands = Object.entries(spec.bands).toSorted((a, b) => b[1] - a[1])
    return (text) => {
      const value = number(text.trim())
      if (!Number.isFinite(value)) return { reason: "not-a-number" }
      return bands.find(([, from]) => value >= from)?.[0] ?? { reason: "below-bands" }
    }
  }
  switch (field.type) {
    case "text": {
      const allowed = field.values === undefined ? null : new Set(field.values)
      return (text) => (allowed === null || allowed.has(text) ? text : { reason: "not-allowed" })
    }
    case "number":
      return (text) => {
        const value = number(text)
        return Number.isFinite(value) ? bounded(value) : { reason: "not-a-number" }
      }
    case "integer":
      return (text) => {
        const value = spec.minor === undefined ? number(text) : shift(text, spec.minor, spec.decimal ?? ".")
        if (!Number.isFinite(value)) return { reason: "not-a-number" }
        // The nearest millisecond: 1.001 s is 1000.9999999999999 ms in doubles.
        const scaled = spec.unit === undefined ? value : Math.round(value * UNIT_MS[spec.unit])
        return Number.isSafeInteger(scaled) ? bounded(scaled) : { reason: "not-an-integer" }
      }
    case "boolean":
      return (text) => BOOLEANS.get(text.toLowerCase()) ?? { reason: "not-a-boolean" }
    case "instant": {
      const formats =
        spec.format === undefined ? undefined : typeof spec.format === "string" ? [spec.format] : spec.format
      const unread = formats?.find((format) => !Schema.is(ParseInstant.Format)(format))
      if (unread !== undefined)
        return `${JSON.stringify(unread)} is not a date format: use iso, epoch-ms, epoch-s or a pattern such as dd.MM.yyyy${/[DY]/.test(unread) ? " (days are dd, years yyyy)" : ""}`
      if (!Zone.isZone(zone)) return `${JSON.stringify(zone)} is not an IANA zone such as Europe/Warsaw`
      const parse = ParseInstant.compile({ zone, ...(formats === undefined ? {} : { formats }) })
      return (text) => {
        const result = parse(text)
        if (typeof result === "number") return bounded(result)
        return typeof result === "object" && result.reason === "ambiguous"
          ? { reason: "ambiguous-date" }
          : (result as CellResult)
      }
    }
  }
}

/**
 * A number with a point as its decimal sign and without thousands signs. With a decimal comma, dots and blanks part
 * groups of three digits and nothing else: `1.5` is no number then, rather than 15.
 */
const withPoint = (text: string, decimal: "." | "," = "."): string => {
  if (decimal === ".") return text
  const [whole = "", ...fraction] = text.split(",")
  const grouped = /^[+-]?\d{1,3}(?:[\s.]\d{3})+$/u.test(whole)
  if (!grouped && whole.includes(".")) return ""
  return [grouped ? whole.replaceAll(/[\s.]/gu, "") : whole, ...fraction].join(".")
}

const BOOLEANS = new Map([
  ["true", 1],
  ["1", 1],
  ["yes", 1],
  ["false", 0],
  ["0", 0],
  ["no", 0],
])

/** `12.30` with two digits → 1230, in decimal places and never through a binary fraction. */
const shift = (text: string, digits: number, decimal: "." | ","): number => {
  const plain = withPoint(text, decimal)
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(plain)
  if (parts === null || (parts[2] === "" && (parts[3] ?? "") === "")) return Number.NaN
  const fraction = parts[3] ?? ""
  if (/[1-9]/.test(fraction.slice(digits))) return 0.5
  return Number(`${parts[1] ?? ""}${parts[2] ?? ""}${fraction.slice(0, digits).padEnd(digits, "0")}`)
}
