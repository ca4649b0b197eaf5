import { loopsOf, orderTest, pathGraph, stepMatrix, topPaths } from "@touchpoint/core/analyses"
import {
  pathDefaults,
  paths,
  type Paths,
  transitionDefaults,
  transitions,
  type Transitions,
} from "@touchpoint/core/questions"
import { runFold } from "@touchpoint/testing"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }

const walk = (text: string) => text.split(" ").map((label, at) => ({ at, label }))
const moved = (...walks: ReadonlyArray<string>): Transitions =>
  runFold(transitions, transitionDefaults, walks.map(walk)).get("") ?? { walks: 0, moves: [] }
const walked = (options: Partial<typeof pathDefaults>, ...walks: ReadonlyArray<string>): Paths =>
  runFold(paths, { ...pathDefaults, transform: "unique", ...options }, walks.map(walk)).get("") ??
  paths.empty({ ...pathDefaults, ...options })

describe("the most frequent paths", () => {
  it("come first, and all others are one line: no journey is lost", () => {
    const { distinct, paths: top } = topPaths(walked({}, "ad shop", "ad shop", "mail", "shop", "shop", "shop"), 2)
    assert.strictEqual(distinct, 3)
    assert.deepStrictEqual(
      top.map(({ path, share }) => [path, share.numerator, share.denominator]),
      [
        [["shop"], 3, 6],
        [["ad", "shop"], 2, 6],
        [null, 1, 6],
      ],
    )
  })

  it("have what was thinned out among the others", () => {
    const names = Array.from({ length: 60 }, (_, i) => `p${i}`)
    const state = walked({ most: 10 }, ...names)
    const { caveats, paths: top } = topPaths(state, 5)
    assert.strictEqual(
      top.reduce((sum, { share }) => sum + share.numerator, 0),
      60,
    )
    assert.include(
      caveats.map(({ id }) => id),
      "thinned-paths",
    )
  })

  it("are none without journeys", () => {
    const { caveats, paths: top } = topPaths(walked({}), 5)
    assert.deepStrictEqual([top, caveats.map(({ id }) => id)], [[], ["zero-denominator"]])
  })
})

describe("the matrix of steps", () => {
  it("sums to all journeys on every step, with those that are over", () => {
    const matrix = stepMatrix(walked({}, "a b c", "a b", "c", "d e f"), 3, 2)
    assert.deepStrictEqual(
      matrix.rows.map(({ label }) => label),
      ["a", "b", null],
    )
    for (let step = 0; step < 3; step++)
      assert.strictEqual(
        [...matrix.rows.map(({ shares }) => shares), matrix.end].reduce(
          (sum, shares) => sum + (shares[step]?.numerator ?? 0),
          0,
        ),
        4,
      )
    assert.deepStrictEqual(
      matrix.end.map(({ numerator }) => numerator),
      [0, 1, 2],
    )
  })
})

describe("loops", () => {
  it("are returns after something else, by journeys and by times", () => {
    const [cart, delivery, ...others] = loopsOf(
      walked({}, "cart delivery cart delivery cart", "cart cart delivery", "cart payment"),
    )
    assert.deepStrictEqual(
      [cart?.label, cart?.returns, cart?.share.numerator, cart?.share.denominator],
      ["cart", 2, 1, 3],
    )
    assert.deepStrictEqual(cart?.through, { label: "delivery", times: 2 })
    assert.deepStrictEqual([delivery?.label, delivery?.returns, delivery?.share.denominator], ["delivery", 1, 2])
    assert.deepStrictEqual(others, [])
  })
})

describe("the graph of moves", () => {
  it("tells of each place how often it was visited and left for good, and of each move its shares and its time", () => {
    const graph = pathGraph(moved("ad shop cart", "ad shop", "shop"))
    const node = (label: string) => graph.nodes.find(({ at }) => at.place === "touchpoint" && at.label === label)
    assert.deepStrictEqual([node("shop")?.visits, node("shop")?.exit?.numerator], [3, 2])
    const edge = graph.edges.find(({ from, to }) => JSON.stringify([from, to]).includes('"ad"},{"place":"touchpoint"'))
    assert.deepStrictEqual(
      [edge?.count, edge?.walks, edge?.out.value, edge?.in.numerator, edge?.in.denominator],
      [2, 2, 1, 2, 3],
    )
    assert.approximately(edge?.median ?? 0, 1, 0.01)
    // Half of the six visits are to the shop; after an ad all are.
    assert.approximately(edge?.lift ?? 0, 2, 1e-12)
  })

  it("conserves mass, however few places are shown by name", () => {
    const label = fc.constantFrom("a", "b", "c", "d", "e")
    const some = fc.array(
      fc.array(label, { minLength: 1, maxLength: 6 }).map((one) => one.join(" ")),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 6 }), (walks, most) => {
        const { edges, nodes } = pathGraph(moved(...walks), most)
        const sum = (end: "from" | "to", at: unknown) =>
          edges
            .filter((edge) => JSON.stringify(edge[end]) === JSON.stringify(at))
            .reduce((total, { count }) => total + count, 0)
        for (const { at, visits } of nodes) {
          if (at.place === "start") assert.strictEqual(sum("from", at), walks.length)
          else if (at.place === "end") assert.strictEqual(sum("to", at), walks.length)
          else assert.deepStrictEqual([sum("from", at), sum("to", at)], [visits, visits])
        }
      }),
    )
  })

  it("visits places as often as the paths of the specification do", () => {
    const walks = vectors.H2_markov.paths.flatMap(({ conv, null: lost, path }) =>
      Array.from({ length: conv + lost }, () => path.join(" ")),
    )
    const state = runFold(transitions, { ...transitionDefaults, collapse: false }, walks.map(walk)).get("")
    const graph = pathGraph(state ?? { walks: 0, moves: [] })
    const expected = new Map(Object.entries(vectors.G4_fundamental.expected_visits))
    for (const { at, visits } of graph.nodes)
      if (at.place === "touchpoint") assert.approximately(visits / graph.walks, expected.get(at.label) ?? 0, 1e-12)
    assert.strictEqual(graph.nodes.length, 5)
  })
})

describe("the test of order", () => {
  it("is that of the specification", () => {
    const { G2, df, entropy_rate_bits, p, transitions: counts } = vectors.G3_path_order_test
    const dwell = { zero: 0, bins: [] }
    const moves = Object.entries(counts).map(([move, count]) => {
      const [from = "", to = ""] = move.split(">")
      return { from, to, count, walks: count, dwell }
    })
    const found = orderTest({ walks: 0, moves: [{ from: null, to: "A", count: 9, walks: 9, dwell }, ...moves] })
    assert.approximately(found?.g2 ?? 0, G2, 1e-9)
    assert.approximately(found?.p ?? 0, p, 1e-15)
    assert.strictEqual(found?.df, df)
    assert.approximately(found?.entropyRate ?? 0, entropy_rate_bits, 1e-9)
  })

  it("is none where nothing can be told", () => {
    assert.isNull(orderTest(moved("ad shop", "ad shop")))
    assert.isNull(orderTest(moved()))
  })
})
