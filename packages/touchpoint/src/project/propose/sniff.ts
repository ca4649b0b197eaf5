import { ParseInstant } from "@touchpoint/core/time"

/** What the cells of a column look like, from the first rows. */
export interface Looks {
  readonly column: string
  /** Cells that hold something. */
  readonly filled: number
  /** Distinct ones, at most {@link DISTINCT}. */
  readonly distinct: ReadonlyArray<string>
  /** How numbers are written; `null` where most cells are none. */
  readonly number: NumberLooks | null
  /** How dates are written; `null` where most cells are none. */
  readonly date: DateLooks | null
}

/** How the numbers of a column are written. */
interface NumberLooks {
  readonly decimal: "." | ","
  /** Most cells carry a currency or commas between thousands, which are not read. */
  readonly signs: boolean
  /** The currency they carry, where it is only one; `null` elsewhere. */
  readonly currency: string | null
  /** Most digits behind the decimal sign. */
  readonly digits: number
  readonly min: number
  readonly max: number
}

/** How the dates of a column are written. */
interface DateLooks {
  /** `null` where it needs not be named. */
  readonly format: string | null
  /** Another format that reads every cell, and reads it differently. */
  readonly rival: string | null
}

/** Distinct cells kept of a column. */
const DISTINCT = 200
/** Most of the cells; the others are what rejects are for. */
const MOST = 0.9

/** Words for "no value" in exports. */
const NOTHING = new Set(["na", "n/a", "null", "none", "nan", "nil", "-", "–", "—", "?", "#n/a", "brak", "нет", "н/д"])

/** Whether a cell is a word for "no value". */
export const isNothing = (cell: string): boolean => NOTHING.has(cell.toLowerCase())

/** Looks at the cells of a column. */
export const looksOf = (column: string, cells: ReadonlyArray<string>, zone: string): Looks => {
  const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== "")
  const values = said.filter((cell) => !isNothing(cell))
  const distinct = [...new Set(values)]
  return {
    column,
    filled: said.length,
    distinct: distinct.slice(0, DISTINCT),
    number: numberLooks(values),
    date: dateLooks(distinct.slice(0, DISTINCT), zone),
  }
}

