import type { Caveat } from "../metrics/Caveat.ts"
import type { Measurement } from "../metrics/Measurement.ts"
import { message } from "../rules/Message.ts"
import type { Voice } from "./voice.ts"

/** What a caveat of a measurement says. @category reports @since 0.2.0 */
export const caveatText = (voice: Voice, { data = {}, id }: Caveat, m: Measurement): string =>
  voice.say(message(`report/${id}`, data, [m]))

/**
 * Numbered notes of a table, each sentence once: those of every row, and those of single rows.
 *
 * @category reports
 * @since 0.2.0
 */
export interface Notes {
  /** Sentences in the order of their numbers, which begin at 1. */
  readonly sentences: ReadonlyArray<string>
  /** Numbers that hold for every row: they stand at the caption. */
  readonly common: ReadonlyArray<number>
  /** Numbers of the row of a measurement, without the common ones. */
  readonly of: (m: Measurement) => ReadonlyArray<number>
}

/** Numbers the caveats of a table. @category reports @since 0.2.0 */
export const notesOf = (voice: Voice, measurements: ReadonlyArray<Measurement>): Notes => {
  const told = telling(voice, measurements)
  const byRow = new Map(measurements.map((m) => [m, new Set(m.caveats.map((caveat) => told(caveat, m)))]))
  const rows = [...byRow.values()]
  const all = new Set(rows.flatMap((row) => [...row]))
  const shared = [...all].filter((sentence) => rows.length > 1 && rows.every((row) => row.has(sentence)))
  const sentences = [...new Set([...shared, ...all])]
  const numbers = new Map(sentences.map((sentence, i) => [sentence, i + 1]))
  const numbersOf = (texts: Iterable<string>) => [...texts].flatMap((sentence) => numbers.get(sentence) ?? [])
  return {
    sentences,
    common: numbersOf(shared),
    of: (m) =>
      numbersOf([...(byRow.get(m) ?? [])].filter((sentence) => !shared.includes(sentence))).toSorted((a, b) => a - b),
  }
}

/** How often a caveat may be told with its own figures; more are told together, without them. */
const APART = 2

/**
 * What is said of a caveat in a table: with its figures where few rows have it, and once for all where many have it, as
 * far as there is such a sentence.
 */
const telling = (
  voice: Voice,
  measurements: ReadonlyArray<Measurement>,
): ((caveat: Caveat, m: Measurement) => string) => {
  const forms = new Map<string, Set<string>>()
  for (const m of measurements)
    for (const caveat of m.caveats)
      forms.set(caveat.id, (forms.get(caveat.id) ?? new Set<string>()).add(caveatText(voice, caveat, m)))
  return (caveat, m) => {
    const own = caveatText(voice, caveat, m)
    if ((forms.get(caveat.id)?.size ?? 0) <= APART) return own
    const id = `report/some-${caveat.id}`
    const together = voice.say(message(id, caveat.data ?? {}))
    // A sentence nobody wrote is said by its id.
    return together === id ? own : together
  }
}
