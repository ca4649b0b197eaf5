import { describe, it } from "@effect/vitest"
import {
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredSf,
  chiSquaredUpperQuantile,
  garwood,
  normalQuantile,
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

  // mpmath with 40 digits: the density of gamma variables, integrated outwards from the point.
  it("keeps both tails near the mean of the largest shapes", () => {
    for (const [x, a, side, tail] of [
      [99700000, 100000000, "lower", 1.990882289646275e-198],
      [99980000, 100000000, "lower", 0.02274473258159356],
      [99995000, 100000000, "lower", 0.3085463403774922],
      [100000000, 100000000, "lower", 0.5000132980760141],
      [100005000, 100000000, "upper", 0.3085287371111551],
      [100020000, 100000000, "upper", 0.0227555307748552],
      [100300000, 100000000, "upper", 1.204417312519061e-197],
      [9999905131670, 10000000000000, "lower", 4.892759921097254e-198],
      [9999993675444, 10000000000000, "lower", 0.0227501032705473],
      [9999998418861, 10000000000000, "lower", 0.3085375476419842],
      [10000000000000, 10000000000000, "lower", 0.5000000420522087],
      [10000001581138, 10000000000000, "upper", 0.3085376033083953],
      [10000006324555, 10000000000000, "upper", 0.02275015449087224],
      [10000094868329, 10000000000000, "upper", 4.920736042308717e-198],
    ] as const) {
      const [own, other] = side === "lower" ? [chiSquaredCdf, chiSquaredSf] : [chiSquaredSf, chiSquaredCdf]
      assert.relative(own(2 * x, 2 * a), tail, tolerance, `${side} ${x}, ${a}`)
      assert.near(other(2 * x, 2 * a), 1 - tail, tolerance)
    }
  })

  it("goes smoothly into the far tails of the largest shapes", () => {
    for (const sign of [-1, 1]) {
      const at = (deviations: number) => {
        const x = 2 * (1e10 + sign * deviations * 1e5)
        return Math.log(sign < 0 ? chiSquaredCdf(x, 2e10) : chiSquaredSf(x, 2e10))
      }
      // The second difference of log P is that of -z² / 2, and hardly more.
      assert.near(at(36.02) - 2 * at(36) + at(35.98), -0.0004, 1e-5)
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
    assert.strictEqual(chiSquaredSf(Infinity, 3), 0)
    assert.deepStrictEqual([chiSquaredUpperQuantile(0, 3), chiSquaredUpperQuantile(1, 3)], [Infinity, 0])
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

  it("quantile and tail undo each other for the largest shapes, far out too", () => {
    for (const df of [2e9, 2e13])
      for (const q of [0.4, 1e-20, 1e-200]) {
        assert.relative(chiSquaredSf(chiSquaredUpperQuantile(q, df), df), q, 1e-6, `${q}, ${df}`)
        assert.relative(chiSquaredCdf(chiSquaredQuantile(q, df), df), q, 1e-6, `${q}, ${df}`)
      }
  })

  it("finds the least points, from far below too", () => {
    // 1 - e^(-x/2) (1 + x/2) is x² / 8 there.
    assert.relative(chiSquaredQuantile(1e-300, 4), Math.sqrt(8) * 1e-150, tolerance)
    // So few degrees of freedom leave no double above 0 but next to it.
    const least = chiSquaredUpperQuantile(0.025, 1e-300)
    assert.isTrue(least >= 0 && least < 1e-290, String(least))
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
  it("leaves each tail its share, for as many events as are counted", () => {
    for (const k of [1e9, 1e11, 1e13])
      for (const level of [0.1, 0.95]) {
        const { high, low } = garwood(k, 1, level) ?? { low: NaN, high: NaN }
        assert.relative(poissonSf(k - 1, low ?? NaN), (1 - level) / 2, 1e-7)
        assert.relative(poissonCdf(k, high ?? NaN), (1 - level) / 2, 1e-7)
        // A normal interval, but for a third of an event and some.
        const half = normalQuantile((1 + level) / 2) * Math.sqrt(k)
        assert.near(((low ?? NaN) - k) / half, -1, 1e-4)
        assert.near(((high ?? NaN) - k) / half, 1, 3e-4)
      }
  })

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
