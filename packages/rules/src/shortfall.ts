import type { Measurement } from "@touchpoint/core/metrics"
import type { Recommendation } from "@touchpoint/core/rules"

/**
 * How many of those measured a share is away from its target, with the interval: arithmetic, not a forecast. `above`
 * where the share should not be above the target. An end beyond the target is 0: fewer than none are not away.
 */
export const shortfall = (
  { denominator, interval, unitOfN, value: share }: Measurement,
  target: number,
  side: "below" | "above" = "below",
  unit: string = unitOfN,
): Recommendation["expectedEffect"] => {
  if (share === null || denominator === null) return null
  const at = (end: number) => (side === "below" ? target - end : end - target) * denominator
  const ends =
    interval === null ? null : side === "below" ? [interval.high, interval.low] : [interval.low, interval.high]
  return {
    value: at(share),
    interval:
      interval === null || ends === null
        ? null
        : {
            ...interval,
            low: ends[0] === null || ends[0] === undefined ? null : Math.max(0, at(ends[0])),
            high: ends[1] === null || ends[1] === undefined ? null : at(ends[1]),
          },
    unit: { kind: "count" },
    unitOfN: unit,
  }
}
