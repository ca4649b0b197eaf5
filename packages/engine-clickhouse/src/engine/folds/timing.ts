import type { DurationOptions } from "@touchpoint/core/questions"
import { finalReading } from "./clocks.ts"
import { machine, named } from "./states.ts"

/** What became of a duration: `(what, group, length, age)`. */
const OUTCOMES = "Array(Tuple(UInt8, String, Float64, Float64))"
export const CLOSED = 1
const OPEN = 2
export const DROPPED = 3
export const UNKNOWN = 4
export const NEGATIVE = 5

/**
 * A duration that runs, or that stood last, and what is known of the unit so far. `since` is what the clock showed when
 * it began to run, NaN while it stands; `kept` and `keptGroup` are what was given up last, or the end of a whole one.
 */
const state = machine([
  "runs",
  "begun",
  "early",
  "gone",
  "kept",
  "keptGroup",
  "keptAge",
  "group",
  "label",
  "clock",
  "elapsed",
  "since",
  "done",
  "out",
] as const)
const { make, of } = state

/** Rows that the machine is given: marks, label, group, value, readings of all clocks, and those after the value. */
const ROW = "arrayZip(m, l, g, v, shown, shownAfter)"

const START = make({
  runs: "toUInt8(0)",
  begun: "toUInt8(0)",
  early: "toUInt8(0)",
  gone: "toUInt8(0)",
  kept: "toFloat64(nan)",
  keptGroup: "''",
  keptAge: "toFloat64(0)",
  group: "''",
  label: "''",
  clock: "toUInt8(1)",
  elapsed: "toFloat64(0)",
  since: "toFloat64(nan)",
  done: "toUInt8(0)",
  out: `CAST([] AS ${OUTCOMES})`,
})

/** How long the duration has run at the row, or when the clock shows something. */
const read = (s: string, shown = `r.5[${of(s, "clock")}]`): string =>
  `(${of(s, "elapsed")} + if(isNaN(${of(s, "since")}), 0., greatest(0., ${shown} - ${of(s, "since")})))`

const flag = (condition: string): string => `toUInt8(${condition})`
const outcome = (what: number, group: string, length = "0.", age = "0."): string =>
  `(toUInt8(${what}), ${group}, toFloat64(${length}), toFloat64(${age}))`
const out = (s: string, ...all: ReadonlyArray<readonly [condition: string, outcome: string]>): string =>
  `arrayConcat(${[of(s, "out"), ...all.map(([condition, one]) => `if(${condition}, [${one}], CAST([] AS ${OUTCOMES}))`)].join(", ")})`

interface Bits {
  readonly has: (mark: string | null) => string
  readonly options: DurationOptions
}

/** A condition of the row that resumes the clock comes before all others. */
const ticked = (a: string, { has, options }: Bits): string =>
  state.with(a, {
    since: `if(${of(a, "runs")} = 1 AND ${has(options.resume)} AND isNaN(${of(a, "since")}), r.5[${of(a, "clock")}], ${of(a, "since")})`,
  })

const held = (s: string, { has, options }: Bits): string => {
  const stands = `(${of(s, "runs")} = 1 AND ${of(s, "done")} = 0 AND ${has(options.pause)} AND NOT isNaN(${of(s, "since")}))`
  return state.with(s, {
    elapsed: `if(${stands}, ${read(s)}, ${of(s, "elapsed")})`,
    since: `if(${stands}, toFloat64(nan), ${of(s, "since")})`,
  })
}

/** What the clocks show when facts are complete, by clock. */
const finals = ({ asOf, clocks }: DurationOptions): string | null =>
  asOf === null ? null : `[${clocks.map(({ open }) => finalReading(open, asOf)).join(", ")}]`

/** How long a duration of a length would have run by now, had it not ended when its clock showed something. */
const age = (options: DurationOptions, clock: string, length: string, shown: string): string => {
  const all = finals(options)
  return all === null ? "inf" : `${length} + greatest(0., ${all}[${clock}] - ${shown})`
}

/** The clock of a row: the first whose mark it bears; that without a mark is borne by all. */
const clockOf = ({ has, options: { clocks } }: Bits): string => {
  const last = clocks.findIndex(({ mark }) => mark === null)
  const cases = clocks.slice(0, last).map(({ mark }, i) => `${has(mark)}, ${i + 1}, `)
  return `toUInt8(${cases.length === 0 ? last + 1 : `multiIf(${cases.join("")}${last + 1})`})`
}

/** A row that begins a duration, of which the question may give the length. */
const begun = (s: string, bits: Bits, condition: string, done: (known: string) => string): string => {
  const { options } = bits
  const known = "r.4"
  return named(
    "c",
    clockOf(bits),
    `if(${condition}, ${state.with(s, {
      runs: flag(`isNaN(${known})`),
      begun: "toUInt8(1)",
      group: "r.3",
      label: "r.2",
      clock: "c",
      elapsed: "toFloat64(0)",
      since: "r.5[c]",
      done: flag(done(known)),
      out: out(
        s,
        [`${known} < 0.`, outcome(NEGATIVE, "r.3")],
        [`${known} >= 0.`, outcome(CLOSED, "r.3", known, age(options, "c", known, "r.6[c]"))],
      ),
    })}, ${s})`,
  )
}

