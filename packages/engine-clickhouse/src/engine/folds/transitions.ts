import type { TransitionOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { event, events, foldSql, type Found, NONE } from "./FoldSql.ts"
import { logHistogram } from "./LogBins.ts"

const [MOVE, WITH, DWELL] = ["move ", "with ", "~dwell "] as const

/** A move as a text: its labels as JSON. */
const named = (prefix: string, a: string, b: string): string =>
  `concat('${prefix}', toJSONString([tupleElement(${a}, 1), tupleElement(${b}, 1)]))`

/** The fold `transitions`: moves between neighbouring labels of a walk, with its start and its end. */
export const transitions = foldSql<TransitionOptions>({
  version: 3,
  options: ["collapse", "gap", "dwell"],
  levels: ({ collapse, gap }) => [
    [["touches", "arrayFilter(r -> r.1 <> '' AND r.2 > -inf, arrayZip(l, at, g))"]],
    [
      [
        "walk",
        gap === null
          ? "arrayJoin(if(empty(touches), [], [touches]))"
          : `arrayJoin(arraySplit((r, d) -> d > ${double(gap)}, touches, arrayDifference(arrayMap(r -> r.2, touches))))`,
      ],
    ],
    [
      ["own", "tupleElement(walk[1], 3)"],
      // A visit begins with its first row.
      [
        "visits",
        collapse
          ? "arrayFilter((r, i) -> i = 1 OR r.1 <> tupleElement(walk[i - 1], 1), walk, arrayEnumerate(walk))"
          : "walk",
      ],
    ],
    [["moves", "arrayZip(arrayPushFront(visits, ('', 0., '')), arrayPushBack(visits, ('', 0., '')))"]],
  ],
  events: ({ dwell }) =>
    `if(own = '', ${NONE}, ${events(
      `[${event("own", "walks")}]`,
      `arrayMap(p -> ${event("own", named(MOVE, "p.1", "p.2"))}, moves)`,
      `arrayMap(w -> ${event("own", "concat(w, '')")}, arrayDistinct(arrayMap(p -> ${named(WITH, "p.1", "p.2")}, moves)))`,
      ...(dwell
        ? [
            `arrayMap(p -> ${event("own", named(DWELL, "p.1", "p.2"), "tupleElement(p.2, 2) - tupleElement(p.1, 2)")}, arraySlice(moves, 2, toInt64(length(moves)) - 2))`,
          ]
        : []),
    )})`,
  state: (_, found) => {
    const moves = [...movesOf(found)]
    return moves.length === 0 ? undefined : { walks: found.times("walks"), moves: moves.toSorted(byNames) }
  },
})

interface Ends {
  readonly from: string | null
  readonly to: string | null
}

const nameOf = (label: string | undefined): string | null =>
  label === undefined || label === "" ? null : label.slice(1)

const movesOf = function* (found: Found) {
  for (const what of found.whats()) {
    if (!what.startsWith(MOVE)) continue
    const move = what.slice(MOVE.length)
    const [from, to] = JSON.parse(move) as ReadonlyArray<string>
    yield {
      from: nameOf(from),
      to: nameOf(to),
      count: found.times(what),
      walks: found.times(`${WITH}${move}`),
      dwell: logHistogram(found.values(`${DWELL}${move}`)),
    }
  }
}

const byNames = (a: Ends, b: Ends): number => compareNames(a.from, b.from) || compareNames(a.to, b.to)
const compareNames = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1
