import type { Measurement } from "@touchpoint/core/metrics"

/**
 * How sure it is that a measurement lies below a floor: `likely` where its whole interval does, `possible` where only
 * the value does, `null` where it does not (a value exactly at the floor is not below it), where nothing was measured,
 * or where fewer than `minimum` were counted.
 */
export const below = (
  { interval, n, value }: Measurement,
  floor: number,
  minimum: number,
): "likely" | "possible" | null => {
  if (value === null || n < minimum || value >= floor) return null
  const high = interval?.high ?? null
  return high !== null && high < floor ? "likely" : "possible"
}

/** How sure it is that a measurement lies above a ceiling; as {@link below}. */
export const above = (
  { interval, n, value }: Measurement,
  ceiling: number,
  minimum: number,
): "likely" | "possible" | null => {
  if (value === null || n < minimum || value <= ceiling) return null
  const low = interval?.low ?? null
  return low !== null && low > ceiling ? "likely" : "possible"
}
