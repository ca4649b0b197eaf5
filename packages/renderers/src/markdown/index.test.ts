import { assert, describe, expect, it } from "@effect/vitest"
import { markdown } from "@touchpoint/renderers"
import { Effect } from "effect"
import * as fc from "fast-check"
import { emptyReport, HOSTILE, reportWith, voiceOf } from "../../test/fixture.ts"
import { code, escape } from "./escape.ts"

const report = reportWith(HOSTILE)
const render = (of = report, locale: "en" | "ru" | "pl" = "en") =>
  Effect.map(markdown.render(of, voiceOf(of, locale)), (bytes) => new TextDecoder().decode(bytes))

/** What structures a page: lines by what they begin with, and the number of cells of each. */
const shapeOf = (page: string) =>
  page.split("\n").map((line) => {
    const cells = line.replaceAll("\\\\", "").replaceAll("\\|", "").split("|").length
    return `${/^(?:#+ |\| |\*\*| *- |\d+\. )?/.exec(line)?.[0] ?? ""}${line === "" ? "" : cells}`
  })

describe("markdown", () => {
  it("renders the report as in the golden file", async () => {
    await expect(await Effect.runPromise(render())).toMatchFileSnapshot("__golden__/overview.md")
  })

  it.effect("gives equal bytes for equal reports", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* render(reportWith(HOSTILE)), yield* render(reportWith(HOSTILE)))
    }),
  )

  it.effect.each(["en", "ru", "pl"] as const)("says everything in %s", (locale) =>
    Effect.gen(function* () {
      for (const of of [report, emptyReport])
        assert.notMatch(yield* render(of, locale), /undefined|NaN|Infinity|\[object/)
    }),
  )

  it("keeps its structure whatever a name says", async () => {
    const shape = shapeOf(await Effect.runPromise(render(reportWith("plain"))))
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).filter((name) => name.trim() !== ""),
        async (hostile) => {
          assert.deepEqual(shapeOf(await Effect.runPromise(render(reportWith(hostile)))), shape)
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each([
    ["a|b", "a\\|b"],
    ["<b>x</b>", "&lt;b\\>x&lt;/b\\>"],
    ["`x` *y* _z_ ~w~", "\\`x\\` \\*y\\* \\_z\\_ \\~w\\~"],
    ["[x](https://evil.test)", "\\[x\\](https\\://evil.test)"],
    ["www.evil.test", "www\\.evil.test"],
    ["one\ntwo\u2028three", "one two three"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["41.7", "41.7"],
    ["+2.1 pp", "+2.1 pp"],
    ["---", "\\---"],
    ["\u202Eabc", "abc"],
  ])("writes %j as %j", (given, written) => {
    assert.strictEqual(escape(given), written)
  })

  it("ends code nowhere but at its end", () => {
    assert.strictEqual(code("a`b|c\n"), "`aˋb¦c`")
  })
})
