import { describe, it } from "@effect/vitest"
import { crossChannelConsistency } from "@touchpoint/core/metrics"
import { column, dimension, shardOf } from "@touchpoint/core/questions"
import { heterogeneity, meanInterval, type Sample, studentTQuantile, studentTSf, welch } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row, type SourceSpec } from "../../../test/facts/project.ts"
import {
  caveatData,
  caveatsOf,
  feedback,
  measurements,
  measureOne,
  sameOverShards,
} from "../../../test/metrics/asking.ts"
import { assert } from "../../../test/stats/assert.ts"

const vector = vectors.F3_consistency
const FIVE = { min: 1, max: 5 }
const letters = ["a", "b", "c", "d", "e", "f", "g", "h"]
/** The touchpoint stands for the channel here: no inventory needed. */
const own = { channel: "touchpoint" }
const answersOf = (rows: ReadonlyArray<Row>, scale: { readonly min: number; readonly max: number } | null = FIVE) =>
  project([feedback("csat", rows, scale)])
const measured = (rows: ReadonlyArray<Row>, params: object = {}, scale: typeof FIVE | null = FIVE) =>
  Effect.flatMap(answersOf(rows, scale), (facts) => measureOne(facts, crossChannelConsistency, { ...own, ...params }))

/** As many answers of each score, one customer each. */
const scored = (touchpoint: string, counts: ReadonlyArray<number>, more: Row = {}): ReadonlyArray<Row> =>
  counts.flatMap((n, i) =>
    Array.from({ length: n }, (_, j) => ({ customer: `${touchpoint}${i}-${j}`, touchpoint, score: i + 1, ...more })),
  )
const shop = scored("shop", [5, 10, 30, 70, 60])
const web = scored("web", [12, 25, 40, 40, 20])
const phone = scored("phone", [8, 12, 20, 35, 15])

const sampleOf = (values: ReadonlyArray<number>): Sample => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { n: values.length, mean, m2: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) }
}

/** From the rows themselves: variance between channels, noise taken off, not cut off at 0. */
const between = (rows: ReadonlyArray<Row>): number => {
  const weighed = [...Map.groupBy(rows, (row) => row["touchpoint"]).values()].map((channel) => {
    const mean = channel.reduce((sum, row) => sum + Number(row["score"]), 0) / channel.length
    const customers = [...Map.groupBy(channel, (row) => row["customer"] ?? row["eventId"]).values()]
    const residuals = customers.map((all) => all.reduce((sum, row) => sum + Number(row["score"]) - mean, 0))
    const se2 =
      ((customers.length / (customers.length - 1)) * residuals.reduce((sum, e) => sum + e * e, 0)) / channel.length ** 2
    return { mean, w: 1 / se2 }
  })
  const total = weighed.reduce((sum, { w }) => sum + w, 0)
  const mean = weighed.reduce((sum, one) => sum + one.w * one.mean, 0) / total
  const q = weighed.reduce((sum, one) => sum + one.w * (one.mean - mean) ** 2, 0)
  return (q - (weighed.length - 1)) / (total - weighed.reduce((sum, { w }) => sum + w * w, 0) / total)
}
const consistency = (tau2: number) => 1 - Math.sqrt(Math.max(0, tau2)) / 2
const shardOfRow = (row: Row) => shardOf(String(row["customer"] ?? row["eventId"]))

/** Delete-a-group jackknife, written out. */
const jackknifed = (
  rows: ReadonlyArray<Row>,
  of: (rows: ReadonlyArray<Row>) => number,
  placeOf: (row: Row) => number | null = shardOfRow,
) => {
  const shards = [...new Set(rows.map(placeOf))]
  const left = shards.map((shard) => of(rows.filter((row) => placeOf(row) !== shard)))
  const mean = left.reduce((sum, x) => sum + x, 0) / left.length
  const se = Math.sqrt(((left.length - 1) / left.length) * left.reduce((sum, x) => sum + (x - mean) ** 2, 0))
  const df = left.length - 1
  return { se, df, half: studentTQuantile(0.975, df) * se }
}

