import type { Measurement } from "../metrics/Measurement.ts"
import { isClear } from "./messages/units.ts"

/**
 * What became of a number since the previous period: `better` and `worse` where a direction is good, `up` and `down`
 * where none is, `none` where the interval of the difference holds 0, `withheld` where there is nothing honest to
 * compare, or too little of it on either side.
 *
 * @category reports
 * @since 0.2.0
 */
export type Change = "better" | "worse" | "up" | "down" | "none" | "withheld"

/**
 * The change of a measurement to the previous period; `null` where it is not compared with one.
 *
 * @category reports
 * @since 0.2.0
 */
export const changeOf = (m: Measurement, better: "higher" | "lower" | "neutral"): Change | null => {
  const { versus } = m
  if (versus?.period === undefined) return null
  if (versus.difference === null || versus.interval === null || isFew(m)) return "withheld"
  if (!isClear(m)) return "none"
  const up = versus.difference > 0
  if (better === "neutral") return up ? "up" : "down"
  return up === (better === "higher") ? "better" : "worse"
}

const FEW: ReadonlySet<string> = new Set(["insufficient", "small-sample", "small-baseline"])

/**
 * Whether a number, or the one it is compared with, is of a sample too small for a change to be told, by the policy it
 * was measured with.
 *
 * @category reports
 * @since 0.2.0
 */
export const isFew = ({ caveats }: Measurement): boolean => caveats.some(({ id }) => FEW.has(id))
