import type { TransitionOptions, Transitions } from "@touchpoint/core/questions"
import { compareValues, type Value } from "../Row.ts"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"
import { durations } from "./histograms.ts"
import { journeysOf, labelOf } from "./journeys.ts"

interface Visit {
  readonly label: string | null
  readonly at: number
}

/** The fold `transitions`, counted anew. @category oracle @since 0.2.0 */
export const transitions = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { collapse, dwell, gap }: TransitionOptions,
): Counted<Transitions> => {
  const walks = units.flatMap((unit) =>
    journeysOf(unit, { gap, lookBack: null, reuse: false, conversion: null, start: null, touch: null }).map(
      ({ touches }) => touches,
    ),
  )
  return byGroup(walks, (walk) => walk[0]?.group ?? null).map(([place, own]) => {
    const moves = own.flatMap((walk, at) => {
      const visits = walk
        .map((row): Visit => ({ label: labelOf(row), at: row.at }))
        .filter(({ label }, i) => !collapse || i === 0 || label !== labelOf(walk[i - 1] as Seen))
      const edge: Visit = { label: null, at: Number.NaN }
      return [edge, ...visits].map((from, i) => ({ walk: at, from, to: visits[i] ?? edge }))
    })
    const text = (value: Value) => (value === null ? null : String(value))
    const counted = gather(moves, ({ from, to }) => [from.label, to.label]).map((same) => ({
      from: text(same[0]?.from.label ?? null),
      to: text(same[0]?.to.label ?? null),
      count: same.length,
      walks: new Set(same.map(({ walk }) => walk)).size,
      dwell: durations(dwell ? same.map(({ from, to }) => to.at - from.at).filter((time) => !Number.isNaN(time)) : []),
    }))
    return [
      place,
      {
        walks: own.length,
        moves: counted.toSorted((a, b) => compareValues(a.from, b.from) || compareValues(a.to, b.to)),
      },
    ] as const
  })
}
