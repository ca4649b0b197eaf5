import { describe, it } from "@effect/vitest"
import { normalQuantile, normalSf, studentTCdf, studentTQuantile, studentTSf } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

describe("Student's t", () => {
  // mpmath with 40 digits.
  it("goes on where its square is beyond all doubles", () => {
    for (const [t, df, tail] of [
      [1e99, 1.5, 1.192448240555658e-149],
      [1e100, 2, 5e-201],
      [1e101, 1.5, 1.1924482405556579e-152],
      [1e120, 0.5, 3.207009754142229e-61],
      [1e150, 2, 5e-301],
      [1e160, 0.01, 0.01218926263199926],
    ] as const) {
      assert.relative(studentTSf(t, df), tail, 1e-12, `${t}, ${df}`)
      assert.relative(studentTCdf(-t, df), tail, 1e-12, `${t}, ${df}`)
      assert.near(studentTSf(-t, df), 1 - tail, 1e-15)
    }
    assert.deepStrictEqual([studentTSf(Infinity, 0.5), studentTSf(-Infinity, 0.5)], [0, 1])
  })

  it("is Cauchy's with one degree of freedom, and has a closed form with two", () => {
    for (const p of [1e-12, 0.01, 0.2, 0.25, 0.3, 0.4999, 0.5, 0.6, 0.75, 0.9, 0.999]) {
      assert.near(studentTQuantile(p, 1), -1 / Math.tan(Math.PI * p), 1e-12)
      const t = (2 * p - 1) / Math.sqrt(2 * p * (1 - p))
      assert.near(studentTQuantile(p, 2), t, 1e-12)
      assert.near(studentTCdf(t, 2), p, 1e-14)
    }
  })

  // The first term of the series: the distance from the middle over the density there (mpmath).
  it("keeps its digits next to the middle, which is plain 0", () => {
    for (const [df, t] of [
      [1, 3.657295198167899e-10],
      [3, 3.167310550752243e-10],
      [100, 2.925403626136226e-10],
    ] as const) {
      assert.relative(studentTQuantile(0.5 + 2 ** -33, df), t, 1e-12)
      assert.relative(studentTQuantile(0.5 - 2 ** -33, df), -t, 1e-12)
    }
    for (const df of [0.002, 1, 3, 1e4, 1e12, 9e17]) {
      assert.deepStrictEqual([studentTQuantile(0.5, df)], [0])
      assert.deepStrictEqual([studentTQuantile(0, df), studentTQuantile(1, df)], [-Infinity, Infinity])
    }
  })

  it("is normal from a trillion of a million degrees on", () => {
    for (const df of [1e18, 1e25, Infinity]) {
      assert.strictEqual(studentTSf(1.3, df), normalSf(1.3))
      assert.strictEqual(studentTQuantile(0.9, df), normalQuantile(0.9))
    }
  })

  it("names what it refuses", () => {
    assert.throws(() => studentTSf(NaN, 3), /^t must be a number/u)
    for (const p of [-0.1, 1.1, NaN]) assert.throws(() => studentTQuantile(p, 3), /^p must be between 0 and 1/u)
    for (const df of [0, -1, NaN]) {
      assert.throws(() => studentTSf(1, df), RangeError, /^df must be positive/u)
      assert.throws(() => studentTQuantile(0.5, df), RangeError, /^df must be positive/u)
    }
  })
})
