import { held, isLevel } from "./domain.ts"
import { defaultLevel, type Interval } from "./interval.ts"
import { normalQuantile, normalSf } from "./normal.ts"
import { logRank } from "./logRank.ts"
import { mover } from "./mover.ts"
import { kaplanMeier, type Lifetimes, survivalAt } from "./survival.ts"

/**
 * The share without event up to a time, from a Kaplan–Meier curve.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface SurvivalShare {
  readonly value: number
  readonly se: number
  readonly interval: Interval | null
  /** Units followed up to this time. */
  readonly atRisk: number
  /** Independent units of full length that would tell as much. */
  readonly nEffective: number
}

/** Units that were followed up to a time, its own events and losses included. */
const followed = (lives: Lifetimes, time: number): number => {
  let atRisk = 0
  for (const [t, { censored, entered = 0, events }] of lives) if (t >= time) atRisk += events + censored - entered
  return atRisk
}

/**
 * The share of units without event up to `time` (its own instant included). Where nothing has happened yet the interval
 * is [(α/2)^(1/n), 1] of the n followed so long; where everything has, it ends where the curve's last band did. `null`
 * where nobody was followed so long.
 *
 * Source: Kaplan & Meier 1958, Greenwood 1926, log(-log S) as {@link kaplanMeier}; effective size as Cutler & Ederer 1958.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { survivalShare } from "@touchpoint/core/stats"
 *
 * const lives = new Map([[2, { events: 1, censored: 1 }], [9, { events: 0, censored: 8 }]])
 * console.log(survivalShare(lives, 5)?.value) // 0.9
 * console.log(survivalShare(lives, 5)?.atRisk) // 8
 * console.log(survivalShare(lives, 10)) // null
 * ```
 */
export const survivalShare = (lives: Lifetimes, time: number, level: number = defaultLevel): SurvivalShare | null => {
  const curve = kaplanMeier(lives, level)
  if (curve === null || !Number.isFinite(time)) return null
  const atRisk = followed(lives, time)
  const step = survivalAt(curve, time)
  const method = "log-log-greenwood"
  if (step?.survival === 0) {
    const before = curve.steps.findLast(({ survival }) => survival > 0)?.interval?.high
    const high = before ?? 1 - ((1 - level) / 2) ** (1 / step.atRisk)
    return { value: 0, se: 0, interval: { low: 0, high, level, method }, atRisk, nEffective: curve.units }
  }
  if (atRisk <= 0) return null
  // A weight too small to move the curve is no event.
  if (step === null || step.survival === 1) {
    const low = ((1 - level) / 2) ** (1 / atRisk)
    return { value: 1, se: 0, interval: { low, high: 1, level, method }, atRisk, nEffective: atRisk }
  }
  const { interval, se, survival } = step
  return held({ value: survival, se, interval, atRisk, nEffective: (survival * (1 - survival)) / (se * se) })
}

/** Every life up to a time: what came later is only known not to have come before. */
const cut = (lives: Lifetimes, time: number): Lifetimes => {
  const kept = new Map([...lives].filter(([t]) => t <= time))
  let open = 0
  for (const [t, { censored, entered = 0, events }] of lives) if (t > time) open += censored + events - entered
  if (open > 0) {
    const last = kept.get(time)
    kept.set(time, { ...last, events: last?.events ?? 0, censored: (last?.censored ?? 0) + open })
  }
  return kept
}

/**
 * The difference of two shares without event up to one time.
 *
 * @category Survival
 * @since 0.2.0
 */
export interface SurvivalDifference {
  readonly difference: number
  readonly interval: Interval | null
  readonly test: "log-log-z" | "log-rank"
  readonly p: number | null
}

/**
 * Compares two shares without event up to one time, first minus second: the interval by the limits of both (MOVER), the
 * test by z of log(-log S). Where one group had no event, or no life without, that says nothing: there the curves up to
 * this time are compared by log-rank. `null` where a group was not followed so long.
 *
 * Source: Klein, Logan, Harhoff & Andersen 2007; Zou & Donner 2008.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { twoSurvivalShares } from "@touchpoint/core/stats"
 *
 * const early = new Map([[1, { events: 12, censored: 0 }], [9, { events: 0, censored: 8 }]])
 * const late = new Map([[1, { events: 4, censored: 0 }], [9, { events: 0, censored: 16 }]])
 * console.log((twoSurvivalShares(early, late, 5)?.p ?? 1) < 0.05) // true
 * ```
 */
export const twoSurvivalShares = (
  first: Lifetimes,
  second: Lifetimes,
  time: number,
  level: number = defaultLevel,
): SurvivalDifference | null => {
  const [a, b] = [survivalShare(first, time, level), survivalShare(second, time, level)]
  if (a === null || b === null) return null
  const difference = a.value - b.value
  const interval = mover(a, b)
  const inside = ({ value }: SurvivalShare) => value > 0 && value < 1
  if (!inside(a) || !inside(b))
    return { difference, interval, test: "log-rank", p: logRank(cut(first, time), cut(second, time))?.p ?? null }
  const scaled = ({ se, value }: SurvivalShare) => {
    const log = Math.log(value)
    return { at: Math.log(-log), variance: (se / (value * log)) ** 2 }
  }
  const [x, y] = [scaled(a), scaled(b)]
  const p = 2 * normalSf(Math.abs(x.at - y.at) / Math.sqrt(x.variance + y.variance))
  return { difference, interval, test: "log-log-z", p }
}

/**
 * The difference of two restricted mean lifetimes, first minus second, by z of their standard errors. `null` for what is no
 * mean.
 *
 * Source: Royston & Parmar 2013.
 *
 * @category Survival
 * @since 0.2.0
 * @example
 * ```ts
 * import { twoMeanLifetimes } from "@touchpoint/core/stats"
 *
 * console.log(twoMeanLifetimes({ value: 30, se: 3 }, { value: 20, se: 4 })?.interval.high?.toFixed(6)) // 19.799820
 * ```
 */
export const twoMeanLifetimes = (
  a: { readonly value: number; readonly se: number },
  b: { readonly value: number; readonly se: number },
  level: number = defaultLevel,
): { readonly difference: number; readonly interval: Interval; readonly p: number | null } | null => {
  if (!isLevel(level) || a.se < 0 || b.se < 0) return null
  const difference = a.value - b.value
  const se = Math.hypot(a.se, b.se)
  const half = normalQuantile((1 + level) / 2) * se
  return held({
    difference,
    interval: { low: difference - half, high: difference + half, level, method: "restricted-mean" },
    p: se > 0 && Number.isFinite(difference) ? 2 * normalSf(Math.abs(difference) / se) : null,
  })
}
