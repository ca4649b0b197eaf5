import { assert, describe, it } from "@effect/vitest"
import { caveat, type Measurement } from "@touchpoint/core/metrics"
import type { Cohorts, Funnel, Histogram, JourneyMap, KeyFigures, Leaf } from "@touchpoint/core/report"
import { html } from "@touchpoint/renderers"
import { Effect } from "effect"
import { block } from "../src/html/blocks.ts"
import { linksOf } from "../src/html/links.ts"
import { running } from "../src/html/styles.ts"
import { heatShades, scoreShades } from "../src/html/shades.ts"
import { voiceOf } from "./fixture.ts"
import { journey, share, shopReport, threeStages } from "./shopFixture.ts"

const report = shopReport()
const voice = voiceOf(report)
const leaves = report.blocks.flatMap((part): ReadonlyArray<Leaf> => (part.type === "section" ? part.blocks : [part]))

const leafOf = <Type extends Leaf["type"]>(type: Type): Extract<Leaf, { readonly type: Type }> => {
  const found = leaves.find((leaf) => leaf.type === type)
  if (found === undefined) throw new Error(`the fixture has a ${type}`)
  return found as Extract<Leaf, { readonly type: Type }>
}

const drawn = (leaf: Leaf): string => block(voice, leaf, "x", linksOf(report)).markup
/** What is read on a part: its text without markup. */
const read = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
const all = (markup: string, pattern: RegExp): ReadonlyArray<string> =>
  [...markup.matchAll(pattern)].map(([whole, part]) => part ?? whole)

