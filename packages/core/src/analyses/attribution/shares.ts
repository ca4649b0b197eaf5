/** A touch before a conversion. @category attribution @since 0.2.0 */
export interface Touch {
  readonly channel: string
  /** Milliseconds from the touch to the conversion. */
  readonly age: number
}

/**
 * How the touches before a conversion share its credit.
 *
 * - `first`, `last`: all to one touch; `last-non-direct` to the last of another channel than those named direct, to the
 *   last of all where there is no other.
 * - `linear`: alike. `participation`: one whole credit to every channel that was met.
 * - `position`: `first` to the first, `last` to the last, what is left alike to those between; where there are none, the
 *   two ends share all in the proportion of theirs.
 * - `time-decay`: halved with every half-life before the conversion.
 *
 * @category attribution
 * @since 0.2.0
 */
export type CreditRule =
  | { readonly rule: "first" | "last" | "linear" | "participation" }
  | { readonly rule: "last-non-direct"; readonly direct: ReadonlyArray<string> }
  | { readonly rule: "position"; readonly first: number; readonly last: number }
  | { readonly rule: "time-decay"; readonly halfLife: number }

/** U: 40 % to both ends. @category attribution @since 0.2.0 */
export const uShaped = { rule: "position", first: 0.4, last: 0.4 } as const
/** J: 20 % to the first, 60 % to the last. @category attribution @since 0.2.0 */
export const jShaped = { rule: "position", first: 0.2, last: 0.6 } as const
/** J the other way round: 60 % to the first, 20 % to the last. @category attribution @since 0.2.0 */
export const inverseJShaped = { rule: "position", first: 0.6, last: 0.2 } as const

/**
 * The share of one conversion's credit that each touch gets, in the order of the touches; they sum to 1, but for
 * `participation`. Empty without touches: a conversion nobody can be credited with is not shared out.
 *
 * Credit is a rule, not a cause: only an experiment shows what a touch brought.
 *
 * Source: Adobe Analytics, attribution models; Google Ads, position-based and time-decay models.
 *
 * **Example** (Adobe's own, half-life 7 days)
 *
 * ```ts
 * import { creditShares } from "@touchpoint/core/analyses"
 *
 * const day = 86_400_000
 * const touches = [9, 6, 0, 0].map((days, i) => ({ channel: `channel-${i}`, age: days * day }))
 * const shares = creditShares(touches, { rule: "time-decay", halfLife: 7 * day })
 * console.log(shares.map((share) => (50 * share).toFixed(2)).join(" ")) // 6.92 9.32 16.88 16.88
 * ```
 *
 * @category attribution
 * @since 0.2.0
 */
export const creditShares = (touches: ReadonlyArray<Touch>, credit: CreditRule): ReadonlyArray<number> => {
  const n = touches.length
  if (n === 0) return []
  const all = (place: number) => touches.map((_, i) => (i === place ? 1 : 0))
  switch (credit.rule) {
    case "first":
      return all(0)
    case "last":
      return all(n - 1)
    case "last-non-direct": {
      const place = touches.findLastIndex(({ channel }) => !credit.direct.includes(channel))
      return all(place < 0 ? n - 1 : place)
    }
    case "linear":
      return touches.map(() => 1 / n)
    case "participation": {
      const seen = new Set<string>()
      return touches.map(({ channel }) => (seen.has(channel) ? 0 : (seen.add(channel), 1)))
    }
    case "position":
      return byPosition(n, credit.first, credit.last)
    case "time-decay": {
      // Counted from the youngest touch: the oldest would vanish where all are far from the conversion.
      const youngest = Math.min(...touches.map(({ age }) => age))
      const weights = touches.map(({ age }) => 2 ** ((youngest - age) / credit.halfLife))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      return weights.map((weight) => weight / sum)
    }
  }
}

const byPosition = (n: number, first: number, last: number): ReadonlyArray<number> => {
  if (n === 1) return [1]
  const between = n === 2 ? 0 : (1 - first - last) / (n - 2)
  // Without touches between, the ends share all of it in proportion: 20 and 60 become 25 and 75.
  const ends = n === 2 ? first + last : 1
  return Array.from({ length: n }, (_, i) => (i === 0 ? first / ends : i === n - 1 ? last / ends : between))
}
