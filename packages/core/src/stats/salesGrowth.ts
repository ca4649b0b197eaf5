import { held, isLevel } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { normalQuantile } from "./normal.ts"
import { ratioOfSums } from "./ratio.ts"
import { studentTQuantile } from "./studentT.ts"
import type { PairedSample } from "./summaries.ts"

/**
 * Growth of a sum from one period to the next.
 *
 * @category Growth
 * @since 0.2.0
 */
export interface Growth {
  /** Sum now over sum before. */
  readonly ratio: number
  /** Standard error of the ratio; `null` where nothing shows a spread. */
  readonly se: number | null
  /** Independent units minus one; `null` where the interval is normal. */
  readonly df: number | null
  /** Of the ratio minus 1. */
  readonly interval: Interval | null
  /** Of the logarithm of the ratio; `null` where the ratio is not positive. */
  readonly logInterval: Interval | null
}

const logAround = (ratio: number, se: number | null, quantile: number, level: number, method: string) => {
  const spread = se ?? 0
  if (!(spread > 0) || !(ratio > 0)) return null
  const half = (quantile * spread) / ratio
  return { low: Math.log(ratio) - half, high: Math.log(ratio) + half, level, method }
}

/**
 * Growth of a sum over the units of both periods, each with what it brought now (x) and before (y): units that brought
 * something once only count with 0 for the other time, and what both periods of a unit share is taken into account.
 * `null` where nothing was brought before.
 *
 * Source: ratio of sums, delta method or Fieller as in {@link ratioOfSums}.
 *
 * @category Growth
 * @since 0.2.0
 * @example
 * ```ts
 * import { pairedGrowth } from "@touchpoint/core/stats"
 *
 * const growth = pairedGrowth({ n: 10, meanX: 111.5, meanY: 90, mxx: 70752.5, myy: 53600, cxy: 60190 })
 * console.log(growth?.ratio.toFixed(10)) // 1.2388888889
 * ```
 */
export const pairedGrowth = (units: PairedSample, level: number = defaultLevel): Growth | null => {
  const found = ratioOfSums(units, level)
  if (found === null) return null
  const { df, interval, se, value } = found
  const spread = se === 0 ? null : se
  return held({
    ratio: value,
    se: spread,
    df,
    interval: spread === null || interval === null ? null : shifted(interval, -1),
    // Without degrees of freedom there is no spread either.
    logInterval: logAround(value, spread, studentTQuantile((1 + level) / 2, df ?? 1), level, "log-delta"),
  })
}

const shifted = (interval: Interval, by: number): Interval => ({
  ...interval,
  low: interval.low === null ? null : interval.low + by,
  high: interval.high === null ? null : interval.high + by,
})

/** The sum of independent amounts and that of their squares. @category Growth @since 0.2.0 */
export interface AmountSums {
  readonly sum: number
  readonly squares: number
}

/**
 * Growth of a sum of independent amounts, as many of them as chance brings: orders of nobody known. The interval is
 * normal on the scale of logarithms. `null` where the sum before is not above 0.
 *
 * Source: compound Poisson, Var(sum) = Σx²; delta method for the logarithm.
 *
 * @category Growth
 * @since 0.2.0
 * @example
 * ```ts
 * import { independentGrowth } from "@touchpoint/core/stats"
 *
 * const growth = independentGrowth({ sum: 500, squares: 27900 }, { sum: 335, squares: 15275 })
 * console.log(growth?.interval?.low?.toFixed(6)) // -0.437299
 * ```
 */
export const independentGrowth = (now: AmountSums, before: AmountSums, level: number = defaultLevel): Growth | null => {
  if (!isLevel(level) || !(before.sum > 0)) return null
  const ratio = now.sum / before.sum
  const logSe = now.sum > 0 ? Math.sqrt(now.squares / now.sum ** 2 + before.squares / before.sum ** 2) : null
  const se = logSe === null ? null : logSe * ratio
  const logInterval = logAround(ratio, se, normalQuantile((1 + level) / 2), level, "compound-poisson")
  return held({
    ratio,
    se,
    df: null,
    interval:
      logInterval === null
        ? null
        : { ...logInterval, low: Math.expm1(logInterval.low), high: Math.expm1(logInterval.high) },
    logInterval,
  })
}
