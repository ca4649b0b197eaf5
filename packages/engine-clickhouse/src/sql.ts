/**
 * The one home of quoting: everything that comes from outside goes into SQL through these functions.
 *
 * @module
 */
import type { ExternalTable } from "./externalTables.ts"

/** A name as an identifier. ClickHouse has no way to write a NUL in one, so such a name is of no column. */
export const identifier = (name: string): string =>
  `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("\0", "\\0")}\``

/** A text as a literal, for the few places that take no parameter: names of clusters, addresses, settings of types. */
export const literal = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`

/** A number as a literal double. A parameter would not do: servers read those with a fast method that is a bit off. */
export const double = (value: number): string => {
  if (Number.isNaN(value)) return "CAST(NULL AS Nullable(Float64))"
  if (!Number.isFinite(value)) return value < 0 ? "(-inf)" : "inf"
  const text = Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.` : String(value)
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? "-0." : text})` : text
}

/** Whether an instant lies in a span; absent ones do not, also where both sides are open. */
export const spanSql = (
  clock: string,
  { from, to }: { readonly from: number | null; readonly to: number | null },
): string =>
  `(${clock} >= ${double(from ?? Number.NEGATIVE_INFINITY)} AND ${clock} < ${double(to ?? Number.POSITIVE_INFINITY)})`

/** A list of numbers as an array of doubles. */
export const doubles = (values: ReadonlyArray<number>): string =>
  values.length === 0 ? "CAST([] AS Array(Float64))" : `[${values.map(double).join(",")}]`

/** What travels beside a statement. */
export interface Beside {
  readonly parameters: Readonly<Record<string, unknown>>
  readonly tables: ReadonlyArray<ExternalTable>
}

/** Collects what travels beside statements: texts from outside are never part of one. */
export interface Parameters {
  readonly text: (value: string) => string
  readonly texts: (values: ReadonlyArray<string>) => string
  /** Whole numbers as an array of doubles: many edges would make a statement too long. */
  readonly integers: (values: ReadonlyArray<number>) => string
  /** A table by its name, which nothing else may have. */
  readonly table: (table: ExternalTable) => string
  /** What a statement mentions. */
  readonly of: (sql: string) => Beside
}

/** Most signs of a parameter: servers refuse values of more than 128 KiB. */
const LONGEST = 30_000

/** A list as one array, or as several that are put together again. */
const inPieces = <A>(all: ReadonlyArray<A>, add: (some: ReadonlyArray<A>) => string): string => {
  const pieces: Array<Array<A>> = [[]]
  let length = 0
  for (const one of all) {
    length += String(one).length + 4
    if (length > LONGEST) {
      pieces.push([])
      length = 0
    }
    pieces.at(-1)?.push(one)
  }
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? add(only) : `arrayConcat(${pieces.map(add).join(", ")})`
}

/** Starts to collect parameters; equal ones are one. */
export const parameters = (): Parameters => {
  const names = new Map<string, string>()
  const values = new Map<string, unknown>()
  const tables = new Map<string, ExternalTable>()
  const add = (value: unknown, type: string): string => {
    const key = JSON.stringify([type, value])
    const known = names.get(key)
    const name = known ?? `p${values.size}`
    if (known === undefined) {
      names.set(key, name)
      values.set(name, value)
    }
    return `{${name}:${type}}`
  }
  return {
    text: (value) => add(value, "String"),
    texts: (all) => inPieces(all, (some) => add(some, "Array(String)")),
    integers: (all) => `CAST(${inPieces(all, (some) => add(some, "Array(Int64)"))} AS Array(Float64))`,
    table: (table) => {
      tables.set(table.name, table)
      return identifier(table.name)
    },
    of: (sql) => {
      const used = new Set(Array.from(sql.matchAll(/\{(p\d+):/g), ([, name]) => name ?? ""))
      return {
        parameters: Object.fromEntries([...values].filter(([name]) => used.has(name))),
        tables: [...tables.values()].filter(({ name }) => sql.includes(identifier(name))),
      }
    },
  }
}
