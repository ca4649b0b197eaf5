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

/**
 * Expressions over promises under a rule: `kept` (fulfilled in time), `isDue` (due by `asOf` and not cancelled),
 * `open` (not fulfilled). Local days are edges of the project's calendar.
 *
 * @category metrics
 * @since 0.1.0
 */
export const promiseOutcome = (rule: LateRule, { asOf, calendar, extent }: MetricContext) => {
  const ranges = [extent("due"), extent("fulfilledAt")].flatMap((range) => (range === null ? [] : [range]))
  const from = Math.min(...ranges.map((range) => range.min))
  const to = Math.max(...ranges.map((range) => range.max))
  const days =
    rule === "instant" || ranges.length === 0
      ? null
      : Result.getOrElse(
          Result.map(Edges.calendarEdges(calendar, "day", from, to + 1), ({ edges }) => [...edges]),
          () => null,
        )
  const onDay = days === null ? le(fulfilledAt, due) : le(bucket(fulfilledAt, days), bucket(due, days))
  const kept = coalesce(pickRule(rule, le(fulfilledAt, due), onDay), value(false))
  const cancelled = present(column("cancelledBy"))
  const past =
    asOf === null ? value(true) : pickRule(rule, le(due, asOf), lt(due, Calendar.startOf(calendar, "day", asOf)))
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
