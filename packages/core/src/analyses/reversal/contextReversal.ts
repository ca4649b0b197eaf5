import { defaultLevel, type Estimate, kitagawa, type SegmentPair, type Successes } from "../../stats/index.ts"
import { type AnalysisCaveat, INSUFFICIENT } from "../Caveat.ts"
import { shareDifference, type ShareDifference } from "../difference/index.ts"
import { adjusted } from "../difference/tested.ts"
import { shareOf } from "../Share.ts"
import { pooledOddsRatio } from "./oddsRatio.ts"
import { type Standardised, standardise } from "./standardise.ts"

/** Two groups in one part of the customers, such as those of one device. @category reversal @since 0.2.0 */
export interface Stratum extends SegmentPair {
  readonly name: string
}

/** How strata are read. @category reversal @since 0.2.0 */
export interface ReversalReading {
  /**
   * Whether customers were in their stratum `before` they were in their group, or only came into it `after`: then it is a
   * consequence of the group (who put something into the cart), and what is adjusted by it misleads.
   */
  readonly settled?: "before" | "after"
  /** Strata in which a group is smaller are withheld: their difference is not told and does not vote. */
  readonly least?: number
  readonly level?: number
}

/** One stratum: which way the difference points in it. @category reversal @since 0.2.0 */
export interface StratumDifference {
  readonly name: string
  /** Share of all customers that are in it; `null` where it is withheld. */
  readonly weight: number | null
  /** `null` where it is withheld; `q` is over the strata told. */
  readonly found: ShareDifference | null
  /** Whether the sign is opposite to that of the crude difference; `null` where withheld, or there is none. */
  readonly opposite: boolean | null
}

/** Whether the whole says the opposite of its parts. @category reversal @since 0.2.0 */
export interface ContextReversal {
  /** All strata together, as if there were none: first minus second. */
  readonly crude: ShareDifference
  /** With the strata held fixed; `null` where no stratum has both groups. */
  readonly adjusted: Standardised | null
  /** The crude difference taken apart: what the strata's own shares make of it, and what their sizes do. */
  readonly rate: number | null
  readonly mix: number | null
  /** Odds ratio of all together, and with the strata held fixed (Mantel–Haenszel). */
  readonly crudeOddsRatio: Estimate | null
  readonly adjustedOddsRatio: Estimate | null
  /** The strata with most of the weight point the other way than the whole, and so does the adjusted difference. */
  readonly reversed: boolean
  /** All strata that point anywhere do. */
  readonly throughout: boolean
  /** Share of the weight, of strata told that point anywhere, that points the other way; `null` where there are none. */
  readonly oppositeWeight: number | null
  readonly strata: ReadonlyArray<StratumDifference>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/**
 * Whether a difference of two groups turns round once like is compared with like (Simpson's paradox).
 *
 * **Details**
 *
 * Compares the crude difference with that in every stratum and with the one standardised to the strata of both groups.
 * `reversed` where strata of more than half of the weight and the standardised difference have the opposite sign.
 *
 * **Gotchas**
 *
 * Which of the two is right is no question of arithmetic. Where customers were in their stratum first (device, country),
 * the adjusted one compares like with like. Where the group brought them into it (`settled: "after"`), the crude one does:
 * the caveat `post-treatment` says so. Withholding small strata is no protection of persons: all less the others gives them
 * back.
 *
 * Source: Simpson 1951; Kitagawa 1955; Mantel & Haenszel 1959; Pearl 2014 for which to trust.
 *
 * **Example** (Two treatments of kidney stones: A is better for small ones, and for large ones, and worse as a whole)
 *
 * ```ts
 * import { contextReversal } from "@touchpoint/core/analyses"
 *
 * const found = contextReversal([
 *   { name: "small", first: { x: 81, n: 87 }, second: { x: 234, n: 270 } },
 *   { name: "large", first: { x: 192, n: 263 }, second: { x: 55, n: 80 } },
 * ])
 * console.log(found.reversed, found.crude.difference?.toFixed(3), found.adjusted?.difference.toFixed(3)) // true -0.046 0.054
 * ```
 *
 * @category reversal
 * @since 0.2.0
 */
export const contextReversal = (
  strata: ReadonlyArray<Stratum>,
  { least = INSUFFICIENT, level = defaultLevel, settled = "before" }: ReversalReading = {},
): ContextReversal => {
  const whole = { first: total(strata.map(({ first }) => first)), second: total(strata.map(({ second }) => second)) }
  const all = whole.first.n + whole.second.n
  const crude = differenceOf({ name: "all", ...whole }, level)
  const told = strata.filter(({ first, second }) => Math.min(first.n, second.n) >= Math.max(1, least))
  const found = adjusted(told.map((stratum) => differenceOf(stratum, level)))
  const shown = strata.map((stratum): StratumDifference => {
    const place = told.indexOf(stratum)
    const own = found[place]
    if (own === undefined) return { name: stratum.name, weight: null, found: null, opposite: null }
    const sign = Math.sign(own.difference ?? 0) * Math.sign(crude.difference ?? 0)
    return {
      name: stratum.name,
      weight: (stratum.first.n + stratum.second.n) / all,
      found: own,
      opposite: sign === 0 ? null : sign < 0,
    }
  })
  const pointing = shown.filter(({ opposite }) => opposite !== null)
  const against = pointing.filter(({ opposite }) => opposite === true)
  const weightOf = (some: ReadonlyArray<StratumDifference>) => some.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  const oppositeWeight = pointing.length === 0 ? null : weightOf(against) / weightOf(pointing)
  const held = standardise(strata, level)
  const turned = (held?.difference ?? 0) * (crude.difference ?? 0) < 0
  const reversed = turned && (oppositeWeight ?? 0) > 0.5
  const shift = kitagawa(strata)
  const withheld = strata.length - told.length
  return {
    crude,
    adjusted: held,
    rate: shift?.rate ?? null,
    mix: shift?.mix ?? null,
    crudeOddsRatio: pooledOddsRatio([whole], level),
    adjustedOddsRatio: pooledOddsRatio(strata, level),
    reversed,
    throughout: reversed && against.length === pointing.length,
    oppositeWeight,
    strata: shown,
    caveats: [
      ...(all === 0 ? [{ id: "zero-denominator" as const }] : []),
      ...(withheld > 0 ? [{ id: "withheld" as const, data: { n: withheld, minimum: least } }] : []),
      ...(settled === "after" ? [{ id: "post-treatment" as const }] : []),
    ],
  }
}

const total = (groups: ReadonlyArray<Successes>): Successes =>
  groups.reduce((sum, { n, x }) => ({ n: sum.n + n, x: sum.x + x }), { n: 0, x: 0 })

const differenceOf = ({ first, name, second }: Stratum, level: number): ShareDifference =>
  shareDifference(name, shareOf(first.x, first.n, level), shareOf(second.x, second.n, level), level)
