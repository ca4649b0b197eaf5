import { type CoalitionWorth, type PathCount, shapleyCredit } from "@touchpoint/core/analyses"
import * as fc from "fast-check"
import { describe, it } from "vitest"
import { assert } from "../../../test/analyses/assert.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }

const coalitions = Object.entries(vectors.H5_shapley.coalitions).map(([key, { conv, n }]): PathCount => ({
  path: key.split("+"),
  converted: conv,
  lost: n - conv,
}))
const worthOf = (paths: ReadonlyArray<PathCount>, set: ReadonlySet<string>, game: CoalitionWorth): number => {
  const counted = paths.filter(({ path }) => {
    const own = new Set(path)
    return own.size > 0 && own.isSubsetOf(set) && (game === "pooled-rate" || own.size === set.size)
  })
  const converted = counted.reduce((sum, one) => sum + one.converted, 0)
  const all = counted.reduce((sum, one) => sum + one.converted + one.lost, 0)
  return all === 0 ? 0 : converted / all
}
const ordersOf = (all: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
  all.length === 0
    ? [[]]
    : all.flatMap((one) => ordersOf(all.filter((other) => other !== one)).map((rest) => [one, ...rest]))
/** Shapley values by their definition: all orders, one after the other. */
const byDefinition = (paths: ReadonlyArray<PathCount>, game: CoalitionWorth): ReadonlyMap<string, number> => {
  const channels = [...new Set(paths.flatMap(({ path }) => path))].toSorted()
  const orders = ordersOf(channels)
  const values = new Map(channels.map((channel) => [channel, 0]))
  for (const order of orders)
    order.forEach((channel, i) => {
      const gain =
        worthOf(paths, new Set(order.slice(0, i + 1)), game) - worthOf(paths, new Set(order.slice(0, i)), game)
      values.set(channel, (values.get(channel) ?? 0) + gain / orders.length)
    })
  return values
}
const anyPaths = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 }),
    converted: fc.nat(9),
    lost: fc.nat(9),
  }),
  { minLength: 1, maxLength: 14 },
)

describe("credit by Shapley values", () => {
  it("is that of the specification, for both games", () => {
    assert.credits(shapleyCredit(coalitions)?.value, vectors.H5_shapley.pooled_rate_f)
    assert.credits(shapleyCredit(coalitions, { worth: "exact-rate" })?.value, vectors.H5_shapley.exact_rate_f)
    assert.approximately(shapleyCredit(coalitions)?.worth ?? Number.NaN, 12 / 65, 1e-15)
    assert.approximately(shapleyCredit(coalitions, { worth: "exact-rate" })?.worth ?? Number.NaN, 1 / 2, 1e-15)
    assert.isNull(shapleyCredit(coalitions)?.error)
  })

  it("is what averaging over all orders comes to", () => {
    fc.assert(
      fc.property(anyPaths, fc.constantFrom("pooled-rate", "exact-rate"), (paths, worth) => {
        const wanted = byDefinition(paths, worth)
        const found = shapleyCredit(paths, { worth })
        const whole = [...wanted.values()].reduce((sum, value) => sum + value, 0)
        if (found === null) return assert.approximately(whole, 0, 1e-12)
        assert.credits(found.value, wanted)
        const shares = [...found.share.values()].reduce((sum, share) => sum + share, 0)
        return assert.approximately(shares, 1, 1e-12)
      }),
      { numRuns: 40 },
    )
  })

  it("draws orders where channels are many, and tells an error that holds the truth", () => {
    // Seventeen channels more that bring nothing change nothing for the three.
    const idle = Array.from({ length: 17 }, (_, i): PathCount => ({ path: [`idle ${i}`], converted: 0, lost: 0 }))
    const few = shapleyCredit(coalitions)
    const many = shapleyCredit([...coalitions, ...idle], { orders: 4000, seed: 7 })
    assert.strictEqual(many?.worth, few?.worth)
    for (const [channel, value] of few?.value ?? []) {
      const error = many?.error?.get(channel) ?? Number.NaN
      assert.isAbove(error, 0)
      assert.approximately(many?.value.get(channel) ?? Number.NaN, value, 4 * error, channel)
    }
    assert.strictEqual(many?.value.get("idle 3"), 0)
  })

  it("draws orders for exact rates too: alone nobody is worth anything, so all share alike", () => {
    const path = Array.from({ length: 16 }, (_, i) => `c${i}`)
    const found = shapleyCredit([{ path, converted: 1, lost: 1 }], { worth: "exact-rate", orders: 20_000 })
    assert.strictEqual(found?.worth, 0.5)
    for (const channel of path)
      assert.approximately(found?.share.get(channel) ?? 0, 1 / 16, 8 * (found?.error?.get(channel) ?? 0))
    assert.isNull(
      shapleyCredit(
        [...path, "other"].map((one) => ({ path: [one], converted: 1, lost: 1 })),
        { worth: "exact-rate" },
      ),
    )
  })

  it("is the same for the same seed", () => {
    const paths = Array.from({ length: 18 }, (_, i): PathCount => ({
      path: [`c${i}`, `c${(i * 7) % 18}`],
      converted: i + 1,
      lost: 20,
    }))
    const [one, two, other] = [5, 5, 6].map((seed) => shapleyCredit(paths, { seed, orders: 100 }))
    assert.deepStrictEqual(one, two)
    assert.notDeepEqual(one, other)
  })

  it("is none where nothing was converted or met", () => {
    assert.isNull(shapleyCredit([]))
    assert.isNull(shapleyCredit([{ path: ["a"], converted: 0, lost: 9 }]))
    assert.isNull(shapleyCredit([{ path: [], converted: 9, lost: 9 }]))
  })
})
