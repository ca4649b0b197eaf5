import type { AccrualOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bears, event, events, firstOf, foldSql, NONE, when } from "./FoldSql.ts"

/** The fold `accrual`: values from the first entry on, added up within windows. */
export const accrual = foldSql<AccrualOptions>({
  version: 1,
  options: ["entry", "counted", "windows", "asOf"],
  levels: ({ counted, entry }, { bit }) => [
    [["first", firstOf(bit(entry))]],
    [
      ["own", "arrayElement(g, first)"],
      ["start", "arrayElement(at, first)"],
      [
        "worth",
        `arrayFilter(r -> r.3 >= first AND ${bears("r.4", bit(counted))} AND NOT isNaN(r.2), arrayZip(at, v, arrayEnumerate(at), m))`,
      ],
    ],
  ],
  events: ({ asOf, windows }) =>
    `if(own = '', ${NONE}, ${events(
      `[${event("own", "units")}]`,
      ...windows.map((window, i) =>
        when(
          asOf === null ? "1" : `start + ${double(window)} <= ${double(asOf)}`,
          event("own", `^window ${i}`, `arraySum(r -> r.2, arrayFilter(r -> r.1 - start <= ${double(window)}, worth))`),
        ),
      ),
    )})`,
  state: ({ windows }, found) =>
    found.times("units") === 0
      ? undefined
      : { units: found.times("units"), windows: windows.map((_, i) => found.moments(`^window ${i}`)) },
})
