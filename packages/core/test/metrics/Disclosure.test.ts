import { assert, describe, it } from "@effect/vitest"
import { csat, disclose, isSmall, lifecycle, type Measurement, nps } from "@touchpoint/core/metrics"
import { column, type Dimension, dimension } from "@touchpoint/core/questions"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { project, type Row } from "../facts/project.ts"
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
      const all = yield* disclosed({ a: [20, 20], b: [2, 1], c: [3, 4], d: [10, 10] }, 5)
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

  it.effect("withholds a count of few among many, and a ratio of few", () =>
    Effect.gen(function* () {
      // Twenty stay from January to February, and three are new.
      const stayed = Array.from({ length: 20 }, (_, i) => `s${i}`)
      const rows = [
        { customer: "early", at: "2025-12-01" },
        ...stayed.flatMap((customer) => ["2026-01-10", "2026-02-10"].map((at) => ({ customer, at }))),
        ...["x", "y", "z"].map((customer) => ({ customer, at: "2026-02-20" })),
      ].map((row, i) => ({ eventId: String(i), ...row }))
      const facts = yield* project([{ kind: "order", rows }], { asOf: Date.parse("2026-03-31T00:00:00Z") })
      const period = Result.getOrThrow(Period.parse("2026-02", Calendar.make("UTC")))
      const of = (params: object, minimumCell: number) =>
        measurements(facts, lifecycle, { activity: { kind: "order" }, ...params }, { period }, { minimumCell })
      for (const form of ["count", "share"]) {
        const [few] = yield* of({ state: "new", form }, 5)
        assert.deepStrictEqual(
          [few?.value, few === undefined ? [] : caveatsOf(few)],
          [null, ["below-minimum-cell"]],
          form,
        )
      }
      const [told] = yield* of({ state: "new", form: "count" }, 3)
      assert.strictEqual(told?.value, 3)
      const ratio = { unit: { kind: "ratio" as const }, n: 40, value: 0.1, numerator: 4, denominator: 40 }
      assert.isTrue(isSmall({ ...(told as Measurement), ...ratio }, 5))
      assert.isFalse(isSmall({ ...(told as Measurement), ...ratio, numerator: 8, value: 0.2 }, 5))
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
      assert.deepStrictEqual(caveatsOf(m as Measurement), ["zero-denominator"])
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

  const monthly = [
    [40, 20],
    [30, 15],
    [2, 1],
    [30, 20],
    [30, 30],
    [10, 10],
  ] as const
  const halfYear = project([
    feedback(
      "csat",
      monthly.flatMap(([top, low], i) => answersOf({ "5": top, "1": low }, { at: `2026-0${i + 1}-10` }, `${i}`)),
    ),
  ])
  const utc = Calendar.make("UTC")
  const period = (text: string) => Result.getOrThrow(Period.parse(text, utc))
  const shownOf = (results: ReadonlyArray<{ readonly measurements: ReadonlyArray<Measurement> }>) =>
    results.map(({ measurements: all }) => all.map((m) => (m.value === null ? null : m.n)))

  it.effect("holds months and quarters of one report against each other", () =>
    Effect.gen(function* () {
      const [mean, share] = [yield* csat.prepare({ form: "mean" }), yield* csat.prepare()]
      for (const [months, quarters] of [
        [share, share],
        [share, mean],
        [mean, share],
      ] as const) {
        const results = yield* measureAll(
          yield* halfYear,
          [
            { metric: months, every: "month" },
            { metric: quarters, every: "quarter" },
          ],
          { minimumCell: 5 },
        )
        // February goes with March: within the quarter, so that 108 less 60 is of both.
        assert.deepStrictEqual(shownOf(results), [
          [60, null, null, 50, 60, 20],
          [108, 130],
        ])
      }
    }),
  )

  it.effect("holds different periods against each other, also where no request asks the small one", () =>
    Effect.gen(function* () {
      const metric = yield* csat.prepare()
      const request = (text: string) => ({ metric, period: period(text) })
      const shown = Effect.fnUntraced(function* (...texts: ReadonlyArray<string>) {
        const results = yield* measureAll(yield* halfYear, texts.map(request), { minimumCell: 5 })
        return shownOf(results).flat()
      })
      assert.deepStrictEqual(yield* shown("2026-01", "2026-02", "2026-03", "2026-Q1"), [60, null, null, 108])
      // March would be the quarter less January and February.
      assert.deepStrictEqual(yield* shown("2026-01", "2026-02", "2026-Q1"), [60, null, 108])
      assert.deepStrictEqual(yield* shown("2026-01", "2026-02", "2026-04"), [60, 45, 50])
    }),
  )

  it.effect("hides the second within the stage of the first, of touchpoints whose stages are shown", () =>
    Effect.gen(function* () {
      const sizes = { a: [40, 20], b: [2, 1], c: [8, 8], d: [30, 30], e: [40, 40] } as const
      const stages = { a: "before", b: "before", c: "during", d: "during", e: "after" } as const
      const facts = yield* project([
        feedback(
          "csat",
          Object.entries(sizes).flatMap(([wave, [top, low]]) =>
            answersOf({ "5": top, "1": low }, { wave, touchpoint: stages[wave as keyof typeof stages] }, wave),
          ),
        ),
      ])
      const metric = yield* csat.prepare()
      const [fine, coarse] = [dimension("wave", column("wave")), dimension("stage", column("touchpoint"))]
      const shown = Effect.fnUntraced(function* (...by: ReadonlyArray<ReadonlyArray<Dimension>>) {
        const results = yield* measureAll(
          facts,
          by.map((own) => ({ metric, by: own })),
          { minimumCell: 5 },
        )
        return results.map(({ measurements: all }) =>
          all.flatMap((m) => (m.value === null ? [] : [Object.values(m.by).join("/")])),
        )
      })
      // With c, the smallest of all, b would still be the stage before less a.
      assert.deepStrictEqual(
        yield* shown([fine], [coarse]),
        [
          ["d", "e"],
          ["after", "before", "during"],
        ].map((list, i) => (i === 0 ? ["c", ...list] : list)),
      )
      // Without the stages the smallest of all does.
      assert.deepStrictEqual(yield* shown([fine]), [["a", "d", "e"]])
    }),
  )

  it.effect("counts the sides of weighted shares by rows", () =>
    Effect.gen(function* () {
      const rows = (shop: string, weights: ReadonlyArray<readonly [score: string, weight: number, rows: number]>) =>
        weights.flatMap(([score, weight, n]) =>
          answersOf({ [score]: n }, { wave: shop }, `${shop}${score}`).map((row) => ({ ...row, weight: `${weight}` })),
        )
      const shares = Effect.fnUntraced(function* (...all: ReadonlyArray<ReadonlyArray<Row>>) {
        const own = yield* measurements(
          yield* project([feedback("csat", all.flat())]),
          csat,
          {},
          { by: [dimension("wave", column("wave"))] },
          { minimumCell: 5 },
        )
        return own.map((m) => m.value)
      })
      // One person of weight 19 stands for half of 20.
      assert.deepStrictEqual(
        yield* shares(
          rows("a", [
            ["5", 1, 19],
            ["1", 19, 1],
          ]),
        ),
        [null],
      )
      // Ten of weight 2 are ten rows on either side.
      assert.deepStrictEqual(
        yield* shares(
          rows("a", [
            ["5", 2, 10],
            ["1", 2, 10],
          ]),
        ),
        [0.5],
      )
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

  it("tells of no few people by any sums and differences of months, quarters and the whole", () => {
    const months = 6
    const cell = (from: number, to: number, sizes: ReadonlyArray<number>): Measurement => ({
      schema: 1,
      metric: "nps",
      params: {},
      definition: "d",
      unit: { kind: "points" },
      by: {},
      period: { from, to, zone: "UTC", complete: true },
      asOf: null,
      value: 1,
      interval: null,
      n: sizes.slice(from, to).reduce((sum, n) => sum + n, 0),
      unitOfN: "answer",
      nEffective: null,
      numerator: null,
      denominator: null,
      caveats: [],
    })
    fc.assert(
      fc.property(
        fc.array(fc.nat(15), { minLength: months, maxLength: months }),
        fc.integer({ min: 2, max: 6 }),
        (sizes, minimum) => {
          const whole = cell(0, months, sizes)
          fc.pre(whole.n >= minimum)
          const fine = sizes.map((_, i) => cell(i, i + 1, sizes)).filter(({ n }) => n > 0)
          const coarse = [cell(0, 3, sizes), cell(3, 6, sizes)].filter(({ n }) => n > 0)
          const after = disclose(
            [fine, coarse, [whole]].map((own) => ({ kind: "feedback", measurements: own })),
            minimum,
          )
          const shown = after.flat().filter(({ value }) => value !== null)
          // Every sum of shown cells with signs, as how often each month that has anybody is in it.
          let sums = [sizes.map(() => 0)]
          for (const { period: of } of shown)
            sums = sums.flatMap((sum) =>
              [-1, 0, 1].map((sign) => sum.map((n, i) => (of !== null && i >= of.from && i < of.to ? n + sign : n))),
            )
          for (const sum of sums) {
            const inside = sizes.filter((n, i) => n > 0 && sum[i] === 1)
            if (inside.length === 0 || sum.some((times, i) => (sizes[i] ?? 0) > 0 && times !== 0 && times !== 1))
              continue
            assert.isAtLeast(
              inside.reduce((all, n) => all + n, 0),
              minimum,
            )
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
