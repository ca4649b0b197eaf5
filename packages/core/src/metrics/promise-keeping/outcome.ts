import { and, bucket, coalesce, column, eq, type Expr, le, lt, not, or, present, value } from "../../questions/Expr.ts"
import type { Dimension } from "../../questions/Dimension.ts"
import * as Calendar from "../../time/Calendar.ts"
import * as Edges from "../../time/Edges.ts"
import * as Result from "effect/Result"
import type { MetricContext } from "../Metric.ts"

/**
 * Which lateness counts. `instant`: fulfilled after the promised instant (a date without time is its midnight).
 * `day`: fulfilled on a later local day. `as-stated`: what each promise's own `dueRule` says, `instant` where absent.
 *
 * @category metrics
 * @since 0.1.0
 */
export type LateRule = "instant" | "day" | "as-stated"

const due = column("due")
const fulfilledAt = column("fulfilledAt")
const byDay = eq(coalesce(column("dueRule"), value("instant")), "day")

const pickRule = (rule: LateRule, instant: Expr, day: Expr): Expr =>
  rule === "instant" ? instant : rule === "day" ? day : or(and(byDay, day), and(not(byDay), instant))

const DAY = 86_400_000

/**
 * Edges of the local days that hold both due and fulfilled promises. Where one of the two lies outside, their days
 * differ and the instants tell which was first, so that a far date standing for "never" costs nothing.
 */
const sharedDays = ({ asOf, calendar, extent }: MetricContext): ReadonlyArray<number> | null => {
  const [dues, fulfilments] = [extent("due"), extent("fulfilledAt")]
  if (dues === null || fulfilments === null) return null
  const ends = [
    Math.max(dues.min, fulfilments.min),
    Math.min(dues.max, fulfilments.max, asOf ?? Number.POSITIVE_INFINITY),
  ] as const
  const to = Math.max(...ends)
  const from = Math.max(Math.min(...ends), to - (Edges.defaultMaximum - 2) * DAY)
  return Result.getOrElse(
    Result.map(Edges.calendarEdges(calendar, "day", from, to + 1), ({ edges }) => edges),
    () => null,
  )
}

/**
 * Expressions over promises under a rule: `kept` (fulfilled in time), `isDue` (due by `asOf` and not cancelled),
 * `open` (not fulfilled). Local days are edges of the project's calendar.
 *
 * @category metrics
 * @since 0.1.0
 */
export const promiseOutcome = (rule: LateRule, context: MetricContext) => {
  const { asOf, calendar } = context
  const days = rule === "instant" ? null : sharedDays(context)
  const inTime = le(fulfilledAt, due)
  const onDay = days === null ? inTime : coalesce(le(bucket(fulfilledAt, days), bucket(due, days)), inTime)
  const kept = coalesce(pickRule(rule, le(fulfilledAt, due), onDay), value(false))
  const cancelled = present(column("cancelledBy"))
  const past =
    // Without any date nothing can be said to be due.
    asOf === null ? value(false) : pickRule(rule, le(due, asOf), lt(due, Calendar.startOf(calendar, "day", asOf + 1)))
  return {
    kept,
    cancelled,
    past,
    isDue: and(not(cancelled), past),
    open: not(present(fulfilledAt)),
  }
}

/**
 * Splits facts that reference promises by what became of them: `kept`, `broken`; facts whose promise is not due yet or
 * was cancelled have none. Several promises of one order are first joined at their own grain: one broken breaks all.
 *
 * @category metrics
 * @since 0.1.0
 */
export const promiseDimension = (id: string, rule: LateRule, context: MetricContext): Dimension => {
  const { isDue, kept } = promiseOutcome(rule, context)
  const link = (of: Expr, reduce: "every" | "any"): Expr => ({ op: "link", to: "promise", of, reduce })
  const someDue = link(isDue, "any")
  const everyKept = link(or(kept, not(isDue)), "every")
  return {
    id,
    cases: [
      { label: "kept", when: and(someDue, everyKept) },
      { label: "broken", when: and(someDue, not(everyKept)) },
    ],
  }
}

/** Promises fulfilled at all, for figures that count deliveries only. @category metrics @since 0.1.0 */
export const fulfilled: Expr = present(fulfilledAt)
