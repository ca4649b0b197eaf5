import {
  attributeByModel,
  attributeByRule,
  attributionQuestions,
  type CreditModel,
  markovCredit,
  pathCounts,
  shardsOf,
} from "@touchpoint/core/analyses"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import {
  column,
  credit,
  creditDefaults,
  type CreditRule,
  dimension,
  jShaped,
  mark,
  pathDefaults,
  paths,
  shardOf,
  uShaped,
  weeklyDecay,
} from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project } from "../../../test/facts/project.ts"

/** The journeys of the specification's paths, a customer each. */
const journeys = vectors.H2_markov.paths.flatMap(({ conv, null: lost, path }) =>
  Array.from({ length: conv + lost }, (_, i) => ({ path, converts: i < conv })),
)
const unit = ({ converts, path }: { readonly path: ReadonlyArray<string>; readonly converts: boolean }) => [
  ...path.map((label, at): FoldRow => ({ at, label })),
  ...(converts ? [{ at: path.length, marks: "bought", value: 3 }] : []),
]
/** One state of each of so many shards. */
const inShards = <State>(shards: number, run: (units: ReadonlyArray<ReadonlyArray<FoldRow>>) => State | undefined) =>
  [...Map.groupBy(journeys.keys(), (i) => shardOf(`customer ${i}`) % shards).values()].flatMap(
    (own) => run(own.map((i) => unit(journeys[i] as (typeof journeys)[number]))) ?? [],
  )
const pathOptions = { ...pathDefaults, conversion: "bought" }
const pathShards = (shards: number) => inShards(shards, (units) => runFold(paths, pathOptions, units).get(""))
const creditOptions = (rules: ReadonlyArray<CreditRule>) => ({ ...creditDefaults, conversion: "bought", rules })
const creditShards = (shards: number, rules: ReadonlyArray<CreditRule>) =>
  inShards(shards, (units) => runFold(credit, creditOptions(rules), units).get(""))

const near = (actual: number | undefined | null, expected: number) =>
  assert.approximately(actual ?? Number.NaN, expected, 1e-9)

describe("attribution by rules", () => {
  const rules: ReadonlyArray<CreditRule> = [{ rule: "first" }, { rule: "linear-unique" }, uShaped, jShaped, weeklyDecay]

  it("credits as the specification does, with its errors", () => {
    const [first, unique] = [0, 1].map((rule) => attributeByRule(creditShards(1, rules), rule))
    for (const [found, expected] of [
      [first, vectors.H6_heuristic_totals.first],
      [unique, vectors.H6_heuristic_totals.linear_unique],
    ] as const)
      for (const { channel, credit: own, interval } of found?.channels ?? []) {
        const { credit: total, se } = expected[channel as "A"]
        near(own, total)
        near(((interval?.high ?? 0) - own) / 1.959963984540054, se)
      }
    assert.deepStrictEqual(
      first?.channels.map(({ channel }) => channel),
      ["A", "B", "C"],
    )
  })

  it("credits every conversion once and leaves none out, whatever the rule", () => {
    for (const place of rules.keys()) {
      const { channels, conversions, unattributed } = attributeByRule(creditShards(7, rules), place)
      assert.strictEqual(channels.length, 3)
      near(
        channels.reduce((sum, { credit: own }) => sum + own, 0),
        conversions.n - unattributed.n,
      )
      near(
        channels.reduce((sum, { value }) => sum + value, 0),
        conversions.value,
      )
      near(
        channels.reduce((sum, { share }) => sum + (share ?? 0), 0),
        1,
      )
    }
  })

  it("gives shares an interval from many shards, and none from few", () => {
    const many = attributeByRule(creditShards(64, rules), 0)
    // 120 conversions are too few.
    assert.deepStrictEqual(
      many.caveats.map(({ id }) => id),
      ["few-buckets"],
    )
    assert.isTrue(many.channels.every(({ shareInterval }) => shareInterval === null))
    const more = Array.from({ length: 2 }, () => creditShards(64, rules)).flat()
    const found = attributeByRule(more, 0)
    assert.deepStrictEqual(found.caveats, [])
    for (const { rankStable, share, shareError, shareInterval } of found.channels) {
      assert.isTrue((shareInterval?.low ?? 1) < (share ?? 0) && (share ?? 1) < (shareInterval?.high ?? 0))
      assert.isTrue((shareInterval?.low ?? -1) > 0 && (shareInterval?.high ?? 2) < 1)
      // A multinomial share of 240: the jackknife is of that size.
      const expected = Math.sqrt(((share ?? 0) * (1 - (share ?? 0))) / 240)
      assert.isTrue(Math.abs((shareError ?? 0) / expected - 1) < 0.5)
      assert.isAtLeast(rankStable ?? 0, 0.9)
    }
  })

  it("knows nothing of nothing", () => {
    const { caveats, channels, conversions } = attributeByRule([], 0)
    assert.deepStrictEqual([channels, conversions.n], [[], 0])
    assert.deepStrictEqual(
      caveats.map(({ id }) => id),
      ["zero-denominator", "few-buckets"],
    )
  })
})

