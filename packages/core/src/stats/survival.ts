import { held, isCount, isLevel, isShare } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { normalQuantile } from "./normal.ts"

/**
 * What happened at one time: how many events, how many units left unobserved, how many came under observation.
 *
 * @category Summaries
 * @since 0.2.0
 */
export interface LifeCounts {
  /** Units whose event happened at this time. */
  readonly events: number
  /** Units last seen at this time without event; they count as at risk here. */
  readonly censored: number
  /** Units first seen at this time (left truncation); at risk from later times on. */
  readonly entered?: number
}

/**
 * Lifetimes of units: time to what happened then. Sufficient for every curve and test here, and mergeable by adding.
 *
 * @category Summaries
 * @since 0.2.0
 */
export type Lifetimes = ReadonlyMap<number, LifeCounts>

/**
 * One step of a survival curve.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface SurvivalStep {
  readonly time: number
  readonly atRisk: number
  readonly events: number
  /** Share still without event after this time. */
  readonly survival: number
  /** Greenwood's standard error of `survival`. */
  readonly se: number
  /** On the scale of log(-log), which keeps it within 0 and 1. `null` where nothing bounds it (all events had). */
  readonly interval: Interval | null
}

/**
 * A Kaplan–Meier curve: its steps at the times with events, and the last time anybody was observed.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface SurvivalCurve {
  readonly units: number
  readonly steps: ReadonlyArray<SurvivalStep>
  readonly lastTime: number
  readonly level: number
}

/**
 * Events at one time, and how many could have had one.
 *
 * @internal
 */
export interface Risk {
  readonly time: number
  readonly atRisk: number
  readonly events: number
}

/**
 * All times with what happened and how many were at risk; units that enter at t are at risk after t. `null` where a
 * count or a time cannot be, or more had their event than were there.
 *
 * @internal
 */
export const riskTable = (lives: Lifetimes): ReadonlyArray<Risk> | null => {
  let atRisk = 0
  const rows: Array<Risk> = []
  // From the last time back: weights that are added up lose no unit to rounding then.
  for (const [time, { censored, entered = 0, events }] of [...lives].toSorted(([a], [b]) => b - a)) {
    atRisk += events + censored - entered
    // Written out: this is done for every time of curves with tens of thousands.
    if (!Number.isFinite(time) || !isCount(events) || !isCount(censored) || !isCount(entered)) return null
    if (!isCount(atRisk - events)) return null
    rows.push({ time, atRisk, events })
  }
  return rows.toReversed()
}

/** exp(-exp(log(-log S) ± z se)); `null` where the variance says nothing. */
const logLogInterval = (survival: number, greenwood: number, z: number, level: number): Interval | null => {
  if (survival >= 1 || !Number.isFinite(greenwood)) return null
  const log = Math.log(survival)
  const spread = (z * Math.sqrt(greenwood)) / Math.abs(log)
  return {
    low: Math.exp(log * Math.exp(spread)),
    high: Math.exp(log * Math.exp(-spread)),
    level,
    method: "log-log-greenwood",
  }
}

/**
 * The Kaplan–Meier curve: which share has had no event yet, with everybody counted as long as they were seen. Events
 * come before losses at equal times. `null` without units, or for counts that cannot be.
 *
 * Source: Kaplan & Meier 1958, Greenwood 1926, intervals on log(-log S) as R's `survfit(conf.type = "log-log")`.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { kaplanMeier } from "@touchpoint/core/stats"
 *
 * const curve = kaplanMeier(new Map([[1, { events: 2, censored: 0 }], [3, { events: 1, censored: 1 }]]))
 * console.log(curve?.steps.map((step) => step.survival)) // [ 0.5, 0.25 ]
 * ```
 */
