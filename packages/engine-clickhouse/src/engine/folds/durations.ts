import type { DurationOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { readings } from "./clocks.ts"
import { event, events, foldSql, type Found, when } from "./FoldSql.ts"
import { CLOSED, DROPPED, NEGATIVE, outcomes, UNKNOWN } from "./timing.ts"

/** A length of 0 or more to four significant digits of whole milliseconds, rounded as core does: half up. */
const fourDigits = (length: string): string => {
  const whole = `floor(${length} + 0.5)`
  const unit = `exp10(greatest(0, toInt64(length(toString(toUInt64(${whole})))) - 4))`
  return `floor(${whole} / ${unit} + 0.5) * ${unit}`
}

const lengths = (found: Found, what: string): ReadonlyArray<readonly [number, number]> =>
  found.values(what).toSorted(([a], [b]) => a - b)

/** The fold `durations`: how long it takes from one mark to another, by clocks that may stand still. */
export const durations = foldSql<DurationOptions>({
  version: 1,
  options: ["start", "stop", "restart", "drop", "pause", "resume", "count", "collapse", "clocks", "targets", "asOf"],
  levels: (options, { bit, held }) => [
    [
      ["shown", `arrayMap(t -> ${readings(held, options, "t")}, at)`],
      ["shownAfter", `arrayMap((t, x) -> ${readings(held, options, "(t + if(isNaN(x), 0., x))")}, at, v)`],
    ],
    [["outs", `arrayFilter(o -> o.2 <> '', ${outcomes(options, bit)})`]],
    // What ended has an age of its own; of the others the length is the age.
    [["told", `arrayMap(o -> (o.1, o.2, o.3, if(o.1 = ${CLOSED}, o.4, o.3)), outs)`]],
  ],
  events: ({ targets }) =>
    events(
      `arrayMap(o -> ${event("o.2", `arrayElement(['closed','open','dropped','unknown','negative'], o.1)`, `if(o.1 < ${UNKNOWN}, ${fourDigits("o.3")}, 0.)`)}, told)`,
      `arrayMap(w -> ${event("w", "concat('units', '')")}, arrayDistinct(arrayMap(o -> o.2, arrayFilter(o -> o.1 < ${NEGATIVE}, told))))`,
      `arrayMap(w -> ${event("w", "concat('timed', '')")}, arrayDistinct(arrayMap(o -> o.2, arrayFilter(o -> o.1 < ${UNKNOWN}, told))))`,
      ...targets.map((target, i) => {
        const t = double(target)
        const timed = `arrayFilter(o -> o.1 < ${UNKNOWN}, told)`
        return `arrayFlatten(arrayMap(o -> ${events(
          when(`o.4 >= ${t}`, event("o.2", "due", String(i))),
          when(`o.1 = ${CLOSED} AND o.4 >= ${t} AND o.3 <= ${t}`, event("o.2", "in time", String(i))),
          when(`o.1 = ${DROPPED} AND o.4 < ${t}`, event("o.2", "given up", String(i))),
        )}, ${timed}))`
      }),
    ),
  state: ({ targets }, found) => {
    const [units, negative] = [found.times("units"), found.times("negative")]
    if (units + negative === 0) return undefined
    return {
      units,
      timed: found.times("timed"),
      closed: lengths(found, "closed"),
      open: lengths(found, "open"),
      dropped: lengths(found, "dropped"),
      unknown: found.times("unknown"),
      negative,
      targets: targets.map((_, i) => ({
        n: found.times("due", i),
        x: found.times("in time", i),
        dropped: found.times("given up", i),
      })),
    }
  },
})