describe("cross-channel-consistency of scores", () => {
  it.effect("equals the published vector", () =>
    Effect.gen(function* () {
      // Two-point answers have the mean and deviation of the vector; 2–6 is as long as its scale and holds them.
      const rows = vector.n.flatMap((n, channel) =>
        Array.from({ length: n }, (_, i) => ({
          customer: `${channel}-${i}`,
          touchpoint: `channel ${channel}`,
          score:
            (vector.mean[channel] ?? 0) + (i % 2 === 0 ? 1 : -1) * (vector.sd[channel] ?? 0) * Math.sqrt((n - 1) / n),
        })),
      )
      const scale = { min: 2, max: 6 }
      const m = yield* measured(rows, { scale }, scale)
      assert.near(m.value, vector.consistency, 1e-9)
      assert.deepStrictEqual([m.n, m.unitOfN, m.unit, m.denominator], [550, "answer", { kind: "ratio" }, 2])
      assert.near(m.numerator, 2 - vector.tau, 1e-9)
      const samples = vector.n.map((n, i) => ({
        n,
        mean: vector.mean[i] ?? 0,
        m2: (n - 1) * (vector.sd[i] ?? 0) ** 2,
      }))
      assert.near(heterogeneity(samples)?.tau2, vector.tau2, 1e-9)
      // Noise taken off: more consistent than the raw deviation between channels says.
      assert.isAbove(m.value ?? 0, vector.consistency_raw)
    }),
  )

  it.effect("has the interval of the jackknife over shards of customers", () =>
    Effect.gen(function* () {
      const rows = [...shop, ...web, ...phone]
      const m = yield* measured(rows)
      const tau2 = between(rows)
      assert.near(m.value, consistency(tau2), 1e-9)
      const { half } = jackknifed(rows, between)
      assert.interval(m.interval, [consistency(tau2 + half), consistency(tau2 - half)], 1e-9)
      assert.strictEqual(m.interval?.method, "jackknife")
      assert.deepStrictEqual(
        caveatsOf(m).filter((id) => id !== "undated"),
        [],
      )
    }),
  )

  it.effect("takes off the noise of customers who answer alike, not of answers", () =>
    Effect.gen(function* () {
      const once = [...shop, ...web, ...phone]
      const thrice = once.flatMap((row) => [row, row, row])
      const [one, three] = [yield* measured(once), yield* measured(thrice)]
      // Saying it three times makes nothing surer.
      assert.near(three.value, one.value ?? Number.NaN, 1e-9)
      assert.near(three.interval?.low, one.interval?.low ?? Number.NaN, 1e-9)
      assert.deepStrictEqual([three.n, three.nEffective], [3 * once.length, once.length])
      const uneven = once.flatMap((row, i) => (i % 3 === 0 ? [row, { ...row, score: 3 }] : [row]))
      const m = yield* measured(uneven)
      assert.near(m.value, consistency(between(uneven)), 1e-9)
      assert.near(m.interval?.low, consistency(between(uneven) + jackknifed(uneven, between).half), 1e-9)
    }),
  )

  it.effect("leaves out answers without a customer one by one", () =>
    Effect.gen(function* () {
      const rows = [...shop, ...web, ...phone].map((row, i) => ({ ...row, customer: null, eventId: `e${i}` }))
      const m = yield* measured(rows)
      assert.near(m.value, consistency(between(rows)), 1e-9)
      assert.near(m.interval?.low, consistency(between(rows) + jackknifed(rows, between).half), 1e-9)
      assert.strictEqual(m.nEffective, rows.length)
    }),
  )

  it.effect("leaves out together the answers that name neither a customer nor themselves", () =>
    Effect.gen(function* () {
      const [named, nameless] = [
        [...shop, ...phone],
        web.map((row, i): Row => ({ ...row, customer: null, eventId: `e${i}` })),
      ]
      const rows = [...named, ...nameless.filter((_, i) => i % 2 === 0), ...web.filter((_, i) => i % 2 === 1)]
      const facts = yield* project([{ ...feedback("csat", rows), header: ["customer", "touchpoint", "score"] }])
      const m = yield* measureOne(facts, crossChannelConsistency, own)
      assert.near(m.value, consistency(between(rows)), 1e-9)
      const { half } = jackknifed(rows, between, (row) => (row["customer"] === null ? null : shardOfRow(row)))
      assert.near(m.interval?.low, consistency(between(rows) + half), 1e-9)
    }),
  )

  it.effect("is the same on a scale far from nothing", () =>
    Effect.gen(function* () {
      const far = [...shop, ...web, ...phone].map((row): Row => ({ ...row, score: Number(row["score"]) + 1e7 }))
      const scale = { min: 1e7 + 1, max: 1e7 + 5 }
      const m = yield* measured(far, { scale }, scale)
      assert.near(m.value, consistency(between([...shop, ...web, ...phone])), 1e-9)
    }),
  )

  it.effect("is 1 where noise explains all that differs, with an interval that reaches below", () =>
    Effect.gen(function* () {
      const same = ["a", "b", "c"].flatMap((channel) => scored(channel, [5, 10, 30, 30, 25]))
      const m = yield* measured(same)
      assert.deepStrictEqual([m.value, m.interval?.high], [1, 1])
      assert.isAtMost(m.interval?.low ?? 2, 1)
    }),
  )

  it.effect("is never below 0", () =>
    Effect.gen(function* () {
      const m = yield* measured([...scored("a", [150, 12, 0, 0, 0]), ...scored("b", [0, 0, 0, 12, 150])])
      assert.deepStrictEqual([m.value, m.interval?.low], [0, 0])
    }),
  )

  it.effect("has no interval of few customers", () =>
    Effect.gen(function* () {
      const m = yield* measured([...scored("a", [5, 10, 20, 30, 20]), ...scored("b", [15, 20, 30, 20, 10])])
      assert.isNotNull(m.value)
      assert.isNull(m.interval)
      assert.include(caveatsOf(m), "no-ci")
    }),
  )

  it.effect("leaves out channels that say nothing of their noise, and tells", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        ...shop,
        ...web,
        ...scored("fair", [0, 0, 1, 0, 0]),
        ...scored("app", [0, 0, 0, 9, 0]),
      ])
      assert.near(m.value, (yield* measured([...shop, ...web])).value ?? Number.NaN, 1e-12)
      assert.deepStrictEqual(caveatData(m, "channels-excluded"), { n: 2 })
      assert.strictEqual(m.n, shop.length + web.length)
    }),
  )

  it.effect("is null of one channel, of nothing, and where no channel has a spread", () =>
    Effect.gen(function* () {
      for (const rows of [
        shop,
        [],
        scored("a", [0, 0, 1, 0, 0]),
        [...shop, ...scored("a", [0, 0, 1, 0, 0])],
        [...scored("a", [0, 0, 9, 0, 0]), ...scored("b", [0, 0, 0, 9, 0])],
      ]) {
        const m = yield* measured(rows.length === 0 ? [{ customer: "a", touchpoint: "a", score: null }] : rows)
        assert.deepStrictEqual([m.value, m.interval, m.numerator], [null, null, null])
        // Never without a reason.
        assert.isTrue(caveatsOf(m).some((id) => id === "one-channel" || id === "zero-denominator"))
      }
      const alike = yield* measured([...scored("a", [0, 0, 0, 9, 0]), ...scored("b", [0, 0, 0, 4, 0])])
      assert.deepStrictEqual([alike.value, alike.interval, alike.n], [1, null, 13])
      assert.include(caveatsOf(alike), "no-ci")
    }),
  )

  it.effect("is null on another scale, and says what it assumed", () =>
    Effect.gen(function* () {
      const n = shop.length + web.length
      const seven = yield* measured([...shop, ...web], {}, { min: 1, max: 7 })
      assert.deepStrictEqual([seven.value, seven.interval, seven.numerator], [null, null, null])
      assert.deepStrictEqual(caveatData(seven, "scale-mismatch"), { n, expected: "1–5" })
      const low = yield* measured([...shop, ...web].map((row) => ({ ...row, polarity: "low" })))
      assert.isNull(low.value)
      assert.include(caveatsOf(low), "scale-mismatch")
      const turned = yield* measured(
        [...shop, ...web].map((row) => ({ ...row, polarity: "low" })),
        { polarity: "low" },
      )
      assert.isNotNull(turned.value)
      assert.deepStrictEqual(caveatData(yield* measured([...shop, ...web], {}, null), "scale-missing"), {
        n,
        assumed: "1–5",
      })
      const weighty = yield* measured([...shop, ...web].map((row, i) => ({ ...row, weight: 1 + (i % 2) })))
      assert.include(caveatsOf(weighty), "weights-ignored")
    }),
  )

  it.effect("compares the channels it is told to, and counts answers without one", () =>
    Effect.gen(function* () {
      const m = yield* measured([...shop, ...web, ...phone, { customer: "x", touchpoint: null, score: 3 }], {
        channels: ["shop", "web"],
      })
      assert.near(m.value, (yield* measured([...shop, ...web])).value ?? Number.NaN, 1e-12)
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 1 })
    }),
  )

  it.effect("compares two groups by leaving every shard out of both", () =>
    Effect.gen(function* () {
      const of = (wave: string, rows: ReadonlyArray<Row>) => rows.map((row) => ({ ...row, wave }))
      const first = of("a", [...shop, ...web, ...phone])
      const second = of("b", [...shop, ...phone, ...scored("web", [5, 15, 30, 60, 40])])
      const facts = yield* answersOf([...first, ...second])
      const [a] = yield* measurements(facts, crossChannelConsistency, own, {
        by: [dimension("wave", column("wave"))],
        versus: { wave: "b" },
      })
      const difference = (rows: ReadonlyArray<Row>) =>
        consistency(between(rows.filter((row) => row["wave"] === "a"))) -
        consistency(between(rows.filter((row) => row["wave"] === "b")))
      const all = [...first, ...second]
      const { df, half, se } = jackknifed(all, difference)
      assert.near(a?.versus?.difference, difference(all), 1e-9)
      assert.interval(a?.versus?.interval, [difference(all) - half, difference(all) + half], 1e-9)
      assert.strictEqual(a?.versus?.test, "jackknife-t")
      assert.near(a?.versus?.p, 2 * studentTSf(Math.abs(difference(all)) / se, df), 1e-9)
      assert.isNull(a?.versus?.effect)
    }),
  )
})

