import type { TransitionOptions, Transitions } from "@touchpoint/core/questions"
import { compareValues, type Value } from "../Row.ts"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"

/** The fold `transitions`, counted anew. @category oracle @since 0.2.0 */
export const transitions = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { collapse }: TransitionOptions,
): Counted<Transitions> =>
  byGroup(units, (unit) => unit.find(({ group }) => group !== null)?.group ?? null).flatMap(([place, own]) => {
    const trails = own
      .map((unit) => unit.map(({ label }) => label("touchpoint")).filter((label) => label !== null))
      .map((labels) => labels.filter((label, i) => !collapse || label !== labels[i - 1]))
      .filter((labels) => labels.length > 0)
    const moves = trails.flatMap((labels) => [null, ...labels].map((from, i) => ({ from, to: labels[i] ?? null })))
    const counted = gather(moves, ({ from, to }) => [from, to])
      .flatMap((same) => same.slice(0, 1).map((move) => ({ ...move, count: same.length })))
      .toSorted((a, b) => compareValues(a.from, b.from) || compareValues(a.to, b.to))
    const text = (value: Value) => (value === null ? null : String(value))
    const named = counted.map(({ count, from, to }) => ({ from: text(from), to: text(to), count }))
    return trails.length === 0 ? [] : [[place, { trails: trails.length, moves: named }] as const]
  })
