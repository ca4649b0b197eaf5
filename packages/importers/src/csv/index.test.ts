import { readFileSync } from "node:fs"
import { gzipSync, zstdCompressSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import { csv } from "@touchpoint/importers"
import { Effect, Stream } from "effect"
import * as fc from "fast-check"

type Chunks = Stream.Stream<Uint8Array, SourceUnreadable>

const utf8 = (text: string) => new TextEncoder().encode(text)
const from = (bytes: string | Uint8Array, size = Number.POSITIVE_INFINITY): Chunks => {
  const whole = typeof bytes === "string" ? utf8(bytes) : bytes
  if (size >= whole.length) return Stream.make(whole)
  const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  )
  return Stream.fromIterable(parts)
}

/** Bytes of a text in an encoding of one byte per character. */
const inEncoding = (encoding: string, text: string): Uint8Array => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  const table = new Map([...new TextDecoder(encoding).decode(bytes)].map((character, byte) => [character, byte]))
  return Uint8Array.from([...text], (character) => table.get(character) ?? assert.fail(`${character} in ${encoding}`))
}

const utf16 = (text: string, big: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2 + 2)
  const view = new DataView(bytes.buffer)
  ;["\ufeff", ...Array.from({ length: text.length }, (_, i) => text.charAt(i))].forEach((unit, i) =>
    view.setUint16(i * 2, unit.charCodeAt(0), !big),
  )
  return bytes
}

const read = (bytes: Chunks, options: unknown = {}, limits: Partial<Importer.ImportLimits> = {}) =>
  Effect.gen(function* () {
    const input = { source: "file.csv", bytes, limits: { ...Importer.defaultImportLimits, ...limits } }
    const records = yield* csv.open(input, options)
    const batches = yield* Stream.runCollect(records.batches)
    const rows: Array<ReadonlyArray<string>> = []
    for (const batch of batches) {
      const columns = records.header.map((name) => batch.columns.get(name) ?? [])
      for (let i = 0; i < batch.rows; i++) rows.push(columns.map((column) => column[i] ?? "absent"))
    }
    return {
      header: records.header,
      rows,
      lines: batches.flatMap((batch) => Array.from(batch.rowNumbers)),
      broken: batches.flatMap((batch) => batch.broken),
      sizes: batches.map((batch) => batch.rows),
      notes: records.notes(),
    }
  })

const refused = (bytes: Chunks, options: unknown = {}, limits: Partial<Importer.ImportLimits> = {}) =>
  Effect.map(Effect.flip(read(bytes, options, limits)), (error) => {
    assert.instanceOf(error, SourceUnreadable)
    return error.message
  })