describe("the map of the journey", () => {
  const map: JourneyMap = leafOf("journey-map")
  const markup = drawn(map)

  it("tells every touchpoint's numbers with n and interval to those who do not see it", () => {
    const told = [...markup.matchAll(/<desc id="x-t(\d+)-d">([^<]*)<\/desc>/g)]
      .toSorted(([, a], [, b]) => Number(a) - Number(b))
      .map(([, , text]) => text)
    assert.strictEqual(told.length, 44)
    for (const [i, { interactions, promise, score }] of map.touchpoints.entries()) {
      const text = told[i] ?? ""
      if (score === null) assert.include(text, "not measured")
      else assert.match(text, /Net Promoter Score \(NPS\): .*95% interval .*, n\u00A0[\d,]+/)
      assert.strictEqual(text.includes("Promises kept: "), promise !== null)
      assert.strictEqual(text.includes("interactions: "), interactions !== null)
    }
  })

  it("leads from every finding to its card, and only there", () => {
    const page = Effect.runSync(html.render(report, voice))
    const ids = new Set(all(new TextDecoder().decode(page), /<li class="finding [a-z]+" id="([^"]+)"/g))
    assert.strictEqual(ids.size, 8)
    const links = all(markup, /<a class="flag" href="#([^"]+)"/g)
    assert.strictEqual(links.length, 8)
    assert.deepEqual(
      links.filter((id) => !ids.has(id)),
      [],
    )
    // The report has no card of the rule that ignores the courier's score: a sign without a link.
    assert.deepEqual(all(markup, /<span class="flag" role="img" aria-label="([^"]*)"/g), [
      "warning: ignored-negative-touchpoint",
    ])
  })

  it("leads two findings of one rule to a card each", () => {
    const [first] = leafOf("findings").findings
    const [point] = map.touchpoints
    if (first === undefined || point === undefined) assert.fail("the fixture has findings and touchpoints")
    const of = (rule: string) => ({ ...first, rule, subject: { kind: "touchpoint" as const, id: point.id } })
    const findings = [of("acme/one"), of("acme/other"), of("acme/one")]
    const links = linksOf({ ...report, blocks: [{ type: "findings", findings }] })
    const drawnMap = block(voice, { ...map, touchpoints: [{ ...point, findings }] }, "x", links).markup
    assert.deepEqual(all(drawnMap, /<a class="flag" href="#([^"]+)"/g), ["finding-1", "finding-2", "finding-3"])
    assert.deepEqual(all(drawnMap, /<div><a href="#([^"]+)"/g), ["finding-1", "finding-2", "finding-3"])
  })

  it("leads what was found about a partner to its card, from the map and from the table alike", () => {
    const [first] = leafOf("findings").findings
    const courier = first && { ...first, subject: { kind: "party" as const, id: "courier" } }
    const [point] = map.touchpoints
    if (courier === undefined || point === undefined) assert.fail("the fixture has findings and touchpoints")
    const links = linksOf({ ...report, blocks: [{ type: "findings", findings: [courier] }] })
    const drawnMap = block(voice, { ...map, touchpoints: [{ ...point, findings: [courier] }] }, "x", links).markup
    assert.deepEqual(all(drawnMap, /<a class="flag" href="#([^"]+)"/g), ["finding-1"])
    assert.deepEqual(all(drawnMap, /<div><a href="#([^"]+)"/g), ["finding-1"])
  })

  it("says withheld of a score that is, in the map, its legend and its table", () => {
    const [point] = map.touchpoints.filter(({ score }) => score !== null)
    if (point?.score === null || point === undefined) assert.fail("the fixture has scores")
    const score = { ...point.score, value: null, interval: null }
    const drawnMap = block(voice, { ...map, touchpoints: [{ ...point, score }] }, "x").markup
    assert.strictEqual(all(drawnMap, /(<path class="unknown")/g).length, 2)
    assert.strictEqual(all(drawnMap, /(>withheld<|<bdi>withheld)/g).length, 2)
    assert.notInclude(drawnMap, "not measured")
  })

  it("says where a stage is empty, and what was found about it", () => {
    assert.include(markup, '<p class="gap"')
    assert.include(read(markup), "Recommendation")
    assert.include(markup, 'aria-label="warning: No touchpoint serves the stage Recommendation"')
  })

  it("names phases where stages are finer, and does not where they are the same", () => {
    assert.strictEqual(all(markup, /<h3 class="phase"/g).length, 3)
    const standard = block(voiceOf(threeStages), journey("conference", true), "x").markup
    assert.strictEqual(all(standard, /class="phase"/g).length, 0)
    assert.strictEqual(all(standard, /<h3 class="step"/g).length, 3)
  })

  it("has the same as a table, a row for every touchpoint", () => {
    const table = /<details.*<\/details>/s.exec(markup)?.[0] ?? ""
    assert.strictEqual(all(table, /<th scope="row">/g).length, 44)
    assert.include(read(table), "courier delivery Delivery offline Courier company −12.0")
  })

  it("shows too few answers without a colour, and no score as an outline", () => {
    const [first] = map.touchpoints
    const score = first?.score
    if (first === undefined || score === null || score === undefined) assert.fail("the first has a score")
    const few = { ...score, n: 7, caveats: [caveat("insufficient", { n: 7, minimum: 10 })] }
    const one = (touchpoint: JourneyMap["touchpoints"][number]) =>
      drawn({ ...map, touchpoints: [touchpoint] }).match(/<svg class="glyph".*?<\/svg>/s)?.[0] ?? ""
    assert.include(one({ ...first, score: few }), 'class="disc unsure"')
    assert.notMatch(one({ ...first, score: few }), /class="disc s\d"/)
    assert.include(one({ ...first, score: null }), 'class="unknown"')
    assert.include(one({ ...first, score: { ...score, value: null } }), 'class="unknown"')
  })

  it("is nothing without stages or touchpoints", () => {
    assert.strictEqual(read(drawn({ ...map, touchpoints: [] })), "")
    assert.strictEqual(read(drawn({ ...map, stages: [] })), "")
  })
})

