import { describe, it } from "@effect/vitest"
import {
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredSf,
  chiSquaredUpperQuantile,
  garwood,
  poissonCdf,
  poissonSf,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import truth from "../fixtures/distributions.json" with { type: "json" }
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

// The promise is 1e-10 up to shapes of 1e4; it is held to what is measured.
const tolerance = 1e-12

describe("chi-squared distribution", () => {
  it("keeps both tails, far ones included", () => {
    for (const [x = 0, df = 0, lower = 0, upper = 0] of truth.chiSquared) {
      assert.relative(chiSquaredCdf(x, df), lower, tolerance, `lower ${x}, ${df}`)
      assert.relative(chiSquaredSf(x, df), upper, tolerance, `upper ${x}, ${df}`)
    }
  })

  it("inverts both tails", () => {
    for (const [p = 0, df = 0, x = 0] of truth.chiSquaredQuantile)
      assert.relative(chiSquaredQuantile(p, df), x, tolerance, `lower ${p}, ${df}`)
    for (const [q = 0, df = 0, x = 0] of truth.chiSquaredUpperQuantile)
      assert.relative(chiSquaredUpperQuantile(q, df), x, tolerance, `upper ${q}, ${df}`)
  })

  it("ends at 0 and infinity", () => {
    assert.deepStrictEqual([chiSquaredCdf(-1, 3), chiSquaredSf(0, 3), chiSquaredCdf(Infinity, 3)], [0, 1, 1])
    assert.deepStrictEqual([chiSquaredQuantile(0, 3), chiSquaredQuantile(1, 3)], [0, Infinity])
  })

  it("quantile and tail undo each other for any degrees of freedom", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -280, max: -0.01, noNaN: true }),
        fc.double({ min: 0.5, max: 1e4, noNaN: true }),
        (e, df) => {
          const q = 10 ** e
          assert.relative(chiSquaredSf(chiSquaredUpperQuantile(q, df), df), q, 1e-9, `${q}, ${df}`)
        },
      ),
    )
  })

  it("refuses what is no probability or no degrees of freedom", () => {
    for (const p of [-0.1, 1.1, NaN]) assert.throws(() => chiSquaredQuantile(p, 3), RangeError)
    for (const df of [0, -1, NaN, Infinity]) assert.throws(() => chiSquaredCdf(1, df), RangeError)
  })

  it("names what it refuses", () => {
    for (const [refused, message] of [
      [() => chiSquaredCdf(NaN, 3), "x must be a number, got NaN"],
      [() => chiSquaredSf(NaN, 3), "x must be a number, got NaN"],
      [() => chiSquaredCdf(1, 0), "df must be positive and finite, got 0"],
      [() => chiSquaredSf(1, 0), "df must be positive and finite, got 0"],
      [() => chiSquaredQuantile(2, 3), "p must be between 0 and 1, got 2"],
      [() => chiSquaredUpperQuantile(2, 3), "q must be between 0 and 1, got 2"],
      ...[0.1, 0.9].flatMap((tail) => [
        [() => chiSquaredQuantile(tail, -1), "df must be positive and finite, got -1"] as const,
        [() => chiSquaredUpperQuantile(tail, -1), "df must be positive and finite, got -1"] as const,
      ]),
    ] as const)
      assert.throws(refused, message)
  })

  it("has the same point from either end", () => {
    for (const q of [0.55, 0.9, 1 - 2 ** -20, 1 - 2 ** -53])
      for (const df of [0.5, 3, 40]) assert.strictEqual(chiSquaredUpperQuantile(q, df), chiSquaredQuantile(1 - q, df))
    // mpmath: 2 (p Γ(a + 1))^(1/a) = 9.462192e-320 for p = 2^-53, a = 1/20; the doubles there have 14 bits.
    assert.relative(chiSquaredUpperQuantile(1 - 2 ** -53, 0.1), 9.462e-320, 1e-3)
  })
})

describe("poisson distribution", () => {
  it("keeps both tails", () => {
    for (const [k = 0, mean = 0, lower = 0, upper = 0] of truth.poisson) {
      assert.relative(poissonCdf(k, mean), lower, tolerance, `lower ${k}, ${mean}`)
      assert.relative(poissonSf(k, mean), upper, tolerance, `upper ${k}, ${mean}`)
    }
  })

  it("has all its weight on 0 where nothing is expected", () => {
    assert.deepStrictEqual([poissonCdf(0, 0), poissonSf(0, 0), poissonCdf(-1, 3)], [1, 0, 0])
  })
})

describe("garwood", () => {
  it("is the exact interval of a count, as R's poisson.test", () => {
    const { k0, k42_per_1000_personmonths: months, k5 } = vectors.A9_poisson_exact
    assert.interval(garwood(0), [k0[0] ?? NaN, k0[1] ?? NaN], 1e-10)
    assert.interval(garwood(5), [k5[0] ?? NaN, k5[1] ?? NaN], 1e-10)
    assert.interval(garwood(42, 1000), [months[0] ?? NaN, months[1] ?? NaN], 1e-10)
  })

  it("says nothing without exposure", () => {
    assert.isNull(garwood(3, 0))
  })
})
