import { assert, describe, it } from "@effect/vitest"
import { type Retention, retention, type RetentionOptions } from "@touchpoint/core/questions"
import { Calendar, Edges } from "@touchpoint/core/time"
import { wilson } from "@touchpoint/core/stats"
import { runFold } from "@touchpoint/testing"
import * as Result from "effect/Result"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const plain: RetentionOptions = {
  entry: "entry",
  return: "return",
  clock: { kind: "elapsed", length: DAY, floor: 0 },
  count: 9,
  bracket: null,
  asOf: null,
}
/** One unit per list of instants: the first is its entry, the others returns. */
const run = (units: ReadonlyArray<ReadonlyArray<number>>, more: Partial<RetentionOptions> = {}): Retention => {
  const options = { ...plain, ...more }
  const rows = units.map((unit) => unit.map((at, i) => ({ at, marks: i === 0 ? "entry return" : "return" })))
  return runFold(retention, options, rows).get("") ?? retention.empty(options)
}
/** The indices at which a unit returned. */
const active = ({ indices }: Retention) => indices.flatMap(({ on }, index) => (on > 0 ? [index] : []))
const instant = (text: string) => Date.parse(text)
const calendar = (zone: string, grain: "day" | "month", from: number, to: number): RetentionOptions["clock"] => ({
  kind: "calendar",
  edges: [...Result.getOrThrow(Edges.calendarEdges(Calendar.make(zone), grain, from, to)).edges],
})

describe("retention", () => {
  it("agrees with the published indices C1, over the changes of summer time", () => {
    const { cases, tz } = vectors.C1_day_index
    for (const { activity, calendar_day, elapsed_day, entry } of cases) {
      const [from, to] = [instant(entry), instant(activity)]
      assert.deepStrictEqual(active(run([[from, to]])), [...new Set([0, elapsed_day])], entry)
      const clock = calendar(tz, "day", from, to + 9 * DAY)
      assert.deepStrictEqual(active(run([[from, to]], { clock })), [...new Set([0, calendar_day])], entry)
    }
  })

  it("agrees with the published rates C2, of mature members only", () => {
    const { customers, rows, watermark_day } = vectors.C2_retention
    const units = (customers as unknown as ReadonlyArray<readonly [number, ReadonlyArray<number>]>).map(
      ([entry, days]) => days.map((day) => (entry + day) * DAY + HOUR),
    )
    const clocks: ReadonlyArray<RetentionOptions["clock"]> = [
      { kind: "calendar", edges: Array.from({ length: 11 }, (_, day) => day * DAY) },
      { kind: "elapsed", length: DAY, floor: DAY },
    ]
    for (const clock of clocks) {
      const state = run(units, { clock, asOf: watermark_day * DAY - 1 })
      assert.strictEqual(state.members, 9)
      for (const { mode, n, N, wilson: published, x } of rows) {
        const at = state.indices[N]
        assert.deepStrictEqual([at?.n, mode === "on" ? at?.on : at?.onOrAfter], [n, x], `${mode} ${N}`)
        const interval = wilson(x, n, 0.95)
        assert.approximately(interval?.low ?? 0, published[0] ?? 1, 1e-12)
        assert.approximately(interval?.high ?? 0, published[1] ?? 0, 1e-12)
      }
    }
  })

  it("reads the clocks of Amplitude and Mixpanel as their documentation does", () => {
    const [from, to] = [instant("2018-12-01T17:59Z"), instant("2018-12-02T17:00Z")]
    const elapsed = (floor: number) => run([[from, to]], { clock: { kind: "elapsed", length: DAY, floor } })
    assert.deepStrictEqual(active(elapsed(HOUR)), [0, 1])
    assert.deepStrictEqual(active(elapsed(0)), [0])
    assert.deepStrictEqual(active(run([[from, to]], { clock: calendar("UTC", "day", from, to) })), [0, 1])
    const [february, march] = [instant("2019-02-25T00:00Z"), instant("2019-03-03T00:00Z")]
    const months = { clock: calendar("UTC", "month", february, march) }
    assert.deepStrictEqual(
      active(run([[february, march]], { clock: { kind: "elapsed", length: 30 * DAY, floor: 0 } })),
      [0],
    )
    assert.deepStrictEqual(active(run([[february, march]], months)), [0, 1])
  })

  it("is of the first entry of all, in its group or in none", () => {
    const options = { ...plain, count: 3 }
    const states = runFold(retention, options, [
      [
        { at: 0, marks: "return", group: null },
        { at: HOUR, marks: "entry", group: "web" },
        { at: DAY + HOUR, marks: "entry return", group: "shop" },
      ],
      [
        { at: 0, marks: "entry", group: null },
        { at: DAY, marks: "entry return", group: "web" },
      ],
    ])
    assert.deepStrictEqual([...states.keys()], ["web"])
    // The visit before the order is no return to it.
    assert.deepStrictEqual(states.get("web")?.indices, [
      { n: 1, on: 0, onOrAfter: 1 },
      { n: 1, on: 1, onOrAfter: 1 },
      { n: 1, on: 0, onOrAfter: 0 },
    ])
  })

  it("counts members when an index is over for them, and those outside the edges apart", () => {
    const clock = { kind: "calendar", edges: [0, DAY, 2 * DAY, 3 * DAY] } as const
    const state = run([[0, DAY], [DAY], [5 * DAY], [-1]], { clock, count: 4, asOf: 2 * DAY - 1 })
    assert.deepStrictEqual([state.members, state.outside], [2, 2])
    assert.deepStrictEqual(
      state.indices.map(({ n }) => n),
      [2, 1, 0, 0],
    )
    assert.deepStrictEqual(
      run([[0]], { count: 3, asOf: 2 * DAY - 2 }).indices.map(({ n }) => n),
      [1, 0, 0],
    )
    // What came after the last edge is later than every index.
    assert.deepStrictEqual(run([[0, 9 * DAY]], { clock, count: 3 }).indices[2], { n: 1, on: 0, onOrAfter: 1 })
  })

  it("takes several indices together, once all are over", () => {
    const units = [[0, 2 * DAY], [0, 3 * DAY], [0], [4 * DAY, 6 * DAY]]
    assert.deepStrictEqual(run(units, { bracket: [1, 3], count: 1, asOf: 5 * DAY }).bracket, { n: 3, x: 1 })
    assert.isNull(run(units).bracket)
  })

  it("refuses marks and brackets that are not there", () => {
    const problem = (more: Partial<RetentionOptions>) =>
      retention.problem?.({ ...plain, ...more }, { marks: ["entry", "return"], kinds: [] })
    assert.isNull(problem({}))
    assert.strictEqual(problem({ return: "back" }), 'there is no mark "back"')
    assert.match(problem({ bracket: [2, 2] }) ?? "", /has to end after/)
    assert.match(problem({ clock: { kind: "calendar", edges: [1, 1] } }) ?? "", /edges must ascend/)
  })
})
