import { describe, it } from "@effect/vitest"
import { type MetricContext, retention } from "@touchpoint/core/metrics"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { project, type Row } from "../../../test/facts/project.ts"
import { compared, statesOf } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.UTC(2026, 0, 1)
const visit = (customer: string | null, day: number): Row => ({
  customer,
  touchpoint: "app",
  at: new Date(start + day * DAY).toISOString(),
})
const factsOf = (rows: ReadonlyArray<Row>, asOf = start + 120 * DAY) =>
  project([{ kind: "interaction", rows, header: ["customer", "touchpoint", "at"] }], { asOf })
const app = { entry: "app", return: "app", interval: "day" }
const estimated = (rows: ReadonlyArray<Row>, params: object = {}, asOf?: number) =>
  Effect.gen(function* () {
    const prepared = yield* retention.prepare({ ...app, ...params })
    return prepared.estimate(yield* statesOf(prepared, yield* factsOf(rows, asOf)), 0.95)
  })

describe("retention compared", () => {
  it.effect("equals the vector of two proportions in every mode, and compares nothing with nobody", () =>
    Effect.gen(function* () {
      const [one] = vectors.A3_two_proportions.cases
      if (one === undefined) return assert.fail("no vector")
      const of = (x: number, n: number) =>
        factsOf(
          Array.from({ length: n }, (_, i) => [0, ...(i < x ? [5] : [])].map((day) => visit(`c${i}`, day))).flat(),
        )
      const [a, b, nobody] = [yield* of(one.x1, one.n1), yield* of(one.x2, one.n2), yield* factsOf([])]
      for (const mode of [{ index: 5 }, { index: 4, mode: "on-or-after" }, { index: 3, mode: "bracket", to: 6 }]) {
        const params = { ...app, ...mode }
        const found = yield* compared(retention, params, a, b)
        assert.near(found?.difference, one.diff, 1e-9)
        assert.interval(found?.interval, one.newcombe, 1e-9)
        assert.near(found?.p, one.p, 1e-9)
        assert.isNull(yield* compared(retention, params, a, nobody))
        assert.isNull(yield* compared(retention, params, nobody, b))
      }
      const off = yield* compared(retention, { ...app, index: 4 }, a, b)
      assert.strictEqual(off?.difference, 0)
    }),
  )
})

describe("retention in its parts", () => {
  it.effect("says whom it left out, and nothing where it left out nobody", () =>
    Effect.gen(function* () {
      const plain = [visit("a", 0), visit("a", 1), visit("b", 0)]
      const fine = yield* estimated(plain)
      assert.deepStrictEqual([fine.value, fine.n, fine.nEffective, fine.caveats], [0.5, 2, 2, []])
      assert.deepStrictEqual((yield* estimated([...plain, visit(null, 3)])).caveats, [
        { id: "no-customer", data: { n: 1 } },
      ])
      assert.deepStrictEqual((yield* estimated([...plain, visit("c", 120)])).caveats, [
        { id: "immature-window", data: { n: 1 } },
      ])
      const { interval: _, ...nobody } = yield* estimated([])
      const nothing = { value: null, n: 0, nEffective: null, numerator: 0, denominator: 0, caveats: [] }
      assert.deepStrictEqual(nobody, nothing)
    }),
  )

  it.effect("looks as far as it is asked to", () =>
    Effect.gen(function* () {
      const rows = [visit("a", 0), visit("a", 20), visit("b", 0), visit("b", 13)]
      for (const clock of ["calendar", "elapsed"])
        for (const [index, x] of [
          [12, 0],
          [13, 1],
          [14, 0],
          [20, 1],
        ] as const) {
          const m = yield* estimated(rows, { index, clock })
          assert.deepStrictEqual([m.numerator, m.n], [x, 2], `${clock} ${index}`)
        }
    }),
  )

  it.effect("counts who comes back in the last instant that is known", () =>
    Effect.gen(function* () {
      // Day 4 begins with that instant; on day 1 or later the customer was back.
      const rows = [visit("a", 0), visit("a", 4)]
      const m = yield* estimated(rows, { mode: "on-or-after" }, start + 4 * DAY)
      assert.deepStrictEqual([m.numerator, m.n], [1, 1])
      // Where facts are said to be complete only up to before the first of them nobody has had any time.
      const early = yield* estimated(rows, {}, start - DAY)
      assert.deepStrictEqual([early.value, early.n], [null, 0])
    }),
  )

  it.effect("has no calendar without dates, and none without facts", () =>
    Effect.gen(function* () {
      const prepared = yield* retention.prepare(app)
      const clockOf = (more: Partial<MetricContext>) => {
        const { cohort } = prepared.questions({
          calendar: Calendar.make("UTC"),
          asOf: null,
          extent: () => null,
          period: null,
          ...more,
        }) as unknown as { readonly cohort: { readonly options: { readonly clock: unknown } } }
        return cohort.options.clock
      }
      const range = { extent: () => ({ min: start, max: start + DAY }) }
      const none = { kind: "calendar", edges: [] }
      assert.deepStrictEqual(clockOf({}), none)
      assert.deepStrictEqual(clockOf(range), none)
      assert.deepStrictEqual(clockOf({ asOf: start }), none)
      assert.deepStrictEqual(clockOf({ ...range, asOf: start + DAY }), {
        kind: "calendar",
        edges: [start, start + DAY, start + 2 * DAY],
      })
    }),
  )

  it.effect("waits for its interval, by the calendar or by the clock", () =>
    Effect.gen(function* () {
      const horizonOf = (params: object) => Effect.map(retention.prepare(params), ({ horizon }) => horizon)
      assert.strictEqual(yield* horizonOf({ clock: "elapsed", interval: "week", index: 2 }), 21 * DAY)
      const bracket = { mode: "bracket", index: 1, to: 5 }
      assert.strictEqual(yield* horizonOf({ clock: "elapsed", interval: "month", ...bracket }), 150 * DAY)
      assert.deepStrictEqual(yield* horizonOf({ interval: "week", index: 2 }), { interval: "week", after: 2 })
      assert.deepStrictEqual(yield* horizonOf({ interval: "day", ...bracket }), { interval: "day", after: 4 })
    }),
  )

  it.effect("waits for both kinds of facts, and says whether orders of every status count", () =>
    Effect.gen(function* () {
      const of = (params: object) =>
        Effect.map(retention.prepare(params), ({ everyStatus, kinds }) => [kinds, everyStatus])
      const paid = { kind: "order", is: { status: "paid" } }
      assert.deepStrictEqual(yield* of({}), [["order"], true])
      assert.deepStrictEqual(yield* of(app), [["interaction"], false])
      assert.deepStrictEqual(yield* of({ entry: "app" }), [["interaction", "order"], true])
      assert.deepStrictEqual(yield* of({ entry: "app", return: paid }), [["interaction", "order"], false])
      assert.deepStrictEqual(yield* of({ entry: paid, return: "app" }), [["order", "interaction"], false])
    }),
  )
})
