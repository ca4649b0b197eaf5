import type { Seen } from "../Seen.ts"

/** A journey, found by cutting lists. @category oracle @since 0.2.0 */
export interface Journey {
  readonly touches: ReadonlyArray<Seen>
  /** The row that converted; `null` where none did. */
  readonly conversion: Seen | null
}

/** What cuts journeys. @category oracle @since 0.2.0 */
export interface Cuts {
  readonly gap: number | null
  readonly lookBack: number | null
  readonly reuse: boolean
  readonly conversion: string | null
  readonly start: string | null
  readonly touch: string | null
}

/** The label that folds of journeys read. @category oracle @since 0.2.0 */
export const labelOf = (row: Seen): string | null => row.label("touchpoint")

/** Cuts a list before each item for which a test holds. */
const cutBefore = <T>(
  items: ReadonlyArray<T>,
  test: (item: T, before: T) => boolean,
): ReadonlyArray<ReadonlyArray<T>> =>
  items.reduce<ReadonlyArray<ReadonlyArray<T>>>((parts, item) => {
    const last = parts.at(-1)
    const before = last?.at(-1)
    return last === undefined || before === undefined || test(item, before)
      ? [...parts, [item]]
      : [...parts.slice(0, -1), [...last, item]]
  }, [])

/** The journeys of a unit. @category oracle @since 0.2.0 */
export const journeysOf = (
  unit: ReadonlyArray<Seen>,
  { conversion, gap, lookBack, reuse, start, touch }: Cuts,
): ReadonlyArray<Journey> => {
  const converts = (row: Seen) => conversion !== null && row.marks.has(conversion)
  const touches = (row: Seen) => labelOf(row) !== null && (touch === null || row.marks.has(touch))
  const begins = (row: Seen) => start !== null && row.marks.has(start) && touches(row)
  const rows = unit.filter((row) => row.at > Number.NEGATIVE_INFINITY && (touches(row) || converts(row)))
  const chains = cutBefore(rows, (row, before) => gap !== null && row.at - before.at > gap)
  const pieces = chains.flatMap((chain) => cutBefore(chain, begins))
  return pieces.flatMap((piece): ReadonlyArray<Journey> => {
    const walked = start === null || piece.slice(0, 1).some(begins)
    const within = (some: ReadonlyArray<Seen>, end: Seen | undefined) =>
      some.filter((row) => walked && touches(row) && (lookBack === null || row.at >= Number(end?.at) - lookBack))
    const ends = piece.flatMap((row, i) => (converts(row) ? [i] : []))
    const rest = piece.slice((ends.at(-1) ?? -1) + 1).filter(touches)
    const lost = within(rest, rest.at(-1))
    return [
      ...ends.map((end, k): Journey => {
        const row = piece[end] as Seen
        return { touches: within(piece.slice(reuse ? 0 : (ends[k - 1] ?? -1) + 1, end + 1), row), conversion: row }
      }),
      ...(lost.length === 0 ? [] : [{ touches: lost, conversion: null }]),
    ]
  })
}