describe("attribution by models", () => {
  it("is the specification's by Markov chains and by Shapley values", () => {
    const credits = (model: CreditModel) =>
      new Map(attributeByModel(pathShards(5), model).channels.map((one) => [one.channel, one.credit] as const))
    const markov = credits({ model: "markov" })
    assert.strictEqual(markov.size, 3)
    for (const [channel, expected] of Object.entries(vectors.H2_markov.result.conversions))
      near(markov.get(channel), expected)
    const shapley = credits({ model: "shapley" })
    const { pooled_rate_f } = vectors.H5_shapley
    for (const [channel, expected] of Object.entries(pooled_rate_f))
      near(shapley.get(channel), (expected * 120 * 65) / 12)
  })

  it("has intervals around its shares, which sum to 1", () => {
    const doubled = Array.from({ length: 2 }, () => pathShards(64)).flat()
    for (const model of [{ model: "markov" }, { model: "shapley" }] as const) {
      const { caveats, channels, conversions } = attributeByModel(doubled, model)
      assert.deepStrictEqual(caveats, [])
      assert.strictEqual(conversions.n, 240)
      near(
        channels.reduce((sum, { credit: own }) => sum + own, 0),
        240,
      )
      for (const { credit: own, interval, share, shareInterval } of channels) {
        assert.isTrue((interval?.low ?? 241) < own && own < (interval?.high ?? 0))
        assert.isTrue((shareInterval?.low ?? 1) < (share ?? 0) && (share ?? 1) < (shareInterval?.high ?? 0))
      }
    }
  })

  it("keeps conversions without a touch apart", () => {
    const state = runFold(paths, pathOptions, [[{ at: 0, marks: "bought" }], unit({ path: ["ad"], converts: true })])
    const found = attributeByModel([...state.values()], { model: "markov" })
    assert.deepStrictEqual([found.conversions.n, found.unattributed.n], [2, 1])
    assert.deepStrictEqual(
      found.channels.map(({ channel, credit: own }) => [channel, own]),
      [["ad", 1]],
    )
  })

  it("says why nobody can be credited where no journey met all channels and its worth is that of exact sets", () => {
    const units = ["ad", "mail"].flatMap((channel) =>
      [true, true, false].map((converts) => unit({ path: [channel], converts })),
    )
    const state = [...runFold(paths, pathOptions, units).values()]
    const exact = attributeByModel(state, { model: "shapley", worth: "exact-rate" })
    assert.deepStrictEqual([exact.conversions.n, exact.unattributed.n, exact.channels], [4, 0, []])
    assert.deepStrictEqual(exact.caveats[0], { id: "nothing-to-share", data: { n: 4 } })
    const pooled = attributeByModel(state, { model: "shapley" })
    assert.deepStrictEqual(
      pooled.channels.map(({ channel, credit: own }) => [channel, own]),
      [
        ["ad", 2],
        ["mail", 2],
      ],
    )
    assert.isUndefined(pooled.caveats.find(({ id }) => id === "nothing-to-share"))
    // Of nothing, nothing has to be shared.
    const lost = [...runFold(paths, pathOptions, [unit({ path: ["ad"], converts: false })]).values()]
    assert.strictEqual(attributeByModel(lost, { model: "shapley" }).caveats[0]?.id, "zero-denominator")
  })

  it("says why nobody can be credited where a chain has too many states", () => {
    const channels = Array.from({ length: 15 }, (_, i) => `c${i}`)
    const units = channels.flatMap((a) =>
      channels.flatMap((b) => channels.map((c) => unit({ path: [a, b, c], converts: true }))),
    )
    const state = [...runFold(paths, pathOptions, units).values()]
    const third = attributeByModel(state, { model: "markov", order: 3 })
    assert.deepStrictEqual([third.conversions.n, third.channels], [3375, []])
    assert.deepStrictEqual(third.caveats[0], { id: "nothing-to-share", data: { n: 3375 } })
    assert.strictEqual(attributeByModel(state, { model: "markov" }).channels.length, 15)
  })

  it("says how many conversions it does not know the path of", () => {
    const units = Array.from({ length: 300 }, (_, i) => unit({ path: [`a${i % 90}`], converts: true }))
    const state = runFold(paths, { ...pathOptions, most: 20 }, units)
    const { caveats, conversions } = attributeByModel([...state.values()], { model: "markov" })
    assert.strictEqual(conversions.n, 300)
    assert.strictEqual(
      caveats.find(({ id }) => id === "thinned-paths")?.data?.["journeys"],
      state.get("")?.others.journeys,
    )
  })
})

