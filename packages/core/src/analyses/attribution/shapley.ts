import { channelsOf, type PathCount } from "./PathCount.ts"
import { permutations } from "./permutations.ts"

/**
 * What a set of channels is worth: the share of conversions among the paths that met no other channel (`pooled-rate`),
 * or that met exactly these (`exact-rate`, 0 where there are none).
 *
 * @category attribution
 * @since 0.2.0
 */
export type CoalitionWorth = "pooled-rate" | "exact-rate"

/** Options of {@link shapleyCredit}. @category attribution @since 0.2.0 */
export interface ShapleyOptions {
  readonly worth?: CoalitionWorth
  /** Orders of the channels that are drawn where there are too many channels to try all sets of them. */
  readonly orders?: number
  readonly seed?: number
}

/** What Shapley values credit. @category attribution @since 0.2.0 */
export interface ShapleyCredit {
  /** What all channels together are worth; the values sum to it. */
  readonly worth: number
  readonly value: ReadonlyMap<string, number>
  /** Values as shares of their sum. A channel without which more is converted has a share below 0. */
  readonly share: ReadonlyMap<string, number>
  /** Standard errors of the values where orders were drawn; `null` where all sets were tried. */
  readonly error: ReadonlyMap<string, number> | null
}

/** Channels of which all sets are tried. */
const MOST_EXACT = 15

/**
 * Credit by Shapley values: what a channel adds to a set of others, averaged over all orders in which they could come
 * together. Exact up to 15 channels; above, random orders are drawn, each with its reverse, and the error is told.
 *
 * **Gotchas**
 *
 * Which channels a path met counts, not in which order or how often. With `exact-rate` more channels can be worth less.
 * The third game of the literature, conversions summed over subsets, is the same as sharing every conversion evenly among
 * its channels: use the rule `linear` on the distinct ones. Credit is a rule, not a cause. `null` where all channels together are worth nothing.
 *
 * Source: Shapley 1953; pooled rates: Zhao, Mahboobi & Bagheri 2018 (arXiv 1804.05327).
 *
 * **Example** (The second channel doubles the rate of the first)
 *
 * ```ts
 * import { shapleyCredit } from "@touchpoint/core/analyses"
 *
 * const credit = shapleyCredit([
 *   { path: ["mail"], converted: 10, lost: 90 },
 *   { path: ["mail", "shop"], converted: 30, lost: 70 },
 * ])
 * console.log(credit?.worth, credit?.value.get("mail")?.toFixed(2), credit?.value.get("shop")?.toFixed(2)) // 0.2 0.15 0.05
 * ```
 *
 * @category attribution
 * @since 0.2.0
 */
export const shapleyCredit = (
  paths: ReadonlyArray<PathCount>,
  { orders = 2000, seed = 1, worth = "pooled-rate" }: ShapleyOptions = {},
): ShapleyCredit | null => {
  const channels = channelsOf(paths)
  const sets = setsOf(paths, channels)
  const found = channels.length <= MOST_EXACT ? exact(sets, channels.length, worth) : null
  const drawn = found === null ? sampled(sets, channels.length, { worth, orders, seed }) : null
  const values = found ?? drawn?.values ?? []
  const together = sets.filter(({ codes }) => worth === "pooled-rate" || codes.length === channels.length)
  const whole = rate(
    together.reduce((sum, { converted }) => sum + converted, 0),
    together.reduce((sum, { all }) => sum + all, 0),
  )
  if (whole === 0) return null
  const byName = (of: ReadonlyArray<number>) => new Map(channels.map((channel, i) => [channel, of[i] ?? 0] as const))
  return {
    worth: whole,
    value: byName(values),
    share: byName(values.map((value) => value / whole)),
    error: drawn === null ? null : byName(drawn.errors),
  }
}

/** Paths that met the same channels, by the codes of these. */
interface ChannelSet {
  readonly codes: ReadonlyArray<number>
  readonly converted: number
  readonly all: number
}

