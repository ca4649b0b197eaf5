import { describe, it } from "@effect/vitest"
import { jamesStein, priorOfShares, shrunkenNumbers, shrunkenShare } from "@touchpoint/core/stats"
import { assert } from "./assert.ts"

const noisy = (values: ReadonlyArray<number>, variances: ReadonlyArray<number>) =>
  values.map((value, i) => ({ value, variance: variances[i] ?? NaN }))

describe("numbers of unequal noise", () => {
  // DerSimonian & Laird with raw sums, Morris' correction from four groups on, 40 digits.
  it("keep of their distance what their noise leaves", () => {
    for (const [values, variances, tau2, grand, groups] of [
      [
        [2, 9, 4, 15],
        [1, 4, 2, 8],
        19,
        6.946083812229632,
        [
          [2.082434730203827, 0.9833333333333333],
          [8.880932394911863, 3.768115942028986],
          [4.093526470229511, 1.936507936507937],
          [14.20455148762762, 7.209876543209877],
        ],
      ],
      [
        [3, 10, 5],
        [1, 4, 2],
        7.928571428571429,
        5.65810324910922,
        [
          [3.297707563900233, 0.888],
          [8.544034622455786, 2.658682634730539],
          [5.132567560971641, 1.597122302158273],
        ],
      ],
    ] as const) {
      const found = shrunkenNumbers(noisy(values, variances))
      assert.near(found?.tau2, tau2)
      assert.near(found?.grand, grand)
      for (const [i, [value, variance]] of groups.entries()) {
        assert.near(found?.groups[i]?.value, value)
        assert.near(found?.groups[i]?.variance, variance)
      }
    }
  })

  it("are the common number with its variance where they differ no more than by chance", () => {
    const found = shrunkenNumbers(noisy([3, 4], [1, 4]))
    assert.strictEqual(found?.tau2, 0)
    assert.near(found?.grand, 3.2)
    for (const group of found?.groups ?? []) {
      assert.near(group.value, 3.2)
      assert.near(group.variance, 0.8)
    }
  })

  it("are none of one group, whatever it is", () => {
    for (let k = 1; k <= 50; k++) assert.isNull(shrunkenNumbers([{ value: k / 7, variance: k / 3 }]))
  })
})

describe("means of one variance", () => {
  it("become the grand mean where noise explains them, and keep all without noise", () => {
    assert.deepStrictEqual(jamesStein([1, 2, 3, 6], 100), { grand: 3, factor: 0, means: [3, 3, 3, 3] })
    assert.deepStrictEqual(jamesStein([1, 2, 3, 6], 0), { grand: 3, factor: 1, means: [1, 2, 3, 6] })
    assert.deepStrictEqual(jamesStein([2, 2, 2, 2], 0), { grand: 2, factor: 0, means: [2, 2, 2, 2] })
    // (4 - 3) 2 / (1 + 1 + 1 + 1)
    assert.deepStrictEqual(jamesStein([1, 1, 3, 3], 2), { grand: 2, factor: 0.5, means: [1.5, 1.5, 2.5, 2.5] })
  })

  it("are none of three, or of a variance that is none", () => {
    assert.isNull(jamesStein([1, 2, 6], 1))
    for (const variance of [-1, NaN]) assert.isNull(jamesStein([1, 2, 3, 6], variance))
  })
})

describe("a share and its prior", () => {
  it("need counts, a share and a size", () => {
    const prior = { share: 0.5, size: 2 }
    assert.strictEqual(shrunkenShare({ x: 0, n: 0 }, prior), 0.5)
    assert.strictEqual(shrunkenShare({ x: 2, n: 2 }, { share: 1, size: 2 }), 1)
    assert.isNull(shrunkenShare({ x: 3, n: 2 }, prior))
    assert.isNull(shrunkenShare({ x: 1, n: 2 }, { ...prior, share: 1.1 }))
    for (const size of [0, -1, NaN, Infinity]) assert.isNull(shrunkenShare({ x: 1, n: 2 }, { ...prior, size }))
  })

  // rho = (S / (p (1 - p)) - (k - 1)) / (N - sum n^2 / N - (k - 1)) by fractions: 7/11 and 127/891.
  it("come from the spread of the shares that chance does not explain", () => {
    const even = priorOfShares([10, 50, 90].map((x) => ({ x, n: 100 })))
    assert.strictEqual(even?.share, 0.5)
    assert.near(even?.size, 4 / 7)
    const uneven = priorOfShares([
      { x: 3, n: 20 },
      { x: 0, n: 0 },
      { x: 30, n: 60 },
      { x: 12, n: 20 },
    ])
    assert.near(uneven?.share, 0.45)
    assert.near(uneven?.size, 764 / 127)
  })

  it("are worth next to nothing where groups are opposites", () => {
    assert.deepStrictEqual(
      priorOfShares([
        { x: 0, n: 100 },
        { x: 100, n: 100 },
      ]),
      { share: 0.5, size: 1e-6 },
    )
  })

  it("are none of one group, of broken counts, of one answer only, and of single trials", () => {
    const [some, other] = [
      { x: 1, n: 10 },
      { x: 9, n: 10 },
    ]
    assert.isNotNull(priorOfShares([some, other]))
    assert.isNull(priorOfShares([some]))
    assert.isNull(priorOfShares([some, { x: 0, n: 0 }]))
    assert.isNull(priorOfShares([some, other, { x: 11, n: 10 }]))
    for (const x of [0, 10])
      assert.isNull(
        priorOfShares([
          { x, n: 10 },
          { x, n: 10 },
        ]),
      )
    // Trials alone in their groups differ as chance makes them.
    assert.isNull(
      priorOfShares([
        { x: 0, n: 1 },
        { x: 1, n: 1 },
        { x: 1, n: 1 },
      ]),
    )
  })
})
