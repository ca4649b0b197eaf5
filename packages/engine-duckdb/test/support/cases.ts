import type { FactKind, Mapping } from "@touchpoint/core/facts"
import { define } from "@touchpoint/core/facts"
import { Inventory } from "@touchpoint/core/model"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

/** The model of random sources: own attributes whose names differ by case, or are words of SQL. */
export const model = define({
  order: { attributes: { select: Schema.String, Region: Schema.String, region: Schema.Finite, Gift: Schema.Boolean } },
})

/** How a column of a random file is written. */
export type ColumnType = "VARCHAR" | "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP WITH TIME ZONE" | "TIMESTAMP" | "DATE"

/** A file of texts by row, `null` for none, and what DuckDB is told its columns are. */
export interface FileCase {
  readonly format: "csv" | "parquet" | "jsonl"
  readonly header: ReadonlyArray<string>
  readonly types: ReadonlyArray<ColumnType>
  readonly rows: ReadonlyArray<ReadonlyArray<string | null>>
  readonly delimiter: string
  readonly quoteAll: boolean
  readonly crlf: boolean
  readonly encoding: "utf-8" | "utf-16le" | "bom"
  readonly packing: "none" | "gzip" | "zstd"
  /** Lines put in as they are: damage. */
  readonly damage: ReadonlyArray<{ readonly at: number; readonly line: string }>
}

/** A source: a file and its mapping. */
interface SourceCase {
  readonly kind: string
  readonly file: FileCase
  readonly mapping: Mapping
}

/** A project of random sources. */
export interface LoadCase {
  readonly sources: ReadonlyArray<SourceCase>
  readonly inventory: Inventory | null
  readonly asOf: number | null
  readonly zone: string
  readonly unmasked: boolean
}

const numbers = [
  "0",
  "1",
  "5",
  "10",
  "-3",
  "2.5",
  "7.",
  ".5",
  "1e3",
  "+4",
  "1,5",
  "1 000,5",
  "1.000,25",
  "-0",
  "12.30",
  "12.345",
  "abc",
  "9007199254740993",
  "1e999",
  "NaN",
  "Infinity",
  "0x1f",
  "1_000",
  "99999999999999999999",
  "0.1",
  "00012",
  "٣",
  "-",
  "1.",
  "5 ",
]
const instantTexts = [
  "2024-03-31T02:30:00",
  "2024-03-31 02:30",
  "2024-03-31",
  "2024-10-27T02:30:00",
  "2024-10-27 01:59:59.999",
  "2024-10-27T03:00:00",
  "2024-02-30",
  "2024-05-05T10:00:00Z",
  "2024-05-05T10:00:00.123Z",
  "2024-05-05T10:00:00.123456789Z",
  "2024-05-05 10:00:00+02:00",
  "2024-05-05T10:00:00-0330",
  "2024-05-05T10:00:00+02",
  "2024-05-05T24:00:00Z",
  "2024-05-05T10:60Z",
  "2024-05-05T10:00",
  "1969-12-31T23:59:59.9999Z",
  "1900-01-01T00:00:00",
  "0001-01-01",
  "9999-12-31T23:59:59Z",
  "0000-01-01",
  "05.05.2024",
  "31.12.2023 23:59",
  "1714903200000",
  "1714903200",
  "-1",
  "1714903200.5",
  "2024-05-05t10:00:00z",
  "2024-05-05T10:00:00,5Z",
  "2051-06-01T10:00",
  "2024-05-05T10:00:00+23:59",
  "2024-5-5",
  "not a date",
  "2024-05-05T10:00:00 Z",
  "2024-03-10T02:30",
  "2018-11-04T00:30",
]
const words = [
  "a",
  "b",
  "A",
  " a ",
  "",
  "Łódź",
  "çà va",
  "qualit‚",
  "Ã©",
  "😀",
  "\uffff",
  "NULL",
  "null",
  "NA",
  "-",
  "it's",
  'say "x"',
  "x;y",
  "x,y",
  "1",
  "true",
  "\u00a0",
  "\u3000",
  "\ufeffx",
  " ",
  "\t",
  "constructor",
  "__proto__",
  "';drop table x;--",
  "<b>",
  "\u001b[31m",
]
const touchpoints = ["web", "Web", "shop", "Laden", "nope", "courier"]
const ids = ["o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7"]
const customers = ["c1", "c2", "c3", "cookie-1", "cookie-2", "cookie-3", "loop-1", "loop-2", ""]
const bools = ["true", "false", "TRUE", "yes", "No", "1", "0", "maybe", " true "]

