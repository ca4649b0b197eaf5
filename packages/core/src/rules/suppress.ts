import * as Schema from "effect/Schema"
import { Day } from "../model/Touchpoint.ts"
import type { Finding } from "./Finding.ts"

/** A finding somebody decided to live with: which, why, until when. @category rules @since 0.1.0 */
export const Suppression = Schema.Struct({
  rule: Schema.String,
  /** Id of the subject; every subject of the rule where absent. */
  subject: Schema.optionalKey(Schema.String),
  reason: Schema.NonEmptyString,
  /** Last day it holds; a suppression without end hides for ever and is not allowed. */
  until: Day,
})
/** @see {@link Suppression} @category rules @since 0.1.0 */
export type Suppression = typeof Suppression.Type

/**
 * Findings that stay, and how many were suppressed. `today` is a local day; a suppression past its day has no effect.
 *
 * @category rules
 * @since 0.1.0
 */
export const suppress = (
  findings: ReadonlyArray<Finding>,
  suppressions: ReadonlyArray<Suppression>,
  today: string,
): { readonly findings: ReadonlyArray<Finding>; readonly suppressed: number } => {
  const alive = suppressions.filter((s) => s.until >= today)
  const kept = findings.filter(
    (f) => !alive.some((s) => s.rule === f.rule && (s.subject === undefined || s.subject === f.subject.id)),
  )
  return { findings: kept, suppressed: findings.length - kept.length }
}
