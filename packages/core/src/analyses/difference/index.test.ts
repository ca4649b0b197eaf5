import { describe, it } from "@effect/vitest"
import {
  type Attribution,
  creditEstimates,
  driverEstimates,
  estimateDifferences,
  graphShares,
  keyDrivers,
  partsOf,
  pathGraph,
  shareDifferences,
} from "@touchpoint/core/analyses"
import { transitionDefaults, transitions } from "@touchpoint/core/questions"
import { benjaminiHochberg, cohenH, newcombe, twoProportionTest } from "@touchpoint/core/stats"
import { runFold } from "@touchpoint/testing"
import * as fc from "fast-check"
import { numbersIn } from "../../../test/analyses/numbersIn.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { assert } from "../../../test/stats/assert.ts"

const share = (name: string, numerator: number, denominator: number) => ({ name, numerator, denominator })

describe("difference", () => {
  it("equals the vectors: Newcombe's interval, pooled z or Fisher's test, Cohen's h", () => {
    for (const { cohen_h, diff, fisher_p, n1, n2, newcombe: limits, p, x1, x2, z } of vectors.A3_two_proportions
      .cases) {
      const [found] = shareDifferences([share("s", x1, n1)], [share("s", x2, n2)])
      assert.near(found?.difference, diff, 1e-9)
      assert.interval(found?.interval, limits, 1e-9)
      assert.near(found?.z, z, 1e-9)
      assert.near(found?.effect, cohen_h, 1e-9)
      assert.near(found?.p, found?.test === "fisher-exact" ? fisher_p : p, 1e-9)
      assert.strictEqual(found?.q, found?.p)
    }
  })

  it("adjusts for all shares of the family that could be tested", () => {
    const first = [share("a", 56, 70), share("b", 9, 100), share("only here", 1, 2), share("empty", 0, 0)]
    const second = [share("b", 30, 100), share("a", 48, 80), share("only there", 1, 2), share("empty", 3, 9)]
    const found = shareDifferences(first, second)
    assert.deepStrictEqual(
      found.map(({ name }) => name),
      ["a", "b", "only here", "empty", "only there"],
    )
    const p = [
      twoProportionTest({ x: 56, n: 70 }, { x: 48, n: 80 })?.p ?? NaN,
      twoProportionTest({ x: 9, n: 100 }, { x: 30, n: 100 })?.p ?? NaN,
    ]
    const q = benjaminiHochberg(p)
    for (const [i, one] of found.entries()) assert.deepStrictEqual([one.p, one.q], [p[i] ?? null, q[i] ?? null])
    assert.deepStrictEqual(
      found.map(({ difference, effect, interval }) => [difference === null, effect === null, interval === null]),
      [
        [false, false, false],
        [false, false, false],
        [true, true, true],
        [true, true, true],
        [true, true, true],
      ],
    )
    assert.deepStrictEqual([found[2]?.first.value, found[2]?.second.value], [0.5, null])
  })

  it("believes shares of alike trials as much as they are worth, and no more", () => {
    const [found] = shareDifferences(
      [{ ...share("s", 20, 100), nEffective: 20 }],
      [{ ...share("s", 40, 100), nEffective: 50 }],
    )
    const wanted = newcombe({ x: 4, n: 20 }, { x: 20, n: 50 })
    assert.interval(found?.interval, [wanted?.low ?? NaN, wanted?.high ?? NaN])
    assert.near(found?.p, twoProportionTest({ x: 4, n: 20 }, { x: 20, n: 50 })?.p ?? NaN)
    const [unknown] = shareDifferences([{ ...share("s", 20, 100), nEffective: null }], [share("s", 40, 100)])
    assert.near(unknown?.difference, -0.2)
    assert.near(unknown?.effect, cohenH(0.2, 0.4) ?? NaN)
    assert.deepStrictEqual([unknown?.interval, unknown?.p, unknown?.q, unknown?.test], [null, null, null, null])
  })

  it("keeps the mass of a distribution: what one group lacks is none of its whole, and differences sum to nothing", () => {
    const counts = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.integer({ min: 0, max: 50 }), {
      noNullPrototype: true,
    })
    fc.assert(
      fc.property(counts, counts, (one, two) => {
        const found = shareDifferences(partsOf(one), partsOf(two), { whole: true })
        for (const value of numbersIn(found)) assert.isTrue(Number.isFinite(value))
        const [n, m] = [one, two].map((all) => Object.values(all).reduce((sum, x) => sum + x, 0))
        if (n === 0 || m === 0) {
          assert.isTrue(found.every(({ difference }) => difference === null))
          return
        }
        assert.sameMembers(
          found.map(({ name }) => name),
          [...new Set([...Object.keys(one), ...Object.keys(two)])],
        )
        const sum = found.reduce((total, { difference }) => total + (difference ?? NaN), 0)
        assert.isBelow(Math.abs(sum), 1e-12)
        for (const { first, name, second } of found)
          assert.deepStrictEqual(
            [first.numerator, first.denominator, second.numerator, second.denominator],
            [one[name] ?? 0, n, two[name] ?? 0, m],
          )
      }),
    )
  })

  it("takes estimates by z of both standard errors", () => {
    const found = estimateDifferences(
      [
        { name: "mail", value: 0.4, se: 0.03 },
        { name: "tv", value: 0.5, se: 0 },
        { name: "sms", value: 0.2, se: null },
        { name: "web", value: null, se: null },
        { name: "push", value: 0.1, se: 0.02 },
      ],
      [
        { name: "mail", value: 0.3, se: 0.04 },
        { name: "tv", value: 0.1, se: 0 },
        { name: "sms", value: 0.1, se: 0.1 },
        { name: "push", value: 0.11, se: 0.02 },
      ],
    )
    const [mail, tv, sms, web, push] = found
    assert.near(mail?.z, 2)
    // 0.1 ± 1.96 · 0.05
    assert.interval(mail?.interval, [0.1 - 1.959963984540054 * 0.05, 0.1 + 1.959963984540054 * 0.05])
    assert.near(mail?.p, 0.045500263896358, 1e-12)
    assert.near(mail?.q, 2 * 0.045500263896358, 1e-12)
    assert.near(push?.q, push?.p ?? NaN)
    // Nothing varies, or nobody knows how much: the difference alone is told.
    assert.deepStrictEqual([tv?.difference, tv?.interval, tv?.p, tv?.q], [0.4, null, null, null])
    assert.deepStrictEqual([sms?.difference, sms?.se, sms?.p], [0.1, null, null])
    assert.deepStrictEqual([web?.difference, web?.first, web?.second, web?.q], [null, null, null, null])
    assert.deepStrictEqual(estimateDifferences([], []), [])
  })

  it("puts two graphs of moves side by side, and keeps the mass that leaves each place", () => {
    const walk = fc.array(fc.constantFrom("ad", "shop", "cart"), { minLength: 1, maxLength: 5 })
    const graphOf = (walks: ReadonlyArray<ReadonlyArray<string>>) => {
      const units = walks.map((labels) => labels.map((label, at) => ({ at, label })))
      return pathGraph(runFold(transitions, transitionDefaults, units).get("") ?? { walks: 0, moves: [] })
    }
    fc.assert(
      fc.property(fc.array(walk, { minLength: 1 }), fc.array(walk, { minLength: 1 }), (one, two) => {
        const [first, second] = [graphShares(graphOf(one)), graphShares(graphOf(two))]
        const found = shareDifferences(first, second, { whole: true })
        const left = new Map([...first, ...second].map(({ name, of }) => [name, of]))
        const sums = new Map<string | undefined, number>()
        for (const { difference, name } of found)
          if (difference !== null) sums.set(left.get(name), (sums.get(left.get(name)) ?? 0) + difference)
        assert.isTrue(sums.has("(start)"))
        for (const sum of sums.values()) assert.isBelow(Math.abs(sum), 1e-12)
        // A place that only one of them has is shown, with no difference.
        const shared = new Set(first.map(({ of }) => of).filter((of) => second.some((other) => other.of === of)))
        for (const { difference, name } of found)
          assert.strictEqual(difference !== null, shared.has(left.get(name)), name)
      }),
    )
  })

  it("puts two sets of drivers, and two shares of credit, side by side", () => {
    const products = (r: number) => ({ n: 500, mean: [0, 0], c: [500, 500 * r, 500 * r, 500] })
    const [strong, weak] = [0.6, 0.3].map((r) => keyDrivers([products(r)], { names: ["delivery"] }))
    if (strong === undefined || weak === undefined) return assert.fail("two sets")
    const [driver] = estimateDifferences(driverEstimates(strong), driverEstimates(weak))
    assert.near(driver?.difference, 0.27)
    assert.isNull(driver?.p)
    const credited = (part: number): Attribution => ({
      conversions: { n: 100, value: 0 },
      unattributed: { n: 0, value: 0 },
      channels: [
        {
          channel: "mail",
          credit: 100 * part,
          interval: null,
          share: part,
          shareInterval: null,
          shareError: 0.05,
          value: 0,
          rankStable: null,
        },
      ],
      caveats: [],
    })
    const [mail] = estimateDifferences(creditEstimates(credited(0.5)), creditEstimates(credited(0.3)))
    assert.near(mail?.z, 0.2 / Math.hypot(0.05, 0.05))
  })
})
