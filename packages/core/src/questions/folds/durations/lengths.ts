import * as Schema from "effect/Schema"

/**
 * Lengths of time in milliseconds and how many there are of each, ascending. Lengths are kept to four significant
 * digits: within 0.05 %, and exact where they are whole seconds, minutes or hours of everyday length.
 *
 * @category folds
 * @since 0.2.0
 */
export const Lengths = Schema.Array(Schema.Tuple([Schema.Finite, Schema.Int]))
/** @see {@link Lengths} @category folds @since 0.2.0 */
export type Lengths = typeof Lengths.Type

/** Counts lengths one by one. @category folds @since 0.2.0 */
export const lengthCounter = (): { readonly add: (length: number) => void; readonly state: () => Lengths } => {
  const counts = new Map<number, number>()
  return {
    add: (length) => {
      const kept = fourDigits(length)
      counts.set(kept, (counts.get(kept) ?? 0) + 1)
    },
    state: () => sorted(counts),
  }
}

/** A length of 0 or more to four significant digits of whole milliseconds. */
const fourDigits = (length: number): number => {
  const whole = Math.round(length)
  let unit = 1
  while (whole / unit >= 10_000) unit *= 10
  return Math.round(whole / unit) * unit
}

/** Both together. @category folds @since 0.2.0 */
export const mergeLengths = (a: Lengths, b: Lengths): Lengths => {
  const counts = new Map(a)
  for (const [length, n] of b) counts.set(length, (counts.get(length) ?? 0) + n)
  return sorted(counts)
}

const sorted = (counts: Iterable<readonly [number, number]>): Lengths => [...counts].toSorted(([a], [b]) => a - b)