const POINT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/
const COMMA = /^[+-]?(?:\d{1,3}(?:[\s.\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?$/u

const numberLooks = (values: ReadonlyArray<string>): NumberLooks | null => {
  if (values.length === 0) return null
  const plain = plainLooks(values)
  if (plain !== null) return { ...plain, signs: false, currency: null }
  const stripped = values.map(withoutCurrency)
  const { decimal = ".", ...amounts } =
    plainLooks(stripped.map(({ amount }) => amount)) ??
    plainLooks(stripped.map(({ amount }) => (THOUSANDS.test(amount) ? amount.replaceAll(",", "") : amount))) ??
    {}
  if (!("max" in amounts)) return null
  const currencies = [...new Set(stripped.map(({ currency }) => currency).filter((currency) => currency !== ""))]
  return { ...amounts, decimal, signs: true, currency: currencies.length === 1 ? (currencies[0] ?? null) : null }
}

/** Commas between thousands, and a point. */
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/
const SIGN = String.raw`\p{Sc}|zł|ZŁ|zl|руб\.?|р\.|Kč|kr\.?|[A-Z]{3}`
const AROUND = new RegExp(String.raw`^([+-]?) ?(${SIGN})? ?([+-]?\d[\d.,\s]*?)\s?(${SIGN})?$`, "u")
/** No amount of money is longer. */
const LONGEST_AMOUNT = 40

/** Signs that stand for one currency only; a dollar is of many countries. */
const CURRENCIES: Readonly<Record<string, string>> = {
  "€": "EUR",
  "£": "GBP",
  "₽": "RUB",
  "₴": "UAH",
  руб: "RUB",
  р: "RUB",
  zł: "PLN",
  zl: "PLN",
  kč: "CZK",
}

/** `1 234,56 zł` as `1 234,56` of PLN; the currency is empty where the sign names none. */
const withoutCurrency = (cell: string): { readonly amount: string; readonly currency: string } => {
  const [, sign = "", before = "", amount, after = ""] = (cell.length > LONGEST_AMOUNT ? null : AROUND.exec(cell)) ?? []
  const mark = before || after
  const word = mark.toLowerCase().replace(".", "")
  const named = Object.hasOwn(CURRENCIES, word) ? CURRENCIES[word] : undefined
  return amount === undefined
    ? { amount: cell, currency: "" }
    : { amount: `${sign}${amount}`, currency: named ?? (/^[A-Z]{3}$/.test(mark) ? mark : "") }
}

/** A number without anything around it, as a column with this decimal sign is read; `NaN` elsewhere. */
export const numberOf = (cell: string, decimal: "." | ","): number => {
  if (!(decimal === "," ? COMMA : POINT).test(cell)) return Number.NaN
  return Number(decimal === "," ? cell.replaceAll(/[\s.\u00a0\u202f]/gu, "").replace(",", ".") : cell)
}

const plainLooks = (values: ReadonlyArray<string>): Omit<NumberLooks, "signs" | "currency"> | null => {
  const fits = (form: RegExp) => values.filter((value) => form.test(value))
  const [point, comma] = [fits(POINT), fits(COMMA)]
  const byComma = comma.length > point.length
  const read = byComma ? comma : point
  if (read.length < values.length * MOST) return null
  let [min, max, digits] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const text of read) {
    const value = numberOf(text, byComma ? "," : ".")
    min = Math.min(min, value)
    max = Math.max(max, value)
    digits = Math.max(digits, text.split(byComma ? "," : ".")[1]?.length ?? 0)
  }
  return { decimal: byComma ? "," : ".", digits, min, max }
}

const TIMES = ["", " HH:mm", " HH:mm:ss"]
const AMERICAN_TIMES = [...TIMES, " h:mm a", " h:mm:ss a"]
const with_ = (day: string, times: ReadonlyArray<string>) => times.map((time) => day + time)

/** Formats that are tried in this order; each reads padded and unpadded numbers. */
const FORMATS: ReadonlyArray<string> = [
  "iso",
  ...with_("dd.MM.yyyy", TIMES),
  ...with_("dd/MM/yyyy", TIMES),
  ...with_("MM/dd/yyyy", AMERICAN_TIMES),
  ...with_("dd-MM-yyyy", TIMES),
  ...with_("yyyy/MM/dd", TIMES),
  ...with_("d.M.yyyy", TIMES),
  ...with_("d/M/yyyy", TIMES),
  ...with_("M/d/yyyy", AMERICAN_TIMES),
  ...with_("d MMM yyyy", TIMES),
  ...with_("MMM d, yyyy", AMERICAN_TIMES),
]

const dateLooks = (values: ReadonlyArray<string>, zone: string): DateLooks | null => {
  if (values.length === 0) return null
  const numeric = epochOf(values)
  if (numeric !== null) return { format: numeric, rival: null }
  if (values.every((value) => POINT.test(value))) return null
  const readers = FORMATS.flatMap((format) => (reads(format, values, zone) ? [format] : []))
  const [format] = readers
  if (format === undefined) return null
  const rival = readers.find((other) => differs(format, other, values, zone))
  return { format: format === "iso" ? null : format, rival: rival ?? null }
}

const EPOCHS = [
  ["epoch-s", 946_684_800, 4_102_444_800],
  ["epoch-ms", 946_684_800_000, 4_102_444_800_000],
] as const
const DAYS = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** Seconds or milliseconds since 1970, or days written as eight digits; other numbers are no dates. */
const epochOf = (values: ReadonlyArray<string>): string | null => {
  if (values.every((value) => DAYS.test(value))) return "yyyyMMdd"
  if (!values.every((value) => /^\d{9,13}$/.test(value))) return null
  const numbers = values.map(Number)
  return EPOCHS.find(([, from, to]) => numbers.every((n) => n >= from && n < to))?.[0] ?? null
}

const readerOf = (format: string, zone: string) => ParseInstant.compile({ zone, formats: [format] })

const reads = (format: string, values: ReadonlyArray<string>, zone: string): boolean => {
  const parse = readerOf(format, zone)
  let bad = 0
  const allowed = Math.floor(values.length * (1 - MOST))
  for (const value of values) if (typeof parse(value) !== "number" && ++bad > allowed) return false
  return true
}

const differs = (format: string, other: string, values: ReadonlyArray<string>, zone: string): boolean => {
  if (format === other) return false
  const [one, two] = [readerOf(format, zone), readerOf(other, zone)]
  return values.some((value) => {
    const [a, b] = [one(value), two(value)]
    return typeof a === "number" && typeof b === "number" && a !== b
  })
}
