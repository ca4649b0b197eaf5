import { assert, describe, it } from "@effect/vitest"
import type { MeasureResult, Measurement } from "@touchpoint/core/metrics"
import { csat, nps, repeatRate } from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import { column, dimension } from "@touchpoint/core/questions"
import { type Block, overview, Report, type ReportInput } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { project, type Row } from "../facts/project.ts"
import { answersOf, feedback, measureAll } from "../metrics/asking.ts"

const manifest = { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null }
const reportOf = (results: ReadonlyArray<MeasureResult>, more: Partial<ReportInput> = {}) =>
  overview({ title: "Test", results, findings: [], failures: [], sources: [], inventory: null, manifest, ...more })

type Groups = Readonly<Record<string, readonly [promoters: number, detractors: number]>>
const facts = (groups: Groups) =>
  project([
    feedback(
      "nps",
      Object.entries(groups).flatMap(([key, [top, low]]) => {
        const [wave = "", at] = key.split(" ")
        return answersOf({ "10": top, "0": low }, { wave, ...(at === undefined ? {} : { at }) }, key)
      }),
    ),
  ])
const by = [dimension("wave", column("wave"))]

/** The title of the section that shows a request. */
const titleOf = Effect.fnUntraced(function* (
  groups: Groups,
  request: Partial<MeasureResult["request"]> = { by },
  minimumCell = 0,
) {
  const results = yield* measureAll(yield* facts(groups), [{ metric: yield* nps.prepare(), ...request }], {
    minimumCell,
  })
  const { blocks } = reportOf(results)
  const section = blocks.find(
    (block) => block.type === "section" && block.blocks.some(({ type }) => type === "dot-plot" || type === "trend"),
  )
  return section?.type === "section" ? section.title : null
})
const named = (of: ReadonlyArray<Measurement>, dimensionId = "wave") => of.map((m) => m.by[dimensionId])
const sections = (blocks: ReadonlyArray<Block>) =>
  blocks.flatMap((block) => (block.type === "section" ? [block.title.id] : []))

describe("the title of a split", () => {
  it.effect("says that groups differ where their intervals do not meet, the worst first", () =>
    Effect.gen(function* () {
      const title = yield* titleOf({ a: [40, 10], b: [10, 40], c: [25, 25] })
      assert.strictEqual(title?.id, "report/differs")
      assert.deepStrictEqual(named(title?.of ?? []), ["b", "a"])
    }),
  )

  it.effect("says that groups are alike where their intervals meet", () =>
    Effect.gen(function* () {
      const title = yield* titleOf({ a: [26, 24], b: [24, 26] })
      assert.strictEqual(title?.id, "report/alike")
      assert.deepStrictEqual(title?.data, { groups: 2 })
    }),
  )

  it.effect("never ranks a group of too few", () =>
    Effect.gen(function* () {
      const title = yield* titleOf({ a: [40, 10], b: [10, 40], tiny: [0, 9], small: [9, 0] })
      assert.strictEqual(title?.id, "report/differs")
      assert.deepStrictEqual(named(title?.of ?? []), ["b", "a"])
      const none = yield* titleOf({ a: [5, 0], b: [0, 5] })
      assert.deepStrictEqual([none?.id, named(none?.of ?? [])], ["report/few", ["a"]])
      const least = yield* titleOf({ a: [10, 0], b: [0, 9] })
      assert.strictEqual(least?.id, "report/overall")
      const one = yield* titleOf({ a: [30, 0], b: [0, 5] })
      assert.strictEqual(one?.id, "report/overall")
    }),
  )

  it.effect("does not tell of withheld groups", () =>
    Effect.gen(function* () {
      const title = yield* titleOf({ a: [40, 10], b: [0, 20], c: [11, 0], d: [25, 25] }, { by }, 15)
      assert.notInclude(named(title?.of ?? []), "c")
    }),
  )

  it.effect("states the difference where one group is compared with a baseline", () =>
    Effect.gen(function* () {
      const title = yield* titleOf({ a: [40, 10], b: [10, 40] }, { by, versus: { wave: "a" } })
      assert.strictEqual(title?.id, "report/versus")
      assert.deepStrictEqual(named(title?.of ?? []), ["b"])
      const many = yield* titleOf({ a: [40, 10], b: [10, 40], c: [1, 40] }, { by, versus: { wave: "a" } })
      assert.strictEqual(many?.id, "report/differs")
    }),
  )

  it.effect("says of segments what their tests say, whether intervals meet or not", () =>
    Effect.gen(function* () {
      const close = { a: [308, 92], b: [280, 120] } as const
      const title = yield* titleOf(close, { by, compare: "rest" })
      assert.strictEqual(title?.id, "report/versus")
      assert.deepStrictEqual(named((yield* titleOf(close))?.of ?? []), ["b", "a"])
      const alike = yield* titleOf({ a: [26, 24], b: [24, 26], c: [25, 25] }, { by, compare: "rest" })
      assert.deepStrictEqual([alike?.id, alike?.data], ["report/alike", { groups: 3 }])
    }),
  )

  it.effect("says how far groups spread that differ, where the ends alone do not", () =>
    Effect.gen(function* () {
      const spread: Groups = Object.fromEntries(
        "abcdefghijkl".split("").map((wave, i) => [wave, i % 2 === 0 ? ([31, 19] as const) : ([20, 30] as const)]),
      )
      const title = yield* titleOf(spread)
      assert.deepStrictEqual([title?.id, title?.data], ["report/unlike", { groups: 12 }])
    }),
  )

  it.effect("names the last complete period of a trend, and the range before it", () =>
    Effect.gen(function* () {
      const trend = {
        "x 2017-12-10": [5, 45],
        "x 2018-01-10": [20, 0],
        "x 2018-02-10": [0, 20],
        "x 2018-03-10": [10, 10],
        "x 2018-04-02": [50, 0],
      } as const
      const title = yield* titleOf(trend, { every: "month" })
      assert.strictEqual(title?.id, "report/trend")
      assert.deepStrictEqual(
        title?.of.map(({ value }) => value),
        [0, -100, 100],
      )
      const only = yield* titleOf({ "x 2018-01-01": [20, 0], "x 2018-02-10": [20, 0] }, { every: "month" })
      assert.strictEqual(only?.id, "report/trendOnly")
      assert.strictEqual(only?.of[0]?.period?.from, Date.UTC(2018, 0, 1))
    }),
  )

  it.effect("compares the lines of a trend where they end, not across time", () =>
    Effect.gen(function* () {
      const title = yield* titleOf(
        {
          "a 2018-01-10": [40, 0],
          "b 2018-01-10": [0, 40],
          "a 2018-02-10": [10, 40],
          "b 2018-02-10": [40, 10],
          "a 2018-03-01": [1, 1],
        },
        { by, every: "month" },
      )
      assert.strictEqual(title?.id, "report/differs")
      assert.deepStrictEqual(
        title?.of.map((m) => [m.by["wave"], m.period?.from]),
        [
          ["a", Date.UTC(2018, 1, 1)],
          ["b", Date.UTC(2018, 1, 1)],
        ],
      )
    }),
  )

  it.effect("says that there is nothing where there is nothing", () =>
    Effect.gen(function* () {
      const title = yield* titleOf({})
      assert.deepStrictEqual([title?.id, title?.data], ["report/empty", { metric: "nps" }])
    }),
  )
})

