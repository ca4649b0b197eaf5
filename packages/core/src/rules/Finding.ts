import * as Schema from "effect/Schema"
import { Interval, Measurement, Unit } from "../metrics/Measurement.ts"
import { Message } from "./Message.ts"

/** How grave a finding is. @category rules @since 0.1.0 */
export const Severity = Schema.Literals(["info", "warning", "critical"])
/** @see {@link Severity} @category rules @since 0.1.0 */
export type Severity = typeof Severity.Type

/**
 * How sure a finding is: not how probable, but what it rests on.
 *
 * - `certain`: it follows from the inventory, or from a count that nothing was estimated from.
 * - `likely`: the whole interval of the number lies beyond the limit. Chance alone would hardly give that, be `p` 0.04 or
 *   0.0001; that the source records everybody alike is still assumed, so it stays `likely`.
 * - `possible`: the number lies beyond the limit, and its interval reaches back over it.
 *
 * @category rules
 * @since 0.1.0
 */
export const Certainty = Schema.Literals(["certain", "likely", "possible"])
/** @see {@link Certainty} @category rules @since 0.1.0 */
export type Certainty = typeof Certainty.Type

/** What a finding is about. @category rules @since 0.1.0 */
export const Subject = Schema.Struct({
  kind: Schema.Literals(["touchpoint", "stage", "phase", "channel", "party", "segment"]),
  id: Schema.String,
})
/** @see {@link Subject} @category rules @since 0.1.0 */
export type Subject = typeof Subject.Type

/** What to do about a finding, who should, and what it may bring. @category rules @since 0.1.0 */
export const Recommendation = Schema.Struct({
  action: Message,
  /** Party that should act. */
  party: Schema.String,
  /**
   * What the target is away, where it can be said honestly: the size measured × the shortfall, so many customers,
   * promises or answers (`unitOfN`) in the period of the first evidence that would be otherwise at the target.
   * Arithmetic, never a forecast; findings are ranked by it.
   */
  expectedEffect: Schema.NullOr(
    Schema.Struct({ value: Schema.Finite, interval: Schema.NullOr(Interval), unit: Unit, unitOfN: Schema.String }),
  ),
  effort: Schema.Literals(["low", "medium", "high"]),
})
/** @see {@link Recommendation} @category rules @since 0.1.0 */
export type Recommendation = typeof Recommendation.Type

/** What a rule found: about what, on which evidence, how sure, and what to do. @category rules @since 0.1.0 */
export const Finding = Schema.Struct({
  rule: Schema.String,
  category: Schema.String,
  severity: Severity,
  subject: Subject,
  message: Message,
  evidence: Schema.Array(Measurement),
  certainty: Certainty,
  recommendation: Recommendation,
})
/** @see {@link Finding} @category rules @since 0.1.0 */
export type Finding = typeof Finding.Type