describe("shades", () => {
  const scores = (...values: ReadonlyArray<number>): ReadonlyArray<Measurement> =>
    values.map((value) => share("csat", value, 400, "answer"))

  it("spread over the scores in round steps without holes", () => {
    const shades = scoreShades(scores(0.31, 0.52, 0.88))
    assert.deepEqual(
      shades?.steps.map(({ from, to }) => [from, to].map((x) => Math.round(x * 1e6) / 1e6)),
      [
        [0.15, 0.3],
        [0.3, 0.45],
        [0.45, 0.6],
        [0.6, 0.75],
        [0.75, 0.9],
      ],
    )
    assert.deepEqual([shades?.of(0.31), shades?.of(0.52), shades?.of(0.88)], ["s2", "s3", "s5"])
  })

  it("keep within what the unit can be, and hold every score", () => {
    for (const given of [scores(0.28, 1), scores(0, 0.01), scores(0.97, 1), scores(0, 1)]) {
      const { steps = [] } = scoreShades(given) ?? {}
      const [from = -1, to = 2] = [steps[0]?.from, steps.at(-1)?.to]
      assert.isAtLeast(from, -1e-9)
      assert.isAtMost(to, 1 + 1e-9)
      for (const { value } of given) assert.isTrue((value ?? 0) >= from - 1e-9 && (value ?? 0) <= to + 1e-9)
    }
  })

  it("keep small differences quiet: three points of a hundred are neither good nor bad", () => {
    const shades = scoreShades(scores(0.8, 0.81, 0.83))
    assert.notIncludeMembers(
      [0.8, 0.81, 0.83].map((x) => shades?.of(x) ?? ""),
      ["s1", "s5"],
    )
  })

  it("hold their ends", () => {
    for (const [least, most] of [
      [0, 1],
      [0.1234, 0.1235],
      [-57, 93],
      [1e-9, 2e-9],
      [5, 5],
    ] as const) {
      const { steps } = heatShades([least, most])
      assert.isAtMost(steps[0]?.from ?? Infinity, least)
      assert.isAtLeast((steps.at(-1)?.to ?? -Infinity) + 1e-12, most)
      for (const [i, { from }] of steps.entries()) if (i > 0) assert.approximately(from, steps[i - 1]?.to ?? 0, 1e-9)
    }
    assert.isNull(scoreShades([]))
  })
})

