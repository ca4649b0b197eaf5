import type { SourceReport } from "../facts/SourceReport.ts"
import type { Calendar } from "../time/Calendar.ts"
import type { SizePolicy } from "./Caveat.ts"

/**
 * How p-values of a family are adjusted. `bh` (Benjamini–Hochberg) keeps the share of false findings among all findings:
 * for tables that explore. `holm` keeps the chance of any false finding: for claims that must hold.
 *
 * @category measuring
 * @since 0.2.0
 */
export type Adjustment = "bh" | "holm"

/** What measuring depends on beside the engine. @category measuring @since 0.1.0 */
export interface MeasureOptions {
  readonly calendar: Calendar
  readonly level?: number
  /** Sizes below which numbers are flagged; 10 and 30 where left out. */
  readonly policy?: SizePolicy
  /** How the p-values of all comparisons are adjusted; `bh` where left out. */
  readonly adjust?: Adjustment
  /** Groups of fewer than this many are withheld; 0 shows all. */
  readonly minimumCell?: number
  /** Reports of the sources, for caveats about rejected rows and damaged texts. */
  readonly sources?: ReadonlyArray<SourceReport>
}
