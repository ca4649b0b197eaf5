import { assert, describe, it } from "@effect/vitest"
import { type Spells, spells, type SpellsOptions } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"

const none: SpellsOptions = { grace: 0, asOf: null, period: null, days: null, since: null }
/** Rows from and until a time, `null` while they run. */
const unit = (...rows: ReadonlyArray<readonly [from: number, until: number | null, group?: string | null]>) =>
  rows.map(([at, value, group]): FoldRow => ({ at, value, ...(group === undefined ? {} : { group }) }))
const run = (options: Partial<SpellsOptions>, ...units: ReadonlyArray<ReadonlyArray<FoldRow>>): Spells =>
  runFold(spells, { ...none, ...options }, units).get("") ?? spells.empty({ ...none, ...options })
const levels = ({ levels: all }: NonNullable<Spells["lives"]>["ended"]) => all.map(({ n, value }) => [value, n])
const livesOf = ({ lives }: Spells) =>
  lives === null ? null : { ended: levels(lives.ended), running: levels(lives.running), entered: levels(lives.entered) }
/** Days of ten. */
const days = Array.from({ length: 11 }, (_, i) => 10 * i)

describe("spells", () => {
  it("makes one spell of rows that overlap, touch, or follow within the grace", () => {
    const rows = unit([0, 10], [5, 8], [10, 20], [23, 30])
    const period = { from: 0, to: 100 }
    assert.strictEqual(run({ period }, rows).period?.lost, 2)
    assert.strictEqual(run({ period, grace: 3 }, rows).period?.lost, 1)
    assert.strictEqual(run({ period, grace: 2 }, rows).period?.lost, 2)
    assert.strictEqual(run({ period }, unit([0, null], [5, 8])).period?.lost, 0)
  })

  it("counts who was there at the start, came, went and is there at the end", () => {
    const state = run(
      { period: { from: 10, to: 20 } },
      unit([0, 15]),
      unit([0, null]),
      unit([12, 14]),
      unit([0, 11], [13, null]),
      unit([0, 9]),
      unit([20, null]),
    )
    assert.deepStrictEqual(state.period, {
      units: 4,
      start: 3,
      lostOfStart: 2,
      joined: 2,
      lost: 3,
      end: 2,
      exposure: 5 + 10 + 2 + 1 + 7,
      squares: { lost: 3, lostStart: 2, lostEnd: 1, startEnd: 2 },
    })
    assert.strictEqual(state.units, 6)
  })

  it("gives the first instant of a period to what ends and begins then", () => {
    const state = run({ period: { from: 10, to: 20 } }, unit([0, 10]), unit([10, 20]))
    assert.deepInclude(state.period, { start: 1, lostOfStart: 1, joined: 1, lost: 1, end: 1 })
  })

  it("knows of no end before the grace after it is known", () => {
    const asked = (asOf: number) => run({ asOf, grace: 5, period: { from: 0, to: 100 } }, unit([0, 10])).period
    assert.deepInclude(asked(14), { lost: 0, end: 1, exposure: 14 })
    assert.deepInclude(asked(15), { lost: 1, end: 0, exposure: 10 })
  })

  it("does not see what ends before it begins, or begins after the facts", () => {
    assert.strictEqual(run({}, unit([5, 4])).units, 0)
    assert.strictEqual(run({ asOf: 10 }, unit([11, null])).units, 0)
    assert.strictEqual(run({}, unit([5, 5])).units, 1)
  })

  it("counts the days of first spells: those that ended, and those that run", () => {
    const state = run({ days, asOf: 99 }, unit([5, 25], [60, 70]), unit([9, 10]), unit([31, 38]), unit([40, null]))
    assert.deepStrictEqual(livesOf(state), {
      ended: [
        [0, 1],
        [1, 1],
        [2, 1],
      ],
      running: [[5, 1]],
      entered: [],
    })
  })

  it("follows nobody into the grace before the facts end, in which nobody can be seen to leave", () => {
    // The end at 80 is final at 99, that at 85 is not: both who is away and who runs were followed up to 84, and who came
    // later was not followed at all.
    const state = run({ days, asOf: 99, grace: 15 }, unit([5, 80]), unit([5, 85]), unit([5, null]), unit([95, null]))
    assert.deepStrictEqual(livesOf(state), {
      ended: [[8, 1]],
      running: [[8, 2]],
      entered: [],
    })
    assert.strictEqual(state.units, 3)
  })

  it("lets those in late who were there before they were known", () => {
    const options = { days, asOf: 99, since: 50 }
    const state = run(options, unit([0, 40]), unit([5, 75]), unit([55, 65]), unit([20, null]), unit([45, 52]))
    // Who ended before is not known, and who ended on the day it became known tells nothing.
    assert.deepStrictEqual(livesOf(state), {
      ended: [
        [1, 1],
        [7, 1],
      ],
      running: [[7, 1]],
      entered: [
        [3, 1],
        [5, 1],
      ],
    })
    assert.strictEqual(state.units, 3)
  })

  it("counts a spell where its first row may open", () => {
    const states = runFold(spells, { ...none, period: { from: 10, to: 20 } }, [
      unit([0, 5, "west"], [4, 12, "east"], [15, null, "east"]),
      unit([0, 12, null]),
    ])
    assert.deepInclude(states.get("west")?.period, { start: 1, lost: 1, joined: 0 })
    assert.deepInclude(states.get("east")?.period, { start: 0, lost: 0, joined: 1 })
    assert.deepStrictEqual([states.get("west")?.units, states.get("east")?.units], [1, 0])
  })

  it("refuses a period that ends before it begins, and days that do not ascend", () => {
    const problem = (options: Partial<SpellsOptions>) =>
      spells.problem?.({ ...none, ...options }, { marks: [], kinds: [] })
    assert.include(problem({ period: { from: 1, to: 0 } }), "end after it begins")
    assert.include(problem({ days: [0, 0] }), "must ascend")
    assert.isNull(problem({ period: { from: 0, to: 0 }, days: [] }))
  })
})
