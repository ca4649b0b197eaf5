import { describe, it } from "@effect/vitest"
import { benjaminiHochberg, holm } from "@touchpoint/core/stats"
import * as fc from "fast-check"
import vectors from "../fixtures/vectors.json" with { type: "json" }
import { assert } from "./assert.ts"

const { bh, bh_rejections_05, holm: adjusted, holm_rejections_05, p } = vectors.A4_multiple_testing
const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })
const rejections = (q: ReadonlyArray<number>) => q.filter((v) => v <= 0.05).length

describe("adjusted p-values", () => {
  it("equal those of Benjamini and Hochberg's own example", () => {
    for (const [i, q] of benjaminiHochberg(p).entries()) assert.near(q, bh[i] ?? NaN)
    for (const [i, q] of holm(p).entries()) assert.near(q, adjusted[i] ?? NaN)
    assert.strictEqual(rejections(benjaminiHochberg(p)), bh_rejections_05)
    assert.strictEqual(rejections(holm(p)), holm_rejections_05)
  })

  it("come in the order of the p-values given", () => {
    assert.deepStrictEqual(benjaminiHochberg(p.toReversed()), benjaminiHochberg(p).toReversed())
    assert.deepStrictEqual(holm(p.toReversed()), holm(p).toReversed())
  })

  it("rise with the p-value, stay between it and 1, and Holm is never below Benjamini-Hochberg", () => {
    fc.assert(
      fc.property(family, (values) => {
        const sorted = values.toSorted((a, b) => a - b)
        const [q, h] = [benjaminiHochberg(sorted), holm(sorted)]
        for (const [i, v] of sorted.entries()) {
          const [qi, hi] = [q[i] ?? NaN, h[i] ?? NaN]
          assert.isTrue(qi >= v * (1 - 1e-15) && hi <= 1 && hi >= qi * (1 - 1e-12))
          if (i > 0) assert.isTrue(qi >= (q[i - 1] ?? NaN) && hi >= (h[i - 1] ?? NaN))
        }
      }),
    )
  })

  it("change nothing for one comparison, know none, refuse what is no probability", () => {
    assert.deepStrictEqual([benjaminiHochberg([0.03]), holm([0.03])], [[0.03], [0.03]])
    assert.deepStrictEqual([benjaminiHochberg([]), holm([])], [[], []])
    assert.deepStrictEqual(benjaminiHochberg([0.01, NaN]), [0.02, 1])
    assert.deepStrictEqual(holm([1.5, 0.01]), [1, 0.02])
  })
})
