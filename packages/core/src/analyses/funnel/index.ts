import { type LogHistogram, quantileIntervalOf } from "../../moments/LogHistogram.ts"
import type { Funnel } from "../../questions/folds/funnel/index.ts"
import {
  defaultLevel,
  type Estimate,
  type Interval,
  kaplanMeier,
  survivalQuantile,
  survivalShare,
} from "../../stats/index.ts"
import { type AnalysisCaveat, sizeCaveats } from "../Caveat.ts"
import { type Share, shareOf } from "../Share.ts"
import { independentOf, isClustered } from "./independent.ts"
import { binned, funnelLives } from "./lives.ts"
import { type FunnelGroup, type FunnelReading, nameOf } from "./reading.ts"

export * from "./bottlenecks.ts"
export * from "./compare.ts"
export { funnelLives } from "./lives.ts"
export * from "./question.ts"
export type { FunnelGroup, FunnelReading } from "./reading.ts"

/** How a funnel is read, with the time it takes. @category funnel @since 0.2.0 */
export interface FunnelStepsReading extends FunnelReading {
  /** Milliseconds an attempt has from its first step, as `funnelHorizon` of the question's options; `null` for ever. */
  readonly horizon?: number | null
}

/** Times to a step, in milliseconds, of those that got there: shorter than they will be while others are under way. */
export interface StepTimes {
  readonly n: number
  readonly median: Estimate | null
  readonly p90: Estimate | null
}

/** Who gets to a step, everybody counted as long as they were followed (Kaplan–Meier). @category funnel @since 0.2.0 */
export interface StepFollowed {
  /** Share that gets there within the horizon; `null` where nobody was followed so long. */
  readonly value: number | null
  readonly interval: Interval | null
  /** All attempts, and those of them that were still under way without it. */
  readonly n: number
  readonly waiting: number
  /** Time by which half of all have got there; `null` where half never do. */
  readonly median: number | null
  readonly medianInterval: Interval | null
}

