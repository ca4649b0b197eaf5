import { assert, describe, it } from "@effect/vitest"
import { cell, define, type MappedColumn, type Mapping, REJECTS_KEPT } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { decode, type ProjectOptions, type SourceSpec } from "./project.ts"

const model = define({
  order: {
    attributes: {
      gift: Schema.Boolean,
      grade: Schema.String,
      size: Schema.Finite,
      state: Schema.Literals(["new", "used"]),
    },
  },
})

/** What one cell becomes: the value of the fact, or the reason of the reject. */
const read = Effect.fnUntraced(function* (
  field: string,
  text: string | null,
  how: Omit<Exclude<MappedColumn, string>, "column"> = {},
  options: ProjectOptions & { readonly mapping?: Partial<Mapping>; readonly kind?: string } = {},
) {
  const { kind = "order", mapping, ...rest } = options
  const decoded = yield* decode(
    {
      kind,
      rows: [{ cell: text }],
      map: { [field]: { column: "cell", ...how } },
      ...(mapping === undefined ? {} : { mapping }),
    },
    { model, ...rest },
  )
  const [reject] = decoded.rejects.report().rejects
  if (reject !== undefined) return reject.reason
  const column = decoded.table.columns.get(field)
  return column === undefined ? "no column" : cell(column, 0)
})

/** Every cell with what it must become. */
const all = Effect.fnUntraced(function* (
  field: string,
  table: Readonly<Record<string, string | number | null>>,
  how: Omit<Exclude<MappedColumn, string>, "column"> = {},
  options: Parameters<typeof read>[3] = {},
) {
  for (const [text, expected] of Object.entries(table)) {
    const actual = yield* read(field, text, how, options)
    assert.strictEqual(actual, expected, JSON.stringify(text))
  }
})

const at = (iso: string) => Date.parse(iso)

describe("a cell of a number", () => {
  it.effect("is read where it is a plain number, and rejected where it is not", () =>
    all("size", {
      "1": 1,
      " 2.50 ": 2.5,
      "+3": 3,
      "-0.5": -0.5,
      ".5": 0.5,
      "5.": 5,
      "1e3": 1000,
      "1E-3": 0.001,
      "": null,
      " ": null,
      NaN: "not-a-number",
      Infinity: "not-a-number",
      "-Infinity": "not-a-number",
      "1e400": "not-a-number",
      "0x10": "not-a-number",
      "1_000": "not-a-number",
      "1,5": "not-a-number",
      "12%": "not-a-number",
      "=1+1": "not-a-number",
      "١٢": "not-a-number",
    }),
  )

  it.effect("may have a decimal comma with thousands signs in their place", () =>
    all(
      "size",
      {
        "1,5": 1.5,
        "1.234,5": 1234.5,
        "1 234 567,25": 1_234_567.25,
        "1\u00A0234,5": 1234.5,
        "1\u202F234": 1234,
        "-1.234": -1234,
        "1234,5": 1234.5,
        ",5": 0.5,
        "1,2,3": "not-a-number",
      },
      { decimal: "," },
    ),
  )

  it.effect("with a decimal comma is not multiplied where a dot is no thousands sign", () =>
    all(
      "size",
      {
        "1.5": "not-a-number",
        "12.34": "not-a-number",
        "1.2345": "not-a-number",
        "1.23,4": "not-a-number",
        "1,5.0": "not-a-number",
      },
      { decimal: "," },
    ),
  )
})

