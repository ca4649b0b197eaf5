import { histogramOf } from "@touchpoint/core/moments"
import type { RecurrenceOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bears, event, events, firstOf, foldSql, NONE, when } from "./FoldSql.ts"
import { logHistogram } from "./LogBins.ts"

/** The fold `recurrence`: occurrences of a mark, from the first of all on. */
export const recurrence = foldSql<RecurrenceOptions>({
  version: 1,
  options: ["mark", "horizons", "apart", "asOf"],
  levels: ({ apart, mark }, { bit }) => [
    [
      ["own", `arrayElement(g, ${firstOf(bit(mark))})`],
      ["rows", `arrayFilter((t, b) -> ${bears("b", bit(mark))}, at, m)`],
    ],
    // What is part of an occurrence is measured from the row before it.
    [
      [
        "starts",
        `arrayFilter((t, d, i) -> i = 1 OR d >= ${double(apart)}, rows, arrayDifference(rows), arrayEnumerate(rows))`,
      ],
    ],
    [
      ["times", "length(starts)"],
      ["one", "starts[1]"],
      ["two", "starts[2]"],
      ["last", "starts[-1]"],
    ],
  ],
  events: ({ asOf, horizons }) => {
    const until = asOf === null ? null : double(asOf)
    return `if(own = '', ${NONE}, ${events(
      `[${event("own", "units")}, ${event("own", "counts", "times")}]`,
      `arrayMap(d -> ${event("own", "~gaps", "d")}, arrayPopFront(arrayDifference(starts)))`,
      when("times > 1", event("own", "~delays", "two - one")),
      ...horizons.flatMap((horizon, i) => {
        const had = until === null ? "1" : `one + ${double(horizon)} <= ${until}`
        return [
          when(had, event("own", "horizon", String(i))),
          when(`${had} AND times > 1 AND two - one <= ${double(horizon)}`, event("own", "within", String(i))),
        ]
      }),
      ...(until === null
        ? []
        : [
            when("times = 1", event("own", "~waiting", `${until} - one`)),
            `[${event("own", "~since", `${until} - last`)}]`,
          ]),
    )})`
  },
  state: ({ horizons }, found) =>
    found.times("units") === 0
      ? undefined
      : {
          units: found.times("units"),
          horizons: horizons.map((_, i) => ({ n: found.times("horizon", i), x: found.times("within", i) })),
          counts: histogramOf(found.values("counts")),
          delays: logHistogram(found.values("~delays")),
          gaps: logHistogram(found.values("~gaps")),
          waiting: logHistogram(found.values("~waiting")),
          since: logHistogram(found.values("~since")),
        },
})
