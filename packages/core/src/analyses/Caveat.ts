/**
 * What a reader of an analysis must know. Ids that metrics have too mean the same.
 *
 * - `zero-denominator`, `insufficient` (under 10), `small-sample` (under 30): too little to say anything, to rank, to be sure.
 * - `immature-window`, `censored`: some had not had their time yet. `not-reached`: the curve does not come that far.
 * - `clustered`: several trials of one customer are alike. `no-ci`: there is no honest interval.
 * - `no-variation`: it is the same for all. `collinear`: some say nearly the same. `few-buckets`: too few to leave out in turn.
 * - `cohorts-change`: a mean is of other cohorts than the one before. `post-treatment`: what is divided by is a consequence.
 * - `withheld`: parts too small to be told.
 * - `loops-truncated`: long journeys were cut. `thinned-paths`: some paths were not kept apart.
 *
 * @category caveats
 * @since 0.2.0
 */
export interface AnalysisCaveat {
  readonly id:
    | "zero-denominator"
    | "insufficient"
    | "small-sample"
    | "immature-window"
    | "censored"
    | "not-reached"
    | "clustered"
    | "no-ci"
    | "no-variation"
    | "collinear"
    | "few-buckets"
    | "cohorts-change"
    | "post-treatment"
    | "withheld"
    | "loops-truncated"
    | "thinned-paths"
  readonly data?: Readonly<Record<string, string | number>>
}

/** Below this a number is shown and never ranked. @category caveats @since 0.2.0 */
export const INSUFFICIENT = 10
/** Below this a sample is small. @category caveats @since 0.2.0 */
const SMALL = 30

/** What to say about a number that rests on `n`; nothing where that is enough. @category caveats @since 0.2.0 */
export const sizeCaveats = (n: number): ReadonlyArray<AnalysisCaveat> => {
  if (n === 0) return [{ id: "zero-denominator" }]
  if (n < INSUFFICIENT) return [{ id: "insufficient", data: { n, minimum: INSUFFICIENT } }]
  return n < SMALL ? [{ id: "small-sample", data: { n, minimum: SMALL } }] : []
}