describe("a cell of an integer", () => {
  it.effect("is a whole number a double can hold", () =>
    all("amount", {
      "12": 12,
      "12.0": 12,
      "1e2": 100,
      "9007199254740991": 9_007_199_254_740_991,
      "9007199254740992": "not-an-integer",
      "9007199254740993": "not-an-integer",
      "-9007199254740993": "not-an-integer",
      "1e300": "not-an-integer",
      "12.5": "not-an-integer",
      twelve: "not-a-number",
      NaN: "not-a-number",
    }),
  )

  it.effect("in minor units is exact in decimal places", () =>
    all(
      "amount",
      {
        "12.30": 1230,
        "12.3": 1230,
        "12": 1200,
        "0.29": 29,
        "1.005": "not-an-integer",
        "1.010": 101,
        "-12.30": -1230,
        "-0.05": -5,
        "+0.05": 5,
        ".07": 7,
        "4.35": 435,
        "8.2": 820,
        "1.1": 110,
        "1234567890123.45": 123_456_789_012_345,
        "99999999999999.99": "not-an-integer",
        "1e3": "not-a-number",
        "-": "not-a-number",
        ".": "not-a-number",
        "1,234.50": "not-a-number",
        $5: "not-a-number",
      },
      { minor: 2 },
    ),
  )

  it.effect("in minor units may have a decimal comma", () =>
    all(
      "amount",
      { "1.234,56": 123_456, "-0,05": -5, "12": 1200, "12.34": "not-a-number" },
      { decimal: ",", minor: 2 },
    ),
  )

  it.effect("in minor units may have none or three digits", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* read("amount", "500", { minor: 0 }), 500)
      assert.strictEqual(yield* read("amount", "500.5", { minor: 0 }), "not-an-integer")
      assert.strictEqual(yield* read("amount", "1.234", { minor: 3 }), 1234)
    }),
  )

  it("in minor units equals the cents the text was written from", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1e12, max: 1e12 }), async (cents) => {
        const digits = String(Math.abs(cents)).padStart(3, "0")
        const text = `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`
        assert.strictEqual(await Effect.runPromise(read("amount", text, { minor: 2 })), cents)
      }),
      { numRuns: 50 },
    )
  })

  it.effect("of a duration is stored in milliseconds, whatever the unit", () =>
    Effect.gen(function* () {
      const interaction = { kind: "interaction", mapping: { with: { touchpoint: "shop" } } }
      for (const [unit, text, ms] of [
        ["ms", "1500", 1500],
        ["s", "1.5", 1500],
        ["s", "1.001", 1001],
        ["s", "12.3456789", 12_346],
        ["min", "2", 120_000],
        ["h", "1.1", 3_960_000],
        ["d", "1", 86_400_000],
        ["s", "-1", "out-of-range"],
        ["s", "soon", "not-a-number"],
        ["d", "1e300", "not-an-integer"],
      ] as const)
        assert.strictEqual(yield* read("durationMs", text, { unit }, interaction), ms, `${text} ${unit}`)
    }),
  )
})

describe("a cell of a boolean", () => {
  it.effect("is one of six words in any case", () =>
    all("gift", {
      true: 1,
      TRUE: 1,
      yes: 1,
      "1": 1,
      " No ": 0,
      false: 0,
      "0": 0,
      "": null,
      y: "not-a-boolean",
      "2": "not-a-boolean",
    }),
  )

  it.effect("may have its own words", () =>
    all(
      "gift",
      { tak: 1, nie: 0, "?": null, maybe: "not-allowed" },
      { values: { tak: "true", nie: "false", "?": null }, otherwise: "reject" },
    ),
  )
})

describe("a cell of text", () => {
  it.effect("is kept as it is, formulas and markup too", () =>
    all("grade", {
      "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
      "<script>": "<script>",
      " padded ": " padded ",
      __proto__: "__proto__",
      "007": "007",
      "": null,
      "  ": null,
    }),
  )

  it.effect("must be one of the allowed words where they are closed", () =>
    all("state", { new: "new", used: "used", New: "not-allowed", "": null }),
  )

  it.effect("may be translated, and unknown words kept, left out or rejected", () =>
    Effect.gen(function* () {
      const values = { nowy: "new", "?": null }
      yield* all("state", { nowy: "new", "?": null, used: "used", stary: "not-allowed" }, { values })
      yield* all("state", { nowy: "new", used: null, stary: null }, { values, otherwise: "absent" })
      yield* all("state", { nowy: "new", used: "not-allowed" }, { values, otherwise: "reject" })
    }),
  )

  it.effect("translates words that are names of Object.prototype only where the mapping does", () =>
    all("grade", { constructor: "constructor", toString: "toString" }, { values: { a: "b" } }),
  )

  it.effect("means absent where the mapping says so", () =>
    Effect.gen(function* () {
      const mapping = { absent: ["NULL", "-"] }
      yield* all("grade", { NULL: null, "-": null, null: "null" }, {}, { mapping })
      yield* all("amount", { NULL: null, " - ": null, "5": 5 }, {}, { mapping })
    }),
  )

  it.effect("becomes the band its number falls in", () =>
    all(
      "grade",
      {
        "0": "low",
        "9.99": "low",
        "10": "middle",
        "1000": "high",
        "1e300": "high",
        "-1": "below-bands",
        "": null,
        x: "not-a-number",
        "1e400": "not-a-number",
        " 10 ": "middle",
      },
      { bands: { high: 100, low: 0, middle: 10 } },
    ),
  )

  it.effect("keeps bands in their order, not in that of the rows", () =>
    Effect.gen(function* () {
      const decoded = yield* decode(
        {
          kind: "order",
          rows: [{ n: 500 }, { n: 1 }, { n: 50 }],
          map: { grade: { column: "n", bands: { high: 100, low: 0, middle: 10 } } },
        },
        { model },
      )
      assert.deepStrictEqual(decoded.bands.get("grade"), ["low", "middle", "high"])
      const column = decoded.table.columns.get("grade")
      assert.deepStrictEqual(column?.type === "text" ? column.dictionary : null, ["low", "middle", "high"])
    }),
  )
})

