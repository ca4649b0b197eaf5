import type { Recurrence, RecurrenceOptions } from "@touchpoint/core/questions"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"
import { durations, levels } from "./histograms.ts"

interface Buyer {
  readonly group: Place
  /** Instants of its occurrences, parcels of one taken together. */
  readonly at: ReadonlyArray<number>
}

/** The fold `recurrence`, counted anew. @category oracle @since 0.2.0 */
export const recurrence = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { apart, asOf, horizons, mark }: RecurrenceOptions,
): Counted<Recurrence> => {
  const buyers = units.flatMap((unit): ReadonlyArray<Buyer> => {
    const rows = unit.filter(({ marks }) => marks.has(mark))
    const group = rows[0]?.group ?? null
    const at = rows.map((row) => row.at).filter((one, i, all) => i === 0 || one - Number(all[i - 1]) >= apart)
    return group === null ? [] : [{ group, at }]
  })
  return byGroup(buyers, ({ group }) => group).map(([place, own]) => {
    const delays = own.flatMap(({ at: [first = 0, second] }) => (second === undefined ? [] : [second - first]))
    const until = (some: ReadonlyArray<Buyer>) => (asOf === null ? [] : some.map(({ at }) => asOf - Number(at.at(-1))))
    return [
      place,
      {
        units: own.length,
        horizons: horizons.map((horizon) => {
          const mature = own.filter(({ at: [first = 0] }) => asOf === null || first + horizon <= asOf)
          const again = mature.filter(({ at: [first = 0, second = Infinity] }) => second - first <= horizon)
          return { n: mature.length, x: again.length }
        }),
        counts: levels(own.map(({ at }) => at.length)),
        delays: durations(delays),
        gaps: durations(own.flatMap(({ at }) => at.slice(1).map((one, i) => one - Number(at[i])))),
        waiting: durations(until(own.filter(({ at }) => at.length === 1))),
        since: durations(until(own)),
      },
    ]
  })
}
