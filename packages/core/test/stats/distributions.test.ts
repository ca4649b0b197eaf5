import { describe, it } from "@effect/vitest"
import {
  betaCdf,
  betaQuantile,
  betaSf,
  betaUpperQuantile,
  binomialCdf,
  binomialQuantile,
  binomialSf,
  binomialTest,
  binomialUpperQuantile,
  lgamma,
  logBeta,
  normalCdf,
  normalQuantile,
  normalSf,
  studentTCdf,
  studentTQuantile,
  studentTSf,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import truth from "../fixtures/distributions.json" with { type: "json" }
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

// The promise is 1e-10 for shapes up to 1e4. What is measured is better, and the tests hold it there: an error that grows
// two digits is a change somebody should look at.
const tolerance = 1e-12

/** Rows of a frozen table, each with a label for the failure message. */
const rows = (table: ReadonlyArray<ReadonlyArray<number>>) => table.map((row) => ({ row, label: row.join(", ") }))

const at = (row: ReadonlyArray<number>, i: number): number => row[i] ?? NaN

describe("normal distribution", () => {
  it("keeps both tails to 1e-14 as far as a double reaches", () => {
    for (const { label, row } of rows(truth.normal)) {
      assert.relative(normalCdf(at(row, 0)), at(row, 1), 1e-14, label)
      assert.relative(normalSf(at(row, 0)), at(row, 2), 1e-14, label)
      assert.relative(normalCdf(-at(row, 0)), at(row, 2), 1e-14, label)
    }
  })

  it("inverts probabilities from 1e-300 on", () => {
    // near p = 1/2 the quantile is a difference, hence the absolute term of `assert.near`
    for (const { row } of rows(truth.normalQuantile)) assert.near(normalQuantile(at(row, 0)), at(row, 1), 1e-14)
  })

  it("ends at infinity", () => {
    assert.deepStrictEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity])
    assert.deepStrictEqual([normalCdf(-Infinity), normalCdf(Infinity)], [0, 1])
  })

  it("refuses what is not a probability or a number", () => {
    for (const p of [-0.1, 1.1, NaN]) assert.throws(() => normalQuantile(p), RangeError)
    assert.throws(() => normalCdf(NaN), RangeError)
  })

  it("quantile and cdf undo each other", () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (x) => {
        assert.near(normalQuantile(normalCdf(x)), x, 1e-13)
      }),
    )
  })
})

describe("gamma and beta functions", () => {
  it("lgamma keeps 1e-14, beside its zeros too", () => {
    for (const { label, row } of rows(truth.lgamma)) assert.relative(lgamma(at(row, 0)), at(row, 1), 1e-14, label)
    assert.strictEqual(lgamma(1), 0)
    // The smallest double has no inverse: 1074 log 2.
    assert.relative(lgamma(5e-324), 1074 * Math.LN2, 1e-14, "smallest")
    assert.strictEqual(lgamma(2), 0)
  })

  it("logBeta keeps 1e-14 for shapes from a thousandth to a trillion", () => {
    for (const { label, row } of rows(truth.logBeta))
      assert.relative(logBeta(at(row, 0), at(row, 1)), at(row, 2), 1e-14, label)
  })

  it("refuse what is not positive, and name it", () => {
    assert.throws(() => lgamma(0), RangeError)
    assert.throws(() => lgamma(0), "z must be positive and finite, got 0")
    assert.throws(() => logBeta(-1, 1), "a must be positive and finite, got -1")
    assert.throws(() => logBeta(1, -1), "b must be positive and finite, got -1")
    assert.throws(() => logBeta(1, Infinity), "b must be positive and finite, got Infinity")
  })
})

