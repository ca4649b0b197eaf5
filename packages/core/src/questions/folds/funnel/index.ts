import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"
import { either, type Follow, sequential, strictly, unordered } from "./chains.ts"
import { type Counting, counting } from "./Counting.ts"
import { FunnelOptions, funnelHorizon, funnelProblem } from "./FunnelOptions.ts"
import { type FunnelRows, funnelRows } from "./FunnelRows.ts"
import { emptyFunnel, type Funnel, FunnelSchema, mergeFunnels } from "./Funnel.ts"
import { plainly } from "./plain.ts"
import { windowed } from "./windows.ts"

export { funnelDefaults, funnelHorizon, FunnelOptions } from "./FunnelOptions.ts"
export type { Funnel, FunnelClusters } from "./Funnel.ts"

/**
 * How far attempts get through steps, in what time, and how many of them are still under way.
 *
 * **Details**
 *
 * An attempt opens at a row that bears the first step (with `order: any`, any step) and may open. `first`, `best` and
 * `furthest` give each unit one attempt per group. The best is the longest, of these the first, and an attempt whose time
 * is over before one whose is not: so it can be divided by. The furthest is the longest whether its time is over or not.
 * Attempts of `every` may overlap.
 *
 * @category folds
 * @since 0.2.0
 */
export const funnel: Fold<Funnel, FunnelOptions> = makeFold({
  id: "funnel",
  version: 2,
  label: null,
  options: FunnelOptions,
  axes: ["unit"],
  schema: FunnelSchema,
  empty: ({ steps }: FunnelOptions): Funnel => emptyFunnel(steps.length),
  merge: mergeFunnels,
  problem: (options: FunnelOptions, { marks }) => funnelProblem(options, marks),
  run: (options: FunnelOptions, context) => running(options, context),
})

/** Gives, for the rows of a unit, how to follow an attempt through them. */
const follower = (options: FunnelOptions): ((rows: FunnelRows) => Follow) => {
  const { exclude, order, ties, windows } = options
  const always = (follow: Follow) => () => follow
  if (order === "any") return always(unordered(options, ties))
  if (ties === "either") return always(either(options, order === "strict"))
  if (order === "strict") return always(strictly(options, ties === "distinct"))
  return windows.length > 0 || exclude.length > 0
    ? windowed(options, ties === "distinct")
    : always(sequential(options, ties === "distinct"))
}

const running = (options: FunnelOptions, { groups, marks }: FoldContext): Running<Funnel> => {
  const { asOf, attempt, exclude, order, ties } = options
  const bitOf = (mark: string) => 1 << marks.indexOf(mark)
  const steps = options.steps.map(bitOf)
  const excluded = steps.map((_, k) =>
    exclude
      .filter(({ after, before }) => after <= k + 1 && k + 1 < before)
      .reduce((bits, { mark }) => bits | bitOf(mark), 0),
  )
  const opens = order === "any" ? steps.reduce((bits, bit) => bits | bit, 0) : (steps[0] ?? 0)
  const tables = funnelRows({
    steps,
    excluded,
    strict: order === "strict",
    tolerance: ties === "sequence" ? null : options.tolerance,
  })
  const follow = follower(options)
  const horizon = funnelHorizon(options)
  const mature = (at: number) => asOf === null || horizon === null || at + horizon <= asOf
  const times = new Float64Array(steps.length)
  const counts = groups.map(() => counting(steps.length))
  const count = (trail: Trail, choose: Choose) => {
    const openings: Array<number> = []
    for (let row = trail.from; row < trail.to; row++)
      if (((trail.marks[row] as number) & opens) !== 0 && (trail.group[row] as number) >= 0)
        openings.push(row - trail.from)
    if (openings.length === 0) return
    const rows = tables(trail)
    const chain = follow(rows)
    const reach = (opening: number) => chain(rows, opening, times)
    const isMature = (opening: number) => mature(rows.at[opening] as number)
    const groupOf = (opening: number) => trail.group[trail.from + opening] as number
    const met = new Set<Counting>()
    for (const opening of choose({ openings, groupOf, reach, isMature })) {
      const own = counts[groupOf(opening)] as Counting
      const open = isMature(opening) || asOf === null ? null : asOf - (rows.at[opening] as number)
      own.attempt(reach(opening), times, open)
      met.add(own)
    }
    for (const own of met) own.endOfUnit()
  }
  const usual = order === "sequential" && ties === "sequence" && options.windows.length === 0 && exclude.length === 0
  const plain = usual ? plainly({ steps, options, horizon, counts }) : null
  return {
    unit: (trail) => {
      if (plain === null || !plain(trail)) count(trail, chosen[attempt])
    },
    finish: () => counts.map((own) => (own.any() ? own.state() : undefined)),
  }
}

interface Openings {
  readonly openings: ReadonlyArray<number>
  readonly groupOf: (opening: number) => number
  readonly reach: (opening: number) => number
  readonly isMature: (opening: number) => boolean
}

/** Which openings of a unit count. */
type Choose = (unit: Openings) => Iterable<number>

const chosen: Readonly<Record<FunnelOptions["attempt"], Choose>> = {
  every: ({ openings }) => openings,
  first: ({ groupOf, openings }) => {
    if (openings.length === 1) return openings
    const firsts = new Map<number, number>()
    for (const opening of openings) if (!firsts.has(groupOf(opening))) firsts.set(groupOf(opening), opening)
    return firsts.values()
  },
  // What is mature beats what is not, then what is longer.
  best: (unit) => highest(unit, (reached, mature) => reached + (mature ? 1000 : 0)),
  // What is longer wins, then what is mature.
  furthest: (unit) => highest(unit, (reached, mature) => reached + (mature ? 0.5 : 0)),
}

/** Of each group the opening that ranks highest; of equals the first. */
const highest = (
  { groupOf, isMature, openings, reach }: Openings,
  rankOf: (reached: number, mature: boolean) => number,
): Iterable<number> => {
  if (openings.length === 1) return openings
  const tops = new Map<number, { readonly opening: number; readonly rank: number }>()
  for (const opening of openings) {
    const rank = rankOf(reach(opening), isMature(opening))
    const known = tops.get(groupOf(opening))
    if (known === undefined || rank > known.rank) tops.set(groupOf(opening), { opening, rank })
  }
  return Array.from(tops.values(), ({ opening }) => opening)
}
