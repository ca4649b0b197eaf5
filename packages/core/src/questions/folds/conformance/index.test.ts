import { assert, describe, it } from "@effect/vitest"
import { conformance, type Conformance, type ConformanceOptions, plannedStep } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"

const steps = ["a", "b", "c", "d"].map((mark) => plannedStep(mark))
/** Rows at 0, 10, 20 …, each a touchpoint that bears the mark of its name; in capitals one by the planned channel. */
const walked = (text: string): ReadonlyArray<FoldRow> =>
  text.split(" ").map((word, i) => ({
    at: 10 * i,
    label: word.toLowerCase(),
    marks: word === word.toLowerCase() ? word : `${word.toLowerCase()} right`,
  }))
const state = (options: Partial<ConformanceOptions>, ...units: ReadonlyArray<ReadonlyArray<FoldRow>>): Conformance => {
  const all = { steps, start: null, within: null, asOf: null, ...options }
  return runFold(conformance, all, units).get("") ?? conformance.empty(all)
}
const named = ({ steps: all }: Conformance, count: keyof Conformance["steps"][number]) =>
  all.map((step, k) => (step[count] > 0 ? `${"abcd"[k]}${step[count]}` : "")).join("")

describe("conformance", () => {
  it("is perfect where every step comes in its place and nothing else does", () => {
    const kept = state({}, walked("a b c d"))
    assert.deepStrictEqual([kept.attempts, kept.kept, kept.perfect, kept.conforming], [1, 1, 1, [0, 0, 0, 0, 1]])
    const more = state({}, walked("a b x c d"))
    assert.deepStrictEqual([more.kept, more.perfect], [1, 0])
    assert.deepStrictEqual(more.unplanned, [{ label: "x", rows: 1, attempts: 1 }])
  })

  it("finds what is missing, and what a later step came before", () => {
    const swapped = state({}, walked("a c b"))
    assert.deepStrictEqual(
      [named(swapped, "done"), named(swapped, "outOfOrder"), named(swapped, "conforming")],
      ["a1b1c1", "b1", "a1c1"],
    )
    // All that the slip passed over is out of order: this is a replay, not an alignment.
    assert.strictEqual(named(state({}, walked("d a b c")), "outOfOrder"), "a1b1c1")
  })

  it("takes a row for the first step it can still be, and then for a repeat", () => {
    const twice = ["a", "b", "a"].map((mark) => plannedStep(mark))
    assert.strictEqual(state({ steps: twice }, walked("a b a")).perfect, 1)
    const again = state({ steps: twice }, walked("a a b a"))
    assert.deepStrictEqual(
      [again.steps.map(({ done }) => done), again.steps.map(({ outOfOrder }) => outOfOrder)],
      [
        [1, 1, 1],
        [0, 1, 0],
      ],
    )
    assert.deepStrictEqual(
      again.steps.map(({ repeated }) => repeated),
      [1, 0, 0],
    )
  })

  it("tells a wrong channel and a late step from a missing one", () => {
    const channelled = steps.map((step) => ({ ...step, channel: "right", within: 10, since: "previous" as const }))
    const { kept, steps: counted } = state({ steps: channelled }, [
      ...walked("A b"),
      { at: 25, label: "c", marks: "c right" },
      { at: 35, label: "d", marks: "d right" },
    ])
    assert.strictEqual(kept, 0)
    assert.deepStrictEqual(
      counted.map(({ done, late, wrongChannel }) => [done, wrongChannel, late]),
      [
        [1, 0, 0],
        [1, 1, 0],
        [1, 0, 1],
        [1, 0, 0],
      ],
    )
    const sinceStart = channelled.map((step) => ({ ...step, since: "start" as const }))
    assert.strictEqual(named(state({ steps: sinceStart }, walked("A B C D")), "late"), "c1d1")
  })

  it("is kept without optional steps, which still may go wrong", () => {
    const optional = steps.map((step) => (step.mark === "c" ? { ...step, required: false } : step))
    const counted = state({ steps: optional }, walked("a b d"), walked("a b d c"))
    assert.deepStrictEqual([counted.kept, counted.perfect, counted.conforming], [2, 1, [0, 0, 0, 2]])
  })

  it("counts attempts one by one where a mark begins them, and only those that had their time", () => {
    const rows = walked("a b c d a b")
    const counted = state({ start: "a" }, rows)
    assert.deepStrictEqual([counted.attempts, counted.kept, counted.conforming], [2, 1, [0, 0, 1, 0, 1]])
    const mature = state({ start: "a", within: 30, asOf: 60 }, rows)
    assert.deepStrictEqual([mature.attempts, mature.immature, mature.kept], [1, 1, 1])
    assert.strictEqual(state({ within: 20 }, walked("a b c d")).steps[3]?.done, 0)
  })

  it("leaves an attempt of one group alone where another group's opens", () => {
    const rows = walked("a b c d").map((row, i) => ({ ...row, group: i === 1 ? "west" : i === 0 ? "east" : null }))
    const counted = runFold(conformance, { steps, start: null, within: null, asOf: null }, [rows])
    assert.deepStrictEqual(
      [...counted].map(([group, { kept, steps: own }]) => [group, kept, own.map(({ done }) => done)]),
      [
        ["east", 1, [1, 1, 1, 1]],
        ["west", 0, [0, 1, 1, 1]],
      ],
    )
  })
})
