import { type Retention, retention, type RetentionClock } from "../../questions/folds/retention/index.ts"
import { type Mark, type Trails, trails, type TrailsOver } from "../../questions/Trails.ts"
import { kindsOf } from "../kindsOf.ts"

/** What a table of cohorts is asked. @category cohorts @since 0.2.0 */
export interface CohortsAsked {
  /** What makes a customer one of a cohort: the first of all. */
  readonly entry: Mark
  /** What counts as coming back; may be the same. */
  readonly back: Mark
  /** Edges of the cohorts, such as the months of `Edges.calendarEdges`; they are the clock too where no other is given. */
  readonly edges: ReadonlyArray<number>
  /** How many ages are counted, from 0, that of the entry, on. */
  readonly count: number
  /** Up to when facts are complete; `null`: every age is taken to be over. */
  readonly asOf: number | null
  readonly clock?: RetentionClock
  /** Column that names who comes back: `customer` where left out. */
  readonly unit?: string
  readonly open?: Omit<NonNullable<TrailsOver["open"]>, "edges">
}

/**
 * Asks an engine for the cohorts of those who entered: one group by bucket of the entry.
 *
 * **Example** (Customers by the month of their first order)
 *
 * ```ts
 * import { cohortsQuestion } from "@touchpoint/core/analyses"
 * import { mark } from "@touchpoint/core/questions"
 *
 * const months = [1, 2, 3, 4].map((month) => Date.UTC(2026, month - 1, 1))
 * const order = mark("order", { kind: "order" })
 * const question = cohortsQuestion({ entry: order, back: order, edges: months, count: 3, asOf: months[3] ?? null })
 * console.log(question.fold, question.marks.length, question.open.edges?.length) // retention 1 4
 * ```
 *
 * @category cohorts
 * @since 0.2.0
 */
export const cohortsQuestion = ({
  asOf,
  back,
  clock,
  count,
  edges,
  entry,
  open = {},
  unit = "customer",
}: CohortsAsked): Trails<Retention> => {
  const marks = entry.id === back.id ? [entry] : [entry, back]
  return trails(
    retention,
    {
      entry: entry.id,
      return: back.id,
      clock: clock ?? { kind: "calendar", edges },
      count,
      bracket: null,
      asOf,
    },
    { kinds: kindsOf(marks), marks, unit, open: { ...open, edges } },
  )
}
