import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { double, doubles, identifier, literal, parameters } from "../src/sql.ts"

/** What ClickHouse reads between quotes: escapes undone, and what follows the closing quote. */
const unquoted = (sql: string): readonly [text: string, rest: string] => {
  const quote = sql[0]
  let text = ""
  for (let i = 1; i < sql.length; i++) {
    if (sql[i] === quote) return [text, sql.slice(i + 1)]
    if (sql[i] === "\\") text += sql[++i] === "0" ? "\0" : (sql[i] ?? "")
    else text += sql[i]
  }
  return [text, "never closed"]
}

const hostile = ["`; DROP TABLE x; --", "'); DROP TABLE x; --", "\\", "\\'", "a\0b", "{p0:String}", "ż😀", "/*", "--"]
const texts = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: fc.constantFrom("'", "`", "\\", "\0", "{", "}", ";", "a", "ż") }),
)

describe("sql", () => {
  it("keeps a name inside its quotes, whatever is in it", () => {
    fc.assert(
      fc.property(texts, (name) => {
        assert.deepStrictEqual(unquoted(identifier(name)), [name, ""])
      }),
    )
  })
  it("keeps a text inside its quotes, whatever is in it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.deepStrictEqual(unquoted(literal(text)), [text, ""])
      }),
    )
  })
  it("sends texts beside a statement, and never in it", () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1 }), (all) => {
        const values = parameters()
        const sql = [...all.map(values.text), values.texts(all)].join(", ")
        assert.match(sql, /^(?:\{p\d+:(?:Array\()?String\)?\}(?:, )?)+$/)
        assert.sameDeepMembers(Object.values(values.of(sql).parameters), [...new Set(all), all])
      }),
    )
  })
  it("sends only the values that a statement mentions", () => {
    const values = parameters()
    const [one, other] = [values.text("a"), values.text("b")]
    assert.deepStrictEqual(values.of(`SELECT ${other}`), { parameters: { p1: "b" }, tables: [] })
    assert.deepStrictEqual(values.of(`SELECT ${one}, ${values.text("a")}`), { parameters: { p0: "a" }, tables: [] })
  })
  it("writes doubles that are doubles again", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const sql = double(x)
        assert.match(sql, /^\(?-?\d/)
        assert.isTrue(Object.is(Number(sql.replace(/^\((.*)\)$/, "$1")), x))
      }),
    )
    assert.deepStrictEqual(
      [double(Infinity), double(-Infinity), doubles([])],
      ["inf", "(-inf)", "CAST([] AS Array(Float64))"],
    )
  })
})