describe("csv: rows", () => {
  it.effect("gives columns, and the line every row begins in", () =>
    Effect.gen(function* () {
      const text = 'id,comment\n1,"two\r\nlines, one cell"\n\n2,"say ""hi"""\n3,\n'
      for (const size of [1, 3, 1000]) {
        const { broken, header, lines, rows } = yield* read(from(text, size))
        assert.deepStrictEqual(header, ["id", "comment"])
        assert.deepStrictEqual(rows, [
          ["1", "two\r\nlines, one cell"],
          ["2", 'say "hi"'],
          ["3", ""],
        ])
        assert.deepStrictEqual(lines, [2, 5, 6])
        assert.deepStrictEqual(broken, [])
      }
    }),
  )
  it.effect("reads LF, CRLF and CR alike; a CR in an LF file is part of its cell", () =>
    Effect.gen(function* () {
      for (const end of ["\n", "\r\n", "\r"])
        for (const size of [1, 1000]) {
          const { lines, rows } = yield* read(from(["a,b", "1,x", "", "2,y"].join(end), size))
          assert.deepStrictEqual(
            [rows, lines],
            [
              [
                ["1", "x"],
                ["2", "y"],
              ],
              [2, 4],
            ],
          )
        }
      const mixed = yield* read(from("a,b\n1,x\ry\r\n2,z\n"))
      assert.deepStrictEqual(mixed.rows, [
        ["1", "x\ry"],
        ["2", "z"],
      ])
    }),
  )
  it.effect("finds the delimiter in quoted and decimal text", () =>
    Effect.gen(function* () {
      for (const [delimiter, text] of [
        [";", 'name;price\n"a;b,c";1,5\nd;2,5\n'],
        ["\t", "name\tprice\na, b, c\t1\nd\t2\n"],
        ["|", "name|price\na,b|1\nc;d|2\n"],
      ] as const) {
        const { header, rows } = yield* read(from(text))
        assert.deepStrictEqual(header, ["name", "price"], delimiter)
        assert.lengthOf(rows, 2)
      }
    }),
  )
  it.effect("reads one column, whatever its sentences hold", () =>
    Effect.gen(function* () {
      const { broken, rows } = yield* read(from('comment\nHello; you\nand you\n"a, b"\n""\n'))
      assert.deepStrictEqual(rows, [["Hello; you"], ["and you"], ["a, b"], [""]])
      assert.lengthOf(broken, 0)
    }),
  )
  it.effect("takes a header below titles, and skips the rows of codes after it", () =>
    Effect.gen(function* () {
      const text = 'Report of May\n\nid,Q1\n"the\nid","How ""likely""?"\n"{""ImportId"":1}",x\n7,9\n'
      const { header, lines, rows } = yield* read(from(text), { headerRow: 2, skipRows: 2 })
      assert.deepStrictEqual([header, rows, lines], [["id", "Q1"], [["7", "9"]], [7]])
    }),
  )
  it.effect("makes names different and keeps the empty one", () =>
    Effect.gen(function* () {
      const { header } = yield* read(from("\ufeff,a , a,a (2),,a\n1,2,3,4,5,6\n"))
      assert.deepStrictEqual(header, ["", "a", "a (3)", "a (2)", "(2)", "a (4)"])
    }),
  )
  it.effect("keeps quotes inside an unquoted cell, and reads a file without quotes", () =>
    Effect.gen(function* () {
      const inches = yield* read(from('id,name\n1,TV 42" black\n'))
      assert.deepStrictEqual(inches.rows, [["1", 'TV 42" black']])
      const named = yield* read(from('id,name\n1,"""Best"" TV"\n2,"""Best"" TV" x\n'))
      assert.deepStrictEqual(named.rows, [["1", '"Best" TV']])
      assert.deepStrictEqual(
        named.broken.map(({ row }) => row),
        [3],
      )
      const bare = yield* read(from('id\tname\n1\t"Best" TV\n2\t"open\n'), { quote: "" })
      assert.deepStrictEqual(bare.rows, [
        ["1", '"Best" TV'],
        ["2", '"open'],
      ])
    }),
  )
  it.effect("gives batches of at most 8192 rows, broken ones counted", () =>
    Effect.gen(function* () {
      const text = `a,b\n${Array.from({ length: 20_000 }, (_, i) => (i % 4 === 3 ? "1\n" : `${i},x\n`)).join("")}`
      const { broken, rows, sizes } = yield* read(from(text, 65_536))
      assert.strictEqual(rows.length + broken.length, 20_000)
      assert.isAtMost(Math.max(...sizes), 8192)
      assert.strictEqual(broken[0]?.row, 5)
      assert.strictEqual(broken.at(-1)?.row, 20_001)
    }),
  )
  it.effect("can be read again", () =>
    Effect.gen(function* () {
      const input = { source: "f", bytes: from("a,b\n1,h\u0080\n"), limits: Importer.defaultImportLimits }
      const records = yield* csv.open(input, {})
      yield* Stream.runDrain(records.batches)
      yield* Stream.runDrain(records.batches)
      assert.deepStrictEqual(records.notes().suspectCells, { b: 1 })
    }),
  )
})

