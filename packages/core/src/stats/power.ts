import { isCount, isLevel, isPositive } from "./domain.ts"
import { defaultLevel } from "./interval.ts"
import { normalCdf, normalQuantile } from "./normal.ts"
import { cohenH } from "./twoProportions.ts"

/**
 * How the variance under no difference is taken: from both shares (`unpooled`), from their mean (`pooled`, as the z test
 * does), or by the arcsine (`cohen-h`). They differ by a few units in a thousand.
 *
 * @category Power
 * @since 0.2.0
 */
export type PowerForm = "unpooled" | "pooled" | "cohen-h"

/**
 * A sample size for each of two groups.
 *
 * @category Power
 * @since 0.2.0
 */
export interface GroupSize {
  /** Units in each group. */
  readonly perGroup: number
  /** Before rounding up. */
  readonly exact: number
}

/** Two shares as a test of one unit in each group sees them: their distance, and its spread with and without one. */
const distance = (first: number, second: number, form: PowerForm) => {
  if (form === "cohen-h") return { apart: Math.abs(cohenH(first, second) ?? 0), under: Math.SQRT2, beyond: Math.SQRT2 }
  const beyond = Math.sqrt(first * (1 - first) + second * (1 - second))
  const mean = (first + second) / 2
  return {
    apart: Math.abs(first - second),
    under: form === "pooled" ? Math.sqrt(2 * mean * (1 - mean)) : beyond,
    beyond,
  }
}

const lines = (level: number): number => normalQuantile((1 + level) / 2)

/** Whether the power is more than chance alone gives on that side, where nobody would be needed. */
const beyondChance = (power: number, level: number): boolean =>
  isLevel(power) && isLevel(level) && lines(level) + normalQuantile(power) > 0

const rounded = (exact: number): GroupSize | null =>
  isCount(exact) ? { perGroup: Math.max(1, Math.ceil(exact)), exact } : null

/**
 * How many units each of two groups needs so that a two-sided test tells the shares `first` and `second` apart with the
 * chance `power`. `null` for equal shares, for shares of 0 or 1, or where chance alone gives the power.
 *
 * Source: normal approximation, Fleiss, Levin & Paik 2003, chapter 4, without continuity correction; Cohen 1988, chapter
 * 6, for `cohen-h`.
 *
 * @category Power
 * @since 0.2.0
 * @example
 * ```ts
 * import { twoShareSampleSize } from "@touchpoint/core/stats"
 *
 * console.log(twoShareSampleSize({ first: 0.1, second: 0.12 })?.perGroup) // 3839
 * console.log(twoShareSampleSize({ first: 0.1, second: 0.12, form: "pooled" })?.perGroup) // 3841
 * ```
 */
export const twoShareSampleSize = (
  {
    first,
    form = "unpooled",
    power = 0.8,
    second,
  }: { readonly first: number; readonly second: number; readonly power?: number; readonly form?: PowerForm },
  level: number = defaultLevel,
): GroupSize | null => {
  if (!isLevel(first) || !isLevel(second) || !beyondChance(power, level)) return null
  const { apart, beyond, under } = distance(first, second, form)
  return rounded(((lines(level) * under + normalQuantile(power) * beyond) / apart) ** 2)
}

/**
 * With which chance a two-sided test of `perGroup` units in each group finds that `first` and `second` differ, and on
 * which side. `null` for equal shares, for shares of 0 or 1, or without units.
 *
 * Source: as {@link twoShareSampleSize}, solved for the power.
 *
 * @category Power
 * @since 0.2.0
 * @example
 * ```ts
 * import { twoSharePower } from "@touchpoint/core/stats"
 *
 * console.log(twoSharePower({ first: 0.1, second: 0.12, perGroup: 3839 })?.toFixed(4)) // 0.8001
 * ```
 */
export const twoSharePower = (
  {
    first,
    form = "unpooled",
    perGroup,
    second,
  }: { readonly first: number; readonly second: number; readonly perGroup: number; readonly form?: PowerForm },
  level: number = defaultLevel,
): number | null => {
  if (![first, second, level].every(isLevel) || !isCount(perGroup) || first === second || perGroup === 0) return null
  const { apart, beyond, under } = distance(first, second, form)
  return normalCdf((apart * Math.sqrt(perGroup) - lines(level) * under) / beyond)
}

