import * as Result from "effect/Result"
import type { Question, Scope } from "../questions/Question.ts"
import type { Expr } from "../questions/Expr.ts"
import * as Calendar from "../time/Calendar.ts"
import * as Edges from "../time/Edges.ts"
import type { Period } from "../time/Period.ts"
import { settledAt } from "./horizon.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"

/** Smallest and largest instant of a column. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** How a request cuts time: what to ask, and which period each bucket (or the whole) reports. */
export interface TimeCut {
  readonly within: Pick<Scope, "span" | "edges">
  readonly periodOf: (bucket: number | null) => (Period & { readonly complete: boolean }) | null
  /** How many buckets there are; `null` where time is not cut. */
  readonly buckets: number | null
}

/**
 * Cuts time for a request: by its period, into buckets of its grain, or not at all. A bucket is complete where the
 * facts reach its end, and the metric's horizon beyond it; facts without dates have no period.
 */
export const cutTime = (
  request: MeasureRequest,
  calendar: Calendar.Calendar,
  range: Range | null,
  asOf: number | null,
): Result.Result<TimeCut, Edges.EdgesTooMany | Edges.EdgesInvalid> => {
  const { zone } = calendar
  // Entrants of the last instant need the whole horizon before their number is final.
  const isOver = (end: number): boolean =>
    asOf !== null && settledAt(request.metric.horizon ?? 0, end, calendar) - 1 <= asOf
  const wanted = request.period ?? null
  const span = wanted === null ? null : { from: wanted.from, to: wanted.to }
  if (range === null || asOf === null)
    return Result.succeed({
      within: { span, edges: null },
      buckets: null,
      periodOf: () => (wanted === null ? null : { ...wanted, complete: false }),
    })
  // Facts that begin inside a period may begin there because the source does: nothing says that it is whole.
  const firstFull = Calendar.startOf(calendar, "day", range.min)
  const isWhole = ({ from, to }: Period): boolean => from >= firstFull && isOver(to)
  // What a due date places after asOf is still to come; facts after it are there, and others of their time are not yet.
  const last = request.metric.passport.clock === "at" ? range.max : Math.min(range.max, asOf)
  if (request.every === undefined || request.every === null) {
    const whole = {
      from: Calendar.startOf(calendar, "day", Math.min(range.min, asOf)),
      to: last + 1,
      zone,
      complete: last <= asOf,
    }
    return Result.succeed({
      within: { span, edges: null },
      buckets: null,
      periodOf: () => (wanted === null ? whole : { ...wanted, complete: isWhole(wanted) }),
    })
  }
  const from = wanted?.from ?? range.min
  // Who was there before and is not any more makes a number of a period in which nothing happened, too.
  const to = wanted?.to ?? (request.metric.periodic === true ? Math.max(last, asOf) : last) + 1
  return Result.map(Edges.calendarEdges(calendar, request.every, from, Math.max(to, from + 1)), ({ edges }) => ({
    within: { span, edges: [...edges] },
    buckets: Math.max(0, edges.length - 1),
    periodOf: (bucket) => {
      const start = edges[bucket ?? 0] ?? from
      const end = edges[(bucket ?? 0) + 1] ?? to
      // A bucket cut by the wanted period is shown whole and never complete.
      const cut = { from: start, to: end, zone }
      return { ...cut, complete: isWhole(cut) && start >= (wanted?.from ?? start) && end <= (wanted?.to ?? end) }
    },
  }))
}

/**
 * A question within a request's filter, splits and time. Of trails they narrow where an attempt opens: what a customer
 * does afterwards counts wherever and whenever he does it. What a metric splits by itself comes first; a periodic one
 * places rows in time itself.
 */
export const scopeTo = (question: Question, request: MeasureRequest, { within }: TimeCut): Question => {
  const asked = question.shape === "trails" ? question.open : question
  const other = request.elsewhere?.get(asked.kind)
  const by = [...asked.by, ...(other?.by ?? request.by ?? [])]
  const where = both(asked.where, other === undefined ? (request.where ?? null) : other.where)
  const time = request.metric.periodic === true ? {} : within
  return question.shape === "trails"
    ? { ...question, open: { ...question.open, ...time, by, where } }
    : { ...question, ...time, by, where }
}

/** Both conditions, where both are given. */
const both = (a: Expr | null, b: Expr | null): Expr | null =>
  a === null ? b : b === null ? a : { op: "and", all: [a, b] }
