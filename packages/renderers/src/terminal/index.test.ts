import { assert, describe, expect, it } from "@effect/vitest"
import type { Report } from "@touchpoint/core/report"
import { terminal } from "@touchpoint/renderers"
import { Effect } from "effect"
import * as fc from "fast-check"
import { crowdedReport, emptyReport, HOSTILE, reportWith, voiceOf } from "../../test/fixture.ts"
import { widthOf, wrap } from "./width.ts"

const report = reportWith(HOSTILE)
const locales = ["en", "ru", "pl"] as const

interface Options {
  readonly width?: number
  readonly colors?: boolean
}
const render = (of: Report, options: Options = {}, locale: (typeof locales)[number] = "en") =>
  Effect.map(terminal.render(of, voiceOf(of, locale), options), (bytes) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
  )

/** The parts that are drawn, for a golden file one can read. */
const drawn: Report = {
  ...report,
  blocks: report.blocks.filter(
    (block) =>
      block.type === "section" &&
      block.blocks.some(({ type }) =>
        ["key-figures", "journey-map", "funnel", "cohorts", "histogram", "findings"].includes(type),
      ),
  ),
}

const ESCAPE = "\u001B"
const SEQUENCE = new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g")

describe("terminal", () => {
  it("renders the pictures as in the golden file", async () => {
    await expect(await Effect.runPromise(render(drawn))).toMatchFileSnapshot("__golden__/pictures.txt")
  })

  it.effect("gives equal bytes for equal reports", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* render(reportWith(HOSTILE)), yield* render(reportWith(HOSTILE)))
    }),
  )

  it.effect.each(locales)("says everything in %s", (locale) =>
    Effect.gen(function* () {
      for (const of of [report, emptyReport, crowdedReport])
        assert.notMatch(yield* render(of, {}, locale), /undefined|NaN|Infinity|\[object|report\//)
    }),
  )

  it.effect("writes no line wider than the page, however narrow, in any language", () =>
    Effect.gen(function* () {
      const pages = [
        ...[40, 80, 120].map((width) => [crowdedReport, width, "en"] as const),
        ...locales.map((locale) => [report, 80, locale] as const),
        [reportWith("東京タワーの売店と案内所 ".repeat(6).trim()), 60, "en"] as const,
      ]
      for (const [of, width, locale] of pages)
        for (const line of (yield* render(of, { width }, locale)).split("\n"))
          assert.isAtMost(widthOf(line), width, line)
    }),
  )

  it.effect("shows the same with colours and without", () =>
    Effect.gen(function* () {
      const plain = yield* render(report)
      const colored = yield* render(report, { colors: true })
      assert.notInclude(plain, ESCAPE)
      assert.include(colored, ESCAPE)
      const trimmed = (text: string) => text.replaceAll(SEQUENCE, "").replaceAll(/ +$/gm, "")
      assert.strictEqual(trimmed(colored), plain)
    }),
  )

  it.effect("ends every style on its own line", () =>
    Effect.gen(function* () {
      for (const line of (yield* render(report, { colors: true })).split("\n")) {
        const sequences = line.match(SEQUENCE) ?? []
        assert.isTrue(
          sequences.every((sequence, i) => (sequence === `${ESCAPE}[0m`) === (i % 2 === 1)),
          JSON.stringify(line),
        )
        assert.strictEqual(sequences.length % 2, 0)
      }
    }),
  )

  it.effect("lets no name move the cursor, paint or turn the line", () =>
    Effect.gen(function* () {
      const evil = `a${ESCAPE}[31mred${ESCAPE}]0;title\u0007\u009B2J\r\u202Eb\u2028c`
      const text = yield* render(reportWith(evil))
      assert.notMatch(text, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
      assert.include(text.replaceAll(/\s+/g, ""), "a[31mred]0;title2Jbc")
    }),
  )

  it("keeps its width whatever a name says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((name) => name.trim() !== ""),
        async (hostile) => {
          const text = await Effect.runPromise(render(reportWith(hostile)))
          for (const line of text.split("\n")) assert.isAtMost(widthOf(line), 80)
          assert.notMatch(text, /(?!\n)\p{Cc}/u)
        },
      ),
      { numRuns: 40 },
    )
  })

  it.effect("leaves out of a narrow page what it must, and says which cohorts", () =>
    Effect.gen(function* () {
      const wide = yield* render(report, { width: 120 })
      const narrow = yield* render(report, { width: 40 })
      assert.match(wide, /\+1 +\+2 +\+3/)
      assert.match(wide, /31\.3% .* 1,250 +45\.9% +54\.1%/)
      assert.match(narrow, /31\.3%/)
      assert.notInclude(narrow, "54.1%")
    }),
  )

  it.effect("refuses a width in which nothing can be read", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(render(report, { width: 20 }))
      assert.strictEqual(error._tag, "OptionsInvalid")
    }),
  )
})

describe("widths", () => {
  it.each([
    ["abc", 3],
    ["Удержание", 9],
    ["ścieżka", 7],
    ["e\u0301te\u0301", 3],
    ["東京", 4],
    ["가나", 4],
    ["👩‍👩‍👧", 2],
    ["☀\uFE0F", 2],
    ["10\u00A0000\u202F%", 8],
    ["▁▂█●├┤", 6],
    ["a\u200Bb", 2],
    [`${ESCAPE}[1mbold${ESCAPE}[0m`, 4],
  ])("of %j is %i", (text, width) => {
    assert.strictEqual(widthOf(text), width)
  })

  it("break between words, and inside words that fit no line", () => {
    assert.deepStrictEqual(wrap("one two three", 7), ["one two", "three"])
    assert.deepStrictEqual(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"])
    assert.deepStrictEqual(wrap("ab 東京都 c", 4), ["ab", "東京", "都 c"])
    assert.deepStrictEqual(wrap("n\u00A01 234", 4), ["n\u00A01", "234"])
    assert.deepStrictEqual(wrap("", 10), [""])
  })

  it("lose nothing where they break", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrap(text, width)
        assert.strictEqual(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""))
        for (const line of lines) assert.isAtMost(widthOf(line), width)
      }),
      { numRuns: 300 },
    )
  })
})
