import { describe, it } from "@effect/vitest"
import { crossChannelConsistency } from "@touchpoint/core/metrics"
import { meanInterval, studentTQuantile, welch } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, feedback, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const answers = (rows: ReadonlyArray<Row>, scale = { min: 1, max: 5 }) =>
  project([{ ...feedback("csat", rows, scale), header: ["customer", "touchpoint", "score", "weight"] }])
const items = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "audit-item", rows, header: ["visit", "item", "channel", "earned", "possible"] }])

const content = { form: "content", channel: "channel" }
const both = { form: "within-customer", channel: "touchpoint", channels: ["shop", "web"] }
const score = { channel: "touchpoint" }
const pairs = (scores: ReadonlyArray<readonly [number, number]>): ReadonlyArray<Row> =>
  scores.flatMap(([a, b], i) => [
    { customer: `c${i}`, touchpoint: "shop", score: a },
    { customer: `c${i}`, touchpoint: "web", score: b },
  ])
const same = (x: number, n: number): ReadonlyArray<Row> =>
  Array.from({ length: n }, (_, i) => [
    { visit: "1", item: `i${i}`, channel: "shop", earned: 1, possible: 1 },
    { visit: "2", item: `i${i}`, channel: "web", earned: i < x ? 1 : 0, possible: 1 },
  ]).flat()
/** As many answers of each score, one customer each. */
const scored = (touchpoint: string, counts: ReadonlyArray<number>): ReadonlyArray<Row> =>
  counts.flatMap((n, i) =>
    Array.from({ length: n }, (_, j) => ({ customer: `${touchpoint}${i}-${j}`, touchpoint, score: i + 1 })),
  )
const many = [...scored("shop", [5, 10, 30, 70, 60]), ...scored("web", [12, 25, 40, 40, 20])]

describe("cross-channel-consistency compared", () => {
  it.effect("is none with nobody, in any form", () =>
    Effect.gen(function* () {
      for (const [params, some, none] of [
        [content, yield* items(same(3, 8)), yield* items([])],
        [
          both,
          yield* answers(
            pairs([
              [5, 4],
              [4, 4],
              [3, 1],
            ]),
          ),
          yield* answers([]),
        ],
        [score, yield* answers(many), yield* answers([])],
      ] as const) {
        assert.isNull(yield* compared(crossChannelConsistency, params, some, none))
        assert.isNull(yield* compared(crossChannelConsistency, params, none, some))
        assert.strictEqual((yield* compared(crossChannelConsistency, params, some, some))?.difference, 0)
      }
    }),
  )

  it.effect("is none where a side has another scale, or too few customers for an interval", () =>
    Effect.gen(function* () {
      const seven = { min: 1, max: 7 }
      for (const [params, rows] of [
        [
          both,
          pairs([
            [5, 4],
            [4, 4],
            [3, 1],
          ]),
        ],
        [score, many],
      ] as const) {
        const [fine, other] = [yield* answers(rows), yield* answers(rows, seven)]
        assert.isNull(yield* compared(crossChannelConsistency, params, fine, other))
        assert.isNull(yield* compared(crossChannelConsistency, params, other, fine))
      }
      const [fine, few] = [yield* answers(many), yield* answers(many.filter((_, i) => i % 4 === 0))]
      assert.isNull(yield* compared(crossChannelConsistency, score, fine, few))
      assert.isNull(yield* compared(crossChannelConsistency, score, few, fine))
    }),
  )

  it.effect("is Welch's of what is near within customers", () =>
    Effect.gen(function* () {
      const near = (scores: ReadonlyArray<readonly [number, number]>) => {
        const values = scores.map(([a, b]) => 1 - Math.abs(a - b) / 4)
        const mean = values.reduce((sum, one) => sum + one, 0) / values.length
        return { n: values.length, mean, m2: values.reduce((sum, one) => sum + (one - mean) ** 2, 0) }
      }
      const [a, b] = [
        [
          [5, 4],
          [4, 4],
          [3, 5],
          [5, 1],
        ],
        [
          [5, 1],
          [4, 2],
          [1, 5],
          [2, 2],
          [3, 1],
        ],
      ] as const
      const found = yield* compared(crossChannelConsistency, both, yield* answers(pairs(a)), yield* answers(pairs(b)))
      const expected = welch(near(a), near(b))
      assert.near(found?.difference, near(a).mean - near(b).mean)
      assert.interval(
        found?.interval,
        [expected?.interval?.low ?? Number.NaN, expected?.interval?.high ?? Number.NaN],
        1e-9,
      )
      assert.near(found?.p, expected?.p ?? Number.NaN, 1e-9)
    }),
  )

  it.effect("has no interval where leaving out changes nothing", () =>
    Effect.gen(function* () {
      // All three groups are 1 whoever is left out: noise explains more than differs.
      const alike = ["a", "b", "c"].flatMap((channel) => scored(channel, [20, 20, 20, 20, 20]))
      const facts = yield* answers(alike)
      const found = yield* compared(crossChannelConsistency, score, facts, facts)
      assert.deepStrictEqual([found?.difference, found?.interval, found?.p], [0, null, null])
    }),
  )
})

