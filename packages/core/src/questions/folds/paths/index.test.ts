import { assert, describe, it } from "@effect/vitest"
import { logHistogramOf } from "@touchpoint/core/moments"
import { pathDefaults, type PathOptions, paths, type Paths } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"
import * as fc from "fast-check"

/** Rows at 0, 1, 2 …: a label each, `!` for one that converts, `name!` for a touch that does. */
const journey = (text: string, value?: number): ReadonlyArray<FoldRow> =>
  text.split(" ").map((word, at) => ({
    at,
    label: word.replace("!", "") || null,
    ...(word.endsWith("!") ? { marks: "bought", ...(value === undefined ? {} : { value }) } : {}),
  }))
const state = (options: Partial<PathOptions>, ...units: ReadonlyArray<ReadonlyArray<FoldRow>>): Paths =>
  runFold(paths, { ...pathDefaults, ...options }, units).get("") ?? paths.empty({ ...pathDefaults, ...options })
const shown = ({ paths: all }: Paths) =>
  all.map(({ converted, journeys, path }) => `${path.join(">")} ${converted}/${journeys}`)
const bought = { conversion: "bought" } as const

describe("paths", () => {
  it("are those of whole trails, written as Snowplow writes them", () => {
    const snowplow = journey("D A B B C D C C")
    assert.deepStrictEqual(shown(state({ transform: "unique" }, snowplow)), ["D>A>B>B>C>D>C>C 0/1"])
    assert.deepStrictEqual(shown(state({ transform: "exposure" }, snowplow)), ["D>A>B>C>D>C 0/1"])
    assert.deepStrictEqual(shown(state({ transform: "first" }, snowplow)), ["D>A>B>C 0/1"])
  })

  it("end at each conversion, which looks back on its own or begins anew", () => {
    const twice = journey("ad mail ! shop shop! ad")
    assert.deepStrictEqual(shown(state(bought, twice)), ["ad 0/1", "ad>mail 1/1", "ad>mail>shop 1/1"])
    assert.deepStrictEqual(shown(state({ ...bought, reuse: false }, twice)), ["ad 0/1", "ad>mail 1/1", "shop 1/1"])
  })

  it("keep conversions that no touch came before, and their values", () => {
    const { paths: all, elapsed } = state(bought, journey("!", 30), journey("ad !", 12), journey("ad ad !", 5))
    assert.deepStrictEqual(all, [
      { path: [], journeys: 1, converted: 1, value: 30 },
      { path: ["ad"], journeys: 2, converted: 2, value: 17 },
    ])
    assert.deepStrictEqual(elapsed, logHistogramOf([1, 2]))
  })

  it("leave out what is too old, and end where a pause is too long", () => {
    const rows = [0, 4, 5, 9].map((at, i) => ({ at, label: "abcd"[i] ?? "" }))
    const order = { at: 10, marks: "bought" }
    assert.deepStrictEqual(shown(state({ ...bought, lookBack: 5 }, [...rows, order])), ["c>d 1/1"])
    assert.deepStrictEqual(shown(state({ ...bought, gap: 3 }, [...rows, order])), ["a 0/1", "b>c 0/1", "d 1/1"])
    // A pause of exactly that length is none.
    assert.deepStrictEqual(shown(state({ ...bought, gap: 4 }, [...rows, order])), ["a>b>c>d 1/1"])
  })

  it("begin at a mark, where one is named, and leave out what came before", () => {
    const rows = journey("ad home mail home shop").map((row) => (row.label === "home" ? { ...row, marks: "in" } : row))
    assert.deepStrictEqual(shown(state({ start: "in" }, rows)), ["home>mail 0/1", "home>shop 0/1"])
  })

  it("are open as long as a conversion could still end them", () => {
    const lost = journey("ad mail")
    for (const [asOf, open] of [
      [10, 1],
      [11, 0],
    ] as const)
      assert.strictEqual(state({ ...bought, lookBack: 10, asOf }, lost).open, open)
    assert.strictEqual(state({ ...bought, lookBack: 10, gap: 3, asOf: 4 }, lost).open, 0)
    assert.deepStrictEqual(shown(state({ ...bought, lookBack: 10, asOf: 10 }, lost)), [])
  })

  it("are cut at the end named, and say so", () => {
    const long = journey("a b c d e")
    const first = state({ longest: 2 }, long)
    assert.deepStrictEqual([shown(first), first.cut, first.touches], [["a>b 0/1"], 1, 5])
    assert.deepStrictEqual(shown(state({ longest: 2, keep: "last" }, long)), ["d>e 0/1"])
    assert.strictEqual(state({ longest: 5 }, long).cut, 0)
  })

  it("belong to the group of the row that ends them, and without conversion of the one that begins them", () => {
    const rows = [
      { at: 0, label: "ad", group: "March" },
      { at: 1, label: "mail", group: "April" },
      { at: 2, marks: "bought", group: "May" },
      { at: 3, label: "shop", group: null },
    ]
    const groups = (options: Partial<PathOptions>) =>
      [...runFold(paths, { ...pathDefaults, ...options }, [rows])].map(([group, own]) => [group, ...shown(own)])
    assert.deepStrictEqual(groups(bought), [["May", "ad>mail 1/1"]])
    assert.deepStrictEqual(groups({}), [["March", "ad>mail>shop 0/1"]])
  })

  it("are thinned to the same ones on any shards, and lose no journey", () => {
    const units = Array.from({ length: 400 }, (_, i) => journey(`p${i % 97} q${i % 7}${i % 3 === 0 ? " !" : ""}`, 2))
    const options = { ...bought, most: 50 }
    const whole = state(options, ...units)
    assert.isAtMost(whole.paths.length, 50)
    assert.isAbove(whole.thinned, 0)
    const all = state(bought, ...units)
    assert.strictEqual(all.thinned, 0)
    for (const one of whole.paths)
      assert.deepInclude(
        all.paths.map((other) => JSON.stringify(other)),
        JSON.stringify(one),
      )
    const sum = (of: Paths, name: "journeys" | "converted" | "value") =>
      of.others[name] + of.paths.reduce((total, one) => total + one[name], 0)
    for (const name of ["journeys", "converted", "value"] as const) assert.strictEqual(sum(whole, name), sum(all, name))
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(2)), (stream) => {
        const shards = Map.groupBy(units, () => stream.next().value)
        const parts = [...shards.values()].map((own) => state(options, ...own))
        const merged = parts.reduce((a, b) => paths.merge(a, b), paths.empty({ ...pathDefaults, ...options }))
        assert.deepStrictEqual(merged, whole)
      }),
      { numRuns: 20 },
    )
  })

  it("of names of all kinds are told apart", () => {
    const odd = ["__proto__", "", "a>b", "ż", "\u0000", "constructor"]
    const units = odd.flatMap((a) => odd.map((b) => [a, b].map((label, at) => ({ at, label }))))
    const { paths: all } = state({ transform: "unique" }, ...units)
    assert.strictEqual(all.length, 36)
    assert.isTrue(all.every(({ journeys }) => journeys === 1))
    const names = all.map(({ path }) => path)
    assert.deepStrictEqual(
      names,
      names.toSorted(([a = "", b = ""], [c = "", d = ""]) => (a === c ? (b < d ? -1 : 1) : a < c ? -1 : 1)),
    )
  })
})
