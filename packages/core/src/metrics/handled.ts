import type { Expr } from "../questions/Expr.ts"
import { durationDefaults, type Durations, durations, type Lengths } from "../questions/folds/durations/index.ts"
import { type Trails, trails } from "../questions/Trails.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { event, eventMark } from "./enquiries.ts"

/** What decides whether an enquiry was handled without a person. @category metrics @since 0.2.0 */
export interface Handling {
  /** The first of these events begins what is counted. */
  readonly begun: Expr
  /** Events by which a person takes part, before the beginning as well. */
  readonly person: ReadonlyArray<Expr>
  /** Beginnings that count; all where absent. */
  readonly open?: Expr
}

/**
 * Enquiries from a first event on: closed and not reopened since, or gone to a person at any time.
 *
 * @category metrics
 * @since 0.2.0
 */
export const handling = ({ begun, open, person }: Handling): Trails<Durations> =>
  trails(
    durations,
    {
      ...durationDefaults,
      start: "begun",
      stop: "closed",
      restart: "reopened",
      drop: "person",
      count: "whole",
      asOf: null,
    },
    {
      kinds: ["enquiry-event"],
      unit: "enquiry",
      marks: [
        eventMark("begun", begun),
        eventMark("closed", event("close")),
        eventMark("reopened", event("reopen")),
        eventMark("person", ...person),
      ],
      ...(open === undefined ? {} : { open: { where: open } }),
    },
  )

const total = (lengths: Lengths): number => lengths.reduce((sum, [, n]) => sum + n, 0)

/**
 * Of enquiries that ended (without a person) or were given up (to one): how many ended so. Open ones may still go either
 * way and are outside.
 *
 * @category metrics
 * @since 0.2.0
 */
export const handledOf = ({ closed, dropped, negative, unknown }: Durations) => {
  const x = total(closed)
  const n = x + total(dropped)
  const caveats: ReadonlyArray<Caveat> = [
    ...(unknown > 0 ? [caveat("immature-window", { n: unknown })] : []),
    ...(negative > 0 ? [caveat("backwards", { n: negative })] : []),
  ]
  return { x, n, size: n, caveats }
}