const setsOf = (paths: ReadonlyArray<PathCount>, channels: ReadonlyArray<string>): ReadonlyArray<ChannelSet> => {
  const codeOf = new Map(channels.map((channel, code) => [channel, code] as const))
  const sets = new Map<string, ChannelSet>()
  for (const { converted, lost, path } of paths) {
    if (path.length === 0) continue
    const codes = [...new Set(path.map((channel) => codeOf.get(channel) ?? 0))].toSorted((a, b) => a - b)
    const key = codes.join(" ")
    const known = sets.get(key)
    sets.set(key, {
      codes,
      converted: converted + (known?.converted ?? 0),
      all: converted + lost + (known?.all ?? 0),
    })
  }
  return [...sets.values()]
}

const rate = (converted: number, all: number): number => (all > 0 ? converted / all : 0)

/** Values by trying all sets of channels. */
const exact = (sets: ReadonlyArray<ChannelSet>, channels: number, worth: CoalitionWorth): ReadonlyArray<number> => {
  const size = 1 << channels
  const [converted, all] = [new Float64Array(size), new Float64Array(size)]
  for (const set of sets) {
    const bits = set.codes.reduce((sum, code) => sum | (1 << code), 0)
    converted[bits] = set.converted
    all[bits] = set.all
  }
  if (worth === "pooled-rate")
    for (let bit = 1; bit < size; bit <<= 1)
      for (let set = 0; set < size; set++)
        if ((set & bit) !== 0)
          for (const counts of [converted, all]) counts[set] = (counts[set] as number) + (counts[set ^ bit] as number)
  const worths = converted.map((count, set) => rate(count, all[set] as number))
  // Of the orders of all channels, the share in which one follows exactly the channels of a set: by the size of the set.
  const weights = new Float64Array(channels)
  weights[0] = 1 / channels
  for (let k = 1; k < channels; k++) weights[k] = ((weights[k - 1] as number) * k) / (channels - k)
  const values = new Float64Array(channels)
  for (let set = 0; set < size; set++) {
    const weight = weights[ones(set)]
    if (weight === undefined) continue
    for (let code = 0; code < channels; code++)
      if ((set & (1 << code)) === 0)
        values[code] =
          (values[code] as number) + weight * ((worths[set | (1 << code)] as number) - (worths[set] as number))
  }
  return [...values]
}

const ones = (bits: number): number => {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}

/** Values by drawing orders of the channels. */
const sampled = (
  sets: ReadonlyArray<ChannelSet>,
  channels: number,
  { orders, seed, worth }: Required<ShapleyOptions>,
): { readonly values: ReadonlyArray<number>; readonly errors: ReadonlyArray<number> } => {
  const place = new Int32Array(channels)
  const [converted, all] = [new Float64Array(channels), new Float64Array(channels)]
  /** What each channel adds in an order, added to `gains`. */
  const walk = (order: Int32Array, gains: Float64Array): void => {
    order.forEach((code, at) => {
      place[code] = at
    })
    converted.fill(0)
    all.fill(0)
    for (const set of sets) {
      let last = 0
      for (const code of set.codes) last = Math.max(last, place[code] as number)
      // Exactly those met so far are the first `last + 1` of the order.
      if (worth === "exact-rate" && set.codes.length !== last + 1) continue
      converted[last] = (converted[last] as number) + set.converted
      all[last] = (all[last] as number) + set.all
    }
    let [sumConverted, sumAll, before] = [0, 0, 0]
    order.forEach((code, at) => {
      const pooled = worth === "pooled-rate"
      sumConverted = (pooled ? sumConverted : 0) + (converted[at] as number)
      sumAll = (pooled ? sumAll : 0) + (all[at] as number)
      const now = rate(sumConverted, sumAll)
      gains[code] = (gains[code] as number) + (now - before)
      before = now
    })
  }
  const [mean, squares] = [new Float64Array(channels), new Float64Array(channels)]
  const pairs = Math.max(2, Math.ceil(orders / 2))
  let pair = 0
  for (const order of permutations(channels, pairs, seed)) {
    pair++
    const gains = new Float64Array(channels)
    walk(order, gains)
    walk(order.toReversed(), gains)
    for (let code = 0; code < channels; code++) {
      const gain = (gains[code] as number) / 2
      const away = gain - (mean[code] as number)
      mean[code] = (mean[code] as number) + away / pair
      squares[code] = (squares[code] as number) + away * (gain - (mean[code] as number))
    }
  }
  return { values: [...mean], errors: Array.from(squares, (square) => Math.sqrt(square / (pairs - 1) / pairs)) }
}
