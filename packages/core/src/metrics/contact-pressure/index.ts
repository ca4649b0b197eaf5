import * as Schema from "effect/Schema"
import { pressure, type PressureClock } from "../../questions/folds/pressure/index.ts"
import {
  add,
  and,
  coalesce,
  column,
  eq,
  type Expr,
  gt,
  le,
  lt,
  mul,
  not,
  or,
  present,
  value,
} from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { mark, trails } from "../../questions/Trails.ts"
import { caveat } from "../Caveat.ts"
import { calendarGrains, calendarWindows, classesParam, countedContacts } from "../contacts.ts"
import { DAY } from "../days.ts"
import * as Metric from "../Metric.ts"
import { comparePressure, estimatePressure } from "./estimate.ts"
import { textsOf, titleOf } from "./texts.ts"

/** The mark of a consent that lasts. */
const CONSENT = "contactable"

const params = Schema.Struct({
  form: Metric.withDefault(
    Schema.Literals(["share-over", "mean", "peak", "excess", "quantile", "decayed"]),
    "share-over",
  ),
  /** How many contacts in a window are still in order. */
  cap: Metric.withDefault(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)), 4),
  /** Length of the window. */
  days: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 7),
  clock: Metric.withDefault(Schema.Literals(["rolling", "calendar"]), "rolling"),
  /** Which contacts count. Those without a class always do. */
  classes: classesParam,
  base: Metric.withDefault(Schema.Literals(["contacted", "customers", "contactable"]), "contacted"),
  /** Whether contacts of one package count once. */
  packages: Metric.withDefault(Schema.Literals(["once", "each"]), "once"),
  /** Which quantile of the fullest windows. */
  q: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 0.99 })), 0.95),
  /** Days after which a contact weighs half as much. */
  halfLife: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 3660 })), 3),
  /** What a contact by a channel weighs; 1 by others. */
  channels: Metric.withDefault(Schema.Record(Schema.String, Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))), {}),
}).check(
  Schema.makeFilter(
    ({ clock, days }) =>
      clock === "rolling" || calendarGrains.has(days) || "days: a calendar has days (1), weeks (7) and months (30)",
  ),
)

type Params = typeof params.Type

const isPeriodic = ({ base, form }: Params): boolean => base !== "contacted" || form === "decayed"

/**
 * How hard customers are pressed by messages: the share of them who got more than the cap in some window
 * (`share-over`), contacts per customer (`mean`), contacts in the fullest window of a customer on average (`peak`), what
 * of them is above the cap (`excess`) or their quantile (`quantile`), or what is left of them all at the end, each
 * losing half its weight in a half-life (`decayed`).
 *
 * **Gotchas**
 *
 * Windows of the calendar begin anew: Sunday and Monday are in two weeks, though they are one burst. Rolling windows,
 * later than their end less the length and up to their end, see it.
 *
 * @category metrics
 * @since 0.2.0
 */
export const contactPressure = Metric.make({
  id: "contact-pressure",
  docs: {
    title: { en: "Contact pressure", ru: "Частота контактов", pl: "Presja komunikacyjna" },
    description: {
      en: "How many contacts customers get, or how many of them get more than the cap within a window.",
      ru: "Сколько контактов получают клиенты или какая их доля получает больше предела за окно.",
      pl: "Ile kontaktów otrzymują klienci albo jaki ich odsetek otrzymuje więcej niż limit w oknie.",
    },
    source:
      "contacts per customer in rolling or calendar windows; interval: Wilson 1927, Student's t for means, order statistics for quantiles",
    notWhen: {
      en: "contacts of some channels are not recorded: a cap per channel overlooks their sum",
      ru: "контакты части каналов не записаны: предел по каждому каналу не видит их суммы",
      pl: "kontakty części kanałów nie są zapisywane: limit na kanał nie widzi ich sumy",
    },
  },
  title: titleOf,
  better: "lower",
  params,
  passport: (decided) => ({
    unit: { kind: decided.form === "share-over" ? "proportion" : "ratio" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: "contact",
    clock: "at",
  }),
  // Who is known, whom one may write to, and what is left of the pressure, depends on when that is asked.
  periodic: isPeriodic,
  questions: (decided, context) => {
    const { base, channels, classes, packages } = decided
    const { period } = context
    const counted = countedContacts(classes)
    const span = period === null ? null : { from: period.from, to: period.to }
    const clock = clockOf(decided, context)
    // Of all time, all that are known.
    const known =
      span === null || period?.previous === null ? null : or(not(present(column("at"))), lt(column("at"), span.to))
    const others = {
      contacted: [],
      customers: [{ kind: "customer", where: known }],
      contactable: [{ kind: "consent", where: span === null ? null : lasting(span) }],
    }[base]
    // What was sent before still presses.
    const within = decided.form === "decayed" ? null : span
    return {
      customers: trails(
        pressure,
        { clock, packages, among: base === "contactable" ? CONSENT : null },
        {
          // A receipt, or a letter that came back, names a customer as well.
          kinds: [
            { kind: "contact", where: base === "customers" ? known : counted, value: weightOf(channels) },
            ...others,
          ],
          marks: base === "contactable" ? [mark(CONSENT, { kind: "consent" })] : [],
          open: { where: counted, span: within },
        },
      ),
      anonymous: tally(
        "contact",
        { rows: { stat: "count" } },
        {
          where: and(
            not(present(column("customer"))),
            counted,
            ...(clock.kind === "decaying" ? [le(column("at"), clock.at)] : []),
          ),
          span: within,
        },
      ),
    }
  },
  estimate: ({ anonymous, customers: { fold } }, decided, level) =>
    estimatePressure(fold, decided, level, [
      ...(decided.base !== "contacted" && fold.units > 0 && fold.units === fold.contacted
        ? [caveat("contacted-only")]
        : []),
      ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
      // Written to without a consent: a fault of its own, and no part of the base.
      ...(fold.outside > 0 ? [caveat("not-stated", { n: fold.outside })] : []),
    ]),
  compare: (first, second, decided, level) =>
    comparePressure(first.customers.fold, second.customers.fold, decided, level),
})

/** A consent that lasts in some part of the time. */
const lasting = ({ from, to }: { readonly from: number; readonly to: number }): Expr =>
  and(lt(column("at"), to), or(not(present(column("until"))), gt(column("until"), from)))

/** What a contact weighs by its channel; `null` where all weigh alike. */
const weightOf = (channels: Params["channels"]): Expr | null => {
  const all = Object.entries(channels)
  if (all.length === 0) return null
  // 1, and what the row's channel adds to it or takes off.
  return all.reduce<Expr>(
    (sum, [id, weight]) => add(sum, mul(coalesce(eq(column("channel"), id), value(false)), weight - 1)),
    value(1),
  )
}

const clockOf = ({ clock, days, form, halfLife }: Params, context: Metric.MetricContext): PressureClock => {
  if (form === "decayed") {
    const { asOf, period } = context
    // Of all time the end is where facts end; a period that is not over ends there too.
    const ends = [asOf, ...(period === null || period.previous === null ? [] : [period.to - 1])]
    return { kind: "decaying", halfLife: halfLife * DAY, at: Math.min(...ends.map((end) => end ?? 0)) }
  }
  return clock === "rolling" ? { kind: "rolling", length: days * DAY } : calendarWindows(days, context)
}
