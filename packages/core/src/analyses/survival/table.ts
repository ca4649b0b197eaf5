import {
  defaultLevel,
  type Interval,
  kaplanMeier,
  type Lifetimes,
  normalQuantile,
  restrictedMean,
  type SurvivalCurve,
  survivalQuantile,
  survivalShare,
  type SurvivalStep,
} from "../../stats/index.ts"
import { type AnalysisCaveat, INSUFFICIENT } from "../Caveat.ts"

/** How lifetimes are read. @category survival @since 0.2.0 */
export interface SurvivalReading {
  /** Times at which the table says how many are still there; in the unit of the lifetimes. */
  readonly times?: ReadonlyArray<number>
  /** Up to when the mean is taken; none where left out. */
  readonly horizon?: number | null
  /** The curve ends where fewer than this many are followed: one loss is a cliff there. */
  readonly least?: number
  readonly level?: number
}

/** One line of the table under a curve. @category survival @since 0.2.0 */
export interface SurvivalAt {
  readonly time: number
  /** Units followed up to then. */
  readonly atRisk: number
  /** Share without the end by then; `null` where too few are followed. */
  readonly value: number | null
  readonly interval: Interval | null
}

/** How long something lasts. @category survival @since 0.2.0 */
export interface SurvivalTable {
  readonly units: number
  /** Those that ended, and those that still lasted when last seen. */
  readonly events: number
  readonly censored: number
  /** The curve with its band, at each time with an end; up to where `least` are followed. */
  readonly steps: ReadonlyArray<SurvivalStep>
  readonly at: ReadonlyArray<SurvivalAt>
  /** Time by which half have ended; `null` where the curve does not come down so far. Its interval may be open. */
  readonly median: number | null
  readonly medianInterval: Interval | null
  /** Mean time up to the horizon; `null` without one, and where the curve ends before. */
  readonly restrictedMean: { readonly value: number; readonly se: number; readonly interval: Interval | null } | null
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/**
 * The survival curve of lifetimes, with how many are still followed, the median and the mean up to a horizon. What still
 * lasts counts as long as it has.
 *
 * **Gotchas**
 *
 * The mean of what has ended is far too short. A median is a number only where half have ended; where they have not,
 * that is what there is to say. An open side of an interval is `null`.
 *
 * Source: Kaplan & Meier 1958; Greenwood 1926 on log(-log S); Brookmeyer & Crowley 1982; Irwin 1949.
 *
 * **Example** (Half of them ended by day 3)
 *
 * ```ts
 * import { survivalTable } from "@touchpoint/core/analyses"
 *
 * const lives = new Map([
 *   [1, { events: 20, censored: 0 }],
 *   [3, { events: 40, censored: 10 }],
 *   [9, { events: 0, censored: 30 }],
 * ])
 * const { at, median } = survivalTable(lives, { times: [2, 5] })
 * console.log(median, at.map(({ atRisk, value }) => `${atRisk} ${value}`).join(", ")) // 3 80 0.8, 30 0.4
 * ```
 *
 * @category survival
 * @since 0.2.0
 */
export const survivalTable = (
  lives: Lifetimes,
  { horizon = null, least = INSUFFICIENT, level = defaultLevel, times = [] }: SurvivalReading = {},
): SurvivalTable => {
  const curve = kaplanMeier(lives, level)
  const sum = (of: "events" | "censored") => [...lives.values()].reduce((total, own) => total + own[of], 0)
  const [events, censored] = [sum("events"), sum("censored")]
  const thin = thinFrom(curve, least)
  const steps = curve?.steps.filter(({ time }) => time < thin) ?? []
  const half = curve === null ? null : survivalQuantile({ ...curve, steps }, 0.5)
  const bounded = half !== null && (half.low !== null || half.high !== null)
  const at = times.map((time): SurvivalAt => {
    const share = survivalShare(lives, time, level)
    const told = share !== null && time < thin && (share.value === 0 || share.atRisk >= least)
    return {
      time,
      atRisk: share?.atRisk ?? 0,
      value: told ? share.value : null,
      interval: told ? share.interval : null,
    }
  })
  return {
    units: curve?.units ?? 0,
    events,
    censored,
    steps,
    at,
    median: half?.value ?? null,
    medianInterval: bounded ? { low: half.low, high: half.high, level, method: half.method } : null,
    restrictedMean: meanUpTo(curve, horizon, least, level),
    caveats: [
      ...(curve === null ? [{ id: "zero-denominator" as const }] : []),
      ...(censored > 0 ? [{ id: "censored" as const, data: { n: censored } }] : []),
      ...(curve !== null && half?.value === null ? [{ id: "not-reached" as const, data: { minimum: least } }] : []),
    ],
  }
}

/** The first time at which too few are followed. */
const thinFrom = (curve: SurvivalCurve | null, least: number): number =>
  curve?.steps.find(({ atRisk }) => atRisk < least)?.time ?? Infinity

/** The mean up to a horizon that lies where the curve is told. */
export const meanUpTo = (
  curve: SurvivalCurve | null,
  horizon: number | null,
  least: number,
  level: number,
): SurvivalTable["restrictedMean"] => {
  if (curve === null || horizon === null || horizon > thinFrom(curve, least)) return null
  const found = restrictedMean(curve, horizon)
  if (found === null) return null
  const half = normalQuantile((1 + level) / 2) * found.se
  const [low, high] = [Math.max(0, found.value - half), Math.min(horizon, found.value + half)]
  return { ...found, interval: found.se > 0 ? { low, high, level, method: "restricted-mean" } : null }
}
