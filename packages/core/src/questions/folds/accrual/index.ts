import * as Schema from "effect/Schema"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"
import { type Accrued, addAccrued, mergeAccrued, noneAccrued } from "./accrued.ts"

const Milliseconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** Options of the fold `accrual`. @category folds @since 0.2.0 */
export const AccrualOptions = Schema.Struct({
  /** Mark of the row from which time counts: the first of all that a unit has. */
  entry: Schema.String,
  /** Mark of the rows whose values add up. */
  counted: Schema.String,
  /** Milliseconds from the entry, the last one included, within which they do. */
  windows: Schema.Array(Milliseconds),
  /** Up to when facts are complete; `null`: everybody had all the time there is. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link AccrualOptions} @category folds @since 0.2.0 */
export type AccrualOptions = typeof AccrualOptions.Type

/** State of the fold `accrual`. @category folds @since 0.2.0 */
export interface Accrual {
  /** Units that entered. */
  readonly units: number
  /** By window: how the sums of the units differ that have had this long. */
  readonly windows: ReadonlyArray<Accrued>
}

/**
 * What adds up for each unit within some time of its entry: revenue of a customer's first year, friends who accepted an
 * invitation within a month. A unit belongs to the group of its first entry of all; where that cannot open, the unit is
 * not counted. Units for whom a window is not over are outside it; those with nothing to add up count with 0.
 *
 * The entry's own row adds up where it bears that mark too; rows before it do not. A row without a value adds nothing.
 *
 * @category folds
 * @since 0.2.0
 */
export const accrual: Fold<Accrual, AccrualOptions> = makeFold({
  id: "accrual",
  version: 1,
  label: null,
  options: AccrualOptions,
  axes: ["unit"],
  schema: Schema.Struct({
    units: Schema.Int,
    windows: Schema.Array(Schema.Struct({ n: Schema.Int, mean: Schema.Finite, m2: Schema.Finite, m3: Schema.Finite })),
  }),
  empty: ({ windows }: AccrualOptions): Accrual => ({ units: 0, windows: windows.map(() => noneAccrued) }),
  merge: (a: Accrual, b: Accrual): Accrual => ({
    units: a.units + b.units,
    windows: a.windows.map((one, i) => mergeAccrued(one, b.windows[i] ?? noneAccrued)),
  }),
  problem: ({ counted, entry }: AccrualOptions, { marks }) => {
    const unknown = [entry, counted].find((mark) => !marks.includes(mark))
    return unknown === undefined ? null : `there is no mark ${JSON.stringify(unknown)}`
  },
  run: (options: AccrualOptions, context) => running(options, context),
})

const running = ({ asOf, windows, ...named }: AccrualOptions, { groups, marks }: FoldContext): Running<Accrual> => {
  const [entryBit, countedBit] = [1 << marks.indexOf(named.entry), 1 << marks.indexOf(named.counted)]
  const counts = groups.map(() => ({ units: 0, windows: windows.map(() => ({ ...noneAccrued })) }))
  return {
    unit: ({ at, from, group, marks: borne, to, value }: Trail) => {
      let entry = from
      while (entry < to && ((borne[entry] as number) & entryBit) === 0) entry++
      const own = entry === to ? undefined : counts[group[entry] as number]
      if (own === undefined) return
      own.units++
      const start = at[entry] as number
      for (const [i, window] of windows.entries()) {
        const accrued = own.windows[i]
        if (accrued === undefined || (asOf !== null && start + window > asOf)) continue
        let sum = 0
        for (let row = entry; row < to && (at[row] as number) - start <= window; row++) {
          if (((borne[row] as number) & countedBit) === 0) continue
          const worth = value === null ? Number.NaN : (value[row] as number)
          if (worth === worth) sum += worth
        }
        addAccrued(accrued, sum)
      }
    },
    finish: () => counts.map((own) => (own.units === 0 ? undefined : own)),
  }
}

export type { Accrued } from "./accrued.ts"