/** One step of a funnel. @category funnel @since 0.2.0 */
export interface FunnelStep {
  readonly name: string
  /** Attempts that had their time and got here; and those under way that got here already. */
  readonly reached: number
  readonly pending: number
  /** Of all that entered. */
  readonly ofFirst: Share
  /** Of those at the step before, and those lost of them; `null` at the first step and where `base` is `first`. */
  readonly ofPrevious: Share | null
  readonly dropOff: Share | null
  /** How many got to the step before and not here; `null` at the first. */
  readonly lost: number | null
  /** `null` at the first step. */
  readonly sinceFirst: StepTimes | null
  readonly sincePrevious: StepTimes | null
  /** `null` at the first step, and where attempts have no end. */
  readonly followed: StepFollowed | null
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/** A funnel, read. @category funnel @since 0.2.0 */
export interface FunnelSteps {
  /** Attempts that had their time: every share is of them. Those that had not are `immature`. */
  readonly entrants: number
  readonly immature: number
  readonly base: "previous" | "first"
  readonly steps: ReadonlyArray<FunnelStep>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/**
 * Reads the state of a funnel: of each step who got there, of all and of those before, how many were lost, in what time.
 *
 * **Details**
 *
 * Shares are of attempts that had their time, with Wilson's interval; where units have several attempts, at the size
 * their clusters leave. `followed` counts those under way as long as they have been.
 *
 * **Gotchas**
 *
 * Times are of those that arrived. Which step to mend is no question of the largest drop-off: see
 * {@link funnelBottlenecks}.
 *
 * **Example** (Half of those who saw a product put it into the cart)
 *
 * ```ts
 * import { funnelSteps } from "@touchpoint/core/analyses"
 * import { funnel, funnelDefaults } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const hour = 3_600_000
 * const trails = [
 *   [{ at: 0, marks: "page" }, { at: hour, marks: "cart" }, { at: 2 * hour, marks: "order" }],
 *   [{ at: 0, marks: "page" }, { at: 3 * hour, marks: "cart" }],
 *   [{ at: 0, marks: "page" }],
 *   [{ at: 0, marks: "page" }],
 * ]
 * const state = runFold(funnel, { ...funnelDefaults, steps: ["page", "cart", "order"] }, trails).get("")
 * const read = state === undefined ? null : funnelSteps({ state }, { names: ["page", "cart", "order"] })
 * console.log(read?.steps.map(({ lost, name, ofFirst }) => [name, ofFirst.value, lost].join(" ")).join(", ")) // page 1 , cart 0.5 2, order 0.25 1
 * ```
 *
 * @category funnel
 * @since 0.2.0
 */
export const funnelSteps = (
  { parts = null, state }: FunnelGroup,
  { base = "previous", horizon = null, level = defaultLevel, names = [] }: FunnelStepsReading = {},
): FunnelSteps => {
  const clustered = isClustered(state)
  const share = (from: number, to: number): Share =>
    shareOf(state.reached[to] ?? 0, state.reached[from] ?? 0, level, independentOf(state, from, to, parts))
  const steps = state.reached.map((reached, k): FunnelStep => {
    const before = k === 0 ? null : (state.reached[k - 1] ?? 0)
    const previous = k === 0 || base === "first" ? null : share(k - 1, k)
    const ofFirst = share(0, k)
    return {
      name: nameOf(names, k),
      reached,
      pending: state.pending[k] ?? 0,
      ofFirst,
      ofPrevious: previous,
      dropOff:
        previous === null
          ? null
          : shareOf(previous.denominator - reached, previous.denominator, level, previous.nEffective),
      lost: before === null ? null : before - reached,
      sinceFirst: k === 0 ? null : timesOf(state.sinceFirst[k - 1], level, clustered),
      sincePrevious: k === 0 ? null : timesOf(state.sincePrevious[k - 1], level, clustered),
      followed: k === 0 || horizon === null ? null : followed(state, k, horizon, level),
      caveats: stepCaveats(previous ?? ofFirst, k),
    }
  })
  const { entrants, immature } = state
  return {
    entrants,
    immature,
    base,
    steps,
    caveats: [
      ...(immature > 0 ? [{ id: "immature-window" as const, data: { n: immature } }] : []),
      ...(clustered ? [{ id: "clustered" as const, data: { units: state.clusters.units, n: entrants } }] : []),
    ],
  }
}

/** The first step is what the others are of. */
const stepCaveats = ({ denominator, nEffective }: Share, step: number): ReadonlyArray<AnalysisCaveat> => [
  ...sizeCaveats(denominator),
  ...(step > 0 && denominator > 0 && nEffective === null ? [{ id: "no-ci" as const }] : []),
]

/** The times of several attempts of one unit are alike: their intervals would promise too much. */
const timesOf = (histogram: LogHistogram | undefined, level: number, clustered: boolean): StepTimes => {
  const at = (q: number) => {
    const found = histogram === undefined ? null : quantileIntervalOf(histogram, q, level)
    return found === null || !clustered ? found : { ...found, interval: null }
  }
  const n = histogram === undefined ? 0 : histogram.bins.reduce((sum, [, count]) => sum + count, histogram.zero)
  return { n, median: at(0.5), p90: at(0.9) }
}

const followed = (state: Funnel, step: number, horizon: number, level: number): StepFollowed => {
  const lives = funnelLives(state, step, horizon)
  const [curve, share] = [kaplanMeier(lives, level), survivalShare(lives, binned(horizon), level)]
  const half = curve === null ? null : survivalQuantile(curve, 0.5)
  const alone = !isClustered(state)
  const turned = share?.interval
  return {
    value: share === null ? null : 1 - share.value,
    interval:
      !alone || turned === null || turned === undefined
        ? null
        : {
            ...turned,
            low: turned.high === null ? null : 1 - turned.high,
            high: turned.low === null ? null : 1 - turned.low,
          },
    n: state.entrants + state.immature,
    waiting: state.immature - (state.pending[step] ?? 0),
    median: half?.value ?? null,
    medianInterval: half === null || !alone || (half.low === null && half.high === null) ? null : intervalOf(half),
  }
}

const intervalOf = ({ high, level, low, method }: Interval): Interval => ({ low, high, level, method })
