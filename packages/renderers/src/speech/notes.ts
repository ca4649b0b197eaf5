import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { caveatText } from "./phrases.ts"

/** Numbered notes of a table, each sentence once: those of every row, and those of single rows. */
export interface Notes {
  /** Sentences in the order of their numbers, which begin at 1. */
  readonly sentences: ReadonlyArray<string>
  /** Numbers that hold for every row: they stand at the caption. */
  readonly common: ReadonlyArray<number>
  /** Numbers of the row of a measurement, without the common ones. */
  readonly of: (m: Measurement) => ReadonlyArray<number>
}

/** Numbers the caveats of a table. */
export const notesOf = (voice: Voice, measurements: ReadonlyArray<Measurement>): Notes => {
  const byRow = new Map(measurements.map((m) => [m, new Set(m.caveats.map((caveat) => caveatText(voice, caveat)))]))
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
