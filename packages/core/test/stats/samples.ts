import type { LifeCounts, Lifetimes } from "@touchpoint/core/stats"

/** The summary a formula takes, from raw values. */
export const sampleOf = (values: ReadonlyArray<number>) => {
  const n = values.length
  const mean = values.reduce((sum, v) => sum + v, 0) / n
  return { n, mean, m2: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) }
}

/** The summary of pairs a formula takes, from raw values. */
export const pairsOf = (x: ReadonlyArray<number>, y: ReadonlyArray<number>) => {
  const [a, b] = [sampleOf(x), sampleOf(y)]
  const cxy = x.reduce((sum, v, i) => sum + (v - a.mean) * ((y[i] ?? NaN) - b.mean), 0)
  return { n: a.n, meanX: a.mean, meanY: b.mean, mxx: a.m2, myy: b.m2, cxy }
}

/** Counts by level, from an object with the levels as keys. */
export const levelsOf = (counts: Readonly<Record<string, number>>): ReadonlyMap<number, number> =>
  new Map(Object.entries(counts).map(([level, count]) => [Number(level), count]))

/** Lifetimes one by one; without `events` all had theirs. */
export const livesOf = (times: ReadonlyArray<number>, events: ReadonlyArray<number> | null = null): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  for (const [i, time] of times.entries()) {
    const known = lives.get(time) ?? { events: 0, censored: 0 }
    const event = events === null || events[i] === 1
    lives.set(time, { events: known.events + (event ? 1 : 0), censored: known.censored + (event ? 0 : 1) })
  }
  return lives
}