const audit = (rows: ReadonlyArray<Row>): SourceSpec => ({
  kind: "audit-item",
  rows: rows.map((row) => ({ visit: `${row["channel"]}-1`, ...row })),
  header: ["visit", "item", "channel", "earned", "possible", "rater"],
})
const audited = (rows: ReadonlyArray<Row>, params: object = {}) =>
  Effect.flatMap(project([audit(rows)]), (facts) =>
    measureOne(facts, crossChannelConsistency, { form: "content", channel: "channel", ...params }),
  )
const item = (
  id: string,
  shares: Readonly<Record<string, readonly [earned: number | null, possible: number | null]>>,
) => Object.entries(shares).map(([channel, [earned, possible]]) => ({ item: id, channel, earned, possible }))

describe("cross-channel-consistency of content", () => {
  it.effect("is the share of items that are the same in every channel, with Wilson's interval", () =>
    Effect.gen(function* () {
      // Newcombe 1998, the example 15 of 148
      const rows = Array.from({ length: 148 }, (_, i) =>
        item(`i${i}`, { web: [1, 1], shop: [i < 15 ? 1 : 0, 1] }),
      ).flat()
      const m = yield* audited(rows)
      assert.near(m.value, 15 / 148)
      assert.interval(m.interval, [0.0623863995, 0.1604872417], 1e-9)
      assert.deepStrictEqual([m.numerator, m.denominator, m.n, m.unitOfN], [15, 148, 148, "item"])
      assert.deepStrictEqual(m.unit, { kind: "proportion" })
    }),
  )

  it.effect("compares shares of points, in all channels of an item", () =>
    Effect.gen(function* () {
      const m = yield* audited([
        ...item("price", { web: [2, 2], shop: [5, 5], phone: [1, 1] }),
        ...item("hours", { web: [2, 2], shop: [2, 2], phone: [1, 2] }),
        ...item("returns", { web: [1, 2], shop: [2, 4] }),
        ...item("greeting", { shop: [1, 1] }),
        ...item("parking", { shop: [1, 1], web: [null, null] }),
        ...item("stock", { shop: [1, 1], web: [null, 1] }),
        ...item("offers", { shop: [0, 1], web: [0, 0] }),
      ])
      assert.deepStrictEqual([m.numerator, m.denominator], [2, 3])
      assert.deepStrictEqual(caveatData(m, "one-channel"), { n: 4 })
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 1 })
    }),
  )

  it.effect("pools the visits of a channel, and allows for the margin", () =>
    Effect.gen(function* () {
      const visits = (channel: string, earned: ReadonlyArray<number>) =>
        earned.map((points, i) => ({ item: "greeting", channel, visit: `${channel}${i}`, earned: points, possible: 1 }))
      const rows = [...visits("shop", [1, 1, 1, 1, 0]), ...visits("phone", [1, 1, 1, 0, 0])]
      assert.strictEqual((yield* audited(rows)).value, 0)
      assert.strictEqual((yield* audited(rows, { margin: 0.1 })).value, 0)
      assert.strictEqual((yield* audited(rows, { margin: 0.2 })).value, 1)
    }),
  )

  it.effect("is null without an item in two channels", () =>
    Effect.gen(function* () {
      const m = yield* audited(item("price", { shop: [1, 1] }))
      assert.deepStrictEqual([m.value, m.interval, m.n], [null, null, 0])
      assert.include(caveatsOf(m), "zero-denominator")
      const some = yield* audited(item("price", { shop: [1, 1], web: [1, 1], phone: [0, 1] }), {
        channels: ["shop", "web"],
      })
      assert.deepStrictEqual([some.value, some.n], [1, 1])
    }),
  )

  it.effect("compares two audits by Newcombe's interval", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const items = (wave: string, x: number, n: number) =>
        Array.from({ length: n }, (_, i) =>
          item(`i${i}`, { web: [1, 1], shop: [i < x ? 1 : 0, 1] }).map((row) => ({
            ...row,
            rater: wave,
            visit: `${wave}-${row.channel}`,
          })),
        ).flat()
      const facts = yield* project([audit([...items("a", one.x1, one.n1), ...items("b", one.x2, one.n2)])])
      const [a] = yield* measurements(
        facts,
        crossChannelConsistency,
        { form: "content", channel: "channel" },
        { by: [dimension("rater", column("rater"))], versus: { rater: "b" } },
      )
      assert.near(a?.versus?.difference, one.diff, 1e-9)
      assert.interval(a?.versus?.interval, one.newcombe, 1e-9)
    }),
  )
})

