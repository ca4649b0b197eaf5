import {
  contextOf,
  type Elsewhere,
  type MeasureRequest,
  type MetricContext,
  type Outline,
} from "@touchpoint/core/metrics"
import type { Engine, EngineError } from "@touchpoint/core/engine"
import { type FactKind, kindOf } from "@touchpoint/core/facts"
import { and, type Expr } from "@touchpoint/core/questions"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { TouchpointError } from "../TouchpointError.ts"
import { compileWhere, type Condition, parseCondition } from "./where.ts"

/** Which part of the facts is looked at, as it was written. */
export interface SelectionInput {
  /** First day or period, included. */
  readonly from?: string
  /** Last day or period, included. */
  readonly to?: string
  /** Conditions of which all must hold. */
  readonly where?: string | ReadonlyArray<string>
}

/** Which part of the facts is looked at. */
export interface Selection {
  readonly from: number | null
  /** The end, not included. */
  readonly to: number | null
  readonly where: ReadonlyArray<Condition>
}

/** A day or period, or what is wrong with it. */
export const parsePeriod = (
  name: string,
  text: string,
  calendar: Calendar.Calendar,
): Effect.Effect<Period.Period, TouchpointError> =>
  Effect.fromResult(Period.parse(text, calendar)).pipe(
    Effect.mapError(
      (error) =>
        new TouchpointError("options", `${name}: ${error.message}`, {
          where: name,
          fix: "Write 2026-03-31, 2026-03, 2026-W10, 2026-Q1 or 2026",
        }),
    ),
  )

/** Fails for options of which one excludes the other. */
export const contradiction = (first: string, second: string, problem: string, fix: string): TouchpointError =>
  new TouchpointError("options", `${first} and ${second} contradict each other: ${problem}`, {
    where: `${first}, ${second}`,
    fix,
  })

/** How options are called where they are given: `--from` on the command line, `from` in a script. */
export type Naming = (option: "from" | "to" | "where" | "period" | "asOf" | "compare" | "every") => string

/** Reads a selection; `asOf` is the end of the facts as declared, for contradictions. */
export const selectionOf = Effect.fnUntraced(function* (
  { from, to, where = [] }: SelectionInput,
  calendar: Calendar.Calendar,
  asOf: string | undefined,
  nameOf: Naming,
): Effect.fn.Return<Selection | null, TouchpointError> {
  const conditions: Array<Condition> = []
  for (const text of typeof where === "string" ? [where] : where)
    conditions.push(yield* Effect.fromResult(parseCondition(text)))
  if (from === undefined && to === undefined && conditions.length === 0) return null
  const first = from === undefined ? null : yield* parsePeriod(nameOf("from"), from, calendar)
  const last = to === undefined ? null : yield* parsePeriod(nameOf("to"), to, calendar)
  if (first !== null && last !== null && first.from >= last.to)
    return yield* Effect.fail(
      contradiction(nameOf("from"), nameOf("to"), `${from} is not before ${to}`, "Exchange them"),
    )
  const end = asOf === undefined ? null : yield* parsePeriod(nameOf("asOf"), asOf, calendar)
  // A day counts as complete to its end; an instant is the empty period at it.
  if (first !== null && end !== null && first.from >= Math.max(end.to, end.from + 1))
    return yield* Effect.fail(
      contradiction(
        nameOf("from"),
        nameOf("asOf"),
        `facts end with ${asOf}, before ${from} begins`,
        "Begin earlier, or move the end of the facts",
      ),
    )
  return { from: first?.from ?? null, to: last?.to ?? null, where: conditions }
})

/** What requests are narrowed against. */
interface Ground {
  readonly outline: Outline
  readonly promises: MetricContext
  readonly calendar: Calendar.Calendar
}

/** Nothing can be said of the part selected. */
export const nothingLeft = (problem: string) =>
  Effect.fail(
    new TouchpointError("question", `No metric says anything of the part selected: ${problem}`, {
      where: "where, from, to",
      fix: "Select another part of the facts",
    }),
  )

/** Narrows requests; where `lenient`, one that cannot be is the reason why, and else a failure. */
export const narrowing =
  (selection: Selection | null, ground: Ground) =>
  (
    request: MeasureRequest,
    lenient: boolean,
  ): Effect.Effect<MeasureRequest | string, TouchpointError | EngineError, Engine> =>
    selection === null
      ? Effect.succeed(request)
      : narrow(request, selection, ground).pipe(
          Effect.catch((error) =>
            lenient && error instanceof TouchpointError ? Effect.succeed(error.message) : Effect.fail(error),
          ),
        )

/**
 * A request of the part selected; a text where the part holds nothing of its own period, which says so. Fails where its kind has no
 * such column, or no dates.
 */
const narrow = Effect.fnUntraced(function* (
  request: MeasureRequest,
  selection: Selection,
  { calendar, outline, promises }: Ground,
): Effect.fn.Return<MeasureRequest | string, TouchpointError | EngineError, Engine> {
  const { clock, kind: id } = request.metric.passport
  const kind = kindOf(outline.model, id) as FactKind.FactKind
  const compiled = yield* compileWhere(selection.where, { kind, outline, promises })
  const where = both(request.where ?? null, compiled)
  const elsewhere = new Map<string, Elsewhere>()
  for (const [other, scope] of request.elsewhere ?? []) {
    const kindThere = kindOf(outline.model, other) as FactKind.FactKind
    // A kind without such a column is asked as the metric's own is, and the engine says what it lacks.
    const there = yield* Effect.result(compileWhere(selection.where, { kind: kindThere, outline, promises }))
    if (Result.isSuccess(there)) elsewhere.set(other, { ...scope, where: both(scope.where, there.success) })
  }
  const narrowed = { ...request, where, elsewhere }
  if (selection.from === null && selection.to === null) return narrowed
  const { asOf, extent } = yield* contextOf(id, [clock], calendar)
  const range = extent(clock)
  if (range === null || asOf === null)
    return outline.kinds.has(id)
      ? yield* Effect.fail(
          new TouchpointError("question", `${kind.plural} have no dates, so no time can be selected of them`, {
            where: id,
            fix: "Map the column with the date to at, or leave the time out",
          }),
        )
      : narrowed
  const period: Period.Period = {
    // An open end is where the facts begin and end: no period of millennia.
    from:
      selection.from ?? Calendar.startOf(calendar, "day", Math.min(range.min, asOf, (selection.to ?? asOf + 1) - 1)),
    to: selection.to ?? Math.max(Math.min(range.max, asOf), selection.from ?? range.min) + 1,
    zone: calendar.zone,
  }
  if (request.period === undefined || request.period === null) return { ...narrowed, period }
  const shared = {
    ...period,
    from: Math.max(period.from, request.period.from),
    to: Math.min(period.to, request.period.to),
  }
  return shared.from < shared.to
    ? { ...narrowed, period: shared }
    : `${request.metric.metric} is asked for another period`
})

/** Both conditions, where both are given. */
const both = (a: Expr | null, b: Expr | null): Expr | null => (a === null ? b : b === null ? a : and(a, b))
