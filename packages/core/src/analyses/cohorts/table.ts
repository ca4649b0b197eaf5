import type { Retention } from "../../questions/folds/retention/index.ts"
import { defaultLevel } from "../../stats/index.ts"
import type { AnalysisCaveat } from "../Caveat.ts"
import { type Share, shareOf } from "../Share.ts"

/** A cohort as it was counted. @category cohorts @since 0.2.0 */
export interface CohortState {
  readonly cohort: string
  readonly state: Retention
}

/** How a table of cohorts is read. @category cohorts @since 0.2.0 */
export interface CohortReading {
  /** Came back at an age, or at it or later; as far as the facts go in the latter, so old cohorts had more time. */
  readonly mode?: "on" | "on-or-after"
  readonly level?: number
}

/** A cohort at an age. @category cohorts @since 0.2.0 */
export interface CohortCell extends Share {
  /** The age: 0 is that of the entry. */
  readonly index: number
  /** Whether the age is over for the whole cohort. Else the share is of its older members only, or of nobody. */
  readonly mature: boolean
}

/** One cohort. @category cohorts @since 0.2.0 */
export interface CohortRow {
  readonly cohort: string
  readonly members: number
  readonly cells: ReadonlyArray<CohortCell>
}

/** All cohorts that reached an age. @category cohorts @since 0.2.0 */
export interface CohortOverall extends Share {
  readonly index: number
  /** Cohorts for which the age is over; the denominator is their members. */
  readonly cohorts: number
  /** Whether they are fewer than at the age before: the share is of other customers then, and may rise. */
  readonly fewer: boolean
}

/** Who came back, by cohort and age. @category cohorts @since 0.2.0 */
export interface CohortTable {
  readonly mode: "on" | "on-or-after"
  readonly rows: ReadonlyArray<CohortRow>
  readonly overall: ReadonlyArray<CohortOverall>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/**
 * The triangle of cohorts: of those who entered together, how many came back at each age, and all cohorts together.
 *
 * **Details**
 *
 * Each cell has Wilson's interval. The overall share at an age is of all members of the cohorts that are old enough,
 * large cohorts counting more; cells that are not final are shown, marked, and never in it.
 *
 * **Gotchas**
 *
 * From age to age the overall row is of fewer, older cohorts. Where these were better it rises although nobody comes back
 * more often; `fewer` marks such places and the caveat `cohorts-change` names those where it rose.
 *
 * **Example** (The second month is not over for the second cohort)
 *
 * ```ts
 * import { cohortTable } from "@touchpoint/core/analyses"
 *
 * const at = (n: number, on: number) => ({ n, on, onOrAfter: on })
 * const table = cohortTable([
 *   { cohort: "January", state: { members: 100, outside: 0, indices: [at(100, 100), at(100, 40)], bracket: null } },
 *   { cohort: "February", state: { members: 50, outside: 0, indices: [at(50, 50), at(0, 0)], bracket: null } },
 * ])
 * console.log(table.rows[1]?.cells[1]?.mature, table.overall[1]?.value, table.overall[1]?.denominator) // false 0.4 100
 * ```
 *
 * @category cohorts
 * @since 0.2.0
 */
export const cohortTable = (
  cohorts: ReadonlyArray<CohortState>,
  { level = defaultLevel, mode = "on" }: CohortReading = {},
): CohortTable => {
  const rows = cohorts.map(({ cohort, state }): CohortRow => ({
    cohort,
    members: state.members,
    cells: state.indices.map(({ n, on, onOrAfter }, index) => ({
      ...shareOf(mode === "on" ? on : onOrAfter, n, level),
      index,
      mature: state.members > 0 && n === state.members,
    })),
  }))
  const ages = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const reached = (index: number) => rows.flatMap(({ cells }) => cells[index] ?? []).filter(({ mature }) => mature)
  const overall = Array.from({ length: ages }, (_, index): CohortOverall => {
    const cells = reached(index)
    const sum = (of: (cell: CohortCell) => number) => cells.reduce((total, cell) => total + of(cell), 0)
    return {
      ...shareOf(
        sum(({ numerator }) => numerator),
        sum(({ denominator }) => denominator),
        level,
      ),
      index,
      cohorts: cells.length,
      fewer: index > 0 && cells.length < reached(index - 1).length,
    }
  })
  const rising = overall.filter(
    ({ fewer, index, value }) => fewer && value !== null && value > (overall[index - 1]?.value ?? Infinity),
  )
  const open = rows.reduce(
    (sum, { cells, members }) => sum + (members > 0 ? cells.filter((one) => !one.mature).length : 0),
    0,
  )
  return {
    mode,
    rows,
    overall,
    caveats: [
      ...(open > 0 ? [{ id: "immature-window" as const, data: { cells: open } }] : []),
      ...(rising.length > 0
        ? [{ id: "cohorts-change" as const, data: { ages: rising.map(({ index }) => index).join(", ") } }]
        : []),
    ],
  }
}
