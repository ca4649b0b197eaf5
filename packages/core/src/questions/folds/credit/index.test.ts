import { assert, describe, it } from "@effect/vitest"
import { logHistogramOf } from "@touchpoint/core/moments"
import { credit, creditDefaults, type CreditOptions, type CreditRule, uShaped } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const rows = (path: ReadonlyArray<string>): ReadonlyArray<FoldRow> => path.map((label, at) => ({ at, label }))
const order = (at: number, over: Partial<FoldRow> = {}): FoldRow => ({ at, marks: "bought", ...over })
const state = (options: Partial<CreditOptions>, units: ReadonlyArray<ReadonlyArray<FoldRow>>) =>
  runFold(credit, { ...creditDefaults, conversion: "bought", rules: [{ rule: "linear" }], ...options }, units).get("")

describe("credit", () => {
  it("is that of the specification's paths, by every rule, with the error of a compound Poisson sum", () => {
    const named: ReadonlyArray<readonly [keyof typeof vectors.H6_heuristic_totals, CreditRule]> = [
      ["first", { rule: "first" }],
      ["last", { rule: "last" }],
      ["linear_touch", { rule: "linear" }],
      ["linear_unique", { rule: "linear-unique" }],
      ["position", uShaped],
    ]
    const units = vectors.H2_markov.paths.flatMap(({ conv, path }) =>
      Array.from({ length: conv }, () => [...rows(path), order(path.length)]),
    )
    const rules = named.map(([, rule]) => rule)
    const counted = state({ rules }, units)
    assert.deepStrictEqual([counted?.conversions.n, counted?.unattributed.n], [120, 0])
    for (const [i, [name]] of named.entries()) {
      const expected = new Map(Object.entries(vectors.H6_heuristic_totals[name]))
      for (const { credit: own, label, squares } of counted?.rules[i] ?? []) {
        assert.approximately(own, expected.get(label)?.credit ?? Number.NaN, 1e-9)
        assert.approximately(Math.sqrt(squares), expected.get(label)?.se ?? Number.NaN, 1e-9)
      }
      assert.strictEqual(counted?.rules[i]?.length, 3)
    }
  })

  it("keeps conversions apart that no touch came before, and shares them out to nobody", () => {
    const counted = state({}, [[order(0, { value: 30 })], [...rows(["ad"]), order(1, { value: 10 })], [order(4)]])
    assert.deepStrictEqual(counted?.conversions, { n: 3, value: 40 })
    assert.deepStrictEqual(counted?.unattributed, { n: 2, value: 30 })
    assert.strictEqual(counted?.valued, 2)
    assert.deepStrictEqual(counted?.rules[0], [{ label: "ad", credit: 1, squares: 1, value: 10, valueSquares: 100 }])
  })

  it("takes a converting row with a label for its last touch", () => {
    const counted = state({ rules: [{ rule: "last" }] }, [[...rows(["ad"]), order(9, { label: "shop" })]])
    assert.deepStrictEqual(
      counted?.rules[0]?.map(({ credit: own, label }) => [label, own]),
      [
        ["ad", 0],
        ["shop", 1],
      ],
    )
    assert.deepStrictEqual(
      counted?.labels.map(({ ages }) => ages),
      [logHistogramOf([9]), logHistogramOf([0])],
    )
  })

  it("looks back as far as it is told, on its own or up to the conversion before", () => {
    const trail = [...rows(["ad", "mail"]), order(2), { at: 8, label: "shop" }, order(9)]
    const touches = (options: Partial<CreditOptions>) =>
      state(options, [trail])?.labels.map(({ label, touches: n }) => `${label} ${n}`)
    assert.deepStrictEqual(touches({}), ["ad 2", "mail 2", "shop 1"])
    assert.deepStrictEqual(touches({ reuse: false }), ["ad 1", "mail 1", "shop 1"])
    assert.deepStrictEqual(touches({ lookBack: 8 }), ["ad 1", "mail 2", "shop 1"])
    assert.deepStrictEqual(touches({ gap: 5 }), ["ad 1", "mail 1", "shop 1"])
  })

  it("leaves out the oldest touches of too many, and says so", () => {
    const counted = state({ longest: 2, rules: [{ rule: "first" }] }, [[...rows(["a", "b", "c"]), order(3)]])
    assert.strictEqual(counted?.cut, 1)
    assert.deepStrictEqual(
      counted?.rules[0]?.map(({ credit: own, label }) => [label, own]),
      [
        ["b", 1],
        ["c", 0],
      ],
    )
  })

  it("counts a conversion where it may open, with touches of any time", () => {
    const march = [
      { at: 0, label: "ad", group: null },
      order(1, { group: "March" }),
      order(2, { group: null }),
      order(3, { group: "April" }),
    ]
    const options = { ...creditDefaults, conversion: "bought", rules: [{ rule: "last" as const }] }
    const counted = runFold(credit, options, [march])
    assert.deepStrictEqual(
      [...counted].map(([group, { conversions, rules }]) => [group, conversions.n, rules[0]?.[0]?.credit]),
      [
        ["March", 1, 1],
        ["April", 1, 1],
      ],
    )
  })
})
