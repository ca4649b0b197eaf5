import type { FunnelOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bears, type Level } from "./FoldSql.ts"

/** Tables of positions between two steps: rows that bear the later one, those excluded between, those of no step so far. */
const LINKS = "Array(Tuple(Array(UInt32), Array(UInt32), Array(UInt32), Float64))"

/**
 * Columns that attempts are followed by: `links` has, for each step but the first, the positions of its rows, of those
 * excluded before it, of those foreign to the steps before it, and the window from the step before.
 */
export const links = ({ exclude, order, steps, windows }: FunnelOptions, bit: (mark: string) => number): Level => {
  const bits = steps.map(bit)
  const some = (test: string) => `arrayFilter((i, x) -> ${test}, arrayEnumerate(m), m)`
  const none = "CAST([] AS Array(UInt32))"
  const made = bits.slice(1).map((step, before) => {
    const barred = exclude
      .filter(({ after, before: until }) => after <= before + 1 && before + 1 < until)
      .reduce((all, { mark }) => all | bit(mark), 0)
    const reached = bits.slice(0, before + 1).reduce((all, one) => all | one, 0)
    return `tuple(${[
      some(bears("x", step)),
      barred === 0 ? none : some(bears("x", barred)),
      order === "strict" ? some(`bitAnd(x, ${reached}) = 0`) : none,
      double(windows[before] ?? Number.POSITIVE_INFINITY),
    ].join(", ")})`
  })
  return [["links", `CAST([${made.join(", ")}] AS ${LINKS})`]]
}

/** An expression that needs a value several times. */
const bound = (name: string, value: string, use: string): string => `arrayMap(${name} -> ${use}, [${value}])[1]`

/** When each step was reached by the attempt that opens at row `o`, the opening included. */
export const times = (options: FunnelOptions, bit: (mark: string) => number): string => {
  const { exclude, order, ties, tolerance, windows, within } = options
  const last = `(at[o] + ${double(within ?? Number.POSITIVE_INFINITY)})`
  if (order === "any") return unordered(options, bit, last)
  if (ties === "either") return either(order === "strict", last, tolerance)
  if (order === "strict") return strictly(ties === "distinct", last, tolerance)
  return windows.length > 0 || exclude.length > 0
    ? windowed(ties === "distinct", last, tolerance)
    : sequential(ties === "distinct", last, tolerance)
}

/** Whether row `p` may follow row `r`. */
const follows = (distinct: boolean, tolerance: number, p: string, r: string): string =>
  distinct ? `at[${p}] > at[${r}] + ${double(tolerance)}` : `${p} > ${r}`

/** Follows links one by one: what is kept is the row, the times, the rows used, and whether the attempt is over. */
const following = (found: string, stops: ReadonlyArray<string>, time: string): string =>
  `tupleElement(arrayFold((a, s) -> if(a.4 = 1, a, ${bound(
    "f",
    `toUInt32(${found})`,
    `if(f = 0 OR ${stops.join(" OR ")}, (a.1, a.2, a.3, toUInt8(1)), (f, arrayPushBack(a.2, ${time}), arrayPushBack(a.3, f), toUInt8(0)))`,
  )}), links, (toUInt32(o), [at[o]], [toUInt32(o)], toUInt8(0))), 2)`

const sequential = (distinct: boolean, last: string, tolerance: number): string =>
  following(`arrayFirst(p -> ${follows(distinct, tolerance, "p", "a.1")}, s.1)`, [`at[f] > ${last}`], "at[f]")

const strictly = (distinct: boolean, last: string, tolerance: number): string =>
  following(
    `arrayFirst(p -> ${follows(distinct, tolerance, "p", "a.1")}, s.1)`,
    [
      `at[f] > ${last}`,
      "at[f] - at[a.1] > s.4",
      "arrayExists(p -> p > a.1 AND p < f, s.2)",
      "arrayExists(p -> p > a.1 AND p < f, s.3)",
    ],
    "at[f]",
  )

/** Rows up to the tolerance before a step are as good as those after it; only what is certainly between parts two. */
const either = (strict: boolean, last: string, tolerance: number): string => {
  const t = double(tolerance)
  const between = (rows: string) => `arrayExists(p -> at[p] > at[a.1] + ${t} AND at[p] < at[f] - ${t}, ${rows})`
  return following(
    `arrayFirst(p -> at[p] >= at[a.1] - ${t} AND NOT has(a.3, p), s.1)`,
    [`at[f] > ${last}`, "at[f] - at[a.1] > s.4", between("s.2"), ...(strict ? [between("s.3")] : [])],
    "greatest(at[f], a.2[-1])",
  )
}

/**
 * The first row of a step is not always the best where steps have windows of their own, or rows must not lie between: all
 * rows that can be reached are kept, and the earliest of them tells the time.
 */
const windowed = (distinct: boolean, last: string, tolerance: number): string => {
  const reachable = `arrayFilter(p -> arrayExists(r -> ${follows(distinct, tolerance, "p", "r")} AND at[p] - at[r] <= s.4 AND NOT arrayExists(x -> x > r AND x < p, s.2), a.1), s.1)`
  return `tupleElement(arrayFold((a, s) -> if(a.3 = 1, a, ${bound(
    "f",
    reachable,
    `if(empty(f) OR at[f[1]] > ${last}, (a.1, a.2, toUInt8(1)), (f, arrayPushBack(a.2, at[f[1]]), toUInt8(0)))`,
  )}), links, ([toUInt32(o)], [at[o]], toUInt8(0))), 2)`
}

/** Steps in whatever order: the times of the first, the second … */
const unordered = ({ steps, ties, tolerance }: FunnelOptions, bit: (mark: string) => number, last: string): string => {
  const t = double(tolerance)
  const some = steps.map((step) => {
    const bit_ = bit(step)
    const first = (test: string) => `arrayFirst((p, x) -> ${bears("x", bit_)} AND ${test}, arrayEnumerate(m), m)`
    if (ties === "either") return first(`at[p] >= at[o] - ${t}`)
    return ties === "distinct" ? `if(${bears("m[o]", bit_)}, o, ${first(`at[p] > at[o] + ${t}`)})` : first("p >= o")
  })
  return `arraySort(arrayMap(p -> greatest(at[o], at[p]), arrayFilter(p -> p > 0 AND at[p] <= ${last}, [${some.map((one) => `toUInt32(${one})`).join(", ")}])))`
}
