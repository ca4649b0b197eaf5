import { describe, it } from "@effect/vitest"
import {
  betaCdf,
  betaQuantile,
  betaSf,
  betaUpperQuantile,
  binomialCdf,
  binomialQuantile,
  binomialSf,
  binomialUpperQuantile,
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredSf,
  chiSquaredUpperQuantile,
  normalCdf,
  normalQuantile,
  normalSf,
  poissonCdf,
  poissonQuantile,
  poissonSf,
  poissonUpperQuantile,
  studentTCdf,
  studentTQuantile,
  studentTSf,
} from "@touchpoint/core/stats"
import truth from "../fixtures/tails.json" with { type: "json" }
import { assert as base } from "./assert.ts"

/** The promise: 1e-10 for shapes up to 1e4, 1e-8 beyond. */
const promised = (...shapes: ReadonlyArray<number>): number => (Math.max(...shapes) <= 1e4 ? 1e-10 : 1e-8)

type Table = ReadonlyArray<ReadonlyArray<number>>

/** Rows as (x, shapes, lower, upper), compared side by side. */
const assertTails = (
  table: Table,
  lower: (...row: ReadonlyArray<number>) => number,
  upper: (...row: ReadonlyArray<number>) => number,
  shape: (size: number) => number = (size) => size,
) => {
  for (const row of table) {
    const [given, [low = NaN, up = NaN]] = [row.slice(0, -2), row.slice(-2)]
    const tolerance = promised(...given.slice(1).map(shape))
    base.relative(lower(...given), low, tolerance, `lower ${given.join(", ")}`)
    base.relative(upper(...given), up, tolerance, `upper ${given.join(", ")}`)
  }
}

/** Rows as (tail, shapes, point). */
const assertPoints = (
  table: Table,
  quantile: (...row: ReadonlyArray<number>) => number,
  shape: (size: number) => number = (size) => size,
) => {
  for (const row of table) {
    const given = row.slice(0, -1)
    base.relative(quantile(...given), row.at(-1) ?? NaN, promised(...given.slice(1).map(shape)), given.join(", "))
  }
}

const of3 =
  (f: (x: number, a: number, b: number) => number) =>
  (...row: ReadonlyArray<number>) =>
    f(row[0] ?? NaN, row[1] ?? NaN, row[2] ?? NaN)
const of2 =
  (f: (x: number, a: number) => number) =>
  (...row: ReadonlyArray<number>) =>
    f(row[0] ?? NaN, row[1] ?? NaN)
const of1 =
  (f: (x: number) => number) =>
  (...row: ReadonlyArray<number>) =>
    f(row[0] ?? NaN)

const assert: typeof base & { readonly tails: typeof assertTails; readonly points: typeof assertPoints } =
  Object.assign((expression: unknown, message?: string) => base(expression, message), base, {
    tails: assertTails,
    points: assertPoints,
  })

// Down to 1e-300, shapes from a thousandth to ten million.
describe("far tails", () => {
  it("of the normal distribution, and their points", () => {
    assert.tails(truth.normal, of1(normalCdf), of1(normalSf))
    for (const [tail = NaN, x = NaN] of truth.normalUpperQuantile) assert.relative(-normalQuantile(tail), x, 1e-12)
  })

  it("of beta distributions, and their points", () => {
    assert.tails(truth.beta, of3(betaCdf), of3(betaSf))
    assert.points(truth.betaQuantile, of3(betaQuantile))
    assert.points(truth.betaUpperQuantile, of3(betaUpperQuantile))
  })

  it("of chi-squared distributions, and their points", () => {
    const half = (df: number) => df / 2
    assert.tails(truth.chiSquared, of2(chiSquaredCdf), of2(chiSquaredSf), half)
    assert.points(truth.chiSquaredQuantile, of2(chiSquaredQuantile), half)
    assert.points(truth.chiSquaredUpperQuantile, of2(chiSquaredUpperQuantile), half)
  })

  it("of Student's t, and their points", () => {
    for (const [t = NaN, df = NaN, tail = NaN] of truth.studentT) {
      assert.relative(studentTSf(t, df), tail, promised(df / 2), `${t}, ${df}`)
      assert.relative(studentTCdf(-t, df), tail, promised(df / 2), `${t}, ${df}`)
    }
    for (const [tail = NaN, df = NaN, t = NaN] of truth.studentTUpperQuantile)
      assert.relative(-studentTQuantile(tail, df), t, promised(df / 2), `${tail}, ${df}`)
  })

  it("of counts, and between which of them a quantile lies", () => {
    assert.tails(truth.binomial, of3(binomialCdf), of3(binomialSf))
    for (const [k = NaN, n = NaN, p = NaN, lower = NaN, upper = NaN] of truth.binomial) {
      const near = promised(n)
      // Next to 1 a tail does not tell counts apart.
      if (lower < 0.99) {
        assert.strictEqual(binomialQuantile(lower * (1 - 10 * near), n, p), k)
        assert.strictEqual(binomialQuantile(lower * (1 + 10 * near), n, p), k + 1)
      }
      if (upper < 0.99) {
        assert.strictEqual(binomialUpperQuantile(upper * (1 + 10 * near), n, p), k)
        assert.strictEqual(binomialUpperQuantile(upper * (1 - 10 * near), n, p), k + 1)
      }
    }
    assert.tails(truth.poisson, of2(poissonCdf), of2(poissonSf))
    for (const [k = NaN, mean = NaN, lower = NaN, upper = NaN] of truth.poisson) {
      const near = promised(mean)
      if (lower < 0.99) {
        assert.strictEqual(poissonQuantile(lower * (1 - 10 * near), mean), k)
        assert.strictEqual(poissonQuantile(lower * (1 + 10 * near), mean), k + 1)
      }
      if (upper < 0.99) {
        assert.strictEqual(poissonUpperQuantile(upper * (1 + 10 * near), mean), k)
        assert.strictEqual(poissonUpperQuantile(upper * (1 - 10 * near), mean), k + 1)
      }
    }
  })

  it("have ends", () => {
    assert.deepStrictEqual([binomialQuantile(0, 5, 0.3), binomialQuantile(1, 5, 0.3)], [0, 5])
    assert.deepStrictEqual([binomialUpperQuantile(1, 5, 0.3), binomialUpperQuantile(0, 5, 0.3)], [0, 5])
    // 1 of 3 is exceeded as often as not.
    assert.deepStrictEqual([binomialQuantile(0.5, 3, 0.5), binomialUpperQuantile(0.5, 3, 0.5)], [1, 1])
    // Weighted trials hold no more whole successes.
    assert.deepStrictEqual([binomialQuantile(1, 4.5, 0.3), binomialUpperQuantile(0, 4.5, 0.3)], [4, 4])
    assert.deepStrictEqual([poissonQuantile(0, 5), poissonQuantile(1, 5), poissonQuantile(1, 0)], [0, Infinity, 0])
    assert.deepStrictEqual([poissonUpperQuantile(1, 5), poissonUpperQuantile(0, 5)], [0, Infinity])
    assert.deepStrictEqual([studentTSf(Infinity, 0.002), studentTSf(1e300, 1e4)], [0, 0])
    for (const tail of [-0.1, 1.1, NaN]) {
      assert.throws(() => binomialQuantile(tail, 5, 0.3), RangeError)
      assert.throws(() => binomialUpperQuantile(tail, 5, 0.3), RangeError)
      assert.throws(() => poissonQuantile(tail, 5), RangeError)
      assert.throws(() => poissonUpperQuantile(tail, 5), RangeError)
    }
  })
})
