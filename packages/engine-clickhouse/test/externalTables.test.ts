import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { type ExternalTable, multipart, tableSettings } from "../src/externalTables.ts"

/** A body as something else than ours reads it. */
const read = (body: AsyncIterable<string>, boundary: string) =>
  new Response(ReadableStream.from(body).pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  }).formData()

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "--b-1", "\r\n--b-1--\r\n", "\0", "\r\n", "\\N", "\"','", "\uD800", "ключ", "😀"),
)

describe("a table that travels beside a query", () => {
  it("arrives as it was, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(texts, texts)), async (rows) => {
        const table: ExternalTable = { name: "pairs", structure: "a String, b String", rows: () => rows }
        const form = await read(multipart("b-2", "SELECT 'x'\r\nFROM pairs", {}, [table]), "b-2")
        assert.strictEqual(form.get("query"), "SELECT 'x'\r\nFROM pairs")
        const file = form.get("pairs")
        const sent = file === null || typeof file === "string" ? assert.fail("it is no file") : await file.text()
        assert.deepStrictEqual(
          sent.split("\r\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as unknown])),
          rows.map((row) => row.map((one) => one.toWellFormed())),
        )
      }),
    )
  })
  it("takes a long statement with it, in fields as long as servers allow", async () => {
    const sql = `SELECT '${"😀я".repeat(60_000)}'`
    const form = await read(multipart("b-5", sql, {}, []), "b-5")
    const pieces = form.getAll("query").map((piece) => (typeof piece === "string" ? piece : assert.fail()))
    assert.strictEqual(pieces.join(""), sql)
    assert.isBelow(Math.max(...pieces.map((piece) => new TextEncoder().encode(piece).length)), 128 * 1024)
    assert.isAbove(pieces.length, 3)
  })
  it("is told of in the address: what it is called, its columns and how it is written", () => {
    const pairs = { structure: "a String", rows: () => [] }
    assert.deepStrictEqual(
      tableSettings([
        { name: "x", ...pairs },
        { name: "y", ...pairs },
      ]),
      {
        x_format: "JSONCompactEachRow",
        x_structure: "a String",
        y_format: "JSONCompactEachRow",
        y_structure: "a String",
      },
    )
  })
  it("takes parameters with it, written as servers read them", async () => {
    const form = await read(
      multipart("b-3", "SELECT 1", { p0: "it's\ta\\b\r\n", p1: ["a'", "\n"], p2: [1, -2] }, []),
      "b-3",
    )
    assert.deepStrictEqual(
      ["param_p0", "param_p1", "param_p2"].map((name) => form.get(name)),
      ["it\\'s\\ta\\\\b\\r\\n", "['a\\'','\\n']", "[1,-2]"],
    )
  })
  it("is sent in pieces, and never held as a whole", async () => {
    let made = 0
    function* rows() {
      for (; made < 50_000; made++) yield [`alias ${made}`, `customer ${made}`]
    }
    const body = multipart("b-4", "SELECT 1", {}, [{ name: "pairs", structure: "a String, b String", rows }])
    const longest: Array<number> = []
    const ahead: Array<number> = []
    let received = 0
    for await (const piece of body as AsyncIterable<string>) {
      longest.push(piece.length)
      received += piece.split("\r\n").length
      ahead.push(made - received)
    }
    assert.isBelow(Math.max(...longest), 70_000)
    assert.isBelow(Math.max(...ahead), 40_000)
    assert.isAbove(longest.length, 20)
  })
})