describe("the questions of an attribution", () => {
  it("find conversions and journeys of their time, with touches of any", async () => {
    const interactions = [
      ["anna", "2026-02-20T10:00Z", "ad"],
      ["anna", "2026-03-01T10:00Z", "mail"],
      ["bo", "2026-03-04T10:00Z", "ad"],
      ["cy", "2026-02-01T10:00Z", "ad"],
    ].map(([who = "", when = "", what = ""]) => ({ who, when, what }))
    const orders = [
      { who: "anna", when: "2026-03-02T10:00Z", amount: 40 },
      { who: "di", when: "2026-03-09T10:00Z", amount: 60 },
      { who: "cy", when: "2026-02-02T10:00Z", amount: 99 },
    ]
    const facts = await Effect.runPromise(
      project([
        {
          kind: "interaction",
          map: { customer: "who", at: "when", touchpoint: "what", channel: "what" },
          rows: interactions,
        },
        {
          kind: "order",
          map: { customer: "who", at: "when", amount: "amount" },
          with: { currency: "EUR" },
          rows: orders,
        },
      ]),
    )
    const asked = attributionQuestions({
      conversion: mark("ordered", { kind: "order" }),
      touches: [{ kind: "interaction", label: dimension("channel", column("channel")) }],
      rules: [{ rule: "linear" }],
      worth: column("amount"),
      span: { from: Date.parse("2026-03-01"), to: Date.parse("2026-04-01") },
    })
    const [byCredit, byPath] = await Effect.runPromise(
      Effect.gen(function* () {
        const engine = yield* Engine
        return [yield* engine.ask(asked.credit), yield* engine.ask(asked.paths)] as const
      }).pipe(Effect.provide(MemoryEngine.layer(facts))),
    )
    const rule = attributeByRule(shardsOf(byCredit as never, credit), 0)
    assert.deepStrictEqual([rule.conversions.n, rule.unattributed.n], [2, 1])
    assert.deepStrictEqual(
      rule.channels.map(({ channel, credit: own }) => [channel, own]),
      [
        ["ad", 0.5],
        ["mail", 0.5],
      ],
    )
    const state = shardsOf(byPath as never, paths).reduce((a, b) => paths.merge(a, b))
    assert.deepStrictEqual(pathCounts(state), [
      { path: [], converted: 1, lost: 0 },
      { path: ["ad"], converted: 0, lost: 1 },
      { path: ["ad", "mail"], converted: 1, lost: 0 },
    ])
    near(markovCredit(pathCounts(state))?.share.get("ad"), 0.5)
  })
})
