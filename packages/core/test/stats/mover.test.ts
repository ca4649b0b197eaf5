import { describe, it } from "@effect/vitest"
import { mover, newcombe, wilson } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import { assert } from "./assert.ts"

const share = (x: number, n: number) => ({ value: x / n, interval: wilson(x, n) })
const within = (low: number | null, high: number | null) => ({ low, high, level: 0.95, method: "" })

describe("mover", () => {
  it("is Newcombe's interval where both are Wilson's", () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(counts, counts, ([n, p], [m, q]) => {
        const [x, y] = [Math.round(n * p), Math.round(m * q)]
        const expected = newcombe({ x, n }, { x: y, n: m })
        assert.interval(mover(share(x, n), share(y, m)), [expected?.low ?? NaN, expected?.high ?? NaN], 1e-12)
      }),
    )
  })

  it("is open where one of them is, and none where both sides are", () => {
    const half = mover({ value: 10, interval: within(7, null) }, { value: 4, interval: within(0, 8) })
    assert.deepStrictEqual(half, { low: 1, high: null, level: 0.95, method: "mover" })
    const other = mover({ value: 10, interval: within(7, 13) }, { value: 4, interval: within(null, 8) })
    assert.deepStrictEqual([other?.low, other?.high], [1, null])
    assert.isNull(mover({ value: 10, interval: within(7, null) }, { value: 4, interval: within(0, null) }))
    assert.isNull(mover({ value: 10, interval: null }, { value: 4, interval: within(0, 1) }))
  })
})