describe("a cell of an instant", () => {
  it.effect("is local time of the zone unless it says its offset", () =>
    all(
      "at",
      {
        "2018-01-01": at("2017-12-31T23:00:00Z"),
        "2018-07-01 12:00": at("2018-07-01T10:00:00Z"),
        "2018-07-01T12:00:00Z": at("2018-07-01T12:00:00Z"),
        "2018-07-01T12:00:00.25+05:30": at("2018-07-01T06:30:00.250Z"),
        "2018-02-30": "not-a-date",
        "01/02/2018": "not-a-date",
        "": "missing",
        "2018-03-25 02:30": "nonexistent-local-time",
        "2018-10-28 02:30": at("2018-10-28T00:30:00Z"),
      },
      {},
      { zone: "Europe/Warsaw" },
    ),
  )

  it.effect("is read in the mapping's zone, where it names one", () =>
    Effect.gen(function* () {
      const options = { zone: "Europe/Warsaw", mapping: { zone: "America/Sao_Paulo" } }
      assert.strictEqual(yield* read("at", "2018-07-01", {}, options), at("2018-07-01T03:00:00Z"))
    }),
  )

  it.effect("is read in the given formats, and rejected where they disagree", () =>
    all(
      "at",
      {
        "13/01/2018": at("2018-01-13Z"),
        "01/13/2018": at("2018-01-13Z"),
        "05/05/2018": at("2018-05-05Z"),
        "03/04/2018": "ambiguous-date",
        "2018-01-01": "not-a-date",
      },
      { format: ["dd/MM/yyyy", "MM/dd/yyyy"] },
    ),
  )

  it.effect("may be seconds or milliseconds, but not the one for the other", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* read("at", "1514764800", { format: "epoch-s" }), at("2018-01-01Z"))
      assert.strictEqual(yield* read("at", "1514764800000", { format: "epoch-ms" }), at("2018-01-01Z"))
      assert.strictEqual(yield* read("at", "1514764800000", { format: "epoch-s" }), "out-of-range")
    }),
  )
})

