import { Readable } from "node:stream"

/** A table that travels beside a statement, and is there for as long as its query. */
export interface ExternalTable {
  readonly name: string
  /** Columns and their types: `alias String, canonical Nullable(String)`. */
  readonly structure: string
  readonly rows: () => Iterable<ReadonlyArray<string>>
}

/** What servers are told of external tables in the address of a request. */
export const tableSettings = (tables: ReadonlyArray<ExternalTable>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tables.flatMap(({ name, structure }) => [
      [`${name}_format`, "JSONCompactEachRow"],
      [`${name}_structure`, structure],
    ]),
  )

/** A request as `multipart/form-data`: statement and parameters are fields, external tables are files. */
export const multipart = (
  boundary: string,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
  tables: ReadonlyArray<ExternalTable>,
): Readable => Readable.from(parts(boundary, sql, parameters, tables))

/** Signs that are gathered before they are sent. */
const CHUNK = 65_536

function* parts(
  boundary: string,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
  tables: ReadonlyArray<ExternalTable>,
): Generator<string> {
  const begin = (name: string, more = "") =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`
  for (const piece of piecesOf(sql)) yield `${begin("query")}${piece}\r\n`
  for (const [name, value] of Object.entries(parameters)) yield `${begin(`param_${name}`)}${parameterText(value)}\r\n`
  for (const { name, rows } of tables) {
    let chunk = begin(name, `; filename="${name}"`)
    for (const row of rows()) {
      // Servers read a part line by line, and a line ends with both signs.
      chunk += `[${row.map(jsonText).join(",")}]\r\n`
      if (chunk.length < CHUNK) continue
      yield chunk
      chunk = ""
    }
    yield `${chunk}\r\n`
  }
  yield `--${boundary}--\r\n`
}

/** Most signs of a field: servers refuse more than 128 KiB. */
const LONGEST = 40_000

/** Servers put the fields of a long statement together again. */
function* piecesOf(sql: string): Generator<string> {
  for (let from = 0; from < sql.length;) {
    const to = from + LONGEST
    // A sign of two halves stays whole.
    const end = /[\uD800-\uDBFF]/.test(sql[to - 1] ?? "") ? to - 1 : to
    yield sql.slice(from, end)
    from = end
  }
}

/** Servers refuse half a sign. What UTF-8 cannot say is in none of their tables. */
const jsonText = (text: string): string => JSON.stringify(text.toWellFormed())

const ESCAPES: Readonly<Record<string, string>> = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "'": "\\'",
  "\\": "\\\\",
}
const escaped = (text: string): string => text.replaceAll(/[\t\n\r'\\]/g, (sign) => ESCAPES[sign] ?? sign)

/** A text, a number or a list of either, as the value of a parameter. */
const parameterText = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map((one) => (typeof one === "string" ? `'${escaped(one)}'` : String(one))).join(",")}]`
    : escaped(String(value))
