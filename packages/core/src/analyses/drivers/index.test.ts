import { describe, it } from "@effect/vitest"
import { driversQuestion, keyDrivers, type KeyDrivers } from "@touchpoint/core/analyses"
import { CrossProducts } from "@touchpoint/core/moments"
import { column, eq } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { groupsOf } from "../../../test/analyses/groupsOf.ts"
import { numbersIn } from "../../../test/analyses/numbersIn.ts"
import { project } from "../../../test/facts/project.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }
import { assert } from "../../../test/stats/assert.ts"

/** Rows of an outcome and its predictors as cross-products, plainly. */
const productsOf = (rows: ReadonlyArray<ReadonlyArray<number>>): CrossProducts => {
  const n = rows.length
  const width = rows[0]?.length ?? 0
  const mean = Array.from({ length: width }, (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / n)
  const at = (i: number, j: number) =>
    rows.reduce((sum, row) => sum + ((row[i] ?? 0) - (mean[i] ?? 0)) * ((row[j] ?? 0) - (mean[j] ?? 0)), 0)
  return { n, mean, c: mean.flatMap((_, i) => mean.map((_own, j) => at(i, j))) }
}

/** Correlations as cross-products of `n` units. */
const fromCorrelations = (rxx: ReadonlyArray<ReadonlyArray<number>>, rxy: ReadonlyArray<number>, n = 1000) => {
  const all = [[1, ...rxy], ...rxx.map((row, i) => [rxy[i] ?? 0, ...row])]
  return { n, mean: all.map(() => 5), c: all.flat().map((r) => r * n) }
}

/** R² of the outcome on some predictors, by the normal equations with a pivot. */
const naiveR2 = ({ c, mean }: CrossProducts, set: ReadonlyArray<number>): number => {
  const p = mean.length
  const at = (i: number, j: number) => c[i * p + j] ?? 0
  const rows = set.map((i) => [...set.map((j) => at(i, j)), at(i, 0)])
  for (const [k] of set.entries()) {
    const best = rows.reduce(
      (top, row, i) => (i >= k && Math.abs(row[k] ?? 0) > Math.abs(rows[top]?.[k] ?? 0) ? i : top),
      k,
    )
    ;[rows[k], rows[best]] = [rows[best] ?? [], rows[k] ?? []]
    for (const [i, row] of rows.entries()) {
      const factor = (row[k] ?? 0) / (rows[k]?.[k] ?? 1)
      if (i !== k) rows[i] = row.map((x, j) => x - factor * (rows[k]?.[j] ?? 0))
    }
  }
  return set.reduce((sum, i, k) => sum + ((rows[k]?.at(-1) ?? 0) / (rows[k]?.[k] ?? 1)) * at(i, 0), 0) / at(0, 0)
}

const orders = (all: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
  all.length < 2 ? [all] : all.flatMap((one) => orders(all.filter((x) => x !== one)).map((rest) => [one, ...rest]))

/** LMG by its definition: what a predictor adds when it enters, averaged over every order. */
const naiveLmg = (products: CrossProducts): ReadonlyArray<number> => {
  const predictors = products.mean.slice(1).map((_, i) => i + 1)
  const all = orders(predictors)
  return predictors.map(
    (own) =>
      all.reduce((sum, order) => {
        const before = order.slice(0, order.indexOf(own))
        return sum + naiveR2(products, [...before, own]) - naiveR2(products, before)
      }, 0) / all.length,
  )
}

/** Numbers that look random and are the same in every run. */
const noise = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648 - 0.5
  }
}

/** Shards of customers whose outcome is 2·first + second + noise; the third says nothing. */
const shardsOf = (count: number, each: number): ReadonlyArray<CrossProducts> => {
  const random = noise(7)
  return Array.from({ length: count }, () =>
    productsOf(
      Array.from({ length: each }, () => {
        const [a, b, c] = [random(), random(), random()]
        return [2 * a + b + 2 * random(), a, b, c]
      }),
    ),
  )
}

const names = ["delivery", "support", "price"]

