import * as Result from "effect/Result"
import type { Dimension } from "../../questions/Dimension.ts"
import {
  add,
  and,
  bucket,
  coalesce,
  column,
  eq,
  type Expr,
  le,
  lt,
  not,
  or,
  present,
  sub,
  value,
} from "../../questions/Expr.ts"
import * as Calendar from "../../time/Calendar.ts"
import * as Edges from "../../time/Edges.ts"
import { DAY } from "../days.ts"
import type { MetricContext } from "../Metric.ts"

/**
 * Which lateness counts. `instant`: fulfilled after the promised instant (a date without time is its midnight).
 * `day`: fulfilled on a later local day. `as-stated`: what each promise's own `dueRule` says, `instant` where absent.
 *
 * @category metrics
 * @since 0.1.0
 */
export type LateRule = "instant" | "day" | "as-stated"

/** What a promise is held against. @category metrics @since 0.2.0 */
export interface PromiseTerms {
  readonly rule: LateRule
  /** The date first promised, the latest one, or the one the customer asked for. */
  readonly target: "original" | "latest" | "requested"
  /** Milliseconds late that are still in time, and early that are not yet early; by day its whole days. */
  readonly tolerance: number
  /** Whether what came in time also has to be complete. */
  readonly inFull: "ignore" | "require"
  /** Whose cancellations are outside; what anybody else cancelled was not kept. */
  readonly cancelled: "by-customer" | "by-anyone"
}

/** The terms where nothing else is said. @category metrics @since 0.2.0 */
export const standardTerms: PromiseTerms = {
  rule: "as-stated",
  target: "original",
  tolerance: 0,
  inFull: "ignore",
  cancelled: "by-customer",
}

/** Instant columns whose range {@link promiseOutcome} needs. @category metrics @since 0.2.0 */
export const promiseExtents: ReadonlyArray<string> = ["due", "originalDue", "requestedDue", "fulfilledAt"]

const fulfilledAt = column("fulfilledAt")
const byDay = eq(coalesce(column("dueRule"), value("instant")), "day")

const pickRule = (rule: LateRule, instant: Expr, day: Expr): Expr =>
  rule === "instant" ? instant : rule === "day" ? day : or(and(byDay, day), and(not(byDay), instant))

const goals = {
  original: { of: coalesce(column("originalDue"), column("due")), columns: ["originalDue", "due"] },
  latest: { of: column("due"), columns: ["due"] },
  requested: { of: column("requestedDue"), columns: ["requestedDue"] },
} as const

/**
 * Edges of the local days that hold both dates promised and fulfilments, and as many around as the tolerance has. Where
 * one of the two lies outside, their days differ by more, and the instants tell which was first, so that a far date
 * standing for "never" costs nothing.
 */
const sharedDays = (
  columns: ReadonlyArray<string>,
  tolerance: number,
  { asOf, calendar, extent }: MetricContext,
): ReadonlyArray<number> => {
  const dues = columns.flatMap((name) => extent(name) ?? [])
  const fulfilments = extent("fulfilledAt")
  if (dues.length === 0 || fulfilments === null) return []
  const [first, last] = [Math.min(...dues.map(({ min }) => min)), Math.max(...dues.map(({ max }) => max))]
  const ends = [
    Math.max(first, fulfilments.min),
    Math.min(last, fulfilments.max, asOf ?? Number.POSITIVE_INFINITY),
  ] as const
  const around = tolerance === 0 ? 0 : tolerance + DAY
  const to = Math.max(...ends) + around
  const from = Math.max(Math.min(...ends) - around, to - (Edges.defaultMaximum - 2) * DAY)
  return Result.getOrElse(
    Result.map(Edges.calendarEdges(calendar, "day", from, to + 1), ({ edges }) => edges),
    () => [],
  )
}

/** The start of the local day that is `days` before the one of an instant. */
const dayBefore = (calendar: Calendar.Calendar, at: number, days: number): number => {
  const start = Calendar.startOf(calendar, "day", at)
  // From noon on, days of 23 and 25 hours do not lead into a neighbour.
  return Calendar.startOf(calendar, "day", start + DAY / 2 - days * DAY)
}

/**
 * Expressions over promises under given terms: `kept` (fulfilled in time, and in full where that is asked), `early`,
 * `late`, `open` (not fulfilled), and `isDue`: due by `asOf`, tolerance included, and not outside for another reason.
 * Local days are edges of the project's calendar.
 *
 * @category metrics
 * @since 0.1.0
 */
export const promiseOutcome = (terms: PromiseTerms, context: MetricContext) => {
  const { inFull, rule, target, tolerance } = terms
  const { asOf, calendar } = context
  const { columns, of: goal } = goals[target]
  const whole = Math.floor(tolerance / DAY)
  const days = rule === "instant" ? [] : sharedDays(columns, tolerance, context)
  const inTime = le(fulfilledAt, add(goal, tolerance))
  const before = lt(fulfilledAt, sub(goal, tolerance))
  const dayOf = (instant: Expr) => bucket(instant, days)
  const onDay = coalesce(le(dayOf(fulfilledAt), add(dayOf(goal), whole)), inTime)
  const dayEarlier = coalesce(lt(dayOf(fulfilledAt), sub(dayOf(goal), whole)), before)
  const timely = coalesce(pickRule(rule, inTime, onDay), value(false))
  const open = not(present(fulfilledAt))
  const by = column("cancelledBy")
  const cancelled = terms.cancelled === "by-anyone" ? present(by) : coalesce(eq(by, "customer"), value(false))
  const past =
    // Without any date nothing can be said to be due.
    asOf === null
      ? value(false)
      : pickRule(rule, le(goal, asOf - tolerance), lt(goal, dayBefore(calendar, asOf + 1, whole)))
  // Nobody knows whether it was complete. What never came is not.
  const unstated = inFull === "require" ? and(not(open), not(present(column("inFull")))) : value(false)
  return {
    kept: inFull === "require" ? and(timely, coalesce(column("inFull"), value(false))) : timely,
    early: coalesce(pickRule(rule, before, dayEarlier), value(false)),
    late: and(not(open), not(timely)),
    open,
    cancelled,
    past,
    unstated,
    isDue: and(not(cancelled), past, ...(inFull === "require" ? [not(unstated)] : [])),
  }
}

/**
 * Splits facts that reference promises by what became of them: `kept`, `broken`; facts whose promise is not due yet or
 * was cancelled by the customer have none. Several promises of one order are first joined at their own grain: one broken
 * breaks all. Apart from the rule the terms are the default ones.
 *
 * @category metrics
 * @since 0.1.0
 */
export const promiseDimension = (id: string, rule: LateRule, context: MetricContext): Dimension => {
  const { isDue, kept } = promiseOutcome({ ...standardTerms, rule }, context)
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
