import { assert, describe, it } from "@effect/vitest"
import { countDurations, quantileOf } from "@touchpoint/core/moments"
import { type Recurrence, recurrence, type RecurrenceOptions } from "@touchpoint/core/questions"
import { wilson } from "@touchpoint/core/stats"
import { runFold } from "@touchpoint/testing"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const DAY = 86_400_000
const run = (units: ReadonlyArray<ReadonlyArray<number>>, more: Partial<RecurrenceOptions> = {}): Recurrence => {
  const options = { mark: "order", horizons: [], apart: 0, asOf: null, ...more }
  const rows = units.map((unit) => unit.map((at) => ({ at, marks: "order" })))
  return runFold(recurrence, options, rows).get("") ?? recurrence.empty(options)
}
const share = (units: ReadonlyArray<ReadonlyArray<number>>, horizon: number, more: Partial<RecurrenceOptions> = {}) =>
  run(units, { horizons: [horizon], ...more }).horizons[0]

describe("recurrence", () => {
  it("agrees with the published counts C7", () => {
    const { customers, order_hist, orders, repeat_rate, wilson: published } = vectors.C7_repeat_frequency
    const units = Object.entries(order_hist).flatMap(([times, n]) =>
      Array.from({ length: n }, () => Array.from({ length: Number(times) }, (_, i) => i * DAY)),
    )
    const { counts, gaps, horizons, units: all } = run(units, { horizons: [DAY] })
    assert.strictEqual(all, customers)
    assert.deepStrictEqual(Object.fromEntries(counts.levels.map(({ n, value }) => [value, n])), order_hist)
    assert.strictEqual(countDurations(gaps), orders - customers)
    assert.deepStrictEqual(horizons, [{ n: customers, x: Math.round(repeat_rate * customers) }])
    const interval = wilson(horizons[0]?.x ?? 0, horizons[0]?.n ?? 0, 0.95)
    assert.approximately(interval?.low ?? 0, published[0] ?? 1, 1e-12)
    assert.approximately(interval?.high ?? 0, published[1] ?? 0, 1e-12)
  })

  it("asks only those who had the time: the window is closed, and so is the watermark", () => {
    const units = [[0, 90 * DAY], [0, 90 * DAY + 1], [0], [20 * DAY, 21 * DAY]]
    assert.deepStrictEqual(share(units, 90 * DAY, { asOf: 100 * DAY }), { n: 3, x: 1 })
    assert.deepStrictEqual(share(units, 90 * DAY, { asOf: 110 * DAY }), { n: 4, x: 2 })
    assert.deepStrictEqual(share(units, 90 * DAY), { n: 4, x: 2 })
    assert.deepStrictEqual(share([[0]], 90 * DAY, { asOf: 90 * DAY }), { n: 1, x: 0 })
    assert.deepStrictEqual(share([[0]], 90 * DAY, { asOf: 90 * DAY - 1 }), { n: 0, x: 0 })
  })

  it("takes parcels of one purchase together, however many follow each other", () => {
    const minutes = [0, 10, 20, 30, 60].map((minute) => minute * 60_000)
    assert.deepStrictEqual(
      run([minutes], { apart: 15 * 60_000 }).counts.levels.map(({ value }) => value),
      [2],
    )
    assert.deepStrictEqual(
      run([minutes]).counts.levels.map(({ value }) => value),
      [5],
    )
    assert.deepStrictEqual(
      run([[0, 0]]).counts.levels.map(({ value }) => value),
      [2],
    )
    const { delays } = run([minutes], { apart: 15 * 60_000 })
    assert.approximately(quantileOf(delays, 0.5) ?? 0, 60 * 60_000, 0.01 * 60 * 60_000)
  })

  it("knows who still waits, and since when nothing happened", () => {
    const { delays, since, waiting } = run([[0, 10 * DAY], [4 * DAY]], { asOf: 12 * DAY })
    const days = (of: typeof since, q: number) => Math.round((quantileOf(of, q) ?? 0) / DAY)
    assert.deepStrictEqual([countDurations(delays), days(delays, 1)], [1, 10])
    assert.deepStrictEqual([countDurations(waiting), days(waiting, 1)], [1, 8])
    assert.deepStrictEqual([countDurations(since), days(since, 0.5), days(since, 1)], [2, 2, 8])
    assert.strictEqual(countDurations(run([[0]]).waiting), 0)
  })

  it("counts a unit where its first occurrence of all opens, or not at all", () => {
    const states = runFold(recurrence, { mark: "order", horizons: [9], apart: 0, asOf: null }, [
      [
        { at: 0, marks: "order", group: "web" },
        { at: 1, marks: "order", group: null },
      ],
      [
        { at: 0, marks: "order", group: null },
        { at: 1, marks: "order", group: "web" },
        { at: 2, marks: "order", group: "web" },
      ],
      [{ at: 0, marks: "", group: "web" }],
    ])
    assert.deepStrictEqual(
      [...states].map(([name, { horizons, units }]) => [name, units, horizons]),
      [["web", 1, [{ n: 1, x: 1 }]]],
    )
  })
})
