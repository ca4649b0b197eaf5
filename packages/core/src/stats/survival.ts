import { chiSquaredSf } from "./chiSquared.ts"
import { atLeastZero, confidence, finite, probability } from "./domain.ts"
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
}

interface Row {
  readonly time: number
  readonly atRisk: number
  readonly events: number
}

/** Times with events and how many were at risk; units that enter at t are at risk after t. */
const riskTable = (lives: Lifetimes): ReadonlyArray<Row> => {
  const times = [...lives.keys()].toSorted((a, b) => a - b)
  const late = times.reduce((sum, time) => sum + (lives.get(time)?.entered ?? 0), 0)
  let atRisk = -late
  for (const { censored, events } of lives.values())
    atRisk += atLeastZero("events", events) + atLeastZero("censored", censored)
  const rows: Array<Row> = []
  for (const time of times) {
    finite("time", time)
    const { censored = 0, entered = 0, events = 0 } = lives.get(time) ?? {}
    if (events > 0) rows.push({ time, atRisk, events })
    atRisk += entered - events - censored
  }
  return rows
}

/** exp(-exp(log(-log S) ± z se)), with the ends of the curve bounded where its variance says nothing. */
const logLogInterval = (survival: number, greenwood: number, level: number): Interval | null => {
  if (survival <= 0 || survival >= 1 || !Number.isFinite(greenwood)) return null
  const z = normalQuantile((1 + level) / 2)
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
 * come before losses at equal times. `null` without units.
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
  confidence(level)
  let units = 0
  for (const { censored, events } of lives.values()) units += events + censored
  if (units === 0) return null
  let [survival, greenwood] = [1, 0]
  const steps = riskTable(lives).map(({ atRisk, events, time }): SurvivalStep => {
    survival *= 1 - events / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    // All that were left had their event: the curve is 0 and its variance says nothing.
    const se = survival === 0 ? 0 : survival * Math.sqrt(greenwood)
    return { time, atRisk, events, survival, se, interval: logLogInterval(survival, greenwood, level) }
  })
  return { units, steps, lastTime: Math.max(...lives.keys()) }
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
 * The time by which a share `p` has had the event, with the interval of times whose own interval holds it. A side the
 * curve never reaches is `null`, and so is the value.
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
export const survivalQuantile = (
  { steps }: SurvivalCurve,
  p: number,
): { readonly value: number | null; readonly low: number | null; readonly high: number | null } => {
  const left = 1 - probability("p", p)
  const reached = (value: (step: SurvivalStep) => number | null) =>
    steps.find((step) => (value(step) ?? Infinity) <= left + 1e-12)?.time ?? null
  // Where the curve has fallen to 0 there is no band any more; nothing bounds the time from above then.
  const falls = (side: "low" | "high") =>
    reached((step) => (step.survival === 0 ? (side === "low" ? 0 : null) : (step.interval?.[side] ?? null)))
  return { value: reached((step) => step.survival), low: falls("low"), high: falls("high") }
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
  if (horizon > lastTime && (steps.at(-1)?.survival ?? 1) > 0) return null
  const within = steps.filter(({ time }) => time < horizon)
  const areas: Array<number> = []
  // From the last step back: the area right of each step.
  let [right, end] = [0, horizon]
  for (const { survival, time } of within.toReversed()) {
    right += survival * (end - time)
    areas.unshift(right)
    end = time
  }
  const variance = within.reduce(
    (sum, { atRisk, events }, i) =>
      events === atRisk ? sum : sum + ((areas[i] ?? 0) ** 2 * events) / (atRisk * (atRisk - events)),
    0,
  )
  return { value: right + end, se: Math.sqrt(variance) }
}

/**
 * Comparison of two survival curves over all their time.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface LogRank {
  /** Events of the first group, seen and expected were the curves one. */
  readonly observed: number
  readonly expected: number
  readonly variance: number
  /** Chi-squared with one degree of freedom; `null` where no time tells the groups apart. */
  readonly chiSquared: number | null
  readonly p: number | null
  /** Peto's hazard ratio, first to second; `null` as above. */
  readonly hazardRatio: number | null
}

/**
 * Log-rank test of two groups, with the hypergeometric variance that ties need. `null` where a group is empty.
 *
 * Source: Mantel 1966, Peto & Peto 1972; equal to R's `survdiff`.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { logRank } from "@touchpoint/core/stats"
 *
 * const early = new Map([[1, { events: 3, censored: 0 }], [2, { events: 2, censored: 0 }]])
 * const late = new Map([[5, { events: 3, censored: 2 }]])
 * console.log((logRank(early, late)?.p ?? 1) < 0.05) // true
 * ```
 */
export const logRank = (first: Lifetimes, second: Lifetimes): LogRank | null => {
  if (kaplanMeier(first) === null || kaplanMeier(second) === null) return null
  const merged = new Map<number, LifeCounts>()
  for (const lives of [first, second])
    for (const [time, { censored, entered = 0, events }] of lives) {
      const known = merged.get(time)
      merged.set(time, {
        events: events + (known?.events ?? 0),
        censored: censored + (known?.censored ?? 0),
        entered: entered + (known?.entered ?? 0),
      })
    }
  // At risk in the first group at each time with an event in any group.
  const marked = new Map(first)
  for (const time of merged.keys()) if (!marked.has(time)) marked.set(time, { events: 0, censored: 0 })
  const own = new Map<number, number>()
  let atRisk = 0
  for (const { censored, entered = 0, events } of first.values()) atRisk += events + censored - entered
  for (const [time, { censored, entered = 0, events }] of [...marked].toSorted(([a], [b]) => a - b)) {
    own.set(time, atRisk)
    atRisk += entered - events - censored
  }
  let [observed, expected, variance] = [0, 0, 0]
  for (const { atRisk: all, events, time } of riskTable(merged)) {
    const share = (own.get(time) ?? 0) / all
    observed += first.get(time)?.events ?? 0
    expected += events * share
    if (all > 1) variance += (events * share * (1 - share) * (all - events)) / (all - 1)
  }
  const chiSquared = variance > 0 ? (observed - expected) ** 2 / variance : null
  return {
    observed,
    expected,
    variance,
    chiSquared,
    p: chiSquared === null ? null : chiSquaredSf(chiSquared, 1),
    hazardRatio: variance > 0 ? Math.exp((observed - expected) / variance) : null,
  }
}
