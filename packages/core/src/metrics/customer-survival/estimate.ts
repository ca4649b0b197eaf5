import type { Spells } from "../../questions/folds/spells/index.ts"
import {
  cohenH,
  type Interval,
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  logRank,
  normalQuantile,
  restrictedMean,
  survivalQuantile,
  survivalShare,
  twoMeanLifetimes,
  twoSurvivalShares,
} from "../../stats/index.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import type { Comparison, Estimate } from "../Metric.ts"

/** What is asked of the curve. */
export interface Asked {
  readonly form: "share-at" | "median" | "restricted-mean"
  readonly days: number
  /** Fewest that have to be followed. */
  readonly least: number
}

type Lives = NonNullable<Spells["lives"]>

/** Days to what happened then. */
const lifetimesOf = ({ ended, entered, running }: Lives): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  const add = (time: number, more: LifeCounts) => {
    const { censored, entered: late = 0, events } = lives.get(time) ?? { censored: 0, events: 0 }
    lives.set(time, {
      events: events + more.events,
      censored: censored + more.censored,
      entered: late + (more.entered ?? 0),
    })
  }
  for (const { n, value } of ended.levels) add(value, { events: n, censored: 0 })
  for (const { n, value } of running.levels) add(value, { events: 0, censored: n })
  for (const { n, value } of entered.levels) add(value, { events: 0, censored: 0, entered: n })
  return lives
}

/** One number of the curve. */
interface Found {
  readonly value: number | null
  readonly interval: Interval | null
  readonly nEffective: number
}

const found = (lives: Lifetimes, n: number, { days, form, least }: Asked, level: number): Found => {
  const none: Found = { value: null, interval: null, nEffective: n }
  const curve = kaplanMeier(lives, level)
  if (curve === null) return none
  // Where few are followed, at the end or before late ones come, one loss is a cliff: the curve is not read beyond.
  const thin = curve.steps.find(({ atRisk }) => atRisk < least)?.time ?? Infinity
  if (form === "median") {
    const steps = curve.steps.filter(({ time }) => time < thin)
    const { high, low, value } = survivalQuantile({ ...curve, steps }, 0.5)
    const bounded = low === null && high === null
    const interval = bounded ? null : { low: scaled(low), high: scaled(high), level, method: "log-log-greenwood" }
    return { value: scaled(value), interval, nEffective: n }
  }
  const share = survivalShare(lives, days, level)
  // A curve that has come down to 0 stays there, whoever is followed.
  const few = share === null || (share.value > 0 && share.atRisk < least)
  if (few || thin <= days) return none
  if (form === "share-at") return { value: share.value, interval: share.interval, nEffective: share.nEffective }
  const mean = restrictedMean(curve, days)
  if (mean === null) return none
  const half = normalQuantile((1 + level) / 2) * mean.se
  const [low, high] = [Math.max(0, mean.value - half) * DAY, Math.min(days, mean.value + half) * DAY]
  const interval = mean.se > 0 ? { low, high, level, method: "restricted-mean" } : null
  return { value: mean.value * DAY, interval, nEffective: n }
}

const scaled = (days: number | null): number | null => (days === null ? null : days * DAY)

const sizeOf = ({ ended, running }: Lives): number =>
  [...ended.levels, ...running.levels].reduce((sum, { n }) => sum + n, 0)

/** What the lives of customers say. */
export const survivalOf = (lives: Lives | null, asked: Asked, level: number): Estimate => {
  const n = lives === null ? 0 : sizeOf(lives)
  const open = lives === null ? 0 : lives.running.levels.reduce((sum, { n: own }) => sum + own, 0)
  const { interval, nEffective, value } =
    lives === null ? { value: null, interval: null, nEffective: 0 } : found(lifetimesOf(lives), n, asked, level)
  const caveats: ReadonlyArray<Caveat> = [
    ...(open > 0 ? [caveat("censored", { n: open })] : []),
    ...(n > 0 && value === null ? [caveat("not-reached", { minimum: asked.least })] : []),
    ...(value !== null && interval === null ? [caveat("no-ci")] : []),
  ]
  return { value, interval, n, nEffective: n === 0 ? null : nEffective, numerator: null, denominator: n, caveats }
}

/** Two groups, first minus second: shares at the days asked, means up to them, medians by the whole curves. */
export const compareSurvival = (
  first: Lives | null,
  second: Lives | null,
  asked: Asked,
  level: number,
): Comparison | null => {
  if (first === null || second === null) return null
  const [a, b] = [lifetimesOf(first), lifetimesOf(second)]
  const [own, other] = [found(a, sizeOf(first), asked, level), found(b, sizeOf(second), asked, level)]
  const none = { difference: null, interval: null, effect: null }
  if (asked.form === "median") {
    const test = logRank(a, b)
    if (test === null) return null
    const known = own.value !== null && other.value !== null
    return { ...none, difference: known ? (own.value ?? 0) - (other.value ?? 0) : null, test: "log-rank", p: test.p }
  }
  if (own.value === null || other.value === null) return null
  if (asked.form === "share-at") {
    const apart = twoSurvivalShares(a, b, asked.days, level)
    return apart === null ? null : { ...apart, effect: { kind: "cohen-h", value: cohenH(own.value, other.value) } }
  }
  const means = [a, b].map((lives) => {
    const curve = kaplanMeier(lives, level)
    return curve === null ? null : restrictedMean(curve, asked.days)
  })
  const [x = null, y = null] = means
  if (x === null || y === null) return null
  const apart = twoMeanLifetimes(x, y, level)
  if (apart === null) return null
  const { difference, interval, p } = apart
  const ms = { ...interval, low: scaled(interval.low), high: scaled(interval.high) }
  return { difference: difference * DAY, interval: p === null ? null : ms, test: "restricted-mean-z", p, effect: null }
}
