import { assert, describe, it } from "@effect/vitest"
import {
  folds,
  openFold,
  transitionDefaults,
  transitions,
  type Transitions,
  withFolds,
} from "@touchpoint/core/questions"
import { logHistogramOf } from "@touchpoint/core/moments"
import { runFold } from "@touchpoint/testing"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const labels = ["ad", "shop", "support"]

/** The fold over trails given as label codes; -1 is a row without a label. */
const run = (trails: ReadonlyArray<ReadonlyArray<number>>, collapse = false): Transitions => {
  const options = { ...transitionDefaults, collapse }
  const context = { labels, groups: [{ key: [], bucket: null }], marks: [], kinds: ["interaction"] }
  const fold = transitions.run(options, context)
  const label = Int32Array.from(trails.flat())
  const at = Float64Array.from(label, (_, i) => i)
  const none = new Int32Array(label.length)
  let from = 0
  for (const { length } of trails) {
    const to = from + length
    fold.unit({ from, to, at, kind: new Uint8Array(label.length), label, marks: none, group: none, value: null })
    from += length
  }
  return fold.finish()[0] ?? transitions.empty(options)
}

const trail = fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 8 })
const trails = fc.array(trail, { maxLength: 8 })
const shown = ({ moves }: Transitions) =>
  moves.map(({ count, from, to }) => `${from ?? "start"}→${to ?? "end"} ${count}`)

describe("transitions", () => {
  it("count every move with start and end", () => {
    const state = run([[0, 1, 1, 2], [1]])
    assert.deepStrictEqual(shown(state), [
      "start→ad 1",
      "start→shop 1",
      "ad→shop 1",
      "shop→end 1",
      "shop→shop 1",
      "shop→support 1",
      "support→end 1",
    ])
    assert.strictEqual(state.walks, 2)
  })

  it("take neighbours of one touchpoint for one visit where they collapse", () => {
    assert.deepStrictEqual(shown(run([[0, 0, -1, 0, 1, 0]], true)), [
      "start→ad 1",
      "ad→end 1",
      "ad→shop 1",
      "shop→ad 1",
    ])
  })

  it("pass over rows without a touchpoint, and over trails of nothing else", () => {
    assert.deepStrictEqual(run([[-1], [], [-1, -1]]), { walks: 0, moves: [] })
    assert.deepStrictEqual(shown(run([[-1, 0, -1, 1, -1]])), shown(run([[0, 1]])))
  })

  it("take as long as from the first row of a visit to the first of the next", () => {
    const rows = [
      { at: 0, label: "ad" },
      { at: 5, label: "ad" },
      { at: 12, label: "shop" },
      { at: 13, label: null },
      { at: 100, label: "ad" },
    ]
    const moves = runFold(transitions, { ...transitionDefaults, gap: 80 }, [rows]).get("")?.moves ?? []
    const of = (from: string | null, to: string | null) => moves.find((one) => one.from === from && one.to === to)
    assert.deepStrictEqual(of("ad", "shop")?.dwell, logHistogramOf([12]))
    assert.deepStrictEqual(of("shop", null)?.dwell, logHistogramOf([]))
    // A pause of more than 80 is the end of a walk and the start of another.
    assert.deepStrictEqual([of(null, "ad")?.count, of("shop", "ad")?.count, of("ad", null)?.count], [2, undefined, 1])
  })

  it("tell how many walks have a move, however often they do", () => {
    const moves = run([[0, 1, 0, 1], [0, 1], [1]]).moves
    const move = moves.find(({ from, to }) => from === "ad" && to === "shop")
    assert.deepStrictEqual([move?.count, move?.walks], [3, 2])
  })

  it("are counted alike however many touchpoints there are", () => {
    const many = Array.from({ length: 1500 }, (_, i) => ({ at: i, label: `page ${i % 1200}` }))
    const { moves = [], walks } = runFold(transitions, transitionDefaults, [many, many.slice(0, 2)]).get("") ?? {}
    assert.deepStrictEqual([walks, moves.length], [2, 1203])
    assert.strictEqual(moves.find(({ from, to }) => from === "page 0" && to === "page 1")?.count, 3)
  })

  it("conserve mass: what enters a touchpoint leaves it, and every trail starts and ends once", () => {
    fc.assert(
      fc.property(trails, fc.boolean(), (some, collapse) => {
        const state = run(some, collapse)
        const sum = (test: (move: Transitions["moves"][number]) => boolean) =>
          state.moves.filter(test).reduce((total, { count }) => total + count, 0)
        for (const label of labels)
          assert.strictEqual(
            sum(({ to }) => to === label),
            sum(({ from }) => from === label),
          )
        const walked = some.filter((codes) => codes.some((code) => code >= 0)).length
        assert.strictEqual(
          sum(({ from }) => from === null),
          walked,
        )
        assert.strictEqual(
          sum(({ to }) => to === null),
          walked,
        )
        assert.strictEqual(state.walks, walked)
        if (collapse)
          assert.strictEqual(
            sum(({ from, to }) => from === to),
            0,
          )
        else
          assert.strictEqual(
            sum(() => true),
            some.flat().filter((code) => code >= 0).length + walked,
          )
      }),
    )
  })

  it("are the same over shards of units as over the whole", () => {
    fc.assert(
      fc.property(trails, trails, fc.boolean(), (a, b, collapse) => {
        assert.deepStrictEqual(transitions.merge(run(a, collapse), run(b, collapse)), run([...a, ...b], collapse))
        assert.deepStrictEqual(transitions.merge(run(b, collapse), run(a, collapse)), run([...a, ...b], collapse))
      }),
    )
  })

  it("travel as JSON", () => {
    fc.assert(
      fc.property(trails, (some) => {
        const state = run(some)
        const json: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(transitions.schema)(state)))
        assert.deepStrictEqual(Schema.decodeUnknownSync(transitions.schema)(json), state)
      }),
    )
  })

  it("merge over units only", () => {
    assert.deepStrictEqual(transitions.axes, ["unit"])
  })
})

describe("folds", () => {
  const asked = (fold: string) => openFold({ fold, options: transitionDefaults, marks: [], kinds: [] })
  it("are found by their id", () => {
    for (const [id, fold] of folds) assert.strictEqual(fold.id, id)
    assert.strictEqual(Result.getOrThrow(asked("transitions")).fold.id, "transitions")
    assert.isTrue(Result.isFailure(asked("toString")))
  })

  it("of others are known beside the shipped ones", () => {
    const other = { ...transitions, id: "acme/moves" }
    const known = withFolds([other])
    assert.deepStrictEqual([...known.keys()], [...folds.keys(), "acme/moves"])
    assert.strictEqual(known.get("acme/moves"), other)
  })
})
