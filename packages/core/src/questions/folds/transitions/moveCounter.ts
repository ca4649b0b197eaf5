import { type LogHistogram, LogHistogram as LogHistogramMoment, logCounter } from "../../../moments/LogHistogram.ts"

/** What was counted of a move. */
interface MoveCount {
  readonly count: number
  readonly walks: number
  readonly dwell: LogHistogram
}

/** Counts moves by cell. */
export interface MoveCounter {
  /** `walk` is another number for every walk; `dwell` is NaN where it is not counted. */
  readonly add: (cell: number, walk: number, dwell: number) => void
  readonly entries: () => ReadonlyArray<readonly [cell: number, MoveCount]>
}

/** Most cells counted in arrays; more than fit are numbered as they come. */
const DENSE = 1 << 20

/** A counter for so many cells: dense where they are few, so that a move is a few additions. */
export const moveCounter = (cells: number): MoveCounter => {
  const places = new Map<number, number>()
  const dense = cells <= DENSE
  let size = dense ? cells : 1024
  let [counts, walks, last] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const dwells: Array<ReturnType<typeof logCounter> | undefined> = []
  const placeOf = (cell: number): number => {
    if (dense) return cell
    const known = places.get(cell)
    if (known !== undefined) return known
    if (places.size === size) {
      size *= 2
      ;[counts, walks, last] = [grown(counts), grown(walks), grown(last)]
    }
    places.set(cell, places.size)
    return places.size - 1
  }
  return {
    add: (cell, walk, dwell) => {
      const place = placeOf(cell)
      counts[place] = (counts[place] as number) + 1
      if (last[place] !== walk) walks[place] = (walks[place] as number) + 1
      last[place] = walk
      if (dwell === dwell) (dwells[place] ??= logCounter()).add(dwell)
    },
    entries: () =>
      (dense ? Array.from(counts.keys(), (cell) => [cell, cell] as const) : [...places])
        .filter(([, place]) => (counts[place] as number) > 0)
        .map(([cell, place]) => [
          cell,
          {
            count: counts[place] as number,
            walks: walks[place] as number,
            dwell: dwells[place]?.state() ?? LogHistogramMoment.empty,
          },
        ]),
  }
}

const grown = (values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const more = new Int32Array(2 * values.length)
  more.set(values)
  return more
}
