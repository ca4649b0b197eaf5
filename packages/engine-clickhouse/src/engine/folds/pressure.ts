import { histogramOf } from "@touchpoint/core/moments"
import type { PressureOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bucketOf } from "../expressions.ts"
import type { Held } from "../Ground.ts"
import { bears, event, events, foldSql, type Level, when, WHOLE } from "./FoldSql.ts"
import { logHistogram } from "./LogBins.ts"

/** The weight of the fullest window of the contacts `t` with weights `w`. */
const peak = ({ clock }: PressureOptions, held: Held): ReadonlyArray<Level> => {
  if (clock.kind === "decaying")
    return [[["peak", `arraySum((a, b) -> b * exp2((a - ${double(clock.at)}) / ${double(clock.halfLife)}), t, w)`]]]
  if (clock.kind === "calendar")
    return [
      [["days", `arrayMap(a -> ifNull(${bucketOf({ held }, "a", clock.edges)}, -1.), t)`]],
      [
        [
          "sums",
          "arrayMap(d -> arraySum((x, y) -> if(x = d, y, 0.), days, w), arrayDistinct(arrayFilter(d -> d >= 0., days)))",
        ],
      ],
      [["peak", "if(empty(sums), 0., arrayMax(sums))"]],
    ]
  // A window ends after all contacts of its last instant, and begins after its end less its length.
  return [
    [["upTo", "arrayCumSum(w)"]],
    [
      [
        "sums",
        `arrayMap(i -> upTo[i] - if(t[1] > t[i] - ${double(clock.length)}, 0., upTo[arrayLastIndex(a -> a <= t[i] - ${double(clock.length)}, t)]), arrayFilter(i -> i = length(t) OR t[i + 1] <> t[i], arrayEnumerate(t)))`,
      ],
    ],
    [["peak", "if(empty(sums), 0., arrayMax(sums))"]],
  ]
}

/** As core rounds: half up. */
const rounded = (weight: string, grain: string): string => `floor(${weight} * ${grain} + 0.5) / ${grain} + 0.`

/** The fold `pressure`: contacts of a unit, and of these the most in one window. */
export const pressure = foldSql<PressureOptions>({
  version: 1,
  options: ["clock", "packages", "among"],
  levels: (options, { bit, held, whole }) => [
    [
      ["counted", options.among === null ? "toUInt8(1)" : `arrayExists(x -> ${bears("x", bit(options.among))}, m)`],
      [
        "contacts",
        `arrayFilter(r -> r.1 <> ''${options.clock.kind === "decaying" ? ` AND r.2 <= ${double(options.clock.at)}` : ""}, arrayZip(g, at, l, arrayMap(x -> if(isNaN(x), 1., x), v)))`,
      ],
    ],
    [["own", `arrayJoin(${whole ? `['${WHOLE}']` : "arrayDistinct(arrayMap(r -> r.1, contacts))"})`]],
    [["each", "arrayFilter(r -> r.1 = own, contacts)"]],
    ...(options.packages === "once"
      ? ([
          [["names", "arrayMap(r -> r.3, each)"]],
          // The first row of each package, with the largest weight of all its rows.
          [
            [
              "kept",
              "arrayMap(r -> (r.1, r.2, r.3, if(r.3 = '', r.4, arrayMax(arrayMap(o -> o.4, arrayFilter(o -> o.3 = r.3, each))))), arrayFilter((r, i) -> r.3 = '' OR indexOf(names, r.3) = i, each, arrayEnumerate(each)))",
            ],
          ],
        ] satisfies ReadonlyArray<Level>)
      : ([[["kept", "each"]]] satisfies ReadonlyArray<Level>)),
    [
      ["t", "arrayMap(r -> r.2, kept)"],
      ["w", "arrayMap(r -> r.4, kept)"],
    ],
    ...peak(options, held),
  ],
  events: ({ clock }) =>
    `if(counted, ${events(
      `[${event("own", "units")}, ${event("own", "peaks", rounded("peak", clock.kind === "decaying" ? "100." : "1000000."))}, ${event("own", "totals", rounded("arraySum(w)", "1000000."))}, ${event("own", "^loads", "peak")}]`,
      when("notEmpty(t)", event("own", "contacted"), event("own", "contacts", "0.", "length(t)")),
      when("length(t) > 1", event("own", "~gaps", "arrayMin(arrayPopFront(arrayDifference(t)))")),
    )}, ${when("notEmpty(t)", event("own", "outside", "0.", "length(t)"))})`,
  state: (_, found) => {
    const [units, outside] = [found.times("units"), found.times("outside")]
    if (units + outside === 0) return undefined
    const { m2, mean } = found.moments("^loads")
    return {
      units,
      contacted: found.times("contacted"),
      contacts: found.times("contacts"),
      outside,
      peaks: histogramOf(found.values("peaks")),
      totals: histogramOf(found.values("totals")),
      loads: { n: units, w: units, w2: units, mean, m2 },
      gaps: logHistogram(found.values("~gaps")),
    }
  },
})
