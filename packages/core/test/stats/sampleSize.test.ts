import { assert, describe, it } from "@effect/vitest"
import { clopperPearsonLower, quantileSampleSize, zeroFailureSampleSize } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }

describe("sample sizes", () => {
  it("99 cases without a failure prove 97 %", () => {
    assert.strictEqual(zeroFailureSampleSize(0.97), vectors.D3_promise.zero_fail_n_for_97_at95)
  })

  it("the sample without a failure is the smallest whose exact lower limit reaches the share", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.9999, noNaN: true }),
        fc.constantFrom(0.8, 0.95, 0.99),
        (share, level) => {
          const n = zeroFailureSampleSize(share, level) ?? NaN
          assert.isAtLeast(clopperPearsonLower(n, n, level)?.low ?? NaN, share * (1 - 1e-9))
          if (n > 1) assert.isBelow(clopperPearsonLower(n - 1, n - 1, level)?.low ?? NaN, share)
        },
      ),
    )
  })

  it("rounding does not cost a case: two coins prove a half at 75 %", () => {
    assert.strictEqual(zeroFailureSampleSize(0.5, 0.75), 2)
    assert.strictEqual(zeroFailureSampleSize(0.1, 0.999), 3)
  })

  it("a quantile is bounded on both sides from the published sizes on", () => {
    const expected = vectors.A12_quantile_min_n
    assert.deepStrictEqual(
      {
        "q0.5": quantileSampleSize(0.5),
        "q0.75": quantileSampleSize(0.75),
        "q0.9": quantileSampleSize(0.9),
        "q0.95": quantileSampleSize(0.95),
        "q0.99": quantileSampleSize(0.99),
      },
      expected,
    )
    assert.strictEqual(quantileSampleSize(0.1), quantileSampleSize(0.9))
  })

  it("a quantile is bounded from fewer values on at a lower level", () => {
    // 0.9^n <= 0.1 from 22 on, 0.5^n <= 0.25 from 2 on
    assert.strictEqual(quantileSampleSize(0.9, 0.8), 22)
    assert.strictEqual(quantileSampleSize(0.1, 0.8), 22)
    assert.strictEqual(quantileSampleSize(0.5, 0.5), 2)
  })

  it("are one at least", () => {
    assert.strictEqual(zeroFailureSampleSize(0.5, 1e-20), 1)
    assert.strictEqual(zeroFailureSampleSize(0.01, 0.5), 1)
  })

  it("refuse certainty", () => {
    for (const share of [0, 1, NaN, 1.5, -0.5]) {
      assert.isNull(zeroFailureSampleSize(share))
      assert.isNull(quantileSampleSize(share))
      assert.isNull(zeroFailureSampleSize(0.9, share))
      assert.isNull(quantileSampleSize(0.9, share))
    }
  })
})
