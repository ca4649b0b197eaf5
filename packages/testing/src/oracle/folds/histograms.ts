import type { LogHistogram } from "@touchpoint/core/moments"

/** A logarithmic histogram by its definition: the bin of x is the least k with γ^k ≥ x, for γ = 101/99. @category oracle @since 0.2.0 */
export const durations = (all: ReadonlyArray<number>): LogHistogram => {
  const keys = all.filter((x) => x > 0).map((x) => Math.ceil(Math.log(x) / Math.log(1.01 / 0.99)))
  return {
    zero: all.length - keys.length,
    bins: [...new Set(keys)].toSorted((a, b) => a - b).map((key) => [key, keys.filter((one) => one === key).length]),
  }
}

/** Counts by value, ascending. @category oracle @since 0.2.0 */
export const levels = (values: ReadonlyArray<number>) => ({
  levels: [...new Set(values)]
    .toSorted((a, b) => a - b)
    .map((value) => {
      const n = values.filter((one) => one === value).length
      return { value, n, w: n, w2: n }
    }),
})