describe("the overview", () => {
  it.effect("shows key figures, findings, splits, failures, sources and definitions, in this order", () =>
    Effect.gen(function* () {
      const all = yield* facts({ a: [20, 20] })
      const results = yield* measureAll(all, [{ metric: yield* nps.prepare(), by }, { metric: yield* nps.prepare() }])
      const finding = { rule: "x" } as unknown as Finding
      const full = reportOf(results, {
        findings: [finding],
        failures: [{ owner: "rule x", problem: "broke" }],
        sources: all.sources,
      })
      assert.deepStrictEqual(sections(full.blocks), [
        "report/keyFigures",
        "report/findings",
        "report/overall",
        "report/failures",
        "report/dataQuality",
        "report/definitions",
      ])
      const found = full.blocks.find((block) => block.type === "section" && block.title.id === "report/findings")
      assert.deepStrictEqual(found?.type === "section" ? found.blocks : null, [
        { type: "paragraph", text: { id: "report/certaintyLegend", data: {}, of: [] } },
        { type: "findings", findings: [finding] },
      ])
      const bare = reportOf([])
      assert.deepStrictEqual(sections(bare.blocks), ["report/findings", "report/dataQuality", "report/definitions"])
    }),
  )

  it("says which rules had nothing to judge by, and how many findings were suppressed, beside what was found", () => {
    const paragraphs = (more: Partial<ReportInput>) =>
      reportOf([], more)
        .blocks.flatMap((block) =>
          block.type === "section" && block.title.id === "report/findings" ? block.blocks : [],
        )
        .map((block) => (block.type === "paragraph" ? [block.text.id, block.text.data] : block.type))
    assert.deepStrictEqual(paragraphs({ idle: [], suppressed: 0 }), [["report/noFindings", {}]])
    assert.deepStrictEqual(paragraphs({ idle: ["stage-gap", "broken-promise"], suppressed: 1 }), [
      ["report/noFindings", {}],
      ["report/idleRules", { rules: "stage-gap, broken-promise" }],
      ["report/suppressed", { n: 1 }],
    ])
    assert.deepStrictEqual(paragraphs({ findings: [{ rule: "x" } as unknown as Finding], suppressed: 2 }), [
      ["report/certaintyLegend", {}],
      "findings",
      ["report/suppressed", { n: 2 }],
    ])
  })

  it.effect("draws the whole as the reference of its parts, of the same definition only", () =>
    Effect.gen(function* () {
      const results = yield* measureAll(yield* facts({ a: [20, 20] }), [
        { metric: yield* csat.prepare({ instrument: "nps", scale: { min: 0, max: 10 } }) },
        { metric: yield* nps.prepare(), by },
        { metric: yield* nps.prepare() },
      ])
      const plot = reportOf(results)
        .blocks.flatMap((block) => (block.type === "section" ? block.blocks : []))
        .find(({ type }) => type === "dot-plot")
      assert.strictEqual(plot?.type === "dot-plot" ? plot.reference?.metric : null, "nps")
      const alone = reportOf(results.slice(0, 2))
        .blocks.flatMap((block) => (block.type === "section" ? block.blocks : []))
        .find(({ type }) => type === "dot-plot")
      assert.isNull(alone?.type === "dot-plot" ? alone.reference : undefined)
    }),
  )

  it.effect("draws no reference where the groups do not add up to the whole: some count in several", () =>
    Effect.gen(function* () {
      // A customer who ordered in both shops is one customer of each, and one of all.
      const ordersIn = (shops: ReadonlyArray<string>, prefix: string): ReadonlyArray<Row> =>
        Array.from({ length: 20 }, (_, i) =>
          shops.map((touchpoint) => ({ customer: `${prefix}${i}`, touchpoint })),
        ).flat()
      const apart = [...ordersIn(["east"], "e"), ...ordersIn(["west"], "w")]
      const referenceOf = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
        const results = yield* measureAll(yield* project([{ kind: "order", rows }]), [
          { metric: yield* repeatRate.prepare() },
          { metric: yield* repeatRate.prepare(), by: [dimension("touchpoint", column("touchpoint"))] },
        ])
        const plot = reportOf(results)
          .blocks.flatMap((block) => (block.type === "section" ? block.blocks : []))
          .find(({ type }) => type === "dot-plot")
        return plot?.type === "dot-plot" ? plot.reference : undefined
      })
      assert.strictEqual((yield* referenceOf(apart))?.n, 40)
      assert.isNull(yield* referenceOf([...apart, ...ordersIn(["east", "west"], "both")]))
    }),
  )

  it.effect("lists every definition once, and a metric that failed as a failure", () =>
    Effect.gen(function* () {
      const all = yield* measureAll(yield* facts({ a: [20, 20] }), [
        { metric: yield* nps.prepare() },
        { metric: yield* nps.prepare(), by },
      ])
      const [first, second] = all
      if (first === undefined || second === undefined) return assert.fail("no results")
      const { blocks } = reportOf([first, { ...second, measurements: [], failure: "boom" }])
      const leaves = blocks.flatMap((block) => (block.type === "section" ? block.blocks : []))
      const definitions = leaves.find(({ type }) => type === "definitions")
      assert.strictEqual(definitions?.type === "definitions" ? definitions.passports.length : 0, 1)
      const failures = leaves.find(({ type }) => type === "failures")
      assert.deepStrictEqual(failures?.type === "failures" ? failures.failures : null, [
        { owner: "metric nps", problem: "boom" },
      ])
    }),
  )

  it.effect("takes names from the inventory, and own names over them", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({
        touchpoints: [
          { id: "shop", name: { en: "Shop" }, stage: "before-purchase" },
          { id: "bare", stage: "before-purchase" },
        ],
      })
      const { names } = reportOf([], { inventory, names: { wave: { a: "First" } } })
      assert.deepStrictEqual(names["touchpoint"], { shop: { en: "Shop" } })
      assert.deepStrictEqual(names["wave"], { a: "First" })
      assert.property(names["stage"], "before-purchase")
    }),
  )

  it.effect("travels as JSON and is the same for the same input", () =>
    Effect.gen(function* () {
      const all = yield* facts({ "a 2018-01-05": [20, 20], "b 2018-02-05": [10, 2] })
      const results = yield* measureAll(all, [
        { metric: yield* nps.prepare() },
        { metric: yield* nps.prepare(), by, versus: { wave: "a" } },
        { metric: yield* nps.prepare(), every: "month" },
      ])
      const report = reportOf(results, { sources: all.sources })
      assert.deepStrictEqual(reportOf(results, { sources: all.sources }), report)
      const json: unknown = JSON.parse(JSON.stringify(yield* Schema.encodeEffect(Report)(report)))
      assert.deepStrictEqual(yield* Schema.decodeUnknownEffect(Report)(json), report)
    }),
  )
})
