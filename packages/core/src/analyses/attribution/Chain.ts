import type { PathCount } from "./PathCount.ts"

/**
 * An absorbing Markov chain: row `s` holds the weights with which state `s` is left to every state, and in its last two
 * columns to a conversion and to none. State 0 is the start, to which nothing leads back.
 *
 * @internal
 */
export interface Chain {
  readonly rows: ReadonlyArray<Float64Array>
  /** Channel whose touch a state ends with; `null` for the start. */
  readonly channel: ReadonlyArray<string | null>
}

/** States a chain may have: elimination takes their number to the third power. */
const MOST_STATES = 2000

/** The chain in which the last `order` touches decide what comes next; `null` where there are too many of these. */
export const chainOf = (all: ReadonlyArray<PathCount>, order: number): Chain | null => {
  const paths = all.filter(({ path }) => path.length > 0)
  const codes = new Map<string, number>([["[]", 0]])
  const channel: Array<string | null> = [null]
  const walks: Array<ReadonlyArray<number>> = []
  for (const { path } of paths) {
    const states = path.map((touch, i) => {
      const key = JSON.stringify(path.slice(Math.max(0, i + 1 - order), i + 1))
      const known = codes.get(key)
      if (known !== undefined) return known
      codes.set(key, codes.size)
      channel.push(touch)
      return codes.size - 1
    })
    if (codes.size > MOST_STATES) return null
    walks.push([0, ...states])
  }
  const size = codes.size
  const rows = Array.from({ length: size }, () => new Float64Array(size + 2))
  const add = (from: number, to: number, weight: number): void => {
    const row = rows[from] as Float64Array
    row[to] = (row[to] as number) + weight
  }
  for (const [i, walk] of walks.entries()) {
    const { converted, lost } = paths[i] as PathCount
    for (let step = 1; step < walk.length; step++) add(walk[step - 1] as number, walk[step] as number, converted + lost)
    const last = walk.at(-1) ?? 0
    add(last, size, converted)
    add(last, size + 1, lost)
  }
  return { rows, channel }
}

/**
 * The chain as it is seen by who does not look while it is in some states: the ways through these are added to the
 * others. Nothing is subtracted, so small weights keep all their digits. Source: Grassmann, Taksar & Heyman 1985.
 *
 * @internal
 */
export const without = ({ channel, rows }: Chain, away: (channel: string | null) => boolean): Chain => {
  const kept = channel.flatMap((one, state) => (away(one) ? [] : [state]))
  const left = channel.flatMap((one, state) => (away(one) ? [state] : []))
  const own = rows.map((row) => row.slice())
  for (const [done, state] of left.entries()) {
    const through = own[state] as Float64Array
    const ends = [...kept, ...left.slice(done + 1), rows.length, rows.length + 1]
    const out = ends.reduce((sum, end) => sum + (through[end] as number), 0)
    // A state that nothing leaves is one that nothing enters.
    if (out === 0) continue
    for (const from of [...kept, ...left.slice(done + 1)]) {
      const row = own[from] as Float64Array
      const weight = row[state] as number
      if (weight === 0) continue
      for (const end of ends) row[end] = (row[end] as number) + (weight * (through[end] as number)) / out
    }
  }
  return {
    channel: kept.map((state) => channel[state] ?? null),
    rows: kept.map((state) =>
      Float64Array.from([...kept, rows.length, rows.length + 1], (end) => own[state]?.[end] as number),
    ),
  }
}
