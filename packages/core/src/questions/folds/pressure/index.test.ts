import { assert, describe, it } from "@effect/vitest"
import { type Pressure, pressure, type PressureOptions } from "@touchpoint/core/questions"
import { countDurations, quantileOf } from "@touchpoint/core/moments"
import { type FoldRow, runFold } from "@touchpoint/testing"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const rolling = (days: number): PressureOptions => ({
  clock: { kind: "rolling", length: days * DAY },
  packages: "once",
  among: null,
})
const run = (options: PressureOptions, units: ReadonlyArray<ReadonlyArray<FoldRow>>): Pressure =>
  runFold(pressure, options, units).get("") ?? pressure.empty(options)
const levels = ({ levels: all }: Pressure["peaks"]) => Object.fromEntries(all.map(({ n, value }) => [value, n]))
const at = (...days: ReadonlyArray<number>): ReadonlyArray<FoldRow> => days.map((day) => ({ at: day * DAY }))

describe("pressure", () => {
  it("agrees with the published window E7: five contacts in (t − 7, t]", () => {
    const { max_rolling_7d, timeline_days } = vectors.E7_contact_pressure
    assert.deepStrictEqual(levels(run(rolling(7), [at(...timeline_days)]).peaks), { [max_rolling_7d]: 1 })
  })

  it("agrees with the published counts E7, of customers nobody wrote to as well", () => {
    const { cap, contactable, contacts, excess_contacts, hist, mean_all, mean_contacted, over_cap } =
      vectors.E7_contact_pressure
    const units = Object.entries(hist).flatMap(([times, n]) =>
      Array.from({ length: n }, (): ReadonlyArray<FoldRow> => [
        { at: 0, kind: "customer", group: null },
        ...Array.from({ length: Number(times) }, (_, i) => ({ at: i * HOUR, kind: "contact" })),
      ]),
    )
    const state = run({ clock: { kind: "calendar", edges: [0, 30 * DAY] }, packages: "each", among: null }, units)
    assert.deepStrictEqual(levels(state.peaks), hist)
    assert.deepStrictEqual(levels(state.totals), hist)
    assert.deepStrictEqual([state.units, state.contacts], [contactable, contacts])
    assert.approximately(state.contacts / state.units, mean_all, 1e-12)
    assert.approximately(state.contacts / state.contacted, mean_contacted, 1e-12)
    const over = state.peaks.levels.filter(({ value }) => value > cap)
    assert.strictEqual(
      over.reduce((sum, { n }) => sum + n, 0),
      over_cap,
    )
    assert.strictEqual(
      over.reduce((sum, { n, value }) => sum + n * (value - cap), 0),
      excess_contacts,
    )
  })

  it("resets at midnight by the calendar, and 24 hours later in rolling windows (Qualtrics, Adobe)", () => {
    const unit = (second: number) => [{ at: 8 * HOUR }, { at: second }]
    const days: PressureOptions = {
      clock: { kind: "calendar", edges: [0, DAY, 2 * DAY, 3 * DAY] },
      packages: "once",
      among: null,
    }
    const peak = (options: PressureOptions, second: number) => run(options, [unit(second)]).peaks.levels[0]?.value
    assert.strictEqual(peak(rolling(1), DAY + 8 * HOUR), 1)
    assert.strictEqual(peak(rolling(1), DAY + 8 * HOUR - 1), 2)
    assert.strictEqual(peak(days, DAY), 1)
    assert.strictEqual(peak(days, DAY - 1), 2)
  })

  it("counts one send over two channels once, at its first contact and with its largest weight", () => {
    const unit: ReadonlyArray<FoldRow> = [
      { at: 0, label: "spring", value: 1 },
      { at: HOUR, label: "spring", value: 3 },
      { at: 2 * HOUR, label: null, value: null },
      { at: 3 * HOUR, label: "summer", value: 0.5 },
    ]
    const once = run(rolling(7), [unit])
    assert.deepStrictEqual([once.contacts, levels(once.peaks)], [3, { 4.5: 1 }])
    const each = run({ ...rolling(7), packages: "each", among: null }, [unit])
    assert.deepStrictEqual([each.contacts, levels(each.totals)], [4, { 5.5: 1 }])
  })

  it("counts units without a contact only where the question is not split", () => {
    const units: ReadonlyArray<ReadonlyArray<FoldRow>> = [
      [{ at: 0, kind: "customer", group: null }],
      [
        { at: 0, group: "mail" },
        { at: 1, group: "mail" },
        { at: 2, group: "phone" },
      ],
    ]
    const states = runFold(pressure, rolling(7), units)
    assert.deepStrictEqual(
      [...states].map(([name, { peaks, units: n }]) => [name, n, levels(peaks)]),
      [
        ["mail", 1, { 2: 1 }],
        ["phone", 1, { 1: 1 }],
      ],
    )
    const { contacted, peaks, units: all } = run(rolling(7), units.slice(0, 1))
    assert.deepStrictEqual([all, contacted, levels(peaks)], [1, 0, { 0: 1 }])
    assert.deepStrictEqual(run(rolling(7), []), pressure.empty(rolling(7)))
  })

  it("keeps sums of weights that doubles cannot add", () => {
    const unit = Array.from({ length: 30 }, (_, day): FoldRow => ({ at: day * DAY, value: 0.1 }))
    assert.deepStrictEqual(levels(run(rolling(7), [unit]).peaks), { 0.7: 1 })
  })

  it("agrees with the published pressure E7: half the weight after each half-life, up to an instant", () => {
    const { halflife, pressure_at_9_2, timeline_days } = vectors.E7_contact_pressure
    const decaying = (day: number): PressureOptions => ({
      clock: { kind: "decaying", halfLife: halflife * DAY, at: day * DAY },
      packages: "once",
      among: null,
    })
    const unit = at(...timeline_days)
    const { contacts, loads, peaks } = run(decaying(9.2), [unit])
    assert.approximately(loads.mean, pressure_at_9_2, 1e-12)
    assert.deepStrictEqual([loads.n, loads.m2, contacts], [1, 0, 7])
    // The histogram is of hundredths.
    assert.deepStrictEqual(levels(peaks), { 3.1: 1 })
    // What is later is no contact yet.
    assert.strictEqual(run(decaying(0.5), [unit]).contacts, 1)
    const early = run(decaying(-1), [unit])
    assert.deepStrictEqual([early.units, early.contacted, early.loads.mean], [1, 0, 0])
  })

  it("counts only units that bear the mark, and the contacts of others apart", () => {
    const among: PressureOptions = { ...rolling(7), among: "a" }
    const units: ReadonlyArray<ReadonlyArray<FoldRow>> = [
      [{ at: 0, kind: "consent", group: null, marks: "a" }],
      [{ at: 0 }, { at: DAY, kind: "consent", group: null, marks: "a" }],
      [{ at: 0 }, { at: HOUR }],
    ]
    const { contacted, contacts, outside, peaks, units: n } = run(among, units)
    assert.deepStrictEqual([n, contacted, contacts, outside], [2, 1, 1, 2])
    assert.deepStrictEqual(levels(peaks), { 0: 1, 1: 1 })
    assert.strictEqual(pressure.problem?.(among, { marks: ["b"], kinds: [] }), "there is no mark a")
    assert.isNull(pressure.problem?.(among, { marks: ["a"], kinds: [] }) ?? null)
  })

  it("keeps the shortest time between two contacts of each unit that has two", () => {
    const { gaps } = run(rolling(7), [at(0, 5, 5.5, 9), at(3), at(1, 1), []])
    assert.strictEqual(gaps.zero, 1)
    assert.strictEqual(countDurations(gaps), 2)
    assert.approximately((quantileOf(gaps, 1) ?? 0) / (12 * HOUR), 1, 0.01)
  })
})
