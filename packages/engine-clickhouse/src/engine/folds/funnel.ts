import { funnelHorizon, type FunnelOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { links, times } from "./chains.ts"
import { bears, event, events, foldSql, type Found, type Level } from "./FoldSql.ts"
import { logHistogram } from "./LogBins.ts"

/** Attempts of a unit in one group: what is over beats what is not, or what is longer; of equals the first. */
const chosen = ({ attempt }: FunnelOptions): string => {
  const mine = "arrayFilter(a -> a.1 = own, attempts)"
  if (attempt === "every") return mine
  if (attempt === "first") return `arraySlice(${mine}, 1, 1)`
  const rank = `length(a.4) + if(a.3 = 1, ${attempt === "best" ? "1000." : "0.5"}, 0.)`
  return `arraySlice(arraySort((a, i) -> (-(${rank}), i), ${mine}, arrayEnumerate(${mine})), 1, 1)`
}

/** Names of steps from the second on, with the value of each. */
const perStep = (name: string, over: string, value: string): string =>
  `arrayMap((t, i) -> ${event("own", `concat('${name} ', toString(i - 1))`, value)}, arrayPopFront(${over}), arrayPopFront(arrayEnumerate(${over})))`

/** The fold `funnel`: how far attempts get through steps, in what time, and how many are still under way. */
export const funnel = foldSql<FunnelOptions>({
  version: 2,
  options: ["steps", "order", "ties", "tolerance", "attempt", "within", "windows", "exclude", "asOf"],
  levels: (options, { bit }): ReadonlyArray<Level> => {
    const { asOf, order, steps } = options
    const opens = (order === "any" ? steps : steps.slice(0, 1)).reduce((all, step) => all | bit(step), 0)
    const horizon = funnelHorizon(options)
    const mature = asOf === null || horizon === null ? "toUInt8(1)" : `at[o] + ${double(horizon)} <= ${double(asOf)}`
    const openings = `arrayFilter((i, x, y) -> ${bears("x", opens)} AND y <> '', arrayEnumerate(m), m, g)`
    return [
      [["openings", openings], ...links(options, bit)],
      // Only the first attempts of each group have to be followed where only these count.
      [
        [
          "followed",
          options.attempt === "first"
            ? "arrayFilter((o, i) -> indexOf(arrayMap(p -> g[p], openings), g[o]) = i, openings, arrayEnumerate(openings))"
            : "openings",
        ],
      ],
      [["attempts", `arrayMap(o -> (g[o], at[o], ${mature}, ${times(options, bit)}), followed)`]],
      [["own", "arrayJoin(arrayDistinct(arrayMap(a -> a.1, attempts)))"]],
      [["mine", chosen(options)]],
      [
        ["over", "arrayFilter(a -> a.3 = 1, mine)"],
        ["under", "arrayFilter(a -> a.3 = 0, mine)"],
      ],
      // How many attempts of the unit reached each step.
      [["deep", `arrayMap(k -> arrayCount(a -> length(a.4) >= k, over), range(1, ${steps.length + 1}))`]],
    ]
  },
  events: ({ asOf, steps }) =>
    events(
      `arrayMap(a -> ${event("own", "entrants")}, over)`,
      `arrayFlatten(arrayMap(a -> arrayMap(i -> ${event("own", "reached", "i - 1")}, arrayEnumerate(a.4)), over))`,
      `arrayFlatten(arrayMap(a -> ${perStep("~first", "a.4", "t - a.2")}, over))`,
      `arrayFlatten(arrayMap(a -> ${perStep("~previous", "arrayDifference(a.4)", "t")}, over))`,
      `if(empty(over), [], [${event("own", "units")}, ${event("own", "squares", "0.", "deep[1] * deep[1]")}])`,
      `if(empty(over), [], arrayMap((n, i) -> ${event("own", "cross", "i - 1", "n * deep[1]")}, deep, arrayEnumerate(deep)))`,
      `if(empty(over), [], arrayMap((n, i) -> ${event("own", "deep", "i - 1", "n * n")}, deep, arrayEnumerate(deep)))`,
      ...(asOf === null
        ? []
        : [
            `arrayMap(a -> ${event("own", "immature")}, under)`,
            `arrayFlatten(arrayMap(a -> arrayMap(i -> ${event("own", "pending", "i - 1")}, arrayEnumerate(a.4)), under))`,
            `arrayFlatten(arrayMap(a -> ${perStep("~pending", "a.4", "t - a.2")}, under))`,
            `arrayFlatten(arrayMap(a -> arrayMap(k -> ${event("own", "concat('~waiting ', toString(k))", `${double(asOf)} - a.2`)}, range(greatest(1, length(a.4)), ${steps.length})), under))`,
          ]),
    ),
  state: ({ steps }, found) => {
    const [entrants, immature] = [found.times("entrants"), found.times("immature")]
    if (entrants + immature === 0) return undefined
    const each = (what: string) => steps.map((_, k) => found.times(what, k))
    return {
      entrants,
      immature,
      pending: each("pending"),
      reached: each("reached"),
      sinceFirst: durations(found, "~first", steps.length),
      sincePrevious: durations(found, "~previous", steps.length),
      pendingSinceFirst: durations(found, "~pending", steps.length),
      waiting: durations(found, "~waiting", steps.length),
      clusters: {
        units: found.times("units"),
        squares: found.times("squares"),
        reached: steps.map((_, k) => ({ cross: found.times("cross", k), squares: found.times("deep", k) })),
      },
    }
  },
})

const durations = (found: Found, what: string, steps: number) =>
  Array.from({ length: steps - 1 }, (_, k) => logHistogram(found.values(`${what} ${k + 1}`)))