const both = { form: "within-customer", channels: ["shop", "web"] }
/** Scores of each customer in the shop and on the web. */
const pairs = (scores: ReadonlyArray<readonly [shop: number, web: number]>, more: Row = {}): ReadonlyArray<Row> =>
  scores.flatMap(([a, b], i) => [
    { customer: `${more["wave"] ?? ""}c${i}`, touchpoint: "shop", score: a, ...more },
    { customer: `${more["wave"] ?? ""}c${i}`, touchpoint: "web", score: b, ...more },
  ])
const SCORES = [
  [5, 4],
  [4, 4],
  [3, 5],
  [5, 5],
  [2, 4],
  [4, 1],
  [5, 4],
  [3, 3],
] as const
const nearness = (scores: ReadonlyArray<readonly [number, number]>) =>
  sampleOf(scores.map(([a, b]) => 1 - Math.abs(a - b) / 4))

describe("cross-channel-consistency within customers", () => {
  it.effect("is 1 less the mean gap in lengths of the scale, with the interval of paired differences", () =>
    Effect.gen(function* () {
      const m = yield* measured(pairs(SCORES), both)
      // Gaps 1, 0, 2, 0, 2, 3, 1, 0: mean 1.125
      assert.near(m.value, 1 - 1.125 / 4, 1e-12)
      const expected = meanInterval(nearness(SCORES))
      assert.interval(m.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
      assert.deepStrictEqual([m.n, m.unitOfN, m.unit], [8, "customer", { kind: "ratio" }])
      assert.near(m.numerator, 8 * 4 - 9, 1e-12)
      assert.strictEqual(m.denominator, 32)
    }),
  )

  it.effect("takes the mean of several answers of a customer in a channel", () =>
    Effect.gen(function* () {
      const rows: ReadonlyArray<Row> = [
        ...[1, 2, 5].map((score) => ({ customer: "a", touchpoint: "shop", score })),
        ...[4, 4, 5, 5, 5, 5, 5].map((score) => ({ customer: "a", touchpoint: "web", score })),
      ]
      const m = yield* measured(rows, both)
      assert.near(m.value, 1 - (33 / 7 - 8 / 3) / 4, 1e-12)
      assert.isNull(m.interval)
      const many = yield* measured(
        [
          ...Array.from({ length: 101 }, () => ({ customer: "robot", touchpoint: "shop", score: 1 })),
          ...pairs(SCORES),
        ].concat({ customer: "robot", touchpoint: "web", score: 5 }),
        both,
      )
      assert.strictEqual(many.n, 8)
    }),
  )

  it.effect("is not withheld, and says nothing, for answers of channels that are not compared", () =>
    Effect.gen(function* () {
      const other = { scaleMin: 1, scaleMax: 7, touchpoint: "phone", customer: null, score: 7 }
      const compared = pairs(SCORES).map((row) => ({ ...row, scaleMin: 1, scaleMax: 5 }))
      const m = yield* measured([...compared, other], both, null)
      assert.strictEqual(m.n, 8)
      assert.isNotNull(m.value)
      assert.notIncludeMembers([...caveatsOf(m)], ["scale-mismatch", "scale-missing", "no-customer"])
    }),
  )

  it.effect("counts customers of both channels only, and tells of the others", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        [
          ...pairs(SCORES),
          { customer: "x", touchpoint: "shop", score: 1 },
          { customer: "y", touchpoint: "web", score: 1 },
          { customer: "z", touchpoint: "phone", score: 1 },
          { customer: null, touchpoint: "shop", score: 1 },
        ],
        both,
      )
      assert.strictEqual(m.n, 8)
      assert.deepStrictEqual(caveatData(m, "one-channel"), { n: 2 })
      assert.deepStrictEqual(caveatData(m, "no-customer"), { n: 1 })
    }),
  )

  it.effect("is null without such customers, and has no interval of one or of gaps all alike", () =>
    Effect.gen(function* () {
      const none = yield* measured(shop, both)
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      assert.include(caveatsOf(none), "zero-denominator")
      for (const scores of [
        [[5, 4]],
        [
          [5, 4],
          [3, 4],
          [1, 2],
        ],
      ] as const) {
        const m = yield* measured(pairs(scores), both)
        assert.deepStrictEqual([m.value, m.interval], [0.75, null])
        assert.include(caveatsOf(m), "no-ci")
      }
      const other = yield* measured(pairs(SCORES), both, { min: 1, max: 7 })
      assert.deepStrictEqual([other.value, other.interval], [null, null])
    }),
  )

  it.effect("keeps its interval within 0 and 1", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        pairs([
          [5, 5],
          [5, 5],
          [4, 4],
          [5, 3],
        ]),
        both,
      )
      assert.strictEqual(m.interval?.high, 1)
    }),
  )

  it.effect("compares two groups by Welch's test", () =>
    Effect.gen(function* () {
      const other = [
        [5, 1],
        [4, 2],
        [3, 5],
        [5, 2],
        [2, 4],
        [4, 1],
      ] as const
      const facts = yield* answersOf([...pairs(SCORES, { wave: "a" }), ...pairs(other, { wave: "b" })])
      const [a] = yield* measurements(
        facts,
        crossChannelConsistency,
        { ...own, ...both },
        {
          by: [dimension("wave", column("wave"))],
          versus: { wave: "b" },
        },
      )
      const expected = welch(nearness(SCORES), nearness(other))
      assert.near(a?.versus?.difference, nearness(SCORES).mean - nearness(other).mean, 1e-12)
      assert.near(a?.versus?.p, expected?.p ?? Number.NaN, 1e-9)
      assert.strictEqual(a?.versus?.effect?.kind, "hedges-g")
    }),
  )
})