describe("a funnel", () => {
  const whole: Funnel = leafOf("funnel")

  it("marks the step before which the largest share leaves, and says how many", () => {
    const markup = drawn(whole)
    assert.deepEqual(all(markup, /<p class="onward worst"><b>([^<]*)<\/b>/g), ["Largest drop-off: 79.0%"])
    assert.include(read(markup), "shopping cart")
    assert.include(read(markup), "21.0% 10,100")
  })

  it("marks no step where there is only one, or where too few reached it", () => {
    assert.notInclude(drawn({ ...whole, steps: whole.steps.slice(0, 2) }), "worst")
    const few = whole.steps.map((step, i) =>
      i === 1 && step.relative !== null
        ? { ...step, relative: { ...step.relative, caveats: [caveat("insufficient", { n: 4, minimum: 10 })] } }
        : step,
    )
    assert.deepEqual(all(drawn({ ...whole, steps: few }), /class="onward worst"><b>([^<]*)/g), [
      "Largest drop-off: 51.8%",
    ])
  })

  it("shows groups side by side, each by its name", () => {
    const [, , , , groups] = report.blocks
    if (groups === undefined) assert.fail("the fixture has groups")
    const { markup } = block(voice, groups, "x")
    assert.deepEqual(all(markup, /<div class="funnel"><h3><bdi>([^<]*)</g), ["Desktop", "Mobile"])
    assert.strictEqual(all(markup, /<figure class="funnels several"/g).length, 1)
    assert.strictEqual(all(markup, /<details/g).length, 1)
  })

  it("draws no bar where nothing can be said", () => {
    const empty = whole.steps.map((step) => ({ ...step, overall: { ...step.overall, value: null, interval: null } }))
    assert.notMatch(drawn({ ...whole, steps: empty }), /<rect class="(?:share|lost)/)
  })
})

describe("cohorts", () => {
  const part: Cohorts = leafOf("cohorts")
  const markup = drawn(part)

  it("hatch what is not over and say so; outline what is incomplete, with its n", () => {
    const open = part.rows.flatMap(({ cells }) => cells.filter((m) => m === null)).length
    assert.strictEqual(all(markup, /<td class="open"><small>not over<\/small>/g).length, open)
    const partial = part.rows.flatMap(({ cells }) => cells.filter((m) => m?.period?.complete === false)).length
    assert.strictEqual(all(markup, /<td class="h\d hollow-cell">[^<]*(?:<small>[^<]*<\/small>){2}/g).length, partial)
  })

  it("write every share with its interval", () => {
    const cells = all(markup, /<td class="h\d[^"]*">([^<]*)<small>[^<]+<\/small>/g)
    const said = part.rows.flatMap(({ cells: own }) => own.slice(1).filter((m) => m !== null)).length
    assert.strictEqual(cells.length, said)
  })

  it("do not let the first period, in which all are there, use up the scale", () => {
    assert.notInclude(read(/<p class="shades">.*?<\/p>/s.exec(markup)?.[0] ?? ""), "100.0%")
    assert.strictEqual(all(markup, /<td class="whole">/g).length, part.rows.length)
  })

  it("are nothing where nothing was measured", () => {
    const rows = part.rows.map((row) => ({ ...row, cells: row.cells.map(() => null) }))
    assert.strictEqual(read(drawn({ ...part, rows })), "")
  })
})

describe("a histogram", () => {
  const part: Histogram = leafOf("histogram")

  it("stands the line of the cap between the bars, and says the share over it with n and interval", () => {
    const markup = drawn(part)
    assert.strictEqual(all(markup, /<rect class="within"/g).length, 5)
    assert.strictEqual(all(markup, /<rect class="over"/g).length, 11)
    // Five of sixteen bars lie before it.
    assert.include(markup, 'class="cap-line" x1="31.25%"')
    assert.match(read(markup), /18\.2% over the cap cap: 4 · 18\.2% \(95% interval 17\.4–19\.0%\), n 9,340/)
  })

  it("stands a cap that nobody is over behind the values up to it, and a far one nowhere", () => {
    const near = drawn({ ...part, cap: 6, bins: part.bins.slice(0, 4) })
    assert.include(near, 'class="cap-line" x1="100%"')
    assert.strictEqual(all(near, /<rect class="within"/g).length, 7)
    assert.notInclude(drawn({ ...part, cap: 40, bins: part.bins.slice(0, 4) }), "cap-line")
    assert.notInclude(drawn({ ...part, cap: null }), "cap-line")
  })

  it("is nothing without counts", () => {
    assert.strictEqual(read(drawn({ ...part, bins: [] })), "")
    assert.strictEqual(read(drawn({ ...part, bins: [{ value: 1, count: 0 }] })), "")
  })
})

describe("key figures", () => {
  const part: typeof KeyFigures.Type = leafOf("key-figures")
  const cards = drawn(part).split('<li class="card').slice(1)
  const changes = cards.map((card) => /<p class="change ([a-z]+)">(.*?)<\/p>/s.exec(card)?.slice(1, 3) ?? [])

  it("say a change by direction, and whether it is good in words", () => {
    assert.deepEqual(
      changes.map(([kind]) => kind),
      ["worse", "better", "worse", "none", "better", "up", "worse", "withheld"],
    )
    assert.deepEqual(
      changes.map(([, text = ""]) => read(/<b>(.*?)<\/b>/s.exec(text)?.[1] ?? "")),
      [
        "▼ −4.1, worse",
        "▲ +2.1 pp, better",
        "▼ −3.4 pp, worse",
        "+0.1 pp, no clear change",
        "▲ +1.8 pp, better",
        "▲ +PLN 6.12, up",
        "▲ +4.1 pp, worse",
        "not compared",
      ],
    )
  })

  it("draw the trend with its incomplete end hollow, and none where there is none", () => {
    assert.deepEqual(
      cards.map((card) => all(card, /class="hollow"/g).length),
      [1, 1, 1, 1, 1, 1, 1, 0],
    )
    assert.match(cards[0] ?? "", /Jun\u00A02026 \(incomplete period\): 36\.0/)
  })
})

describe("the foot of a sheet of paper", () => {
  it("is a string of the style sheet whatever the title says", () => {
    const css = running(`"}</style><script>alert(1)</script>\\ { Зубр 1`)
    assert.notMatch(css.replaceAll(/\\[0-9a-f]{6}/g, ""), /[<>\\]/)
    assert.strictEqual(all(css, /"/g).length, 4)
    assert.include(css, "Зубр 1")
  })
})
