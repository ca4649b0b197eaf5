import type { SourceReport } from "../facts/SourceReport.ts"
import type { Calendar } from "../time/Calendar.ts"
import type { SizePolicy } from "./Caveat.ts"

/** What measuring depends on beside the engine. @category measuring @since 0.1.0 */
export interface MeasureOptions {
  readonly calendar: Calendar
  readonly level?: number
  readonly policy?: SizePolicy
  /** Groups of fewer than this many are withheld; 0 shows all. */
  readonly minimumCell?: number
  /** Reports of the sources, for caveats about rejected rows and damaged texts. */
  readonly sources?: ReadonlyArray<SourceReport>
}