describe("drivers", () => {
  const { Rxx, beta, johnson_rw, lmg, pratt, R2, rxy, vif } = vectors.J1_drivers

  it("equals the vector: shares of R² over all orders, slopes, inflation, Pratt", () => {
    const { drivers, r2 } = keyDrivers([fromCorrelations(Rxx, rxy)], { names })
    assert.near(r2, R2, 1e-9)
    for (const [i, driver] of drivers.entries()) {
      assert.near(driver.importance, lmg[i] ?? NaN, 1e-9)
      assert.near(driver.beta, beta[i] ?? NaN, 1e-9)
      assert.near(driver.vif, vif[i] ?? NaN, 1e-9)
      assert.near(driver.pratt, pratt[i] ?? NaN, 1e-9)
      assert.near(driver.r, rxy[i] ?? NaN, 1e-9)
      assert.near(driver.share, (lmg[i] ?? NaN) / R2, 1e-9)
    }
  })

  it("equals the vector: Johnson's relative weights", () => {
    const { drivers, method } = keyDrivers([fromCorrelations(Rxx, rxy)], { names, method: "relative-weights" })
    assert.strictEqual(method, "relative-weights")
    for (const [i, { importance }] of drivers.entries()) assert.near(importance, johnson_rw[i] ?? NaN, 1e-9)
  })

  it("gives predictors that have nothing in common the squares of their correlations", () => {
    const orthogonal = fromCorrelations(
      [
        [1, 0],
        [0, 1],
      ],
      [0.6, 0.3],
    )
    for (const method of ["lmg", "relative-weights"] as const) {
      const { drivers } = keyDrivers([orthogonal], { names: ["a", "b"], method })
      assert.near(drivers[0]?.importance, 0.36)
      assert.near(drivers[1]?.importance, 0.09)
    }
  })

  const data = (width: number) =>
    fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: width, maxLength: width }), {
      minLength: 30,
      maxLength: 40,
    })

  /** Whether plain regressions have an answer: everything varies, and nothing says the same. */
  const plain = ({ drivers }: KeyDrivers, { mean }: CrossProducts) =>
    drivers.length === mean.length - 1 && drivers.every((one) => one.vif !== null && one.vif < 1000)

  it("equals the average over every order of plain regressions", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }).chain(data), (rows) => {
        const products = productsOf(rows)
        const found = keyDrivers([products], { names: (rows[0] ?? []).slice(1).map(String), minimum: 2 })
        fc.pre(plain(found, products))
        for (const [i, wanted] of naiveLmg(products).entries()) assert.near(found.drivers[i]?.importance, wanted, 1e-9)
      }),
      { numRuns: 60 },
    )
  })

  it("sums to R² by either method, and of two predictors both methods are one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }).chain(data), (rows) => {
        const products = productsOf(rows)
        const all = (rows[0] ?? []).slice(1).map((_, i) => String(i))
        fc.pre(plain(keyDrivers([products], { names: all, minimum: 2 }), products))
        for (const method of ["lmg", "relative-weights"] as const) {
          const { drivers, r2 } = keyDrivers([products], { names: all, minimum: 2, method })
          const sum = drivers.reduce((total, { importance }) => total + importance, 0)
          assert.near(sum, r2 ?? NaN, 1e-9)
          assert.near(
            sum,
            naiveR2(
              products,
              all.map((_, i) => i + 1),
            ),
            1e-9,
          )
        }
        const two = productsOf(rows.map((row) => row.slice(0, 3)))
        const [exact, quick] = (["lmg", "relative-weights"] as const).map((method) =>
          keyDrivers([two], { names: ["a", "b"], minimum: 2, method }),
        )
        for (const [i, driver] of (exact?.drivers ?? []).entries())
          assert.near(driver.importance, quick?.drivers[i]?.importance ?? NaN, 1e-9)
      }),
      { numRuns: 60 },
    )
  })

  it("takes relative weights above twelve predictors, and averages all orders of twelve at once", () => {
    const random = noise(3)
    const scores = (p: number) =>
      Array.from({ length: 400 }, () => {
        const own = Array.from({ length: p }, random)
        return [own.reduce((sum, x, i) => sum + x * (i + 1), 0) + 5 * random(), ...own]
      })
    const all = (p: number) => Array.from({ length: p }, (_, i) => `p${i}`)
    assert.strictEqual(keyDrivers([productsOf(scores(12))], { names: all(12) }).method, "lmg")
    const many = keyDrivers([productsOf(scores(30))], { names: all(30), method: "lmg" })
    assert.strictEqual(many.method, "relative-weights")
    assert.near(
      many.drivers.reduce((sum, { importance }) => sum + importance, 0),
      many.r2 ?? NaN,
      1e-9,
    )
  })

  it("drops what is the same for all, and names it", () => {
    const found = keyDrivers([productsOf([1, 2, 3, 4, 5, 6].map((x) => [x, 0.1, x * x]))], {
      names: ["flat", "square"],
      minimum: 2,
    })
    assert.deepStrictEqual([found.dropped, found.drivers.map(({ name }) => name)], [["flat"], ["square"]])
    assert.deepInclude(found.caveats, { id: "no-variation", data: { of: "predictors", names: "flat" } })
    const nothing = keyDrivers([productsOf([1, 2, 3].map((x) => [7, x]))], { names: ["x"], minimum: 2 })
    assert.deepStrictEqual([nothing.r2, nothing.drivers], [null, []])
    assert.deepInclude(nothing.caveats, { id: "no-variation", data: { of: "outcome" } })
    const flat = keyDrivers([productsOf([1, 2, 3].map((x) => [x, 7]))], { names: ["x"], minimum: 2 })
    assert.deepStrictEqual([flat.r2, flat.drivers, flat.dropped], [null, [], ["x"]])
    // A large number that varies little varies.
    const large = [1, 2, 3, 4].map((x) => [x, 1e6 + x / 10])
    assert.deepStrictEqual(keyDrivers([productsOf(large)], { names: ["x"], minimum: 2 }).dropped, [])
  })

  it("shares out R² where predictors say the same, and says no slope then", () => {
    const random = noise(5)
    const rows = Array.from({ length: 300 }, () => {
      const [a, b] = [random(), random()]
      return [a + b + random(), a, 2 * a + 1, b]
    })
    for (const method of ["lmg", "relative-weights"] as const) {
      const { caveats, drivers, r2 } = keyDrivers([productsOf(rows)], { names, method })
      const [first, twin, other] = drivers
      assert.near(first?.importance, twin?.importance ?? NaN, 1e-9)
      assert.near(
        drivers.reduce((sum, { importance }) => sum + importance, 0),
        r2 ?? NaN,
        1e-9,
      )
      assert.deepStrictEqual([first?.beta, first?.vif, first?.pratt, twin?.beta], [null, null, null, null])
      assert.isNotNull(other?.beta)
      assert.deepInclude(caveats, { id: "collinear", data: { names: "delivery, support" } })
    }
  })

  it("says no slope where others say nearly the same, and warns before", () => {
    const of = (r: number) =>
      keyDrivers(
        [
          fromCorrelations(
            [
              [1, r],
              [r, 1],
            ],
            [0.5, 0.5],
          ),
        ],
        { names: ["a", "b"] },
      )
    // VIF = 1 / (1 − r²): 4.9, 5.3 and 10.3.
    assert.deepStrictEqual([of(0.892).caveats.length, of(0.901).caveats.length], [1, 2])
    assert.isNotNull(of(0.901).drivers[0]?.beta)
    assert.isNull(of(0.95).drivers[0]?.beta)
    assert.isNull(of(0.95).drivers[0]?.pratt)
    assert.isAbove(of(0.95).drivers[0]?.vif ?? 0, 10)
  })

  it("refuses too few units, and says how many it takes", () => {
    const few = keyDrivers([fromCorrelations(Rxx, rxy, 106)], { names })
    assert.deepStrictEqual([few.r2, few.drivers, few.pairs], [null, [], []])
    assert.deepStrictEqual(few.caveats, [{ id: "insufficient", data: { n: 106, minimum: 107 } }])
    assert.isNotNull(keyDrivers([fromCorrelations(Rxx, rxy, 107)], { names }).r2)
    const empty = keyDrivers([], { names })
    assert.deepStrictEqual([empty.n, empty.r2, empty.drivers, empty.dropped], [0, null, [], []])
    assert.deepStrictEqual(empty.caveats, [{ id: "insufficient", data: { n: 0, minimum: 107 } }])
    assert.deepStrictEqual(
      numbersIn(empty).filter((x) => !Number.isFinite(x)),
      [],
    )
  })

  it("says the same of shards as of the whole, with intervals by leaving each out", () => {
    const shards = shardsOf(25, 20)
    const whole = shards.reduce((sum, own) => CrossProducts.merge(sum, own), CrossProducts.empty)
    const [apart, once] = [keyDrivers(shards, { names }), keyDrivers([whole], { names })]
    assert.near(apart.r2, once.r2 ?? NaN, 1e-9)
    for (const [i, driver] of apart.drivers.entries())
      assert.near(driver.importance, once.drivers[i]?.importance ?? NaN, 1e-9)
    assert.isTrue(once.drivers.every(({ interval, se }) => interval === null && se === null))
    assert.deepInclude(once.caveats, { id: "few-buckets", data: { buckets: 1, minimum: 20, n: 500 } })
    // The same by hand: merge all but one, regress, spread.
    const values = shards.map((_, g) => {
      const rest = shards.filter((_own, i) => i !== g).reduce((sum, own) => CrossProducts.merge(sum, own))
      return naiveLmg(rest)
    })
    for (const [i, driver] of apart.drivers.entries()) {
      const own = values.map((all) => all[i] ?? NaN)
      const mean = own.reduce((sum, x) => sum + x, 0) / own.length
      const se = Math.sqrt((24 / 25) * own.reduce((sum, x) => sum + (x - mean) ** 2, 0))
      assert.near(driver.se, se, 1e-9)
      assert.isAtLeast(driver.interval?.low ?? -1, 0)
      assert.isTrue(
        (driver.interval?.low ?? NaN) <= driver.importance && driver.importance <= (driver.interval?.high ?? NaN),
      )
    }
    assert.isFalse(apart.caveats.some(({ id }) => id === "few-buckets"))
  })

  it("tells which of two matters more, adjusted for the number of pairs", () => {
    const { pairs } = keyDrivers(shardsOf(40, 20), { names })
    assert.deepStrictEqual(
      pairs.map(({ first, second }) => `${first} > ${second}`),
      ["delivery > support", "delivery > price", "support > price"],
    )
    for (const { difference, interval, p, q } of pairs) {
      assert.isAbove(difference ?? NaN, 0)
      assert.isAbove(interval?.low ?? NaN, 0)
      assert.isBelow(p ?? NaN, 0.01)
      assert.isAtLeast(q ?? NaN, p ?? NaN)
    }
  })

  it("weighs importance by what is missing to the target", () => {
    const { drivers } = keyDrivers([fromCorrelations(Rxx, rxy)], { names, targets: { delivery: 9, price: 4 } })
    assert.near(drivers[0]?.impact, (lmg[0] ?? NaN) * 4, 1e-9)
    assert.deepStrictEqual([drivers[1]?.target, drivers[1]?.impact], [null, null])
    assert.near(drivers[2]?.impact, -(lmg[2] ?? NaN), 1e-9)
  })

  it.effect("is asked of an engine by shard of customers, complete cases only", () =>
    Effect.gen(function* () {
      const random = noise(11)
      const scores = Array.from({ length: 200 }, () => {
        const [a, b] = [1 + Math.floor(9 * (random() + 0.5)), 1 + Math.floor(9 * (random() + 0.5))]
        return [Math.max(0, Math.min(10, a + Math.round(4 * random()))), a, b] as const
      })
      const touchpoints = ["shop", "delivery", "support"]
      const rows = scores.flatMap((own, i) =>
        own.map((score, k) => ({ customer: `c${i}`, touchpoint: touchpoints[k] ?? "", score })),
      )
      // Somebody answered about the shop alone.
      const all = [...rows, { customer: "lonely", touchpoint: "shop", score: 3 }]
      const facts = yield* project([
        { kind: "feedback", rows: all, with: { instrument: "csat", scale: { min: 0, max: 10 } } },
      ])
      const scoreOf = (touchpoint: string) =>
        ({ agg: "max", of: column("score"), where: eq(column("touchpoint"), touchpoint) }) as const
      const question = driversQuestion({
        kind: "feedback",
        outcome: scoreOf("shop"),
        predictors: { delivery: scoreOf("delivery"), support: scoreOf("support") },
      })
      const groups = yield* groupsOf(facts, question)
      assert.isAbove(groups.length, 64)
      const found = keyDrivers(
        groups.map(({ states }) => states.drivers),
        { names: ["delivery", "support"] },
      )
      const once = keyDrivers([productsOf(scores)], { names: ["delivery", "support"] })
      assert.deepStrictEqual([found.n, once.n], [200, 200])
      for (const [i, driver] of found.drivers.entries()) {
        assert.near(driver.importance, once.drivers[i]?.importance ?? NaN, 1e-9)
        assert.isNotNull(driver.interval)
      }
    }),
  )
})
