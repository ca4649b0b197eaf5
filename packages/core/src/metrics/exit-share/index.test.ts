import { describe, it } from "@effect/vitest"
import { exitShare } from "@touchpoint/core/metrics"
import { column, dimension, eq } from "@touchpoint/core/questions"
import { newcombe, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const header = ["customer", "session", "at", "touchpoint", "actor", "channel", "durationMs"]
/** A session that visits touchpoints, a minute each. */
const session = (id: string | null, path: string, more: Row = {}): ReadonlyArray<Row> =>
  path.split(" ").map((touchpoint, i) => ({
    customer: id,
    session: id,
    at: new Date(Date.parse("2026-01-05T00:00:00Z") + i * 60_000).toISOString(),
    touchpoint,
    ...more,
  }))
const factsOf = (rows: ReadonlyArray<Row>) =>
  project([{ kind: "interaction", rows, header }], { asOf: Date.parse("2026-02-01T00:00:00Z") })
const measured = (rows: ReadonlyArray<Row>, params: unknown = {}) =>
  Effect.flatMap(factsOf(rows), (facts) => measureOne(facts, exitShare, params))
const by = [dimension("touchpoint", column("touchpoint"))]

describe("exit-share", () => {
  const rows = ["home cart", "home cart pay", "home", "home help home", "cart help"].flatMap((path, i) =>
    session(`s${i}`, path),
  )
  const expected: ReadonlyArray<readonly [string, number, number]> = [
    ["cart", 1, 3],
    ["help", 1, 2],
    ["home", 2, 4],
    ["pay", 1, 1],
  ]

  it.effect("is the share of the sessions that visit a touchpoint and end there", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf(rows)
      const found = yield* measurements(facts, exitShare, {}, { by })
      assert.deepStrictEqual(
        found.map((m) => [m.by["touchpoint"], m.numerator, m.denominator]),
        expected.map((one) => [...one]),
      )
      assert.deepStrictEqual([found[0]?.unit, found[0]?.unitOfN], [{ kind: "proportion" }, "session"])
      // Wilson of 2 in 4, by hand: z² = 3.841459.
      assert.interval(found[2]?.interval, [0.1500389, 0.8499611], 1e-6)
      for (const [touchpoint, x, n] of expected) {
        const m = yield* measureOne(facts, exitShare, { touchpoint })
        assert.deepStrictEqual([m.numerator, m.denominator], [x, n])
        // What a filter leaves out still comes after.
        const filtered = yield* measureOne(facts, exitShare, {}, { where: eq(column("touchpoint"), touchpoint) })
        assert.deepStrictEqual([filtered.numerator, filtered.denominator], [x, n])
      }
    }),
  )

  it.effect("sees neither bots nor what has no session, and takes a recorded length for no end", () =>
    Effect.gen(function* () {
      const m = yield* measured(
        [
          ...session("a", "home cart", { durationMs: 5 }),
          ...session("a", "home home help", { actor: "bot" }),
          ...session(null, "cart cart"),
        ],
        { touchpoint: "cart" },
      )
      assert.deepStrictEqual([m.value, m.n], [1, 1])
      assert.deepStrictEqual(caveatData(m, "not-stated"), { n: 2 })
    }),
  )

  it.effect("is null, not 0, where nobody was", () =>
    Effect.gen(function* () {
      const m = yield* measured(rows, { touchpoint: "nowhere" })
      assert.deepStrictEqual([m.value, m.interval, m.n, m.nEffective], [null, null, 0, null])
      assert.include(caveatsOf(m), "zero-denominator")
    }),
  )

  it.effect("widens the interval where the sessions of a customer end alike", () =>
    Effect.gen(function* () {
      const many = Array.from({ length: 100 }, (_, i) => i).flatMap((i) =>
        Array.from({ length: 6 }, (_unused, j) =>
          session(`s${i}-${j}`, i % 3 === 0 ? "home" : "home cart", { customer: `c${i}` }),
        ).flat(),
      )
      const m = yield* measured(many, { touchpoint: "home" })
      assert.deepStrictEqual([m.numerator, m.n], [204, 600])
      assert.isBelow(m.nEffective ?? 600, 250)
      assert.include(caveatsOf(m), "clustered")
      const all = yield* measured(many, { touchpoint: "cart" })
      assert.deepStrictEqual([all.value, all.nEffective], [1, 66])
    }),
  )

  it.effect("compares two groups of sessions", () =>
    Effect.gen(function* () {
      const facts = yield* factsOf([
        ...Array.from({ length: 20 }, (_, i) =>
          session(`a${i}`, i < 5 ? "home" : "home cart", { channel: "app" }),
        ).flat(),
        ...Array.from({ length: 20 }, (_, i) =>
          session(`w${i}`, i < 15 ? "home" : "home cart", { channel: "web" }),
        ).flat(),
      ])
      const found = yield* measurements(
        facts,
        exitShare,
        { touchpoint: "home" },
        { by: [dimension("channel", column("channel"))], versus: { channel: "app" } },
      )
      const web = found.find((m) => m.versus !== undefined)
      assert.deepStrictEqual([web?.versus?.difference, web?.versus?.test], [0.5, "pooled-z"])
    }),
  )

  // The sessions of a group: `x` of `n` end at home, each of somebody else.
  const ending = (prefix: string, x: number, n: number, more: Row = {}) =>
    Array.from({ length: n }, (_, i) => session(`${prefix}${i}`, i < x ? "home" : "home cart", more)).flat()

  it.effect("equals the vector of two shares", () =>
    Effect.gen(function* () {
      const [vector] = vectors.A3_two_proportions.cases
      if (vector === undefined) return assert.fail("no vector")
      const { diff, n1, n2, p, x1, x2 } = vector
      const [a, b] = [yield* factsOf(ending("a", x1, n1)), yield* factsOf(ending("b", x2, n2))]
      const found = yield* compared(exitShare, { touchpoint: "home" }, a, b)
      assert.near(found?.difference, diff, 1e-9)
      assert.interval(found?.interval, vector.newcombe, 1e-9)
      assert.near(found?.p, p, 1e-9)
      const none = yield* factsOf([])
      assert.isNull(yield* compared(exitShare, { touchpoint: "home" }, a, none))
      assert.isNull(yield* compared(exitShare, { touchpoint: "home" }, none, b))
      const m = yield* measureOne(a, exitShare, { touchpoint: "home" })
      assert.deepStrictEqual([m.nEffective, caveatsOf(m)], [n1, []])
    }),
  )

  it.effect("compares as many sessions as are independent", () =>
    Effect.gen(function* () {
      // Ten sessions of each customer, who ends them all alike: all of the first customers, half of the second ones.
      const each = (prefix: string, x: number, n: number) =>
        Array.from({ length: 10 }, (_, j) =>
          ending(prefix, x, n).map((row) => ({ ...row, session: `${row["session"]}-${j}` })),
        ).flat()
      const [a, b] = [yield* factsOf(each("a", 60, 100)), yield* factsOf(each("b", 20, 100))]
      const [first, second] = [
        yield* measureOne(a, exitShare, { touchpoint: "home" }),
        yield* measureOne(b, exitShare, { touchpoint: "home" }),
      ]
      const [m, n] = [first.nEffective ?? 0, second.nEffective ?? 0]
      // About the customers there are, less what 32 shards leave unknown (t² ÷ z² of 31 degrees of freedom: 1.083).
      for (const size of [m, n]) {
        assert.isAbove(size, 50)
        assert.isBelow(size, 200)
      }
      assert.near(caveatData(first, "clustered")?.["deff"] as number, 1000 / m)
      const apart = newcombe({ x: 0.6 * m, n: m }, { x: 0.2 * n, n })
      const found = yield* compared(exitShare, { touchpoint: "home" }, a, b)
      assert.interval(found?.interval, [apart?.low ?? 0, apart?.high ?? 0], 1e-9)
      const own = wilson(0.6 * m, m)
      assert.interval(first.interval, [own?.low ?? 0, own?.high ?? 0], 1e-9)
    }),
  )

  it.effect("says which touchpoint it is of", () =>
    Effect.gen(function* () {
      const all = yield* exitShare.prepare()
      assert.deepStrictEqual(all.title, { en: "Exit share", ru: "Доля выходов", pl: "Odsetek wyjść" })
      const { passport, title } = yield* exitShare.prepare({ touchpoint: "cart" })
      assert.deepStrictEqual(title, { en: "Exit share, cart", ru: "Доля выходов, cart", pl: "Odsetek wyjść, cart" })
      assert.deepStrictEqual([passport.kind, passport.clock], ["interaction", "at"])
      assert.include((passport.numerator as { en: string }).en, "sessions whose last interaction")
      assert.include((passport.denominator as { en: string }).en, "sessions that visited the touchpoint")
    }),
  )

  it("is the same over shards of customers as over the whole", async () => {
    const row = fc.record({ id: fc.nat(5), touchpoint: fc.constantFrom("home", "cart", "help") })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), fc.nat(7), async (all, mask) => {
        const of = (some: typeof all) =>
          factsOf(
            some.flatMap(({ id, touchpoint }, i) =>
              session(`s${id}`, touchpoint, { customer: `c${id % 3}`, at: new Date(1e12 + i * 1000).toISOString() }),
            ),
          )
        const isLeft = ({ id }: { readonly id: number }) => ((mask >> (id % 3)) & 1) === 1
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* exitShare.prepare({ touchpoint: "home" }), yield* of(all), [
              yield* of(all.filter(isLeft)),
              yield* of(all.filter((one) => !isLeft(one))),
            ])
          }),
        )
      }),
      { numRuns: 40 },
    )
  })
})
