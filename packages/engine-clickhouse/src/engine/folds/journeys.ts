import { double } from "../../sql.ts"
import { bears, type Level } from "./FoldSql.ts"

/** What ends and begins journeys, as core's folds of journeys have it. */
interface Rules {
  readonly gap: number | null
  readonly lookBack: number | null
  readonly reuse: boolean
  readonly touch: string | null
  readonly conversion: string | null
  readonly start: string | null
}

/**
 * Columns that cut trails into journeys, one of each row: `touches` are tuples of place, instant, label and group;
 * `converted` says whether a conversion ended it, and `endAt`, `endGroup` and `endValue` are those of the row that did, or
 * of its last touch.
 */
export const journeys = (
  { conversion, gap, lookBack, reuse, start, touch }: Rules,
  bit: (mark: string) => number,
): ReadonlyArray<Level> => {
  const marked = (mark: string | null, otherwise: string) => (mark === null ? otherwise : bears("x", bit(mark)))
  const touched = `(y <> '' AND ${marked(touch, "1")})`
  const back = double(lookBack ?? Number.POSITIVE_INFINITY)
  const breaks = `d > ${double(gap ?? Number.POSITIVE_INFINITY)} OR r.7 = 1`
  return [
    [
      [
        "met",
        `arrayFilter(r -> (r.5 = 1 OR r.6 = 1) AND r.1 > -inf, arrayMap((t, y, x, gr, w) -> (t, y, gr, w, toUInt8(${touched}), toUInt8(${marked(conversion, "0")}), toUInt8(${touched} AND ${marked(start, "0")})), at, l, m, g, v))`,
      ],
    ],
    // What comes after a long pause, or begins anew, knows nothing of what was before.
    [
      [
        "part",
        `arrayJoin(if(empty(met), [], arraySplit((r, d) -> ${breaks}, met, arrayDifference(arrayMap(r -> r.1, met)))))`,
      ],
    ],
    [
      [
        "seen",
        `arrayMap((r, i) -> (i, r.1, r.2, r.3), arrayFilter(r -> r.5 = 1${start === null ? "" : " AND tupleElement(part[1], 7) = 1"}, part), arrayFilter((i, r) -> r.5 = 1${start === null ? "" : " AND tupleElement(part[1], 7) = 1"}, arrayEnumerate(part), part))`,
      ],
      [
        "ends",
        "arrayMap((r, i) -> (i, r.1, r.3, r.4), arrayFilter(r -> r.6 = 1, part), arrayFilter((i, r) -> r.6 = 1, arrayEnumerate(part), part))",
      ],
    ],
    [["left", "arrayFilter(t -> t.1 > if(empty(ends), 0, tupleElement(ends[-1], 1)), seen)"]],
    [
      [
        "journey",
        `arrayJoin(arrayConcat(arrayMap((c, p) -> (arrayFilter(t -> t.1 <= c.1${reuse ? "" : " AND t.1 > p"} AND t.2 >= c.2 - ${back}, seen), toUInt8(1), c.2, c.3, c.4), ends, arrayPopBack(arrayPushFront(arrayMap(c -> toUInt32(c.1), ends), toUInt32(0)))), if(empty(left), [], [(arrayFilter(t -> t.2 >= tupleElement(left[-1], 2) - ${back}, left), toUInt8(0), tupleElement(left[-1], 2), tupleElement(left[-1], 4), toFloat64(nan))])))`,
      ],
    ],
    [
      ["touches", "journey.1"],
      ["converted", "journey.2"],
      ["endAt", "journey.3"],
      ["endGroup", "journey.4"],
      ["endValue", "journey.5"],
    ],
  ]
}
