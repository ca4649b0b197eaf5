import * as Schema from "effect/Schema"
import type { DurationOptions } from "../questions/folds/durations/index.ts"
import { and, coalesce, column, eq, type Expr, not, oneOf, or, value } from "../questions/Expr.ts"
import { type Mark, mark } from "../questions/Trails.ts"
import * as WorkingHours from "../time/WorkingHours.ts"
import * as Metric from "./Metric.ts"
import { conditionOf } from "./step.ts"

const MINUTE = 60_000
const WEEK = 7 * 86_400_000
const KIND = "enquiry-event"

/** The clock of waiting: the wall's, or that of opening hours. @category metrics @since 0.2.0 */
const WaitClock = Schema.Union([Schema.Literal("wall"), WorkingHours.WorkingHours])
/** @see {@link WaitClock} @category metrics @since 0.2.0 */
type WaitClock = typeof WaitClock.Type

const Is = Schema.Record(
  Schema.String,
  Schema.Union([
    Schema.String,
    Schema.Finite,
    Schema.Boolean,
    Schema.Array(Schema.Union([Schema.String, Schema.Finite])),
  ]),
)

/** Parameters of what enquiries wait for. @category metrics @since 0.2.0 */
export const waitParams = {
  /** The time by which a share `q` has it, or the share that has it within `minutes`. */
  form: Metric.withDefault(Schema.Literals(["quantile", "within"]), "quantile"),
  /** Which quantile: 0.5 is the median. */
  q: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThan(1)), 0.5),
  /** The target of the form `within`; `null` in the other. */
  minutes: Metric.withDefault(Schema.NullOr(Schema.Finite.check(Schema.isGreaterThan(0))), null),
  clock: Metric.withDefault(WaitClock, "wall"),
  /** Clocks of their own: the first whose columns the customer's message has. */
  teams: Metric.withDefault(Schema.Array(Schema.Struct({ is: Is, clock: WaitClock })), []),
}

/** Parameters of what enquiries wait for, decided. @category metrics @since 0.2.0 */
export interface WaitParams {
  readonly form: "quantile" | "within"
  readonly q: number
  readonly minutes: number | null
  readonly clock: WaitClock
  readonly teams: ReadonlyArray<{ readonly is: typeof Is.Type; readonly clock: WaitClock }>
}

/** What is wrong with parameters; `null` where nothing is. @category metrics @since 0.2.0 */
export const waitProblem = ({ form, minutes, teams }: WaitParams): string | null => {
  if ((form === "within") !== (minutes !== null))
    return "minutes: the form within asks for a target in minutes; a quantile has none"
  return teams.length > MOST ? `teams: at most ${MOST}` : null
}

/** Marks of a question are bits of one integer. */
const MOST = 20

/**
 * Milliseconds after the end of a period until its last enquiries are due: of opening hours as many weeks as the target
 * fills, and one. Holidays beyond that leave an enquiry out as not yet due.
 *
 * @category metrics
 * @since 0.2.0
 */
export const waitHorizon = ({ clock, minutes, teams }: WaitParams): number =>
  minutes === null
    ? 0
    : Math.max(
        ...[clock, ...teams.map((team) => team.clock)].map((one) =>
          one === "wall" ? minutes * MINUTE : (Math.ceil((minutes * MINUTE) / WorkingHours.ofWeek(one)) + 1) * WEEK,
        ),
      )

/** Events of one kind. @category metrics @since 0.2.0 */
export const event = (kind: string): Expr => eq(column("kind"), kind)

/** Whether no person acted. Who is not named is taken for a person. @category metrics @since 0.2.0 */
export const byMachine: Expr = coalesce(oneOf(column("actor"), ["bot", "auto"]), value(false))

/** Whether a person is named. @category metrics @since 0.2.0 */
export const byHuman: Expr = coalesce(eq(column("actor"), "human"), value(false))

/** A mark of events. @category metrics @since 0.2.0 */
export const eventMark = (id: string, ...any: ReadonlyArray<Expr>): Mark =>
  mark(id, ...any.map((when) => ({ kind: KIND, when })))

/** What of a question about waiting depends on its parameters. @category metrics @since 0.2.0 */
export const waitClocks = (
  { clock, minutes, teams }: WaitParams,
  { asOf, calendar, extent }: Metric.MetricContext,
): { readonly options: Pick<DurationOptions, "asOf" | "clocks" | "targets">; readonly marks: ReadonlyArray<Mark> } => {
  const range = extent("at")
  const open = (one: WaitClock) => {
    if (one === "wall") return null
    if (range === null) return []
    return WorkingHours.edges(one, calendar.zone, range.min, Math.max(range.max, asOf ?? range.max) + 1).edges
  }
  return {
    options: {
      asOf,
      clocks: [
        ...teams.map((team, i) => ({ mark: `team-${i + 1}`, open: open(team.clock) })),
        { mark: null, open: open(clock) },
      ],
      targets: minutes === null ? [] : [minutes * MINUTE],
    },
    marks: teams.map(({ is }, i) => {
      const when = conditionOf({ kind: KIND, is })
      return mark(`team-${i + 1}`, { kind: KIND, when })
    }),
  }
}

/** A message of the customer, or what makes a person owe an answer anew. @category metrics @since 0.2.0 */
export const asked = (who: "human" | "anyone"): { readonly start: Expr; readonly restart: Expr } => ({
  start: event("in"),
  restart: who === "anyone" ? event("reopen") : or(event("reopen"), and(event("handoff"), not(byHuman))),
})
