import { histogramOf } from "@touchpoint/core/moments"
import type { SpellsOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bucketOf } from "../expressions.ts"
import type { Held } from "../Ground.ts"
import { event, events, foldSql, type Level, NONE, when } from "./FoldSql.ts"

/** Spells that overlap or follow each other within the grace, as one: their first row's group, start and end. */
const merged = (grace: string): string =>
  `arrayFold((a, r) -> if(notEmpty(a) AND r.2 <= tupleElement(a[-1], 3) + ${grace}, arrayPushBack(arrayPopBack(a), (tupleElement(a[-1], 1), tupleElement(a[-1], 2), greatest(tupleElement(a[-1], 3), r.3))), arrayPushBack(a, r)), rows, CAST([] AS Array(Tuple(String, Float64, Float64))))`

/** The day of an instant; what is after the last edge is of the day after. */
const dayOf = (held: Held, days: ReadonlyArray<number>, at: string): string => {
  const end = days.at(-1)
  const day = `ifNull(${bucketOf({ held }, at, days)}, -1.)`
  return end === undefined ? "(-1.)" : `if(${at} >= ${double(end)}, ${double(days.length - 1)}, ${day})`
}

/** What is known of a unit's first spell. */
const life = ({ asOf, days, grace, since }: SpellsOptions, held: Held): ReadonlyArray<Level> => {
  const followed = double(asOf === null ? Infinity : asOf - grace)
  const day = (at: string) => (days === null ? "(-1.)" : dayOf(held, days, at))
  return [
    [
      ["mine", "tupleElement(spells[1], 1)"],
      ["born", "tupleElement(spells[1], 2)"],
      ["ended", "tupleElement(spells[1], 3)"],
    ],
    [
      ["open", "ended = inf"],
      ["birthday", day("born")],
    ],
    [
      ["lasted", `${day(`if(open, ${followed}, ended)`)} - birthday`],
      ["hidden", since === null ? "0." : `if(${double(since)} <= born, 0., ${day(double(since))} - birthday)`],
    ],
    // Of who came too late nothing is known yet, and what was known for no whole day tells nothing.
    [
      [
        "told",
        `notEmpty(spells) AND mine <> '' AND NOT (open AND born > ${followed})${since === null ? "" : ` AND least(ended, ${followed}) >= ${double(since)}`} AND NOT (birthday >= 0. AND hidden > 0. AND lasted <= hidden)`,
      ],
    ],
  ]
}

/** The fold `spells`: who had a spell when a period began, who lost it, and how long first spells last. */
export const spells = foldSql<SpellsOptions>({
  version: 2,
  options: ["grace", "asOf", "period", "days", "since"],
  levels: (options, { held }): ReadonlyArray<Level> => {
    const { asOf, grace, period } = options
    const known = asOf === null ? "" : ` AND r.2 <= ${double(asOf)}`
    return [
      [
        [
          "rows",
          `arrayFilter(r -> r.2 > -inf AND r.3 >= r.2${known}, arrayMap((a, b, c) -> (a, b, if(isNaN(c), inf, c)), g, at, v))`,
        ],
      ],
      [["met", merged(double(grace))]],
      // Whoever has been away for less than the grace may still come back.
      [
        [
          "spells",
          asOf === null
            ? "met"
            : `arrayMap(r -> (r.1, r.2, if(r.3 + ${double(grace)} > ${double(asOf)}, inf, r.3)), met)`,
        ],
      ],
      ...life(options, held),
      [
        [
          "moves",
          period === null
            ? "CAST([] AS Array(Tuple(String, Float64, Float64)))"
            : `arrayFilter(r -> r.1 <> '' AND r.2 < ${double(period.to)} AND r.3 >= ${double(period.from)}, spells)`,
        ],
      ],
      [["own", "arrayJoin(arrayDistinct(arrayConcat(arrayMap(r -> r.1, moves), if(told, [mine], []))))"]],
      [["here", "arrayFilter(r -> r.1 = own, moves)"]],
      [
        ["started", `toFloat64(arrayExists(r -> r.2 < ${double(period?.from ?? 0)}, here))`],
        ["lost", `toFloat64(arrayCount(r -> r.3 < ${double(period?.to ?? 0)}, here))`],
        ["stayed", `toFloat64(arrayExists(r -> r.3 >= ${double(period?.to ?? 0)}, here))`],
      ],
    ]
  },
  events: ({ asOf, days, period }) => {
    const lives = days === null ? NONE : when("birthday >= 0.", event("own", "if(open, 'running', 'ended')", "lasted"))
    const told = `if(told AND mine = own, ${events(
      `[${event("own", "units")}]`,
      lives,
      ...(days === null ? [] : [when("birthday >= 0. AND hidden > 0.", event("own", "entered", "hidden"))]),
    )}, ${NONE})`
    if (period === null) return told
    const [from, to] = [double(period.from), double(period.to)]
    const until = double(Math.min(period.to, asOf ?? period.to))
    const sums: ReadonlyArray<readonly [string, string]> = [
      ["start", "started"],
      ["lostOfStart", `arrayCount(r -> r.2 < ${from} AND r.3 < ${to}, here)`],
      ["joined", `arrayCount(r -> r.2 >= ${from}, here)`],
      ["lost", "lost"],
      ["end", "stayed"],
      ["exposure", `arraySum(r -> greatest(0., least(r.3, ${until}) - greatest(r.2, ${from})), here)`],
      ["lostSquares", "lost * lost"],
      ["lostStart", "lost * started"],
      ["lostEnd", "lost * stayed"],
      ["startEnd", "started * stayed"],
    ]
    return events(
      told,
      when("notEmpty(here)", event("own", "met"), ...sums.map(([what, times]) => event("own", what, "0.", times))),
    )
  },
  state: ({ days, period }, found) => {
    const [units, met] = [found.times("units"), found.times("met")]
    if (units + met === 0) return undefined
    const { times, values } = found
    return {
      units,
      period:
        period === null
          ? null
          : {
              units: met,
              start: times("start"),
              lostOfStart: times("lostOfStart"),
              joined: times("joined"),
              lost: times("lost"),
              end: times("end"),
              exposure: times("exposure"),
              squares: {
                lost: times("lostSquares"),
                lostStart: times("lostStart"),
                lostEnd: times("lostEnd"),
                startEnd: times("startEnd"),
              },
            },
      lives:
        days === null
          ? null
          : {
              ended: histogramOf(values("ended")),
              running: histogramOf(values("running")),
              entered: histogramOf(values("entered")),
            },
    }
  },
})