export const kaplanMeier = (lives: Lifetimes, level: number = defaultLevel): SurvivalCurve | null => {
  const table = isLevel(level) ? riskTable(lives) : null
  let units = 0
  for (const { censored, events } of lives.values()) units += events + censored
  if (table === null || units === 0) return null
  let [survival, greenwood] = [1, 0]
  const rows = table.filter(({ events }) => events > 0)
  const z = normalQuantile((1 + level) / 2)
  const steps = rows.map(({ atRisk, events, time }): SurvivalStep => {
    // Exactly 0 where nobody is left.
    survival *= (atRisk - events) / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    // All that were left had their event: the curve is 0 and its variance says nothing.
    const se = survival === 0 ? 0 : survival * Math.sqrt(greenwood)
    return { time, atRisk, events, survival, se, interval: logLogInterval(survival, greenwood, z, level) }
  })
  if (!steps.every(({ se }) => Number.isFinite(se))) return null
  return { units, steps, lastTime: table.at(-1)?.time ?? 0, level }
}

/**
 * The step a curve is on at a time: the last at or before it; `null` before the first event, where the curve is 1.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { kaplanMeier, survivalAt } from "@touchpoint/core/stats"
 *
 * const curve = kaplanMeier(new Map([[2, { events: 1, censored: 3 }]]))
 * console.log(curve === null ? null : survivalAt(curve, 5)?.survival) // 0.75
 * ```
 */
export const survivalAt = ({ steps }: SurvivalCurve, time: number): SurvivalStep | null =>
  steps.findLast((step) => step.time <= time) ?? null

/**
 * A quantile of times with its interval. A side the curve never reaches is `null`, and so is the value.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface SurvivalQuantile extends Interval {
  readonly value: number | null
}

/**
 * The time by which a share `p` has had the event, with the interval of times whose own interval holds it. Of fewer than
 * six units the median has no lower end: all of them have their event after it too often.
 *
 * Source: Brookmeyer & Crowley 1982, by inverting the log-log band as R's `survfit` does.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { kaplanMeier, survivalQuantile } from "@touchpoint/core/stats"
 *
 * const curve = kaplanMeier(new Map([[1, { events: 1, censored: 0 }], [4, { events: 1, censored: 0 }]]))
 * console.log(curve === null ? null : survivalQuantile(curve, 0.5)?.value) // 1
 * ```
 */
export const survivalQuantile = ({ level, steps }: SurvivalCurve, p: number): SurvivalQuantile => {
  const left = isShare(p) ? 1 - p : -1
  const reached = (value: (step: SurvivalStep) => number | null) =>
    steps.find((step) => (value(step) ?? Infinity) <= left + 1e-12)?.time ?? null
  // Where the curve has fallen to 0 there is no band any more; nothing bounds the time from above then.
  const falls = (side: "low" | "high") =>
    reached((step) => (step.survival === 0 ? (side === "low" ? 0 : null) : (step.interval?.[side] ?? null)))
  const value = reached((step) => step.survival)
  // Before the first event the curve is 1, and its band comes down to this: of few it holds the share from the start, and
  // nothing bounds the time from below.
  const first = ((1 - level) / 2) ** (1 / (steps[0]?.atRisk ?? 1))
  const low = first <= left ? null : falls("low")
  return { value, low, high: falls("high"), level, method: "log-log-greenwood" }
}

/**
 * Mean time without event up to `horizon`, the area under the curve, with its standard error. `null` where the curve
 * ends before the horizon with units still without event: nothing says what came after.
 *
 * Source: restricted mean survival time, Irwin 1949; variance as R's `survival:::survmean`.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { kaplanMeier, restrictedMean } from "@touchpoint/core/stats"
 *
 * const curve = kaplanMeier(new Map([[1, { events: 1, censored: 0 }], [3, { events: 1, censored: 0 }]]))
 * console.log(curve === null ? null : restrictedMean(curve, 3)?.value) // 2
 * ```
 */
export const restrictedMean = (
  { lastTime, steps }: SurvivalCurve,
  horizon: number,
): { readonly value: number; readonly se: number } | null => {
  if (!(horizon >= 0)) return null
  if (horizon > lastTime && (steps.at(-1)?.survival ?? 1) > 0) return null
  const within = steps.filter(({ time }) => time < horizon)
  // From the last step back: the area right of each step.
  let [right, end, variance] = [0, horizon, 0]
  for (const { atRisk, events, survival, time } of within.toReversed()) {
    right += survival * (end - time)
    end = time
    if (events < atRisk) variance += (right ** 2 * events) / (atRisk * (atRisk - events))
  }
  return held({ value: right + end, se: Math.sqrt(variance) })
}
