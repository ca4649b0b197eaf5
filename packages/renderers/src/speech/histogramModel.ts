import type { Histogram, Voice } from "@touchpoint/core/report"

/** A bin of a histogram as texts. */
export interface Bin {
  /** `4`; `12+` for the last, where it holds all above. */
  readonly name: string
  readonly count: number
  readonly countText: string
  /** Of all. */
  readonly share: number
  readonly shareText: string
  readonly over: boolean
}

/** Bins that are shown one by one; what lies above shares the last. */
const MOST = 20

/** The bins of a histogram without holes, a long tail as one bin, and which of them lie over the cap. */
export const histogramModel = ({ wording }: Voice, { bins, cap }: Histogram): ReadonlyArray<Bin> => {
  const counts = new Map<number, number>()
  for (const { count, value } of bins) counts.set(value, (counts.get(value) ?? 0) + count)
  const values = [...counts.keys()].toSorted((a, b) => a - b)
  const [least = 0, most = 0] = [values[0], values.at(-1)]
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const whole = values.every((value) => Number.isInteger(value))
  // Whole values stand side by side, those that nobody has too; others only where somebody has them.
  const last = Math.max(least + MOST - 1, (cap ?? 0) + 1)
  const places = whole ? Array.from({ length: Math.min(most, last) - least + 1 }, (_, i) => least + i) : values
  if (total === 0) return []
  return places.map((value, i): Bin => {
    const rest = whole && i === places.length - 1 && most > value
    const count = rest
      ? values.filter((other) => other >= value).reduce((sum, other) => sum + (counts.get(other) ?? 0), 0)
      : (counts.get(value) ?? 0)
    const name = whole ? wording.count(value) : wording.number(value, 1)
    return {
      name: rest ? `${name}+` : name,
      count,
      countText: wording.count(count),
      share: count / total,
      shareText: wording.percent(count / total),
      over: cap !== null && value > cap,
    }
  })
}
