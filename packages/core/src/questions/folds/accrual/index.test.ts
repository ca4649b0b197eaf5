import { assert, describe, it } from "@effect/vitest"
import { type Accrual, accrual, type AccrualOptions } from "@touchpoint/core/questions"
import { runFold } from "@touchpoint/testing"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const DAY = 86_400_000
const buy = (day: number, value: number | null = 1, marks = "order paid") => ({ at: day * DAY, value, marks })
const options: AccrualOptions = { entry: "order", counted: "paid", windows: [30 * DAY], asOf: null }
const run = (
  units: ReadonlyArray<ReadonlyArray<ReturnType<typeof buy>>>,
  more: Partial<AccrualOptions> = {},
): Accrual => runFold(accrual, { ...options, ...more }, units).get("") ?? accrual.empty({ ...options, ...more })
const window = (...given: Parameters<typeof run>) => run(...given).windows[0]

describe("accrual", () => {
  it("adds up what comes after the entry, the last instant included", () => {
    const late = { at: 30 * DAY + 1, value: 100, marks: "paid" }
    assert.deepStrictEqual(window([[buy(0, 20), buy(30, 5), late]]), { n: 1, mean: 25, m2: 0, m3: 0 })
    assert.strictEqual(window([[buy(-1, 7, "paid"), buy(0, 20)]])?.mean, 20)
    assert.strictEqual(window([[buy(0, 20, "order"), buy(1, 5, "paid")]])?.mean, 5)
    assert.strictEqual(window([[buy(0, 20), buy(1, -20)]])?.mean, 0)
  })

  it("counts those with nothing to add up as 0, and rows without a value not at all", () => {
    const { units, windows } = run([[buy(0, null)], [buy(0, 8)], [buy(0, 8, "paid")]])
    assert.deepStrictEqual([units, windows[0]?.n, windows[0]?.mean], [2, 2, 4])
    const bare = runFold(accrual, options, [[{ at: 0, marks: "order paid" }]]).get("")
    assert.deepStrictEqual(bare?.windows, [{ n: 1, mean: 0, m2: 0, m3: 0 }])
  })

  it("asks only those who had the time", () => {
    const units = [[buy(0, 10)], [buy(50, 20)], [buy(71, 30)]]
    const { units: all, windows } = run(units, { asOf: 100 * DAY, windows: [30 * DAY, 100 * DAY] })
    assert.strictEqual(all, 3)
    assert.deepStrictEqual(
      windows.map(({ mean, n }) => [n, mean]),
      [
        [2, 15],
        [1, 10],
      ],
    )
    assert.strictEqual(window(units, { asOf: 101 * DAY })?.n, 3)
    assert.strictEqual(window(units, { asOf: 101 * DAY - 1 })?.n, 2)
  })

  it("keeps central sums of squares and cubes, also when shards are merged: A14", () => {
    const of = (values: ReadonlyArray<number>) => run(values.map((value) => [buy(0, value)]))
    const merged = accrual.merge(of([4, 7, 9]), of([13, 16])).windows[0]
    const [n, mean = 0, m2 = 0, m3 = 0] = vectors.A14_m3_merge.merged
    for (const found of [merged, window([4, 7, 9, 13, 16].map((value) => [buy(0, value)]))]) {
      assert.strictEqual(found?.n, n)
      assert.approximately(found?.mean ?? 0, mean, 1e-12)
      assert.approximately(found?.m2 ?? 0, m2, 1e-9)
      assert.approximately(found?.m3 ?? 0, m3, 1e-9)
    }
    const [far, spread] = [1e9, window([4, 7, 13, 16].map((x) => [buy(0, 1e9 + x)]))]
    assert.deepStrictEqual([spread?.mean, spread?.m2], [far + 10, 90])
  })

  it("counts a unit where its first entry of all opens, or not at all", () => {
    const states = runFold(accrual, options, [
      [
        { ...buy(0, 1), group: "web" },
        { ...buy(1, 2), group: null },
      ],
      [
        { ...buy(0, 4), group: null },
        { ...buy(1, 8), group: "web" },
      ],
    ])
    assert.deepStrictEqual(
      [...states].map(([name, { units, windows }]) => [name, units, windows[0]?.mean]),
      [["web", 1, 3]],
    )
  })

  it("refuses marks that are not there", () => {
    const given = { marks: ["order"], kinds: [] }
    assert.isNotNull(accrual.problem?.(options, given) ?? null)
    assert.isNull(accrual.problem?.({ ...options, counted: "order" }, given) ?? null)
  })
})
