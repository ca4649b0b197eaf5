import type { DimensionValue } from "../questions/Dimension.ts"
import type { PairedSample } from "../stats/index.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import type { Spending, SpendingUnit, Spent } from "./spending.ts"

/** What a unit brought: money or pieces, in so many rows. */
export interface Brought {
  readonly amount: number
  readonly rows: number
}

/** Costs and what they brought, paired by unit. */
export interface SpendingPairs {
  /** Units of (brought, cost). */
  readonly units: PairedSample
  /** Units with a cost. */
  readonly paid: number
  readonly cost: number
  readonly brought: number
  /** Rows that brought something. */
  readonly rows: number
  /** Rows that brought something where no cost is recorded: outside, as their cost is not known to be 0. */
  readonly without: number
  /** Rows of costs that name no unit: outside, as nobody knows what they brought. */
  readonly nameless: number
}

/**
 * Pairs costs with what they brought. Days take all there is, as what is spent on one day sells on others too. Of
 * touchpoints and campaigns only those count that have a cost.
 */
export const pairUp = (
  { by }: Spent,
  brought: ReadonlyMap<DimensionValue, Brought>,
  unit: SpendingUnit,
): SpendingPairs => {
  const none = { amount: 0, rows: 0 }
  const all = by.size === 0 ? [] : [...new Set([...by.keys(), ...brought.keys()])]
  const units = unit === "day" ? all : [...by.keys()].filter((one) => one !== null)
  const pairs = units.map((one) => [(brought.get(one) ?? none).amount, (by.get(one) ?? none).amount] as const)
  const rows = units.reduce<number>((sum, one) => sum + (brought.get(one) ?? none).rows, 0)
  return {
    units: pairedSample(pairs),
    paid: pairs.filter(([, cost]) => cost !== 0).length,
    brought: pairs.reduce((sum, [x]) => sum + x, 0),
    cost: pairs.reduce((sum, [, y]) => sum + y, 0),
    rows,
    without: [...brought.values()].reduce((sum, one) => sum + one.rows, 0) - rows,
    nameless: unit === "day" ? 0 : (by.get(null) ?? none).rows,
  }
}

/**
 * Why pairs give no interval, and what may help: costs that lie on few of the days, as those of months do, tell nothing of
 * how costs and what they brought go together; of a few touchpoints or campaigns days are more.
 */
export const withoutInterval = (
  { paid, units }: SpendingPairs,
  { pairs, spread }: { readonly pairs: SpendingUnit; readonly spread: Spending["spread"] },
): Caveat =>
  pairs === "day" && paid === units.n ? caveat("no-ci") : caveat("no-ci", { paid, units: units.n, pairs, spread })

/** Means and central cross-products of pairs. */
const pairedSample = (pairs: ReadonlyArray<readonly [number, number]>): PairedSample => {
  const n = pairs.length
  const mean = (of: (pair: readonly [number, number]) => number) =>
    n === 0 ? 0 : pairs.reduce((sum, pair) => sum + of(pair), 0) / n
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)]
  return {
    n,
    meanX,
    meanY,
    mxx: pairs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0),
    myy: pairs.reduce((sum, [, y]) => sum + (y - meanY) ** 2, 0),
    cxy: pairs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0),
  }
}