describe("a mapping", () => {
  const failing = (spec: SourceSpec, options: ProjectOptions = {}) => Effect.flip(decode(spec, { model, ...options }))

  it.effect("that cannot be used says everything that is wrong with it", () =>
    Effect.gen(function* () {
      const error = yield* failing({
        kind: "feedback",
        rows: [{ a: "1" }],
        map: {
          scor: "a",
          score: { column: "a", bands: { low: 0 } },
          at: { column: "a", format: "YYYY-MM-DD" },
          status: "a",
          wave: "a",
        },
        with: { status: "answered", scale: { min: "low", maxx: 5, unit: [1] }, polarity: "up", choice: null },
      })
      assert.strictEqual(error._tag, "MappingInvalid")
      if (error._tag !== "MappingInvalid") return
      assert.deepStrictEqual(error.issues.map(({ field }) => field).toSorted(), [
        "at",
        "choice",
        "instrument",
        "polarity",
        "scaleMaxx",
        "scaleMin",
        "scaleUnit",
        "scor",
        "score",
        "status",
      ])
      const of = new Map(error.issues.map((issue) => [issue.field, issue]))
      // The one that was meant, how to have an own column, and which fields there are.
      for (const [name, meant] of [
        ["scor", "score"],
        ["scaleMaxx", "scaleMax"],
      ] as const) {
        const fix = of.get(name)?.fix ?? ""
        assert.isTrue(fix.startsWith(`did you mean "${meant}"? an own column is declared as an attribute`), fix)
        assert.include(fix, `(attributes: { feedback: { ${name}: text } }); feedback has: source, eventId, customer, `)
      }
      assert.notInclude(of.get("scaleUnit")?.fix, "did you mean")
      assert.include(of.get("status")?.problem ?? "", "twice")
      assert.include(of.get("polarity")?.problem ?? "", '"up"')
      assert.include(of.get("at")?.problem ?? "", "YYYY-MM-DD")
      assert.include(of.get("instrument")?.problem ?? "", "required")
      for (const issue of error.issues) assert.notStrictEqual(issue.fix, "")
      assert.strictEqual(error.message.split("\n").length, 11)
    }),
  )

  it.effect("that names no zone of the world is refused", () =>
    Effect.gen(function* () {
      const error = yield* failing({
        kind: "order",
        rows: [{ at: "2018-01-01" }],
        mapping: { zone: "Europe/Atlantis" },
      })
      assert.include(error.message, "Europe/Atlantis")
    }),
  )

  it.effect("whose columns the source lacks names them and the nearest", () =>
    Effect.gen(function* () {
      const error = yield* failing({
        kind: "order",
        rows: [{ amout: "1", when: "" }],
        mapping: { map: { amount: "amount", eventId: "id", at: "when" } },
      })
      assert.strictEqual(error._tag, "ColumnMissing")
      assert.include(error.message, 'has no column "amount", "id"; did you mean "amout"?')
      assert.include(error.message, '"amout", "when"')
    }),
  )

  it.effect("of a source of one column points at the delimiter", () =>
    Effect.gen(function* () {
      const error = yield* failing({
        kind: "order",
        rows: [{ "id;amount;at": "1;2;3" }],
        map: { amount: "amount" },
        mapping: { map: { amount: "amount" } },
      })
      assert.include(error.message, "the source has one column only: check its delimiter")
    }),
  )

  it.effect("gives constants, which may nest", () =>
    Effect.gen(function* () {
      const { table } = yield* decode({
        kind: "feedback",
        rows: [{ score: 7 }, { score: 10 }],
        with: { instrument: "nps", scale: { min: 0, max: 10 }, weight: 2 },
      })
      const of = (name: string) =>
        [0, 1].map((row) => cell(table.columns.get(name) ?? { type: "number", values: new Float64Array() }, row))
      assert.deepStrictEqual(of("instrument"), ["nps", "nps"])
      assert.deepStrictEqual(of("scaleMin"), [0, 0])
      assert.deepStrictEqual(of("scaleMax"), [10, 10])
      assert.deepStrictEqual(of("weight"), [2, 2])
      assert.deepStrictEqual(of("source"), ["feedback.csv", "feedback.csv"])
    }),
  )

  it.effect("may take the source from a column", () =>
    Effect.gen(function* () {
      const { table } = yield* decode({
        kind: "order",
        rows: [{ shop: "Warsaw" }, { shop: "Gdynia" }],
        map: { source: "shop" },
      })
      const column = table.columns.get("source")
      assert.deepStrictEqual(column?.type === "text" ? column.dictionary : null, ["Warsaw", "Gdynia"])
    }),
  )

  it.effect("does not confuse fields with the names of Object.prototype", () =>
    Effect.gen(function* () {
      for (const field of ["__proto__", "constructor", "toString"]) {
        const map = JSON.parse(`{${JSON.stringify(field)}: "a"}`) as Record<string, string>
        const error = yield* failing({ kind: "order", rows: [{ a: "1" }], mapping: { map } })
        assert.strictEqual(error._tag, "MappingInvalid", field)
        assert.include(error.message, `${field}: unknown field`)
      }
      assert.deepStrictEqual(Object.keys({}.constructor.prototype as object), [])
    }),
  )

  it.effect("may take a column called __proto__", () =>
    Effect.gen(function* () {
      const row = JSON.parse(`{"__proto__": "anna", "n": "5"}`) as Record<string, string>
      const { table } = yield* decode({ kind: "order", rows: [row], map: { customer: "__proto__", amount: "n" } })
      const column = table.columns.get("customer")
      assert.strictEqual(column === undefined ? undefined : cell(column, 0), "anna")
    }),
  )
})