describe("csv: bad input", () => {
  it.effect("passes on the failure of an unreadable stream, at the start and later", () =>
    Effect.gen(function* () {
      const gone = new SourceUnreadable({ source: "file.csv", problem: "the disk is gone", fix: "find it" })
      assert.include(yield* refused(Stream.fail(gone)), "the disk is gone")
      const later = Stream.concat(from(`a,b\n${`1,${"2".repeat(150)}\n`.repeat(10_000)}`, 65_536), Stream.fail(gone))
      assert.include(yield* refused(later), "the disk is gone")
      const packed = Stream.concat(from(gzipSync("a,b\n").subarray(0, 12)), Stream.fail(gone))
      assert.include(yield* refused(packed), "the disk is gone")
    }),
  )
  it.effect("refuses an empty file, and one with no more rows than titles", () =>
    Effect.gen(function* () {
      for (const empty of ["", "\ufeff", "\n\r\n  \n"]) assert.include(yield* refused(from(empty)), "the file is empty")
      assert.include(yield* refused(Stream.empty), "the file is empty")
      assert.include(yield* refused(from(gzipSync(""))), "the file is empty")
      assert.include(yield* refused(from("a,b\n"), { headerRow: 2 }), "correct headerRow")
      assert.include(yield* refused(from('a,"b"c\n1,2\n')), "header (row 1) cannot be parsed")
    }),
  )
  it.effect("reads a header without rows as no rows", () =>
    Effect.gen(function* () {
      for (const text of ["a,b", "a,b\n", "a,b\r\n\r\n"]) {
        const { broken, header, rows } = yield* read(from(text))
        assert.deepStrictEqual([header, rows, broken], [["a", "b"], [], []])
      }
    }),
  )
  it.effect("reads one column where the wrong delimiter is given", () =>
    Effect.gen(function* () {
      const { broken, header, rows } = yield* read(from("a;b\n1;2\n3;4,5\n"), { delimiter: "," })
      assert.deepStrictEqual(header, ["a;b"])
      assert.deepStrictEqual(rows, [["1;2"]])
      assert.deepStrictEqual(broken, [{ row: 3, reason: "cell-count", value: "3;4,5" }])
    }),
  )
  it.effect("keeps the good half where the other half has the wrong number of cells", () =>
    Effect.gen(function* () {
      const text = `a,b,c\n${"1,2,3\n1,2\n4,5,6\n1,2,3,4\n".repeat(50)}`
      const { broken, rows } = yield* read(from(text))
      assert.strictEqual(rows.length, 100)
      assert.strictEqual(broken.length, 100)
      assert.deepStrictEqual(broken[0], { row: 3, reason: "cell-count", value: "1,2" })
    }),
  )
  it.effect("loses one line to a stray quote, never the rest", () =>
    Effect.gen(function* () {
      const open = yield* read(from('a,b\n1,x\n2,"open\n3,y\n4,z\n'))
      assert.deepStrictEqual(open.rows, [
        ["1", "x"],
        ["3", "y"],
        ["4", "z"],
      ])
      assert.deepStrictEqual(open.broken, [{ row: 3, reason: "unreadable-row", value: '2,"open' }])
      const glued = yield* read(from('a,b\n1,"x"y\n2,"ok"\n3,"he said "no", twice"\n4,z\n'))
      assert.deepStrictEqual(glued.rows, [
        ["2", "ok"],
        ["4", "z"],
      ])
      assert.deepStrictEqual(
        glued.broken.map(({ reason, row }) => [row, reason]),
        [
          [2, "unreadable-row"],
          [4, "unreadable-row"],
        ],
      )
    }),
  )
  it.effect("goes on behind an open quote in a long file", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 20_000 }, (_, i) => (i === 10 ? '10,"open' : `${i},${"text ".repeat(20)}`))
      for (const options of [{}, { maxCell: 5000 }]) {
        const result = yield* read(from(`a,b\n${rows.join("\n")}\n`, 65_536), options)
        assert.strictEqual(result.rows.length, 19_999)
        assert.deepStrictEqual(
          result.broken.map(({ row }) => row),
          [12],
        )
        assert.strictEqual(result.lines.at(-1), 20_001)
      }
    }),
  )
  it.effect("rejects a row with a cell over the limit", () =>
    Effect.gen(function* () {
      const { broken, rows } = yield* read(from(`a,b\n1,${"é".repeat(60)}\n2,${"é".repeat(50)}\n`), { maxCell: 100 })
      assert.lengthOf(rows, 1)
      assert.deepStrictEqual(
        broken.map(({ reason, row }) => [row, reason]),
        [[2, "unreadable-row"]],
      )
    }),
  )
  it.effect("stops at the limits of rows and bytes", () =>
    Effect.gen(function* () {
      assert.include(yield* refused(from("a\n1\n2\n3\n"), {}, { rows: 2 }), "more than 2 rows")
      assert.lengthOf((yield* read(from("a\n1\n2\n"), {}, { rows: 2 })).rows, 2)
      assert.include(yield* refused(from("a\n1\n2\n3\n"), {}, { bytes: 5 }), "more than 5 bytes")
      const endless = Stream.forever(Stream.make(new Uint8Array(1024 ** 2).fill(97)))
      assert.include(yield* refused(endless), "header is longer")
    }),
  )
  it.effect("refuses bytes that can be read only once", () =>
    Effect.gen(function* () {
      let runs = 0
      const once = Stream.suspend(() => (runs++ < 2 ? from("a,b\n1,2\n") : Stream.empty))
      assert.include(yield* refused(once), "give bytes that can be read again")
    }),
  )
  it.effect("keeps odd cells as they are: __proto__, formulas, long names, NUL bytes", () =>
    Effect.gen(function* () {
      const emoji = "👩‍👩‍👧‍👦".repeat(300)
      const { header, notes, rows } = yield* read(from(`__proto__,b,constructor\n=1+1,${emoji},a\0b\nqualit‚,x,y\n`))
      assert.deepStrictEqual(header, ["__proto__", "b", "constructor"])
      assert.deepStrictEqual(rows[0], ["=1+1", emoji, "a\0b"])
      assert.isTrue(Object.hasOwn(notes.suspectCells, "__proto__"))
      assert.deepStrictEqual(Object.entries(notes.suspectCells), [["__proto__", 1]])
      assert.strictEqual(Object.getPrototypeOf(notes.suspectCells), Object.prototype)
    }),
  )
  it.effect("refuses options that cannot be", () =>
    Effect.gen(function* () {
      const options = [{ encoding: "utf-9" }, { delimiter: "x" }, { quote: "ab" }, { headerRow: 0 }, { colour: 1 }]
      for (const bad of options) {
        const error = yield* Effect.flip(read(from("a\n1\n"), bad))
        assert.strictEqual(error._tag, "OptionsInvalid", JSON.stringify(bad))
      }
    }),
  )
})