describe("cross-channel-consistency", () => {
  it.effect("takes the channel of the inventory where no column is named", () =>
    Effect.gen(function* () {
      const prepared = yield* crossChannelConsistency.prepare()
      assert.include(JSON.stringify(prepared.questions({} as never)), '"op":"inventory","attribute":"channel"')
      const items = yield* crossChannelConsistency.prepare({ form: "content" })
      const asked = JSON.stringify(items.questions({} as never))
      assert.include(asked, '"op":"coalesce","all":[{"op":"column","column":"channel"}')
      assert.deepStrictEqual(prepared.params, {
        form: "score",
        channel: null,
        channels: null,
        margin: 0,
        instrument: "csat",
        scale: { min: 1, max: 5 },
        polarity: "high",
      })
    }),
  )

  it.effect("has a kind, a unit and a name of its own in every form", () =>
    Effect.gen(function* () {
      const forms = yield* Effect.forEach([{}, { form: "content" }, both], (params) =>
        crossChannelConsistency.prepare(params),
      )
      assert.deepStrictEqual(
        forms.map(({ passport: { kind, unit, unitOfN } }) => [kind, unit.kind, unitOfN]),
        [
          ["feedback", "ratio", "answer"],
          ["audit-item", "proportion", "item"],
          ["feedback", "ratio", "customer"],
        ],
      )
      assert.strictEqual(new Set(forms.map(({ title }) => JSON.stringify(title))).size, 3)
    }),
  )

  it.effect("refuses channels that cannot be compared", () =>
    Effect.gen(function* () {
      for (const params of [
        { channels: ["shop"] },
        { channels: ["shop", "shop"] },
        { form: "within-customer" },
        { form: "within-customer", channels: ["shop", "web", "phone"] },
        { form: "content", margin: 1 },
        { margin: -0.1 },
        { form: "gap" },
      ])
        assert.strictEqual((yield* Effect.flip(crossChannelConsistency.prepare(params)))._tag, "OptionsInvalid")
    }),
  )

  it("is the same over shards of customers as over the whole, in forms of answers", async () => {
    const row = fc.record({
      customer: fc.constantFrom(null, ...letters),
      touchpoint: fc.constantFrom("shop", "web", "phone", null),
      score: fc.constantFrom(null, 1, 2, 3, 4, 5),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 40 }),
        fc.constantFrom({}, both),
        fc.nat(255),
        async (rows, form, mask) => {
          const named = rows.map((one, i): Row => ({ ...one, eventId: `e${i}` }))
          const isLeft = ({ customer }: Row) => ((mask >> letters.indexOf(String(customer ?? "a"))) & 1) === 1
          const of = (some: ReadonlyArray<Row>) =>
            project([{ ...feedback("csat", some), header: ["customer", "touchpoint", "score", "eventId"] }])
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* crossChannelConsistency.prepare({ ...own, ...form }), yield* of(named), [
                yield* of(named.filter(isLeft)),
                yield* of(named.filter((r) => !isLeft(r))),
              ])
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it("is the same over shards of visits as over the whole, in the form of audits", async () => {
    const row = fc.record({
      visit: fc.constantFrom(...letters),
      channel: fc.constantFrom("shop", "web", null),
      item: fc.constantFrom("price", "hours", "returns"),
      earned: fc.constantFrom(null, 0, 1, 2),
      possible: fc.constantFrom(null, 0, 2),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.nat(255), async (rows, mask) => {
        const isLeft = ({ visit }: Row) => ((mask >> letters.indexOf(String(visit))) & 1) === 1
        const numbered = rows.map((one, i): Row => ({ ...one, rater: `r${i}` }))
        const of = (some: ReadonlyArray<Row>) => project([audit(some)])
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(
              yield* crossChannelConsistency.prepare({ form: "content", channel: "channel" }),
              yield* of(numbered),
              [yield* of(numbered.filter(isLeft)), yield* of(numbered.filter((r) => !isLeft(r)))],
            )
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