describe("cross-channel-consistency in its parts", () => {
  it.effect("of content says only what is so", () =>
    Effect.gen(function* () {
      const m = yield* measureOne(yield* items(same(3, 8)), crossChannelConsistency, content)
      assert.deepStrictEqual([m.value, m.nEffective], [3 / 8, 8])
      for (const id of ["one-channel", "not-stated"] as const) assert.notInclude(caveatsOf(m), id)
      const none = yield* measureOne(yield* items([]), crossChannelConsistency, content)
      assert.deepStrictEqual([none.value, none.n, none.nEffective], [null, 0, null])
      // An item that applies in a channel nobody named.
      const lost = [{ visit: "1", item: "x", channel: null, earned: 1, possible: 1 }]
      const odd = yield* measureOne(yield* items([...same(3, 8), ...lost]), crossChannelConsistency, content)
      assert.deepStrictEqual(caveatData(odd, "not-stated"), { n: 1 })
      assert.strictEqual(odd.n, 8)
    }),
  )

  it.effect("within customers says only what is so, and stays between 0 and 1", () =>
    Effect.gen(function* () {
      const of = (scores: ReadonlyArray<readonly [number, number]>, more: ReadonlyArray<Row> = []) =>
        Effect.flatMap(answers([...pairs(scores), ...more]), (facts) =>
          measureOne(facts, crossChannelConsistency, both),
        )
      const m = yield* of([
        [5, 4],
        [4, 4],
        [3, 5],
        [2, 2],
      ])
      assert.deepStrictEqual([m.n, m.nEffective], [4, 4])
      for (const id of ["one-channel", "no-customer", "no-ci", "scale-mismatch", "weights-ignored"] as const)
        assert.notInclude(caveatsOf(m), id)
      // Gaps 4, 4 and 0 of a scale of 4: Student's t goes beyond both ends.
      const wide = yield* of([
        [5, 1],
        [1, 5],
        [3, 3],
      ])
      assert.near(wide.value, 1 / 3)
      assert.interval(wide.interval, [0, 1])
      // Gaps 1, 1, 1 and 2: one end is inside.
      const inside = yield* of([
        [5, 4],
        [4, 3],
        [3, 2],
        [5, 3],
      ])
      const expected = meanInterval({ n: 4, mean: 1.25, m2: 0.75 })
      assert.interval(
        inside.interval,
        [1 - (expected?.high ?? Number.NaN) / 4, 1 - (expected?.low ?? Number.NaN) / 4],
        1e-9,
      )
      const half = (studentTQuantile(0.975, 3) * 0.5) / 2
      assert.interval(inside.interval, [1 - (1.25 + half) / 4, 1 - (1.25 - half) / 4], 1e-9)
      const mixed = yield* Effect.flatMap(
        answers(
          pairs([
            [5, 4],
            [4, 4],
          ]),
          { min: 1, max: 7 },
        ),
        (facts) => measureOne(facts, crossChannelConsistency, both),
      )
      assert.deepStrictEqual([mixed.value, mixed.interval, mixed.numerator], [null, null, null])
      assert.notInclude(caveatsOf(mixed), "no-ci")
    }),
  )

  it.effect("of answers looks at those of its instrument alone", () =>
    Effect.gen(function* () {
      const own = pairs([
        [5, 4],
        [4, 4],
        [3, 1],
      ])
      const other = pairs([
        [0, 10],
        [10, 1],
        [9, 0],
      ])
      const facts = yield* project([feedback("csat", own), feedback("nps", other)])
      const alone = yield* answers(own)
      for (const params of [both, score]) {
        const m = yield* measureOne(facts, crossChannelConsistency, params)
        const expected = yield* measureOne(alone, crossChannelConsistency, params)
        assert.deepStrictEqual([m.value, m.n, m.interval], [expected.value, expected.n, expected.interval])
        assert.isNotNull(m.value)
        assert.notInclude(caveatsOf(m), "scale-mismatch")
      }
    }),
  )

  it.effect("of scores says only what is so, and of nothing no number", () =>
    Effect.gen(function* () {
      const of = (rows: ReadonlyArray<Row>) =>
        Effect.flatMap(answers(rows), (facts) => measureOne(facts, crossChannelConsistency, score))
      const m = yield* of(many)
      assert.deepStrictEqual([m.n, m.nEffective], [many.length, many.length])
      const none = yield* of([])
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      for (const id of ["channels-excluded", "one-channel", "no-ci", "not-stated"] as const) {
        assert.notInclude(caveatsOf(m), id)
        assert.notInclude(caveatsOf(none), id)
      }
      const one = yield* of(scored("shop", [3, 4, 5, 6, 7]))
      assert.deepStrictEqual(caveatData(one, "one-channel"), { n: 25 })
    }),
  )
})
