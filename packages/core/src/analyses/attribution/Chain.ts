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
  const codes = new Map<string, number>()
  const states = [{ channel: null as string | null, last: [] as ReadonlyArray<number> }]
  const known = new Map<string, number>([["", 0]])
  // Which state a touch leads to, by state and code: most touches have been there before.
  const next: Array<Array<number | undefined>> = [[]]
  const enter = (from: number, touch: string): number => {
    let code = codes.get(touch)
    if (code === undefined) codes.set(touch, (code = codes.size))
    const row = next[from] as Array<number | undefined>
    const met = row[code]
    if (met !== undefined) return met
    const last = [...(states[from]?.last ?? []), code].slice(-order)
    const key = last.join(" ")
    let state = known.get(key)
    if (state === undefined) {
      known.set(key, (state = states.length))
      states.push({ channel: touch, last })
      next.push([])
    }
    row[code] = state
    return state
  }
  // Weights by state, of which at most MOST_STATES are kept: to each state, and in the end to a conversion and to none.
  const weights: Array<Map<number, number>> = []
  const ends: Array<[converted: number, lost: number]> = []
  const add = (from: number, to: number, weight: number): void => {
    const row = (weights[from] ??= new Map())
    row.set(to, (row.get(to) ?? 0) + weight)
  }
  for (const { converted, lost, path } of all) {
    if (path.length === 0) continue
    let state = 0
    for (const touch of path) {
      const to = enter(state, touch)
      add(state, to, converted + lost)
      state = to
    }
    if (states.length > MOST_STATES) return null
    const end = (ends[state] ??= [0, 0])
    end[0] += converted
    end[1] += lost
  }
  const size = states.length
  return {
    rows: states.map((_, from) => {
      const row = new Float64Array(size + 2)
      for (const [to, weight] of weights[from] ?? []) row[to] = weight
      ;[row[size], row[size + 1]] = ends[from] ?? [0, 0]
      return row
    }),
    channel: states.map(({ channel }) => channel),
  }
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