describe("csv: zstd", () => {
  it.effect("is named, and nothing of it is decoded as text", () =>
    Effect.gen(function* () {
      const refusal = yield* refused(from(zstdCompressSync("a,b\n1,ż\n"), 1))
      assert.include(refusal, "it is packed by zstd")
      assert.include(refusal, "let DuckDB read it")
    }),
  )
})

describe("csv: gzip", () => {
  it.effect("unpacks by the first bytes, whatever the pieces", () =>
    Effect.gen(function* () {
      const packed = gzipSync("a,b\n1,ż\n")
      for (const size of [1, 1000]) assert.deepStrictEqual((yield* read(from(packed, size))).rows, [["1", "ż"]])
    }),
  )
  it.effect("refuses a bomb at the limit, and data that is cut or damaged", () =>
    Effect.gen(function* () {
      const bomb = gzipSync(new Uint8Array(20_000_000).fill(97))
      assert.include(yield* refused(from("a"), {}, { bytes: 0 }), "more than 0 bytes")
      assert.include(yield* refused(from(bomb), {}, { bytes: 100_000 }), "more than 100,000 bytes once unpacked")
      const long = gzipSync(
        Array.from({ length: 20_000 }, (_, i) => `${i},${Math.sqrt(i)},${(i * 7919) % 1009}`).join("\n"),
      )
      assert.include(yield* refused(from(long.subarray(0, long.length - 2000), 4096)), "damaged or cut off")
      const wrong = Uint8Array.from(long)
      wrong.fill(255, 2000, 2100)
      assert.include(yield* refused(from(wrong, 4096)), "damaged or cut off")
      assert.include(yield* refused(from(Uint8Array.of(0x1f, 0x8b))), "damaged or cut off")
    }),
  )
})

const russian = "ид;отзыв\n1;Доставили быстро, спасибо\n2;Очень долго ждал ответа, товар хороший\n"
const polish = "id;opinia\n1;Szybka dostawa, świetna obsługa\n2;Długo czekałem na paczkę, źle zapakowana żarówka\n"

