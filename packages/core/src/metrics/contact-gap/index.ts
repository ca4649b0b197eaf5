import * as Schema from "effect/Schema"
import { countLevels } from "../../moments/Histogram.ts"
import { countDurations, type LogHistogram, quantileIntervalOf } from "../../moments/LogHistogram.ts"
import { type Pressure, pressure } from "../../questions/folds/pressure/index.ts"
import { and, column, not, present } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { trails } from "../../questions/Trails.ts"
import { mannWhitney, mover, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { calendarGrains, calendarWindows, classesParam, countedContacts } from "../contacts.ts"
import { DAY } from "../days.ts"
import { shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  form: Metric.withDefault(Schema.Literals(["share-below", "quantile"]), "share-below"),
  /** How many days should pass between two contacts. */
  days: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 3660 })), 1),
  /** Whether days are 24 hours each, or those of the calendar. */
  clock: Metric.withDefault(Schema.Literals(["rolling", "calendar"]), "rolling"),
  /** Which contacts count. Those without a class always do. */
  classes: classesParam,
  /** Whether contacts of one package count once. */
  packages: Metric.withDefault(Schema.Literals(["once", "each"]), "once"),
  /** Which quantile of the shortest gaps. */
  q: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 0.99 })), 0.5),
}).check(
  Schema.makeFilter(({ clock, days, form }) => {
    if (clock === "rolling") return true
    if (form === "quantile") return "clock: time between contacts elapses; the calendar is for share-below"
    return calendarGrains.has(days) || "days: a calendar has days (1), weeks (7) and months (30)"
  }),
)

/**
 * How soon the brand is back: the share of customers with two contacts or more for whom the shortest time between two of
 * them is below the gap that should be kept (`share-below`), or a quantile of that shortest time (`quantile`).
 *
 * **Gotchas**
 *
 * After a contact on 1 January at 08:00 a gap of one day ends on the 2nd at 08:00, by the calendar at 00:00.
 *
 * @category metrics
 * @since 0.2.0
 */
export const contactGap = Metric.make({
  id: "contact-gap",
  docs: {
    title: { en: "Gap between contacts", ru: "Промежуток между контактами", pl: "Odstęp między kontaktami" },
    description: {
      en: "How many customers are contacted again too soon, or the shortest time between two contacts of a customer.",
      ru: "Какой доле клиентов пишут снова слишком скоро или каков кратчайший промежуток между контактами клиента.",
      pl: "Jaki odsetek klientów otrzymuje kolejny kontakt zbyt szybko albo najkrótszy odstęp między kontaktami klienta.",
    },
    source:
      "shortest time between two contacts of a customer; interval: Wilson 1927, for quantiles order statistics (Conover 1999), within 1 %",
    notWhen: {
      en: "contacts of some channels are not recorded: gaps look longer than they are",
      ru: "контакты части каналов не записаны: промежутки кажутся длиннее",
      pl: "kontakty części kanałów nie są zapisywane: odstępy wydają się dłuższe",
    },
  },
  title: titleOf,
  better: "lower",
  betterWith: ({ form }) => (form === "quantile" ? "higher" : "lower"),
  params,
  passport: (decided) => ({
    unit: { kind: decided.form === "quantile" ? "duration" : "proportion" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: "contact",
    clock: "at",
  }),
  questions: ({ classes, clock, days, packages }, context) => {
    const where = countedContacts(classes)
    return {
      customers: trails(
        pressure,
        {
          clock: clock === "rolling" ? { kind: "rolling", length: days * DAY } : calendarWindows(days, context),
          packages,
          among: null,
        },
        { kinds: [{ kind: "contact", where }] },
      ),
      anonymous: tally("contact", { rows: { stat: "count" } }, { where: and(not(present(column("customer"))), where) }),
    }
  },
  estimate: ({ anonymous, customers: { fold } }, { form, q }, level) => {
    const { n, x } = soonOf(fold)
    const unknown = anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []
    const common = { n, nEffective: n === 0 ? null : n }
    if (form === "share-below")
      return {
        ...common,
        value: n === 0 ? null : x / n,
        interval: wilson(x, n, level),
        numerator: x,
        denominator: n,
        caveats: unknown,
      }
    const found = quantileIntervalOf(fold.gaps, q, level)
    const bounded = found !== null && (found.interval.low !== null || found.interval.high !== null)
    return {
      ...common,
      value: found?.value ?? null,
      interval: bounded ? found.interval : null,
      numerator: null,
      denominator: null,
      caveats: n > 0 && !bounded ? [...unknown, caveat("no-ci")] : unknown,
    }
  },
  compare: (first, second, { form, q }, level) => {
    const [left, right] = [first.customers.fold, second.customers.fold]
    if (form === "share-below") return shareDifference(soonOf(left), soonOf(right), level)
    const [a, b] = [quantileIntervalOf(left.gaps, q, level), quantileIntervalOf(right.gaps, q, level)]
    const test = mannWhitney(ranksOf(left.gaps), ranksOf(right.gaps))
    if (a === null || b === null || test === null) return null
    return {
      difference: a.value - b.value,
      interval: mover(a, b),
      test: "mann-whitney",
      p: test.p,
      effect: { kind: "cliffs-delta", value: test.cliffsDelta },
    }
  },
})

/** Customers with two contacts or more, and how many of them got two within one window. */
const soonOf = ({ gaps, peaks }: Pressure) => ({ n: countDurations(gaps), x: countLevels(peaks, (peak) => peak > 1).n })

/** Bins in order; a gap of 0 is below all of them. */
const ranksOf = ({ bins, zero }: LogHistogram): ReadonlyMap<number, number> =>
  new Map([[Number.MIN_SAFE_INTEGER, zero] as const, ...bins])
