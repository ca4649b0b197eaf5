import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Retention, retention as fold, type RetentionClock } from "../../questions/folds/retention/index.ts"
import { trails } from "../../questions/Trails.ts"
import { wilson } from "../../stats/index.ts"
import * as Edges from "../../time/Edges.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { shareDifference } from "../difference.ts"
import { namelessEntries } from "../entries.ts"
import * as Metric from "../Metric.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, seeSteps, Step } from "../step.ts"
import { textsOf, titleOf } from "./texts.ts"

const HOUR = 3_600_000
/** Rolling lengths of each interval. */
const lengths = { day: DAY, week: 7 * DAY, month: 30 * DAY } as const

const params = Schema.Struct({
  /** What makes a customer one of the cohort: the first of all. */
  entry: Metric.withDefault(Step, { kind: "order" }),
  /** What counts as coming back. */
  return: Metric.withDefault(Step, { kind: "order" }),
  /** Length of an interval. */
  interval: Metric.withDefault(Schema.Literals(["day", "week", "month"]), "month"),
  /** Which interval after the entry; that of the entry is 0. */
  index: Metric.withDefault(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3660 })), 1),
  mode: Metric.withDefault(Schema.Literals(["on", "on-or-after", "bracket"]), "on"),
  /** End of the bracket that begins with `index`, itself outside; `null` in other modes. */
  to: Metric.withDefault(Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3661 }))), null),
  clock: Metric.withDefault(Schema.Literals(["calendar", "elapsed"]), "calendar"),
  /** What instants are floored to before time is counted; only where it elapses. */
  floor: Metric.withDefault(Schema.Literals(["none", "hour"]), "none"),
}).check(
  Schema.makeFilter(({ clock, floor, index, mode, to }) => {
    if ((mode === "bracket") !== (to !== null)) return "to: ends the bracket; a bracket has one, other modes have none"
    if (to !== null && to <= index) return "to: the bracket ends before it begins"
    return clock === "elapsed" || floor === "none" || "floor: calendars floor by themselves"
  }),
)

type Params = typeof params.Type

/**
 * Share of a cohort that came back in the interval asked about: exactly in it (`on`), in it or later (`on-or-after`), or
 * within several (`bracket`). Customers belong to the cohort of their first entry of all; only those for whom the
 * interval is over count.
 *
 * **Gotchas**
 *
 * The interval of the entry is 0. Calendar intervals and intervals of 24 hours differ: from the evening of 1 December to
 * the next afternoon it is day 1 by the calendar, and still day 0 by the clock.
 *
 * @category metrics
 * @since 0.2.0
 */
export const retention = Metric.make({
  id: "retention",
  docs: {
    title: { en: "Retention", ru: "Удержание", pl: "Retencja" },
    description: {
      en: "Share of customers who came back in a given interval after their first entry.",
      ru: "Доля клиентов, вернувшихся в заданный интервал после первого входа.",
      pl: "Odsetek klientów, którzy wrócili w danym przedziale po pierwszym wejściu.",
    },
    source: "N-day retention of cohorts by first entry, mature members only; interval: Wilson 1927",
    notWhen: {
      en: "customers need the product seldom: an interval shorter than their usual pause finds nobody",
      ru: "продукт нужен клиентам редко: интервал короче обычной паузы никого не найдёт",
      pl: "klienci potrzebują produktu rzadko: przedział krótszy niż zwykła przerwa nikogo nie znajdzie",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  kinds: ({ entry, return: back }) => [...new Set([kindOfStep(entry), kindOfStep(back)])],
  horizon: ({ clock, index, interval, to }) => {
    const count = to ?? index + 1
    return clock === "elapsed" ? count * lengths[interval] : { interval, after: count - 1 }
  },
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: kindOfStep(decided.entry),
    clock: "at",
  }),
  everyStatus: ({ entry, return: back }) => anyOrders([entry, back]),
  questions: ({ clock, entry, floor, index, interval, return: back, to }, context) => {
    const { ids, kinds, marks } = seeSteps([entry, back], false)
    const [entered = "", returned = ""] = ids
    return {
      cohort: trails(
        fold,
        {
          entry: entered,
          return: returned,
          clock:
            clock === "elapsed"
              ? { kind: "elapsed", length: lengths[interval], floor: floor === "hour" ? HOUR : 0 }
              : calendarClock(interval, context),
          // One question serves a year of intervals: those asked together are counted once.
          count: Math.max(13, index + 1),
          bracket: to === null ? null : [index, to],
          asOf: context.asOf,
        },
        { kinds, marks },
      ),
      anonymous: namelessEntries(entry, "customer"),
    }
  },
  estimate: ({ anonymous, cohort }, decided, level) => {
    const { immature, n, x } = sharesOf(cohort.fold, decided)
    return {
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats: [
        ...(immature > 0 ? [caveat("immature-window", { n: immature })] : []),
        ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
      ],
    }
  },
  compare: (first, second, decided, level) =>
    shareDifference(sharesOf(first.cohort.fold, decided), sharesOf(second.cohort.fold, decided), level),
})

/** Buckets from the first fact to the one in which facts end. */
const calendarClock = (
  interval: Params["interval"],
  { asOf, calendar, extent }: Metric.MetricContext,
): RetentionClock => {
  const range = extent("at")
  if (range === null || asOf === null) return { kind: "calendar", edges: [] }
  const { edges } = Result.getOrThrow(Edges.calendarEdges(calendar, interval, range.min, Math.max(asOf, range.min) + 1))
  return { kind: "calendar", edges }
}

/** Members for whom the interval is over, how many of them came back, and for how many it is not over. */
const sharesOf = ({ bracket, indices, members }: Retention, { index, mode }: Params) => {
  const at = indices[index]
  const n = (mode === "bracket" ? bracket?.n : at?.n) ?? 0
  const x = { on: at?.on, "on-or-after": at?.onOrAfter, bracket: bracket?.x }[mode] ?? 0
  return { n, x, immature: members - n }
}
