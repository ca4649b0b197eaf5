import { assert, describe, expect, it } from "@effect/vitest"
import { Leaf } from "@touchpoint/core/report"
import { html } from "@touchpoint/renderers"
import { Effect } from "effect"
import * as fc from "fast-check"
import { emptyReport, HOSTILE, reportWith, voiceOf } from "../../test/fixture.ts"
import { block } from "./blocks.ts"
import { dark, light, properties } from "./palette.ts"
import { styles } from "./styles.ts"

const report = reportWith(HOSTILE)
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const render = (of = report, locale: "en" | "ru" | "pl" = "en", options?: unknown) =>
  Effect.map(html.render(of, voiceOf(of, locale), options), text)

/** Tags with the names of their attributes, in order. Texts hold no bare `<`, so this is all the markup there is. */
const tagsOf = (page: string) =>
  [...page.replace(/<style>.*?<\/style>/s, "").matchAll(/<(\/?[a-z0-9]+)([^>]*)>/g)].map(
    ([, name, attributes = ""]) => `${name} ${[...attributes.matchAll(/([a-z:-]+)=/gi)].map(([, id]) => id).join(" ")}`,
  )

describe("html", () => {
  it.each([
    ["overview", report],
    ["empty", emptyReport],
  ])("renders the report %s as in its golden file", async (name, of) => {
    await expect(await Effect.runPromise(render(of))).toMatchFileSnapshot(`__golden__/${name}.html`)
  })

  it.effect("gives equal bytes for equal reports", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* render(reportWith(HOSTILE)), yield* render(reportWith(HOSTILE)))
    }),
  )

  it.effect.each(["en", "ru", "pl"] as const)("says everything in %s", (locale) =>
    Effect.gen(function* () {
      const page = yield* render(report, locale)
      assert.include(page, `<html lang="${locale}">`)
      assert.notMatch(page, /undefined|NaN|Infinity|\[object/)
    }),
  )

  it("draws every kind of block", () => {
    const blocks = report.blocks.flatMap((part) => (part.type === "section" ? part.blocks : [part]))
    for (const { fields } of Leaf.members) {
      const [type] = [fields.type.literal]
      const own = blocks.find((part) => part.type === type)
      assert.isDefined(own, `the fixture has a ${type}`)
      if (own !== undefined)
        assert.notStrictEqual(block(voiceOf(report), own, "x").markup.replaceAll(/<[^>]*>/g, ""), "")
    }
  })

  it.effect("has no ids twice, and links only to ids it has", () =>
    Effect.gen(function* () {
      const page = yield* render()
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      assert.strictEqual(new Set(ids).size, ids.length)
      const links = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]+)"/g)].flatMap(([, to = ""]) =>
        to.split(" "),
      )
      assert.isNotEmpty(links)
      assert.deepEqual(
        links.filter((to) => !ids.includes(to)),
        [],
      )
    }),
  )

  it.effect("asks nothing of anybody and runs nothing", () =>
    Effect.gen(function* () {
      const page = yield* render()
      assert.include(page, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`)
      assert.notMatch(page, /<script|<link|<img|<iframe|<object|@import|url\((?!#)| on[a-z]+="/i)
      assert.notMatch(page, /(?:src|href)="(?!#)/)
    }),
  )

  it.effect("writes numbers of charts with two decimals at most", () =>
    Effect.gen(function* () {
      const page = yield* render()
      const drawn = [...page.matchAll(/ (?:x|y|cx|cy|x1|x2|y1|y2|d|r|style)="([^"]*)"/g)].map(([, value]) => value)
      assert.isAbove(drawn.length, 100)
      assert.deepEqual(
        drawn.filter((value) => /\.\d{3}/.test(value ?? "")),
        [],
      )
    }),
  )

  it.effect("follows the theme, and paper is white in all of them", () =>
    Effect.gen(function* () {
      const [auto, day, night] = yield* Effect.all([
        render(),
        render(report, "en", { theme: "light" }),
        render(report, "en", { theme: "dark" }),
      ])
      assert.include(auto, "prefers-color-scheme:dark")
      assert.notInclude(day, properties(dark))
      assert.include(night, `color-scheme:dark;${properties(dark)}`)
      for (const page of [auto, night])
        assert.include(page, `@media print{:root{color-scheme:light;${properties(light)}}}`)
    }),
  )

  it.effect("refuses options it does not know", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(render(report, "en", { theme: "sepia" }))
      assert.include(error.message, "renderer html")
    }),
  )

  it("keeps its markup whatever a name says", { timeout: 60_000 }, async () => {
    const tags = tagsOf(await Effect.runPromise(render(reportWith("plain"))))
    assert.deepEqual(tagsOf(await Effect.runPromise(render())), tags)
    await fc.assert(
      fc.asyncProperty(hostileText, async (hostile) => {
        const page = await Effect.runPromise(render(reportWith(hostile)))
        assert.deepEqual(tagsOf(page), tags)
        assert.notMatch(page, /\p{Bidi_Control}/u)
      }),
      { numRuns: 60 },
    )
  })
})

const hostileText = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          "<",
          ">",
          '"',
          "'",
          "&",
          "=",
          "/",
          " ",
          "\n",
          "script",
          "onload",
          "-->",
          "]]>",
          "\u202E",
          "\0",
          "&lt;",
        ),
        {
          minLength: 1,
          maxLength: 12,
        },
      )
      .map((parts) => parts.join("")),
  )
  .filter((name) => name.trim() !== "")

const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (a: string, b: string): number => {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

describe.each([
  ["light", light],
  ["dark", dark],
] as const)("colours of the %s scheme", (_, scheme) => {
  const pairs = (colours: Readonly<Record<string, string>>, backgrounds: Readonly<Record<string, string>>) =>
    Object.entries(colours).flatMap(([id, colour]) =>
      Object.entries(backgrounds).map(([on, background]) => [id, on, contrast(colour, background)] as const),
    )

  it.each(pairs(scheme.inks, scheme.surfaces))("%s is legible on %s: %f", (_id, _on, ratio) => {
    assert.isAtLeast(ratio, 4.5)
  })

  it.each(pairs(scheme.marks, { ...scheme.surfaces, band: scheme.decor["band"] ?? "" }))(
    "%s is visible on %s: %f",
    (_id, _on, ratio) => {
      assert.isAtLeast(ratio, 3)
    },
  )

  it.each(Object.entries(scheme.fills))("gives text on the fill %s enough contrast", (_fill, [fill, ink]) => {
    assert.isAtLeast(contrast(fill, ink), 4.5)
  })

  it("keeps shades apart for every eye: each is lighter or darker than its neighbour", () => {
    const heat = Object.entries(scheme.fills).flatMap(([id, [fill]]) => (id.startsWith("h") ? [luminance(fill)] : []))
    const steps = heat.slice(1).map((shade, i) => shade - (heat[i] ?? 0))
    assert.isTrue(steps.every((step) => step > 0) || steps.every((step) => step < 0))
  })

  it("gives text on the band of a trend enough contrast", () => {
    assert.isAtLeast(contrast(scheme.inks["ink"] ?? "", scheme.decor["band"] ?? ""), 4.5)
  })
})

describe("style sheet", () => {
  it("takes every colour from the palette", () => {
    const sheet = styles("auto").replaceAll(properties(light), "").replaceAll(properties(dark), "")
    assert.notMatch(sheet, /#[0-9a-f]{3,8}\b|rgba?\(|hsl/i)
    const known = new Set([...properties(light).matchAll(/--([a-z0-9-]+):/g)].map(([, id]) => id))
    const used = [...sheet.matchAll(/var\(--([a-z0-9-]+)\)/g)].map(([, id]) => id)
    const own = ["name", "value", "axis", "stages", "count"]
    assert.deepEqual(
      used.filter((id = "") => !known.has(id) && !own.includes(id)),
      [],
    )
    assert.deepEqual(
      [...known].filter((id) => !used.includes(id)),
      [],
    )
  })

  it("gives no text less than 12 pixels", () => {
    const sizes = [
      ...(styles("auto")
        .split("@media print{html")[0]
        ?.matchAll(/font(?:-size)?:(?:600 )?(\.\d+)rem/g) ?? []),
    ]
    assert.isNotEmpty(sizes)
    for (const [, size] of sizes) assert.isAtLeast(Number(size) * 16, 12)
  })
})