describe("a row", () => {
  it.effect("off its scale is a reject, whether the scale is a constant or a column", () =>
    Effect.gen(function* () {
      const constant = yield* decode({
        kind: "feedback",
        rows: [{ score: 0 }, { score: 11 }, { score: -1 }, { score: null }, { score: 10 }],
        with: { instrument: "nps", scale: { min: 0, max: 10 } },
      })
      assert.deepStrictEqual(
        constant.rejects.report().rejects.map(({ reason, row, column }) => [row, column, reason]),
        [
          [3, "score", "off-scale"],
          [4, "score", "off-scale"],
        ],
      )
      const column = yield* decode({
        kind: "feedback",
        rows: [
          { score: 7, max: 5 },
          { score: 7, max: 7 },
          { score: 7, max: null },
        ],
        map: { scaleMax: "max" },
        with: { instrument: "csat" },
      })
      assert.strictEqual(column.table.rows, 2)
    }),
  )

  it.effect("without the mapped time is a reject; a source without time is undated", () =>
    Effect.gen(function* () {
      const dated = yield* decode({ kind: "order", rows: [{ at: "2018-01-01" }, { at: null }] })
      assert.deepStrictEqual(dated.rejects.report().byReason, { missing: 1 })
      assert.isFalse(dated.undated)
      const undated = yield* decode({ kind: "order", rows: [{ amount: 1 }] })
      assert.isTrue(undated.undated)
      assert.isFalse(undated.table.columns.has("at"))
    }),
  )

  it.effect("without a required field is a reject that names the column of the source", () =>
    Effect.gen(function* () {
      const { rejects } = yield* decode({ kind: "feedback", rows: [{ question: "" }], map: { instrument: "question" } })
      assert.deepStrictEqual(rejects.report().rejects, [
        { source: "feedback.csv", row: 2, column: "question", value: null, reason: "missing" },
      ])
    }),
  )

  it.effect("keeps its place in the source as its sequence", () =>
    Effect.gen(function* () {
      const { rowNumbers, table } = yield* decode({
        kind: "order",
        rows: [{ amount: 1 }, { amount: "x" }, { amount: 3 }],
      })
      assert.deepStrictEqual([...rowNumbers], [2, 4])
      const sequence = table.columns.get("sequence")
      assert.deepStrictEqual(sequence?.type === "number" ? [...sequence.values] : null, [0, 1])
    }),
  )

  it("is a fact or a reject, never both and never neither", async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("1", "5", "99", "2018-01-01", "", "anna", "answered", "NaN"),
    )
    const some = fc.array(fc.record({ customer: text, at: text, score: text, status: text, sequence: text }), {
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(some, async (rows) => {
        const decoded = await Effect.runPromise(
          decode({
            kind: "feedback",
            rows,
            header: ["customer", "at", "score", "status", "sequence"],
            with: { instrument: "nps", scale: { min: 0, max: 10 } },
          }),
        )
        const { byReason, count, rejects } = decoded.rejects.report()
        assert.strictEqual(decoded.rows, rows.length)
        assert.strictEqual(decoded.table.rows + count, rows.length)
        assert.strictEqual(
          Object.values(byReason).reduce((a, b) => a + b, 0),
          count,
        )
        const places = [...decoded.rowNumbers, ...rejects.map(({ row }) => row)].toSorted((a, b) => a - b)
        assert.deepStrictEqual(
          places,
          rows.map((_, i) => i + 2),
        )
        for (const column of decoded.table.columns.values())
          assert.strictEqual((column.type === "text" ? column.codes : column.values).length, decoded.table.rows)
      }),
    )
  })
})

describe("rejects", () => {
  it.effect("show the shape of a value and not the value, unless asked", () =>
    Effect.gen(function* () {
      const spec: SourceSpec = { kind: "order", rows: [{ amount: "Anna 12" }] }
      const masked = yield* decode(spec)
      assert.strictEqual(masked.rejects.report().rejects[0]?.value, "Aaaa 99")
      const open = yield* decode(spec, { unmasked: true })
      assert.strictEqual(open.rejects.report().rejects[0]?.value, "Anna 12")
    }),
  )

  it.effect("are all counted, and the first ten thousand keep their place", () =>
    Effect.gen(function* () {
      const { rejects } = yield* decode({
        kind: "order",
        rows: Array.from({ length: REJECTS_KEPT + 5 }, () => ({ amount: "x" })),
      })
      const report = rejects.report()
      assert.strictEqual(report.count, REJECTS_KEPT + 5)
      assert.deepStrictEqual(report.byReason, { "not-a-number": REJECTS_KEPT + 5 })
      assert.strictEqual(report.rejects.length, REJECTS_KEPT)
    }),
  )
})

describe("an instant at an end of time", () => {
  it.effect("is none at which something has happened, but one that may be promised", () =>
    Effect.gen(function* () {
      const far = { "9999-12-31": "out-of-range", "9000-01-01": "out-of-range" }
      const last = { "8999-12-31T23:59:59.999Z": Date.UTC(9000, 0, 1) - 1 }
      const none = { "0001-01-01": "out-of-range", "1899-12-30T00:00:00Z": "out-of-range" }
      const first = { "1900-01-01T00:00:00Z": Date.UTC(1900, 0, 1) }
      yield* all("at", { ...none, ...first })
      yield* all("due", { ...none, ...first }, {}, { kind: "promise" })
      yield* all("at", { ...far, ...last })
      yield* all("fulfilledAt", { ...far, ...last }, {}, { kind: "promise", mapping: { with: { due: "2024-01-01" } } })
      yield* all("due", { "9999-12-31T00:00:00Z": at("9999-12-31T00:00:00Z") }, {}, { kind: "promise" })
    }),
  )
})