describe("beta distribution", () => {
  it("keeps both tails to 1e-12 for shapes up to 1e4", () => {
    for (const { label, row } of rows(truth.beta)) {
      assert.relative(betaCdf(at(row, 0), at(row, 1), at(row, 2)), at(row, 3), tolerance, label)
      assert.relative(betaSf(at(row, 0), at(row, 1), at(row, 2)), at(row, 4), tolerance, label)
    }
  })

  it("inverts probabilities to 1e-12, for a million trials too", () => {
    for (const { label, row } of rows(truth.betaQuantile))
      assert.relative(betaQuantile(at(row, 0), at(row, 1), at(row, 2)), at(row, 3), tolerance, label)
  })

  it("finds a point that other libraries lose", () => {
    assert.relative(betaQuantile(1e-12, 0.5, 3), 64 / 225 / 1e24, tolerance)
  })

  it("stays a probability for every shape it takes", () => {
    const sizes = [1e-10, 1e-5, 0.1, 1, 7.3, 1e3, 1e6, 1e9, 1e13]
    for (const a of sizes)
      for (const b of sizes)
        for (const p of [0, 1e-300, 1e-10, 0.025, 0.5, 0.9, 1 - 1e-16, 1]) {
          const x = betaQuantile(p, a, b)
          assert.isTrue(x >= 0 && x <= 1, `${p}, ${a}, ${b}: ${x}`)
          assert.isTrue(betaCdf(x, a, b) >= 0 && betaSf(x, a, b) >= 0, `${x}, ${a}, ${b}`)
        }
    assert.near(betaCdf(0.5, 1e12, 1e12), 0.5, 1e-12)
  })

  it("reaches a tail that makes Newton's first step fall off the doubles", () => {
    assert.relative(
      -studentTQuantile(studentTSf(33.95733371186326, 9999.999999999805), 9999.999999999805),
      33.95733371186326,
      1e-12,
    )
    assert.strictEqual(betaQuantile(0.4, 1e-9, 2), 0)
  })

  it("ends at 0 and 1", () => {
    assert.deepStrictEqual([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)], [0, 1])
    assert.deepStrictEqual([betaUpperQuantile(0, 2, 3), betaUpperQuantile(1, 2, 3)], [1, 0])
    assert.deepStrictEqual([betaCdf(-1, 2, 3), betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaCdf(2, 2, 3)], [0, 0, 1, 1])
    assert.deepStrictEqual([betaSf(0, 2, 3), betaSf(1, 2, 3)], [1, 0])
  })

  // mpmath with 50 digits, from the binomial sums that whole shapes have.
  it("finds points of far tails for the largest shapes, where Newton's first step is far too long", () => {
    assert.relative(betaUpperQuantile(0.5, 10, 1e15), 9.66871461471404e-15, 1e-11)
    assert.relative(betaUpperQuantile(0.5, 10, 1e18), 9.66871461471413e-18, 1e-11)
    assert.relative(betaUpperQuantile(1e-100, 10, 1e15), 2.67802997641595e-13, 1e-11)
    assert.relative(betaUpperQuantile(1e-300, 2, 1e15), 6.97324211379109e-13, 1e-11)
    // So many degrees of freedom are as good as normal.
    assert.relative(studentTQuantile(1e-50, 1e15), normalQuantile(1e-50), 1e-11)
  })

  it("keeps a tail next to nothing beside one next to 1", () => {
    // Beta(a, 1) has the lower tail x^a.
    for (const a of [1e-4, 1e-6, 1e-9]) assert.relative(betaSf(0.3, a, 1), -Math.expm1(a * Math.log(0.3)), tolerance)
  })

  it("takes the largest shape: e^-1 of Beta(1, 1e18) is above 1e-18", () => {
    assert.near(betaSf(1e-18, 1, 1e18), Math.exp(-1), tolerance)
  })

  it("refuses shapes it was not made for", () => {
    assert.throws(
      () => betaCdf(0.5, 1e14, 2e14),
      "shapes must be between 1e-10 and 1000000000000000000, one of them at most 10000000000000, got 100000000000000 and 200000000000000",
    )
    assert.throws(() => betaCdf(0.5, 1e14, 1e14), RangeError)
    for (const shape of [0, -1, 1e-11, 1e19, NaN, Infinity]) {
      assert.throws(() => betaCdf(0.5, shape, 1), RangeError)
      assert.throws(() => betaQuantile(0.5, 1, shape), RangeError)
    }
  })

  const shape = fc.double({ min: 0.5, max: 1e4, noNaN: true })

  const tail = fc.double({ min: 1e-12, max: 0.5, noNaN: true })

  it("quantile and cdf undo each other", () => {
    fc.assert(
      fc.property(tail, shape, shape, (p, a, b) => {
        // a point next to 1 carries the rounding of the double it is, magnified by its shape
        assert.relative(betaCdf(betaQuantile(p, a, b), a, b), p, 1e-11)
      }),
    )
  })

  it("counts its quantiles from either end", () => {
    fc.assert(
      fc.property(tail, shape, shape, (p, a, b) => {
        assert.near(betaUpperQuantile(p, a, b), 1 - betaQuantile(p, b, a), 1e-15)
      }),
    )
  })

  it("is the mirror of itself with the shapes exchanged", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 63 }), shape, shape, (k, a, b) => {
        assert.near(betaCdf(k / 64, a, b), betaSf(1 - k / 64, b, a), 1e-14)
      }),
    )
  })
})

