import type { Accrual, AccrualOptions } from "@touchpoint/core/questions"
import { byGroup, type Counted, type Seen } from "../Seen.ts"

/** The fold `accrual`, counted anew. @category oracle @since 0.2.0 */
export const accrual = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { asOf, counted, entry, windows }: AccrualOptions,
): Counted<Accrual> => {
  const entered = units.flatMap((unit) => {
    const rows = unit.slice(unit.findIndex(({ marks }) => marks.has(entry)))
    const [first] = rows
    return first === undefined || !first.marks.has(entry) ? [] : [{ first, rows }]
  })
  return byGroup(entered, ({ first }) => first.group).map(([place, own]) => [
    place,
    {
      units: own.length,
      windows: windows.map((window) => {
        const sums = own
          .filter(({ first }) => asOf === null || first.at + window <= asOf)
          .map(({ first, rows }) =>
            total(
              rows
                .filter(({ at, marks }) => marks.has(counted) && at - first.at <= window)
                .map(({ value }) => value ?? 0),
            ),
          )
        const n = sums.length
        const mean = n === 0 ? 0 : total(sums) / n
        return {
          n,
          mean,
          m2: total(sums.map((x) => (x - mean) ** 2)),
          m3: total(sums.map((x) => (x - mean) ** 3)),
        }
      }),
    },
  ])
}

const total = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)