/**
 * The share nearest to `share` on the side of `towards` that a test of `perGroup` units in each group would tell from it
 * with the chance `power`: the minimum detectable effect. `null` where no share on that side is far enough, or where
 * chance alone gives the power.
 *
 * Source: {@link twoShareSampleSize}, solved for the second share by bisection.
 *
 * @category Power
 * @since 0.2.0
 * @example
 * ```ts
 * import { detectableShare } from "@touchpoint/core/stats"
 *
 * console.log(detectableShare({ share: 0.1, perGroup: 3839 })?.toFixed(4)) // 0.1200
 * ```
 */
export const detectableShare = (
  {
    form = "unpooled",
    perGroup,
    power = 0.8,
    share,
    towards = "more",
  }: {
    readonly share: number
    readonly perGroup: number
    readonly power?: number
    readonly towards?: "more" | "less"
    readonly form?: PowerForm
  },
  level: number = defaultLevel,
): number | null => {
  if (!isCount(perGroup)) return null
  const enough = (second: number): boolean =>
    (twoShareSampleSize({ first: share, second, power, form }, level)?.exact ?? Infinity) <= perGroup
  let [near, far] = [share, towards === "more" ? 1 - 1e-12 : 1e-12]
  if (!enough(far)) return null
  for (let step = 0; step < 100; step++) {
    const middle = (near + far) / 2
    if (enough(middle)) far = middle
    else near = middle
  }
  return far
}

/**
 * How many units each of two groups needs so that a two-sided test tells means `effect` standard deviations apart
 * (Cohen's d) with the chance `power`. `null` for no effect, or where chance alone gives the power.
 *
 * Source: normal approximation, Cohen 1988, chapter 2; for groups below about 30 add two units for the t distribution.
 *
 * @category Power
 * @since 0.2.0
 * @example
 * ```ts
 * import { twoMeanSampleSize } from "@touchpoint/core/stats"
 *
 * console.log(twoMeanSampleSize({ effect: 0.2 })?.perGroup) // 393
 * ```
 */
export const twoMeanSampleSize = (
  { effect, power = 0.8 }: { readonly effect: number; readonly power?: number },
  level: number = defaultLevel,
): GroupSize | null =>
  beyondChance(power, level) && Number.isFinite(effect)
    ? rounded(2 * ((lines(level) + normalQuantile(power)) / effect) ** 2)
    : null

/**
 * With which chance a two-sided test of `perGroup` units in each group finds that means differ by `effect` standard
 * deviations, and on which side. `null` for no effect.
 *
 * Source: as {@link twoMeanSampleSize}, solved for the power.
 *
 * @category Power
 * @since 0.2.0
 * @example
 * ```ts
 * import { twoMeanPower } from "@touchpoint/core/stats"
 *
 * console.log(twoMeanPower({ effect: 0.2, perGroup: 393 })?.toFixed(3)) // 0.801
 * ```
 */
export const twoMeanPower = (
  { effect, perGroup }: { readonly effect: number; readonly perGroup: number },
  level: number = defaultLevel,
): number | null =>
  isLevel(level) && Number.isFinite(effect) && effect !== 0 && isCount(perGroup) && perGroup > 0
    ? normalCdf(Math.abs(effect) * Math.sqrt(perGroup / 2) - lines(level))
    : null

/**
 * The distance of two means, in standard deviations, that a test of `perGroup` units in each group finds with the chance
 * `power`: the minimum detectable effect. `null` without units, or where chance alone gives the power.
 *
 * Source: as {@link twoMeanSampleSize}, solved for the effect.
 *
 * @category Power
 * @since 0.2.0
 * @example
 * ```ts
 * import { detectableEffect } from "@touchpoint/core/stats"
 *
 * console.log(detectableEffect({ perGroup: 393 })?.toFixed(4)) // 0.1999
 * ```
 */
export const detectableEffect = (
  { perGroup, power = 0.8 }: { readonly perGroup: number; readonly power?: number },
  level: number = defaultLevel,
): number | null => {
  if (!beyondChance(power, level) || !isCount(perGroup)) return null
  const effect = (lines(level) + normalQuantile(power)) * Math.sqrt(2 / perGroup)
  return isPositive(effect) ? effect : null
}