describe("Student's t distribution", () => {
  it("keeps the tail to 1e-12 for up to 20 000 degrees of freedom", () => {
    for (const { label, row } of rows(truth.studentT)) {
      assert.relative(studentTSf(at(row, 0), at(row, 1)), at(row, 2), tolerance, label)
      assert.relative(studentTCdf(-at(row, 0), at(row, 1)), at(row, 2), tolerance, label)
    }
  })

  it("inverts tail probabilities to 1e-12", () => {
    // next to the middle t is a difference of the probability and 1/2, hence the absolute term of `assert.near`
    for (const { row } of rows(truth.studentTQuantile)) {
      assert.near(studentTQuantile(at(row, 0), at(row, 1)), -at(row, 2), tolerance)
    }
  })

  it("becomes normal", () => {
    for (const df of [1e12, 1e17, 1e20, Infinity]) {
      assert.relative(studentTSf(2, df), normalSf(2), 1e-11)
      assert.near(studentTQuantile(0.975, df), normalQuantile(0.975), 1e-11)
    }
  })

  it("has its middle at 0 and its ends at infinity", () => {
    assert.strictEqual(studentTQuantile(0.5, 3), 0)
    assert.deepStrictEqual([studentTQuantile(0, 3), studentTQuantile(1, 3)], [-Infinity, Infinity])
    assert.deepStrictEqual([studentTSf(Infinity, 3), studentTSf(-Infinity, 3), studentTSf(0, 3)], [0, 1, 0.5])
    assert.throws(() => studentTSf(1, 0), RangeError)
  })

  it("quantile and cdf undo each other", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -30, max: 30, noNaN: true }),
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        (t, df) => {
          const tail = studentTCdf(-Math.abs(t), df)
          assert.near(studentTQuantile(tail, df), -Math.abs(t), 1e-11)
        },
      ),
    )
  })
})

describe("binomial distribution", () => {
  it("keeps both tails to 1e-12 for up to 10 000 trials", () => {
    for (const { label, row } of rows(truth.binomial)) {
      assert.relative(binomialCdf(at(row, 0), at(row, 1), at(row, 2)), at(row, 3), tolerance, label)
      assert.relative(binomialSf(at(row, 0), at(row, 1), at(row, 2)), at(row, 4), tolerance, label)
    }
  })

  it("adds up the probabilities of a small case", () => {
    assert.near(binomialCdf(1, 4, 0.25), 0.75 ** 4 + 4 * 0.25 * 0.75 ** 3)
    assert.deepStrictEqual([binomialCdf(-1, 4, 0.25), binomialCdf(4, 4, 0.25), binomialSf(4, 4, 0.25)], [0, 1, 0])
    assert.deepStrictEqual([binomialCdf(2, 4, 0), binomialCdf(2, 4, 1)], [1, 0])
    // A billionth of a trial succeeds as rarely as it is small; less is none.
    assert.relative(binomialSf(0, 1e-9, 0.5), -Math.expm1(1e-9 * Math.log(0.5)), 1e-12)
    assert.strictEqual(binomialSf(0, 9e-10, 0.5), 0)
  })

  it("names what it refuses", () => {
    for (const [refused, message] of [
      [() => binomialCdf(NaN, 4, 0.5), "k must be a number, got NaN"],
      [() => binomialSf(1, -4, 0.5), "n must be finite and not negative, got -4"],
      [() => binomialSf(1, Infinity, 0.5), "n must be finite and not negative, got Infinity"],
      [() => binomialCdf(1, 4, 1.5), "p must be between 0 and 1, got 1.5"],
      [() => binomialQuantile(-1, 4, 0.5), "tail must be between 0 and 1, got -1"],
      [() => binomialUpperQuantile(-1, 4, 0.5), "tail must be between 0 and 1, got -1"],
      [() => binomialQuantile(0.5, -4, 0.5), "n must be finite and not negative, got -4"],
      [() => binomialUpperQuantile(0.5, -4, 0.5), "n must be finite and not negative, got -4"],
      [() => betaCdf(NaN, 1, 1), "x must be a number, got NaN"],
      [() => betaSf(NaN, 1, 1), "x must be a number, got NaN"],
      [() => betaQuantile(2, 1, 1), "p must be between 0 and 1, got 2"],
      [() => betaUpperQuantile(2, 1, 1), "q must be between 0 and 1, got 2"],
    ] as const)
      assert.throws(refused, message)
  })

  it("94 kept promises of 100 do not refute a contract of 97 %", () => {
    const { binom_p_less_than_097: p, due, kept } = vectors.D3_promise
    assert.near(binomialTest(kept, due, 0.97, "less"), p)
  })

  it("the two one-sided tests share the observed result", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.nat(500),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, k, share) => {
          const x = Math.min(k, n)
          const both = (binomialTest(x, n, share, "less") ?? NaN) + (binomialTest(x, n, share, "greater") ?? NaN)
          const exactly = binomialCdf(x, n, share) - binomialCdf(x - 1, n, share)
          assert.near(both, 1 + exactly, 1e-12)
        },
      ),
    )
    assert.isNull(binomialTest(0, 0, 0.5, "less"))
  })
})
