import { assert, describe, it } from "@effect/vitest"
import { csat, disclose, type Measurement, nps } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { project } from "../facts/project.ts"
import { answersOf, caveatsOf, feedback, measureAll, measurements } from "./asking.ts"

type Shares = Readonly<Record<string, readonly [top: number, low: number]>>

/** Satisfaction by wave, with numbers of fewer than `minimumCell` withheld. */
const disclosed = Effect.fnUntraced(function* (waves: Shares, minimumCell: number, versus: string | null = null) {
  const rows = Object.entries(waves).flatMap(([wave, [top, low]]) => answersOf({ "5": top, "1": low }, { wave }, wave))
  const facts = yield* project([feedback("csat", rows)])
  const all = yield* measurements(
    facts,
    csat,
    {},
    { by: [dimension("wave", column("wave"))], versus: versus === null ? null : { wave: versus } },
    { minimumCell },
  )
  return new Map(all.map((m) => [m.by["wave"], m] as const))
})
const withheld = (all: ReadonlyMap<unknown, Measurement>) =>
  [...all].filter(([, m]) => caveatsOf(m).includes("below-minimum-cell")).map(([wave]) => wave)

describe("disclosure", () => {
  it.effect("withholds groups of fewer than the minimum, and everything about them", () =>
    Effect.gen(function* () {
      const all = yield* disclosed({ a: [20, 20], b: [2, 1], c: [1, 2], d: [10, 10] }, 5)
      assert.deepStrictEqual(withheld(all), ["b", "c"])
      const b = all.get("b")
      assert.deepStrictEqual(
        [b?.value, b?.interval, b?.n, b?.nEffective, b?.numerator, b?.denominator],
        [null, null, 0, null, null, null],
      )
      assert.deepStrictEqual(b?.caveats, [{ id: "below-minimum-cell", data: { minimum: 5 } }])
      assert.strictEqual(all.get("a")?.value, 0.5)
    }),
  )

  it.effect("withholds the next smallest where one alone would follow from the total", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(withheld(yield* disclosed({ a: [20, 20], b: [2, 1], c: [30, 30], d: [8, 8] }, 5)), [
        "b",
        "d",
      ])
    }),
  )

  it.effect("withholds a share whose one side is small: 99 of 100 tells of one", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(withheld(yield* disclosed({ a: [99, 1], b: [50, 50], c: [100, 0] }, 5)), ["a", "b"])
    }),
  )

  it.effect("shows a single group that is large enough, and none that is not", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(withheld(yield* disclosed({ a: [5, 5] }, 5)), [])
      assert.deepStrictEqual(withheld(yield* disclosed({ a: [2, 2] }, 5)), ["a"])
    }),
  )

  it.effect("shows all where no minimum is set, and what has nobody in it", () =>
    Effect.gen(function* () {
      for (const minimum of [0, 1])
        assert.deepStrictEqual(withheld(yield* disclosed({ a: [1, 0], b: [1, 1] }, minimum)), [])
      const empty = yield* project([])
      const [m] = yield* measurements(empty, csat, {}, {}, { minimumCell: 5 })
      assert.deepStrictEqual(caveatsOf(m as Measurement), ["zero-denominator", "undated"])
    }),
  )

  it.effect("does not tell of a withheld group through comparisons with it", () =>
    Effect.gen(function* () {
      // Too small; large enough but with a small side; large enough and withheld for another's sake.
      for (const [waves, versus] of [
        [{ a: [20, 20], b: [2, 1], c: [1, 1] }, "b"],
        [{ a: [20, 20], b: [48, 2], c: [49, 2] }, "b"],
        [{ a: [20, 20], b: [2, 1], d: [8, 8] }, "d"],
      ] as const) {
        const all = yield* disclosed(waves, 5, versus)
        assert.include(withheld(all), versus)
        for (const m of all.values()) assert.isUndefined(m.versus)
      }
      const open = yield* disclosed({ a: [20, 20], b: [20, 21] }, 5, "b")
      assert.strictEqual(open.get("a")?.versus?.n, 41)
    }),
  )

  it.effect("hides along groups and along time, so that nothing is a margin less what is shown", () =>
    Effect.gen(function* () {
      const shown = Effect.fnUntraced(function* (sizes: Readonly<Record<string, ReadonlyArray<number>>>) {
        const rows = Object.entries(sizes).flatMap(([wave, months]) =>
          months.flatMap((n, i) => answersOf({ "10": n }, { wave, at: `2018-0${i + 1}-10` }, `${wave}${i}`)),
        )
        const all = yield* measurements(
          yield* project([feedback("nps", rows)]),
          nps,
          {},
          { by: [dimension("wave", column("wave"))], every: "month" },
          { minimumCell: 5 },
        )
        const lines = [...Map.groupBy(all, (m) => m.by["wave"]).values()]
        return lines.map((line) => line.map((m) => (m.value === null ? null : m.n)))
      })
      // February of b is small: hidden with February of a, and with another month of each.
      assert.deepStrictEqual(yield* shown({ a: [21, 20, 30], b: [22, 2, 30] }), [
        [null, null, 30],
        [null, null, 30],
      ])
      // Of two months nothing can be shown: any number would be what the margins lack.
      assert.deepStrictEqual(yield* shown({ a: [20, 20], b: [20, 2] }), [
        [null, null],
        [null, null],
      ])
      // Two small ones hide each other: along time, and each needs a second in its month.
      assert.deepStrictEqual(yield* shown({ a: [20, 20, 20], b: [3, 2, 20], c: [30, 30, 30] }), [
        [null, null, 20],
        [null, null, 20],
        [30, 30, 30],
      ])
      // A month in which a group has nobody hides nobody.
      assert.deepStrictEqual(yield* shown({ a: [20, 20], b: [20] }), [[20, 20], [20]])
    }),
  )

  it.effect("hides a group in every request of the run, whatever is measured of it", () =>
    Effect.gen(function* () {
      const rows = Object.entries({ a: [20, 20], b: [30, 2], c: [30, 30], d: [25, 25] }).flatMap(([wave, [top, low]]) =>
        answersOf({ "5": top ?? 0, "1": low ?? 0 }, { wave }, wave),
      )
      const facts = yield* project([feedback("csat", rows)])
      const by = [dimension("wave", column("wave"))]
      const results = yield* measureAll(
        facts,
        [
          { metric: yield* csat.prepare({ form: "mean" }), by },
          { metric: yield* csat.prepare(), by },
          { metric: yield* csat.prepare() },
        ],
        { minimumCell: 5 },
      )
      const shown = results.map(({ measurements: all }) =>
        all.flatMap((m) => (m.value === null ? [] : [m.by["wave"] ?? "all"])),
      )
      // The share of b tells of two; its mean alone would not, and goes with it. The whole is large enough.
      assert.deepStrictEqual(shown, [["c", "d"], ["c", "d"], ["all"]])
      const [alone] = yield* measureAll(facts, [{ metric: yield* csat.prepare({ form: "mean" }), by }], {
        minimumCell: 5,
      })
      assert.isTrue(alone?.measurements.every(({ value }) => value !== null))
    }),
  )

  it("never shows a small number, and never hides exactly one group of several", () => {
    const group = fc.record({ top: fc.nat(12), low: fc.nat(12) }).filter(({ low, top }) => low + top > 0)
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 8 }),
        (groups, minimum) => {
          const before = groups.map(({ low, top }, i): Measurement => ({
            schema: 1,
            metric: "csat",
            params: {},
            definition: "d",
            unit: { kind: "proportion" },
            by: { wave: `${i}` },
            period: null,
            asOf: null,
            value: top / (top + low),
            interval: null,
            n: top + low,
            unitOfN: "answer",
            nEffective: null,
            numerator: top,
            denominator: top + low,
            caveats: [],
          }))
          const [after = []] = disclose([{ kind: "feedback", measurements: before }], minimum)
          assert.lengthOf(after, before.length)
          const hidden = after.filter(({ value }) => value === null).length
          assert.isFalse(hidden === 1 && groups.length > 1)
          for (const { denominator, numerator, value } of after) {
            if (value === null) continue
            for (const side of [numerator ?? 0, (denominator ?? 0) - (numerator ?? 0)])
              assert.isTrue(side === 0 || side >= minimum)
          }
        },
      ),
    )
  })
})
