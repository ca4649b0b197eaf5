import { assert, describe, it } from "@effect/vitest"
import { durationDefaults, type DurationOptions, type Durations, durations } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const options: DurationOptions = {
  ...durationDefaults,
  start: "in",
  stop: "out",
  restart: "reopen",
  drop: "close",
  pause: "pause",
  resume: "resume",
  targets: [15 * MINUTE],
  asOf: 10 * HOUR,
}
/** `in 0, out 10`: what happened at which minute. */
const unit = (text: string): ReadonlyArray<FoldRow> =>
  text.split(", ").map((one) => {
    const [marks = "", minute = "0", label = null] = one.split(" ")
    return { at: Number(minute) * MINUTE, marks: marks.replaceAll("+", " "), label }
  })
const run = (texts: ReadonlyArray<string>, more: Partial<DurationOptions> = {}): Durations =>
  runFold(durations, { ...options, ...more }, texts.map(unit)).get("") ?? durations.empty(options)
const minutes = (lengths: Durations["closed"]) => lengths.map(([length, n]) => [length / MINUTE, n])
const summary = ({ closed, dropped, open }: Durations) => [minutes(closed), minutes(open), minutes(dropped)]

describe("durations", () => {
  it("begins with the first of several starts and ends with the first stop after it", () => {
    const state = run(["in 0, in 3, out 10, out 11, in 20, out 25", "in 590"])
    assert.deepStrictEqual(summary(state), [
      [
        [5, 1],
        [10, 1],
      ],
      [[10, 1]],
      [],
    ])
    assert.strictEqual(state.units, 2)
  })

  it("takes of each unit the first that ended, or the last where none did", () => {
    const first = { count: "first-stopped" } as const
    assert.deepStrictEqual(summary(run(["in 0, out 10, in 20, out 50"], first)), [[[10, 1]], [], []])
    // Closed by a bot on Monday, reopened on Friday at 14:00, answered at 14:10 (chatwoot#12058).
    assert.deepStrictEqual(summary(run(["in 0, close 1, reopen 500, out 510"], first)), [[[10, 1]], [], []])
    assert.deepStrictEqual(summary(run(["in 0, close 30"], first)), [[], [], [[30, 1]]])
    assert.deepStrictEqual(summary(run(["in 0, close 30, reopen 500"], first)), [[], [[100, 1]], []])
    assert.deepStrictEqual(summary(run(["in 0, close 30, reopen 500"])), [[], [[100, 1]], [[30, 1]]])
  })

  it("takes the whole up to its last end, unless that was taken back", () => {
    const whole = { count: "whole", stop: "close", drop: null } as const
    assert.deepStrictEqual(summary(run(["in 0, close 10, in 20, close 30"], whole)), [[[10, 1]], [], []])
    assert.deepStrictEqual(summary(run(["in 0, close 10, reopen 20, close 30"], whole)), [[[30, 1]], [], []])
    assert.deepStrictEqual(summary(run(["in 0, close 10, reopen 20"], whole)), [[], [[600, 1]], []])
    assert.deepStrictEqual(summary(run(["reopen 0, close 10"], whole)), [[], [], []])
    // What is dropped stays so, even after its end.
    const dropping = { ...whole, drop: "out" } as const
    assert.deepStrictEqual(summary(run(["in 0, close 10, out 15, close 20"], dropping)), [[], [], [[15, 1]]])
  })

  it("stands still between pause and resume", () => {
    assert.deepStrictEqual(summary(run(["in 0, pause 2, resume 32, out 40"])), [[[10, 1]], [], []])
    assert.deepStrictEqual(summary(run(["in 0, pause 2, pause 9, out 40"])), [[[2, 1]], [], []])
    assert.deepStrictEqual(summary(run(["in 0, pause 2"])), [[], [[2, 1]], []])
    assert.deepStrictEqual(summary(run(["in 0, resume 5, out 6"])), [[[6, 1]], [], []])
  })

  it("runs by the first clock whose mark the start bears", () => {
    const clocks = [
      { mark: "phone", open: [60, 120, 180, 240].map((at) => at * MINUTE) },
      { mark: null, open: null },
    ]
    assert.deepStrictEqual(minutes(run(["in+phone 90, out 200", "in 90, out 200"], { clocks }).closed), [
      [50, 1],
      [110, 1],
    ])
    assert.deepStrictEqual(minutes(run(["in+phone 130, out 170"], { clocks }).closed), [[0, 1]])
    assert.deepStrictEqual(minutes(run(["in+phone 0"], { clocks }).open), [[120, 1]])
  })

  it("counts as due what had its time, and as missed what did not end in it", () => {
    const due = (texts: ReadonlyArray<string>, more: Partial<DurationOptions> = {}) => run(texts, more).targets[0]
    assert.deepStrictEqual(due(["in 0, out 15"]), { n: 1, x: 1, dropped: 0 })
    assert.deepStrictEqual(due(["in 0, out 16", "in 0", "in 585"]), { n: 3, x: 0, dropped: 0 })
    assert.deepStrictEqual(due(["in 590, out 595", "in 590"]), { n: 0, x: 0, dropped: 0 })
    assert.deepStrictEqual(due(["in 0, close 5", "in 0, close 15"]), { n: 1, x: 0, dropped: 1 })
    // Paused time is no time to answer.
    assert.deepStrictEqual(due(["in 580, pause 581, resume 591"]), { n: 0, x: 0, dropped: 0 })
    assert.deepStrictEqual(due(["in 0, out 15"], { asOf: null }), { n: 1, x: 1, dropped: 0 })
  })

  it("gives no length to what is open without an end of the facts", () => {
    const state = run(["in 0", "in 0, out 5"], { asOf: null })
    assert.deepStrictEqual([state.unknown, state.open, state.units], [1, [], 2])
  })

  it("ends a stay only with another label, and takes lengths that are given", () => {
    const stays: Partial<DurationOptions> = { stop: "in", restart: null, drop: null, collapse: true, asOf: null }
    const state = run(["in 0 a, in 5 a, in 12 b, in 13 a"], stays)
    assert.deepStrictEqual(
      [minutes(state.closed), state.unknown, state.units],
      [
        [
          [1, 1],
          [12, 1],
        ],
        1,
        1,
      ],
    )
    const given = (...values: ReadonlyArray<number | null>) =>
      runFold(durations, { ...options, ...stays }, [
        values.map((value, i): FoldRow => ({ at: i * MINUTE, marks: "in", label: `t${i}`, value })),
      ]).get("")
    assert.deepStrictEqual(given(7 * MINUTE, null, -1, 0)?.closed, [
      [0, 1],
      [MINUTE, 1],
      [7 * MINUTE, 1],
    ])
    assert.strictEqual(given(7 * MINUTE, null, -1, 0)?.negative, 1)
  })

  it("counts apart what ended before it began and did not end again", () => {
    for (const count of ["first-stopped", "whole"] as const) {
      assert.deepStrictEqual(run(["out 0, in 1"], { count }).negative, 1)
      assert.deepStrictEqual(minutes(run(["out 0, in 1, out 5"], { count }).closed), [[4, 1]])
    }
    assert.deepStrictEqual(run(["out 0, in 1, close 9"], { count: "first-stopped" }).negative, 1)
    assert.deepStrictEqual(run(["out 0, in 1"]).negative, 0)
  })

  it("takes no stop before a new beginning for a wrong clock", () => {
    const first = { count: "first-stopped" } as const
    assert.deepStrictEqual(summary(run(["out 0, reopen 100"], first)), [[], [[500, 1]], []])
    assert.deepStrictEqual(summary(run(["out 0, in 1, reopen 100"], first)), [[], [[500, 1]], []])
    assert.deepStrictEqual(run(["out 0, reopen 1, in 2"], first).negative, 0)
    const whole = { count: "whole", stop: "close", drop: null } as const
    assert.deepStrictEqual(summary(run(["close 0, in 100, reopen 200"], whole)), [[], [[500, 1]], []])
    assert.deepStrictEqual(summary(run(["close 0, reopen 1, in 100"], whole)), [[], [[500, 1]], []])
    assert.deepStrictEqual(run(["close 0, reopen 1, close 2, in 100"], whole).negative, 1)
  })

  it("drops a whole one by what dropped it before it began", () => {
    const whole = { count: "whole", stop: "close", drop: "out" } as const
    assert.deepStrictEqual(summary(run(["out 0, in 1, close 5"], whole)), [[], [], [[0, 1]]])
    assert.deepStrictEqual(summary(run(["out+in 1, close 5"], whole)), [[], [], [[0, 1]]])
    assert.deepStrictEqual(summary(run(["out 0, close 5"], whole)), [[], [], []])
  })

  it("counts a duration where it began, and not where its end or its unit may", () => {
    const rows: ReadonlyArray<FoldRow> = [
      { at: 0, marks: "in", group: "jan" },
      { at: 10 * MINUTE, marks: "out", group: "feb" },
      { at: 20 * MINUTE, marks: "in", group: null },
      { at: 25 * MINUTE, marks: "out", group: "feb" },
    ]
    const states = runFold(durations, options, [rows])
    assert.deepStrictEqual([...states.keys()], ["jan"])
    assert.deepStrictEqual(minutes(states.get("jan")?.closed ?? []), [[10, 1]])
  })

  it("keeps lengths to four significant digits", () => {
    const lengths = [0, 9999, 10_004, 10_006, 99_996, 123_456_789, 48 * HOUR + 31 * MINUTE]
    const state = runFold(
      durations,
      options,
      lengths.map((length) => [
        { at: 0, marks: "in" },
        { at: length, marks: "out" },
      ]),
    ).get("")
    assert.deepStrictEqual(
      state?.closed.map(([length]) => length),
      [0, 9999, 10_000, 10_010, 100_000, 123_500_000, 174_700_000],
    )
  })

  it("says what is wrong with options", () => {
    const problem = (more: Partial<DurationOptions>) =>
      durations.problem?.(
        { ...options, ...more },
        { marks: ["in", "out", "reopen", "close", "pause", "resume"], kinds: [] },
      )
    assert.isNull(problem({}))
    assert.include(problem({ start: "x" }), '"x"')
    assert.include(problem({ clocks: [{ mark: "in", open: null }] }), "last clock")
    assert.include(problem({ clocks: [] }), "last clock")
    assert.include(problem({ resume: null }), "resume")
    assert.include(problem({ clocks: [{ mark: null, open: [2, 1] }] }), "ascend")
  })
})
