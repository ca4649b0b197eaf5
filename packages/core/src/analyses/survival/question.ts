import { durationDefaults, type Durations, durations } from "../../questions/folds/durations/index.ts"
import { type Mark, type Trails, trails, type TrailsOver } from "../../questions/Trails.ts"
import { kindsOf } from "../kindsOf.ts"

/** What lasts, and what ends it. @category survival @since 0.2.0 */
export interface SurvivalAsked {
  /** From the first of these on. */
  readonly start: Mark
  /** Up to the first of these after it. */
  readonly end: Mark
  /** After which nobody knows whether it would have ended: a customer who was deleted. */
  readonly lost?: Mark | null
  /** Up to when facts are complete: what has not ended by then still lasts. */
  readonly asOf: number
  /** Column that names what lasts: `customer` where left out. */
  readonly unit?: string
  /** Filter, period, buckets and dimensions of the start. */
  readonly open?: TrailsOver["open"]
}

/**
 * Asks an engine how long it takes each unit from a start to an end, or how long it has lasted already.
 *
 * **Example** (From the first order to the first complaint)
 *
 * ```ts
 * import { survivalQuestion } from "@touchpoint/core/analyses"
 * import { mark } from "@touchpoint/core/questions"
 *
 * const question = survivalQuestion({
 *   start: mark("order", { kind: "order" }),
 *   end: mark("complaint", { kind: "enquiry-event" }),
 *   asOf: Date.UTC(2026, 0, 1),
 * })
 * console.log(question.fold, question.kinds.map(({ kind }) => kind).join(" ")) // durations order enquiry-event
 * ```
 *
 * @category survival
 * @since 0.2.0
 */
export const survivalQuestion = ({
  asOf,
  end,
  lost = null,
  open = {},
  start,
  unit = "customer",
}: SurvivalAsked): Trails<Durations> => {
  const marks = [...new Map([start, end, ...(lost === null ? [] : [lost])].map((one) => [one.id, one])).values()]
  return trails(
    durations,
    {
      ...durationDefaults,
      start: start.id,
      stop: end.id,
      drop: lost?.id ?? null,
      count: "first-stopped",
      asOf,
    },
    { kinds: kindsOf(marks), marks, unit, open },
  )
}
