import type { Durations } from "../../questions/folds/durations/index.ts"
import type { Spells } from "../../questions/folds/spells/index.ts"
import type { LifeCounts, Lifetimes } from "../../stats/index.ts"

type Counts = Iterable<readonly [time: number, n: number]>

const livesOf = (events: Counts, censored: Counts, entered: Counts): Lifetimes => {
  const lives = new Map<number, LifeCounts>()
  const add = (all: Counts, what: keyof LifeCounts) => {
    for (const [time, n] of all) {
      const known = lives.get(time)
      lives.set(time, { events: 0, censored: 0, ...known, [what]: (known?.[what] ?? 0) + n })
    }
  }
  add(events, "events")
  add(censored, "censored")
  add(entered, "entered")
  return lives
}

/**
 * Lifetimes in milliseconds from the state of the fold `durations`: what still runs, and what was given up, counts as long
 * as it lasted. What ended before it began (`negative`) is not among them.
 *
 * @category survival
 * @since 0.2.0
 */
export const durationLives = ({ closed, dropped, open }: Durations): Lifetimes =>
  livesOf(closed, [...open, ...dropped], [])

/** Lifetimes in days from the state of the fold `spells`, with those who were known only later. @category survival @since 0.2.0 */
export const spellLives = ({ lives }: Spells): Lifetimes => {
  const counts = (of: "ended" | "running" | "entered"): Counts =>
    lives === null ? [] : lives[of].levels.map(({ n, value }) => [value, n])
  return livesOf(counts("ended"), counts("running"), counts("entered"))
}
