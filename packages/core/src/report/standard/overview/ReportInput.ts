import type { SourceReport } from "../../../facts/SourceReport.ts"
import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Name } from "../../../model/Identifier.ts"
import type { Inventory } from "../../../model/Inventory.ts"
import type { Finding } from "../../../rules/Finding.ts"
import type { Grain } from "../../../time/Calendar.ts"
import type { Histogram } from "../../Block.ts"
import type { Manifest } from "../../Manifest.ts"
import type { Names } from "../../Report.ts"

/** What the map of the journey shows of every touchpoint, each measured by touchpoint. @category reports @since 0.2.0 */
export interface JourneyInput {
  /** Scores, by preference: a touchpoint shows the first that was measured there. */
  readonly scores: ReadonlyArray<MeasureResult>
  readonly promises: MeasureResult | null
  /** How often each touchpoint was met; `null` without interactions. */
  readonly interactions: ReadonlyMap<string, number> | null
}

/** A funnel: for every step the share of all and of those at the step before. @category reports @since 0.2.0 */
export interface FunnelInput {
  readonly id: string
  readonly name?: Name
  /** Days from the first step to the last. */
  readonly within: number
  /** Where attempts begin. A label is a name of `names.step`, else the id of a touchpoint. */
  readonly first: string
  readonly steps: ReadonlyArray<{
    readonly label: string
    readonly overall: MeasureResult
    readonly relative: MeasureResult
  }>
}

/** Cohorts by the period they began in: who came back so many periods later. @category reports @since 0.2.0 */
export interface CohortsInput {
  readonly every: Grain
  readonly columns: ReadonlyArray<{ readonly index: number; readonly result: MeasureResult }>
}

/** How often the brand writes: the share over the cap, and how many are written to how often. @category reports @since 0.2.0 */
export interface PressureInput {
  readonly result: MeasureResult
  readonly bins: Histogram["bins"]
  readonly cap: number
  readonly days: number
}

/** Everything a report is composed from. @category reports @since 0.1.0 */
export interface ReportInput {
  readonly title: string
  readonly results: ReadonlyArray<MeasureResult>
  /** Small trends of the numbers of the whole, found by their definition. */
  readonly trends?: ReadonlyArray<MeasureResult>
  /** The same numbers of the last complete period, compared with the one before. */
  readonly latest?: ReadonlyArray<MeasureResult>
  /**
   * Factors of a growth of sales, compared with the period before: purchase frequency and order value, as far as they are
   * no results themselves.
   */
  readonly factors?: ReadonlyArray<MeasureResult>
  readonly journey?: JourneyInput | null
  readonly funnels?: ReadonlyArray<FunnelInput>
  readonly cohorts?: CohortsInput | null
  readonly pressure?: PressureInput | null
  readonly findings: ReadonlyArray<Finding>
  /** What was measured for the evidence of the findings: it has names there. */
  readonly evidence?: ReadonlyArray<MeasureResult>
  readonly failures: ReadonlyArray<{ readonly owner: string; readonly problem: string }>
  /** Rules that had nothing to judge by. */
  readonly idle?: ReadonlyArray<string>
  /** How many findings were suppressed by decision. */
  readonly suppressed?: number
  readonly sources: ReadonlyArray<SourceReport>
  readonly inventory: Inventory | null
  readonly manifest: Manifest
  /** Names of own dimensions and their values. */
  readonly names?: Names
}

/** Every result a report is composed from, those of its pictures too. */
export const resultsOf = (input: ReportInput): ReadonlyArray<MeasureResult> => [
  ...input.results,
  ...(input.trends ?? []),
  ...(input.latest ?? []),
  ...(input.factors ?? []),
  ...(input.journey?.scores ?? []),
  ...[input.journey?.promises ?? null].filter((result) => result !== null),
  ...(input.funnels ?? []).flatMap(({ steps }) => steps.flatMap(({ overall, relative }) => [overall, relative])),
  ...(input.cohorts?.columns ?? []).map(({ result }) => result),
  ...[input.pressure?.result ?? null].filter((result) => result !== null),
]