/** Every duration of a unit, or the first that ends. */
const several = (bits: Bits, first: boolean): string => {
  const { has, options } = bits
  const { collapse, drop, restart, start, stop } = options
  const dropped = `(${of("s", "runs")} = 1 AND ${has(drop)})`
  const stopped = `(${of("s", "runs")} = 1 AND NOT ${has(drop)} AND ${has(stop)}${collapse ? ` AND r.2 <> ${of("s", "label")}` : ""})`
  const ended = state.with("s", {
    runs: flag(`${of("s", "runs")} = 1 AND NOT ${dropped} AND NOT ${stopped}`),
    early: flag(
      `NOT ${has(restart)} AND if(${of("s", "runs")} = 0 AND ${of("s", "begun")} = 0 AND ${has(stop)}, ${first ? 1 : 0}, ${of("s", "early")})`,
    ),
    kept: first ? `if(${dropped}, length, ${of("s", "kept")})` : of("s", "kept"),
    keptGroup: first ? `if(${dropped}, ${of("s", "group")}, ${of("s", "keptGroup")})` : of("s", "keptGroup"),
    done: first ? flag(stopped) : "toUInt8(0)",
    out: out(
      "s",
      [first ? "0" : dropped, outcome(DROPPED, of("s", "group"), "length")],
      [
        stopped,
        outcome(
          CLOSED,
          of("s", "group"),
          "length",
          age(options, of("s", "clock"), "length", `r.5[${of("s", "clock")}]`),
        ),
      ],
    ),
  })
  const begins = `(${has(restart)} OR (${has(start)} AND ${of("e", "runs")} = 0))`
  const next = begun("e", bits, begins, (known) => (first ? `${known} >= 0.` : "0"))
  const forgotten = `if(${begins}, ${state.with("b", { kept: "toFloat64(nan)" })}, b)`
  return named(
    "s",
    ticked("a", bits),
    named(
      "length",
      read("s"),
      named("e", ended, `if(${of("e", "done")} = 1, e, ${named("b", next, named("h", forgotten, held("h", bits)))})`),
    ),
  )
}

/** The one duration of a unit, up to its last end. */
const whole = (bits: Bits): string => {
  const { has, options } = bits
  const { collapse, drop, restart, start, stop } = options
  const gone = `(${of("a", "gone")} = 1 OR ${has(drop)})`
  const was = `${of("s", "begun")} = 1`
  const given = `(${was} AND ${of("s", "gone")} = 1)`
  const stopped = `(${was} AND ${has(stop)} AND isNaN(${of("s", "kept")})${collapse ? ` AND r.2 <> ${of("s", "label")}` : ""})`
  const ended = state.with("s", {
    kept: `if(${was} AND ${has(restart)}, toFloat64(nan), if(${stopped}, length, ${of("s", "kept")}))`,
    keptAge: `if(${stopped}, ${age(options, of("s", "clock"), "length", `r.5[${of("s", "clock")}]`)}, ${of("s", "keptAge")})`,
    early: flag(`${of("s", "early")} = 1 OR (NOT ${was} AND ${has(stop)})`),
    done: flag(given),
    out: out("s", [given, outcome(DROPPED, of("s", "group"), "length")]),
  })
  const begins = `(${of("e", "begun")} = 0 AND ${has(start)})`
  const lost = `if(${begins} AND ${of("e", "gone")} = 1, ${state.with("e", {
    begun: "toUInt8(1)",
    done: "toUInt8(1)",
    out: `arrayPushBack(${of("e", "out")}, ${outcome(DROPPED, "r.3")})`,
  })}, ${begun("e", bits, begins, (known) => `NOT isNaN(${known})`)})`
  // No clock that is wrong explains an end before what takes it back.
  const cleared = state.with("b", { early: flag(`${of("b", "early")} = 1 AND NOT ${has(restart)}`) })
  const row = named(
    "length",
    read("s"),
    named(
      "e",
      ended,
      `if(${of("e", "done")} = 1, e, ${named("b", lost, `if(${of("b", "done")} = 1, b, ${named("h", cleared, held("h", bits))})`)})`,
    ),
  )
  return named("w", state.with("a", { gone: flag(gone) }), named("s", ticked("w", bits), row))
}

/** What became of all durations of a unit, as an array of {@link OUTCOMES}. */
export const outcomes = (options: DurationOptions, bit: (mark: string) => number): string => {
  const bits: Bits = {
    options,
    has: (mark) => (mark === null ? "0" : `(bitAnd(r.1, ${bit(mark)}) <> 0)`),
  }
  const step = options.count === "whole" ? whole(bits) : several(bits, options.count === "first-stopped")
  const walked = `arrayFold((a, r) -> if(${of("a", "done")} = 1, a, ${step}), ${ROW}, ${START})`
  const all = finals(options)
  const left =
    all === null
      ? outcome(UNKNOWN, of("z", "group"))
      : outcome(OPEN, of("z", "group"), read("z", `${all}[${of("z", "clock")}]`))
  const kept = `NOT isNaN(${of("z", "kept")})`
  const [runs, early] = [`${of("z", "runs")} = 1`, `${of("z", "early")} = 1`]
  const end =
    options.count === "whole"
      ? out(
          "z",
          [
            `${of("z", "begun")} = 1 AND ${kept}`,
            outcome(CLOSED, of("z", "group"), of("z", "kept"), of("z", "keptAge")),
          ],
          [`${of("z", "begun")} = 1 AND NOT ${kept} AND ${early}`, outcome(NEGATIVE, of("z", "group"))],
          [`${of("z", "begun")} = 1 AND NOT ${kept} AND NOT ${early}`, left],
        )
      : out(
          "z",
          [
            `${early} AND (${runs} OR ${kept})`,
            outcome(NEGATIVE, `if(${runs}, ${of("z", "group")}, ${of("z", "keptGroup")})`),
          ],
          [`NOT (${early}) AND ${runs}`, left],
          [`NOT (${early}) AND NOT (${runs}) AND ${kept}`, outcome(DROPPED, of("z", "keptGroup"), of("z", "kept"))],
        )
  return named("z", walked, `if(${of("z", "done")} = 1, ${of("z", "out")}, ${end})`)
}
