import type { Funnel } from "../../questions/folds/funnel/index.ts"
import type { Mark, Trails, TrailsOver } from "../../questions/Trails.ts"
import { funnelQuestion } from "../funnel/question.ts"

/** What lasts, and what ends it. @category survival @since 0.2.0 */
export interface SurvivalAsked {
  /** From the first of these on. */
  readonly start: Mark
  /** Up to the first of these after it; those before it end nothing. */
  readonly end: Mark
  /** Milliseconds for which each is followed at most. */
  readonly within: number
  /** Up to when facts are complete: what has not ended by then still lasts. */
  readonly asOf: number
  /** Column that names what lasts: `customer` where left out. */
  readonly unit?: string
  /** Filter, period, buckets and dimensions of the start. */
  readonly open?: NonNullable<TrailsOver["open"]>
}

/**
 * Asks an engine how long it takes each unit from a start to an end, or how long it has lasted already: a funnel of two
 * steps, of which {@link funnelLives} makes lifetimes, within 1 %.
 *
 * **Example** (From the first order to the first complaint after it, for a year)
 *
 * ```ts
 * import { survivalQuestion } from "@touchpoint/core/analyses"
 * import { mark } from "@touchpoint/core/questions"
 *
 * const question = survivalQuestion({
 *   start: mark("order", { kind: "order" }),
 *   end: mark("complaint", { kind: "enquiry-event" }),
 *   within: 365 * 86_400_000,
 *   asOf: Date.UTC(2026, 0, 1),
 * })
 * console.log(question.fold, question.kinds.map(({ kind }) => kind).join(" ")) // funnel order enquiry-event
 * ```
 *
 * @category survival
 * @since 0.2.0
 */
export const survivalQuestion = ({ asOf, end, open, start, unit, within }: SurvivalAsked): Trails<Funnel> =>
  funnelQuestion([start, end], {
    within,
    asOf,
    ...(unit === undefined ? {} : { unit }),
    ...(open === undefined ? {} : { open }),
  })