const common = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "NA", "-", "\u00a0") },
)
const mostly = (good: fc.Arbitrary<string>, odd: ReadonlyArray<string>): fc.Arbitrary<string | null> =>
  fc.oneof(
    { weight: 30, arbitrary: good },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: common },
  )

const goodInstant = fc
  .tuple(fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2025, 0, 1) }), fc.constantFrom(0, 1, 2, 3))
  .map(([at, shape]) => {
    const iso = new Date(at).toISOString()
    return shape === 0
      ? iso
      : shape === 1
        ? iso.slice(0, 10)
        : shape === 2
          ? iso.slice(0, 19)
          : `${iso.slice(0, 19)}+02:00`
  })

const cellOf = (kind: FactKind.FactKind, name: string): fc.Arbitrary<string | null> => {
  const field = kind.fields[name]
  if (name === "touchpoint") return mostly(fc.constantFrom("web", "shop"), touchpoints)
  if (["eventId", "orderId", "refundOf", "contactId"].includes(name))
    return fc.oneof(
      { weight: 5, arbitrary: fc.uuid() },
      { weight: 2, arbitrary: mostly(fc.constantFrom(...ids), words) },
    )
  if (["customer", "alias", "canonical"].includes(name)) return mostly(fc.constantFrom(...customers), words)
  if (field?.type === "instant") return mostly(goodInstant, instantTexts)
  if (field?.type === "number" || field?.type === "integer")
    return mostly(fc.integer({ min: 0, max: 12 }).map(String), numbers)
  if (field?.type === "boolean") return mostly(fc.constantFrom("true", "false"), bools)
  if (field?.values !== undefined) return mostly(fc.constantFrom(...field.values), words)
  return mostly(fc.constantFrom("a", "b", "Łódź", "x"), words)
}

const typesOf = (kind: FactKind.FactKind, name: string): fc.Arbitrary<ColumnType> => {
  const type = kind.fields[name]?.type
  if (type === "instant") return fc.constantFrom("VARCHAR", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "DATE", "BIGINT")
  if (type === "number" || type === "integer") return fc.constantFrom("VARCHAR", "BIGINT", "DOUBLE")
  if (type === "boolean") return fc.constantFrom("VARCHAR", "BOOLEAN")
  return fc.constantFrom("VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "DOUBLE")
}

const specOf = (kind: FactKind.FactKind, name: string, column: string): fc.Arbitrary<Mapping["map"][string]> => {
  const field = kind.fields[name]
  const plain = fc.constantFrom<Mapping["map"][string]>(column, { column })
  if (field?.type === "instant")
    return fc.oneof(
      { weight: 6, arbitrary: plain },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          { column, format: "epoch-ms" },
          { column, format: "epoch-s" },
          { column, format: ["iso", "dd.MM.yyyy"] as [string, string] },
          { column, format: "dd.MM.yyyy HH:mm" },
        ),
      },
    )
  if (field?.type === "number")
    return fc.oneof(
      { weight: 5, arbitrary: plain },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Mapping["map"][string]>(
          { column, decimal: "," },
          { column, values: { abc: "3", "5": null } },
        ),
      },
    )
  if (field?.type === "integer")
    return fc.oneof(
      { weight: 3, arbitrary: plain },
      {
        weight: 2,
        arbitrary: fc.constantFrom<Mapping["map"][string]>(
          { column, unit: "s" },
          { column, minor: 2 },
          { column, minor: 0 },
          { column, minor: 2, decimal: "," },
          { column, unit: "d" },
          { column, unit: "min", minor: 1 },
        ),
      },
    )
  if (field?.type === "boolean") return fc.oneof(plain, fc.constant({ column, values: { maybe: "true", yes: "no" } }))
  const valued = fc.constantFrom<Mapping["map"][string]>(
    { column, values: { a: "b", x: null } },
    { column, values: { a: "a", b: "nps" }, otherwise: "absent" },
    { column, values: { a: "a", Łódź: "Lodz" }, otherwise: "reject" },
    { column, bands: { low: 0, mid: 5, high: 9 } },
  )
  return fc.oneof({ weight: 8, arbitrary: plain }, { weight: field?.values === undefined ? 1 : 0, arbitrary: valued })
}

const kindsOf = [
  "interaction",
  "contact",
  "feedback",
  "order",
  "order-line",
  "promise",
  "customer",
  "identity",
] as const

const damaged = fc.record({
  at: fc.nat({ max: 12 }),
  line: fc.constantFrom(
    "",
    " ",
    "a",
    '"open',
    'x"y',
    '"a"b',
    "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q",
    '"multi\nline"',
    "a\rb",
    "{",
    "null",
    "[1]",
    "\u0000",
  ),
})

