import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Histogram } from "../../moments/Histogram.ts"
import { type Pressure, pressure, type PressureClock } from "../../questions/folds/pressure/index.ts"
import { and, column, not, oneOf, or, present } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { trails } from "../../questions/Trails.ts"
import { meanInterval, type Sample, wilson } from "../../stats/index.ts"
import * as Edges from "../../time/Edges.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { meanDifference, shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { happened } from "../step.ts"
import { textsOf, titleOf } from "./texts.ts"

/** Windows a calendar has. */
const grains: ReadonlyMap<number, "day" | "week" | "month"> = new Map([
  [1, "day"],
  [7, "week"],
  [30, "month"],
])

const params = Schema.Struct({
  form: Metric.withDefault(Schema.Literals(["share-over", "mean", "peak"]), "share-over"),
  /** How many contacts in a window are still in order. */
  cap: Metric.withDefault(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)), 4),
  /** Length of the window. */
  days: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 7),
  clock: Metric.withDefault(Schema.Literals(["rolling", "calendar"]), "rolling"),
  /** Which contacts count. Those without a class always do. */
  classes: Metric.withDefault(Schema.Array(Schema.String), ["marketing", "reminder", "survey", "occasion"]),
  base: Metric.withDefault(Schema.Literals(["contacted", "customers"]), "contacted"),
  /** Whether contacts of one package count once. */
  packages: Metric.withDefault(Schema.Literals(["once", "each"]), "once"),
}).check(
  Schema.makeFilter(
    ({ clock, days }) =>
      clock === "rolling" || grains.has(days) || "days: a calendar has days (1), weeks (7) and months (30)",
  ),
)

type Params = typeof params.Type

/**
 * How hard customers are pressed by messages: the share of them who got more than the cap in some window
 * (`share-over`), contacts per customer (`mean`), or contacts in the fullest window of a customer on average (`peak`).
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
    source: "contacts per customer in rolling or calendar windows; interval: Wilson 1927, Student's t for means",
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
  questions: ({ base, classes, clock, days, packages }, context) => {
    const group = column("class")
    const counted = [happened("contact"), or(not(present(group)), oneOf(group, classes))].filter((one) => one !== null)
    const contacts = { kind: "contact", where: and(...counted) }
    return {
      customers: trails(
        pressure,
        {
          clock: clock === "rolling" ? { kind: "rolling", length: days * DAY } : calendarClock(days, context),
          packages,
        },
        { kinds: base === "customers" ? [contacts, "customer"] : [contacts] },
      ),
      anonymous: tally(
        "contact",
        { rows: { stat: "count" } },
        { where: and(not(present(column("customer"))), ...counted) },
      ),
    }
  },
  estimate: ({ anonymous, customers: { fold } }, decided, level) => {
    const { n, x } = overOf(fold, decided)
    const caveats = [
      ...(decided.base === "customers" && n > 0 && fold.units === fold.contacted ? [caveat("contacted-only")] : []),
      ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
    ]
    const common = { n, nEffective: n === 0 ? null : n, denominator: n }
    if (decided.form === "share-over")
      return { ...common, value: n === 0 ? null : x / n, interval: wilson(x, n, level), numerator: x, caveats }
    const sample = sampleOf(fold, decided)
    const interval = sample.m2 > 0 ? meanInterval(sample, level) : null
    return {
      ...common,
      value: n === 0 ? null : sample.mean,
      interval: interval === null || interval.low === null ? interval : { ...interval, low: Math.max(0, interval.low) },
      numerator: sample.mean * n,
      caveats: n > 0 && interval === null ? [...caveats, caveat("no-ci")] : caveats,
    }
  },
  compare: (first, second, decided, level) =>
    decided.form === "share-over"
      ? shareDifference(overOf(first.customers.fold, decided), overOf(second.customers.fold, decided), level)
      : meanDifference(sampleOf(first.customers.fold, decided), sampleOf(second.customers.fold, decided), level),
})

/** Days, weeks or months from the first contact to the last fact. */
const calendarClock = (days: number, { asOf, calendar, extent }: Metric.MetricContext): PressureClock => {
  const range = extent("at")
  const grain = grains.get(days)
  if (range === null || asOf === null || grain === undefined) return { kind: "calendar", edges: [] }
  const { edges } = Result.getOrThrow(Edges.calendarEdges(calendar, grain, range.min, Math.max(asOf, range.min) + 1))
  return { kind: "calendar", edges }
}

/** Levels of those who are divided by: whoever got nothing is none of the contacted. */
const levelsOf = ({ levels }: Histogram, { base }: Params) =>
  base === "customers" ? levels : levels.filter(({ value }) => value > 0)

/** Customers, and how many of them got more than the cap. */
const overOf = ({ peaks }: Pressure, decided: Params) => {
  const levels = levelsOf(peaks, decided)
  const count = (over: number) => levels.reduce((sum, { n, value }) => (value > over ? sum + n : sum), 0)
  return { n: count(-1), x: count(decided.cap) }
}

/** Contacts of each customer, or of the fullest window of each. */
const sampleOf = ({ peaks, totals }: Pressure, decided: Params): Sample => {
  const levels = levelsOf(decided.form === "peak" ? peaks : totals, decided)
  const n = levels.reduce((sum, level) => sum + level.n, 0)
  const mean = n === 0 ? 0 : levels.reduce((sum, level) => sum + level.n * level.value, 0) / n
  return { n, mean, m2: levels.reduce((sum, level) => sum + level.n * (level.value - mean) ** 2, 0) }
}