describe("csv: encodings", () => {
  it.effect("finds UTF-8 and UTF-16, marked or not", () =>
    Effect.gen(function* () {
      for (const big of [true, false]) {
        for (const size of [1, 1000]) {
          const marked = yield* read(from(utf16(polish, big), size))
          assert.strictEqual(marked.rows[0]?.[1], "Szybka dostawa, świetna obsługa")
          assert.strictEqual(marked.notes.encoding, big ? "utf-16be" : "utf-16le")
        }
        assert.lengthOf((yield* read(from(utf16(polish, big).subarray(2)))).rows, 2)
      }
      const marked = yield* read(from(`\ufeff${russian}`, 1))
      assert.deepStrictEqual([marked.header[0], marked.notes.encoding], ["ид", "utf-8"])
    }),
  )
  it.effect("finds the legacy encodings by the text they give", () =>
    Effect.gen(function* () {
      for (const [encoding, text] of [
        ["windows-1251", russian],
        ["koi8-r", russian],
        ["ibm866", russian],
        ["windows-1251", russian.toUpperCase()],
        ["windows-1250", polish],
        ["iso-8859-2", polish],
        ["windows-1252", "id;avis\n1;Très bonne qualité, ça c’est sûr\n2;Livraison trop tardive à mon goût\n"],
        ["windows-1252", "id;text\n1;Schöne Grüße aus Köln\n2;Größe „L“ paßt nicht\n"],
        ["windows-1252", "id;nota\n1;Atenção: não é possível\n2;Ótima recomendação\n"],
        ["windows-1252", "id;nota\n1;El año que viene, señor\n2;¿Cuándo llegará?\n"],
      ] as const) {
        const { notes, rows } = yield* read(from(inEncoding(encoding, text), 7))
        assert.strictEqual(notes.encoding, encoding, text)
        assert.strictEqual(rows[1]?.[1], text.split("\n")[2]?.split(";")[1])
        assert.deepStrictEqual(notes.suspectCells, {})
      }
    }),
  )
  it.effect("decides where the first letter beyond ASCII comes, however late", () =>
    Effect.gen(function* () {
      const ascii = "id;opinia\n" + `1;${"ok ".repeat(50)}\n`.repeat(10_000)
      for (const encoding of ["windows-1250", "utf-8"]) {
        const late = encoding === "utf-8" ? utf8(ascii + polish) : inEncoding(encoding, ascii + polish)
        const { notes, rows } = yield* read(from(late, 65_536))
        assert.strictEqual(notes.encoding, encoding)
        assert.strictEqual(rows.at(-1)?.[1], "Długo czekałem na paczkę, źle zapakowana żarówka")
      }
    }),
  )
  it.effect("keeps UTF-8 that breaks later, and counts the broken cells", () =>
    Effect.gen(function* () {
      const late = inEncoding("windows-1252", `1,${"x".repeat(150)}\n`.repeat(10_000) + "2,caf\u00e9\n3,y\n")
      const { notes, rows } = yield* read(Stream.concat(from("id,né\n"), from(late, 65_536)))
      assert.strictEqual(rows.length, 10_002)
      assert.deepStrictEqual(notes, { encoding: "utf-8", suspectCells: { né: 1 } })
    }),
  )
  it.effect("obeys the option", () =>
    Effect.gen(function* () {
      const { notes, rows } = yield* read(from(inEncoding("windows-1251", russian)), { encoding: "cp1251" })
      assert.strictEqual(notes.encoding, "windows-1251")
      assert.strictEqual(rows[0]?.[1], "Доставили быстро, спасибо")
    }),
  )
  it.effect("counts damaged cells by column and keeps them", () =>
    Effect.gen(function* () {
      const cells = [
        "qualit‚",
        "fran‡ais",
        "trŠs",
        "h“tel",
        "cafÃ©",
        "donâ€™t",
        "РїСЂРё",
        "Ð¿Ñ€Ð¸",
        "a\ufffdb",
        "prix ‚lev‚",
      ]
      const sound = [
        "‚Wort‘",
        "„słowo”",
        "Müller†",
        "5 ‰",
        "don’t",
        "Paris–Lyon",
        "NÃO",
        "РОССИЯ",
        "«à»",
        "mais…bon",
        "Ŝ",
      ]
      const damaged = yield* read(from(`good,bad\n${cells.map((cell) => `x,${cell}\n`).join("")}`))
      assert.deepStrictEqual(damaged.notes.suspectCells, { bad: cells.length })
      assert.deepStrictEqual(
        damaged.rows.map((row) => row[1]),
        cells,
      )
      const fine = yield* read(from(`good,bad\n${sound.map((cell) => `x,${cell}\n`).join("")}`))
      assert.deepStrictEqual(fine.notes.suspectCells, {})
    }),
  )
  it.effect("reads a survey in two encodings at once", () =>
    Effect.gen(function* () {
      const bytes = readFileSync(new URL("fixtures/garden-centre.csv", import.meta.url))
      const { broken, header, notes, rows } = yield* read(from(bytes))
      assert.deepStrictEqual(header.slice(0, 3), ["", "id", "nps"])
      assert.deepStrictEqual([rows.length, broken.length], [16, 0])
      assert.deepStrictEqual(notes, { encoding: "windows-1252", suspectCells: { explication: 6 } })
    }),
  )
})