const sourceCase: fc.Arbitrary<SourceCase> = fc.constantFrom(...kindsOf).chain((id) => {
  const kind = model.kinds[id] as FactKind.FactKind
  const required = Object.entries(kind.fields)
    .filter(([name, field]) => field.required && name !== "source")
    .map(([name]) => name)
  const others = Object.keys(kind.fields).filter((name) => name !== "source" && !required.includes(name))
  return fc
    .tuple(fc.subarray(others), fc.constantFrom(...([[], ["source"]] as ReadonlyArray<ReadonlyArray<string>>)))
    .chain(([some, own]) => {
      const fields = [...required, ...(required.length + some.length === 0 ? ["eventId"] : some), ...own]
      const columns = fields.map((name, i) => ["select", 'a"b', "x;y", "é"][i] ?? `${name} ${i}`)
      return fc
        .record({
          specs: fc.tuple(...fields.map((name, i) => specOf(kind, name, columns[i] ?? ""))),
          types: fc.tuple(...fields.map((name) => typesOf(kind, name))),
          rows: fc.array(fc.tuple(...fields.map((name) => cellOf(kind, name))), { maxLength: 40, size: "large" }),
          format: fc.constantFrom("csv" as const, "csv" as const, "parquet" as const, "jsonl" as const),
          delimiter: fc.constantFrom(",", ";", "\t"),
          quoteAll: fc.boolean(),
          crlf: fc.boolean(),
          encoding: fc.oneof(
            { weight: 8, arbitrary: fc.constant("utf-8" as const) },
            { weight: 1, arbitrary: fc.constantFrom("utf-16le" as const, "bom" as const) },
          ),
          packing: fc.oneof(
            { weight: 8, arbitrary: fc.constant("none" as const) },
            { weight: 1, arbitrary: fc.constantFrom("gzip" as const, "zstd" as const) },
          ),
          damage: fc.oneof(
            { weight: 4, arbitrary: fc.constant([]) },
            { weight: 1, arbitrary: fc.array(damaged, { minLength: 1, maxLength: 2 }) },
          ),
          absent: fc.oneof(
            { weight: 3, arbitrary: fc.constant(undefined) },
            { weight: 1, arbitrary: fc.constant(["NA", "-", "5", "true", "c1"]) },
          ),
          zone: fc.oneof(
            { weight: 2, arbitrary: fc.constant(undefined) },
            {
              weight: 1,
              arbitrary: fc.constantFrom(
                "America/Sao_Paulo",
                "Asia/Kathmandu",
                "America/New_York",
                "Europe/Dublin",
                "Africa/Casablanca",
              ),
            },
          ),
          scale: fc.boolean(),
          key: fc.oneof(
            { weight: 4, arbitrary: fc.constant(undefined) },
            { weight: 1, arbitrary: fc.subarray(fields, { minLength: 1, maxLength: Math.min(2, fields.length) }) },
          ),
        })
        .map(
          ({
            absent,
            crlf,
            damage,
            delimiter,
            encoding,
            format,
            key,
            packing,
            quoteAll,
            rows,
            scale,
            specs,
            types,
            zone,
          }): SourceCase => ({
            kind: id,
            file: { format, header: columns, types, rows, delimiter, quoteAll, crlf, encoding, packing, damage },
            mapping: {
              kind: id,
              map: Object.fromEntries(fields.map((name, i) => [name, specs[i] as Mapping["map"][string]])),
              ...(scale && id === "feedback" && !fields.includes("scaleMin") && !fields.includes("scaleMax")
                ? { with: { scale: { min: 1, max: 10 } } }
                : {}),
              ...(absent === undefined ? {} : { absent }),
              ...(zone === undefined ? {} : { zone }),
              ...(key === undefined ? {} : { key }),
            },
          }),
        )
    })
})

/** Random projects. */
export const loadCase: fc.Arbitrary<LoadCase> = fc.record({
  sources: fc.array(sourceCase, { minLength: 1, maxLength: 4 }),
  inventory: fc.constantFrom(
    null,
    new Inventory({
      touchpoints: [
        { id: "web", stage: "before-purchase", aliases: ["Web", "www"] },
        { id: "shop", stage: "during-purchase", aliases: ["Laden"] },
      ],
    }),
  ),
  asOf: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(Date.UTC(2024, 5, 1)) },
  ),
  zone: fc.constantFrom("UTC", "Europe/Warsaw", "America/New_York"),
  unmasked: fc.boolean(),
})