describe("csv: properties", () => {
  const write = (rows: ReadonlyArray<ReadonlyArray<string>>, end: string) =>
    rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join(end) + end
  const cell = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", ";", "a", " ") }),
  )
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 30 }))

  it("reads back what was written", async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 50 }),
        async (rows, end, size) => {
          const header = (rows[0] ?? ["x"]).map((_, i) => `column ${i}`)
          const bytes = from(write([header, ...rows], end), size)
          const result = await Effect.runPromise(read(bytes, { encoding: "utf-8", delimiter: "," }))
          assert.deepStrictEqual(result.rows, rows)
          assert.lengthOf(result.broken, 0)
        },
      ),
      { numRuns: 300 },
    )
  })
  it("answers any bytes with rows or SourceUnreadable", async () => {
    const signs = fc.array(fc.constantFrom(...utf8('"",;\n\r\t|a1é\0'), 0xff, 0xfe, 0x1f, 0x8b), { maxLength: 200 })
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      signs.map((list) => Uint8Array.from(list)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom("auto", "utf-8", "utf-16le"), async (some, encoding) => {
        await Effect.runPromise(
          Effect.catchTag(read(from(some, 9), { encoding }), "SourceUnreadable", () => Effect.void),
        )
      }),
      { numRuns: 1000 },
    )
  })
  it("counts every line that is not blank as a good or a broken row", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", ",", ",", "1"), minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 50 }), async (lines) => {
        const { broken, rows } = await Effect.runPromise(read(from(`a,b\n${lines.join("\n")}`), { delimiter: "," }))
        assert.strictEqual(rows.length + broken.length, lines.length)
      }),
    )
  })
})

// Exports as tools write them, where TOUCHPOINT_DATA names a folder with them: rows, encoding, damaged cells.
const folder = process.env["TOUCHPOINT_DATA"]
const exported = [
  ["nps-garden-centre/nps_garden_centre_sample.csv", 3448, {}, "windows-1252", 345],
  ["survey-exports/qualtrics_three_header_rows.csv", 452, { skipRows: 2 }, "utf-8", 0],
  ["survey-exports/surveymonkey_two_header_rows_star_wars.csv", 1186, { skipRows: 1 }, "windows-1252", 0],
  ["survey-exports/google_forms_jupyter_education.csv", 125, {}, "utf-8", 0],
  ["survey-exports/gsa_touchpoints_cx_upload_with_bom.csv", 4, {}, "utf-8", 0],
  ["analytics-exports/matomo_live_visits_utf16le.csv", 2, {}, "utf-16le", 0],
  ["analytics-exports/ga4_bigquery_events_flat.csv", 6, {}, "utf-8", 0],
  ["analytics-exports/shopify_orders.csv", 8, {}, "utf-8", 0],
  ["olist/olist_order_reviews_dataset.csv.gz", 14538, {}, "utf-8", 0],
] as const

for (const [file, rows, options, encoding, suspects] of folder === undefined ? [] : exported)
  it.effect(`csv: ${file}`, () =>
    Effect.gen(function* () {
      const result = yield* read(from(readFileSync(`${folder}/${file}`), 65_536), options)
      assert.deepStrictEqual([result.rows.length, result.broken.length], [rows, 0])
      assert.strictEqual(result.notes.encoding, encoding)
      const damaged = Object.values(result.notes.suspectCells).reduce((sum, count) => sum + count, 0)
      assert.strictEqual(damaged, suspects)
    }),
  )

it("knows delimited text by its first bytes", () => {
  const { sniff } = csv.accepts
  for (const text of ["a,b\n1,2\n", "a;b\n1;2\n"]) assert.isTrue(sniff?.(utf8(text)))
  for (const text of ["", '{"a":1,"b":2}\n', "<a,b>\n", "one column\nof text\n", "PK\u0003\0\0,\n"])
    assert.isFalse(sniff?.(utf8(text)), text)
})
