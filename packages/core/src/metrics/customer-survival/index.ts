import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "../../time/Calendar.ts"
import * as Edges from "../../time/Edges.ts"
import * as LocalDay from "../../time/LocalDay.ts"
import * as Metric from "../Metric.ts"
import { contractSpells, oddCaveats, oddSubscriptions } from "../spells.ts"
import { compareSurvival, survivalOf } from "./estimate.ts"
import { textsOf, titleOf } from "./texts.ts"

const Day = Schema.String.check(
  Schema.makeFilter((day) => LocalDay.parse(day) !== undefined || "expected a day such as 2026-01-31"),
)

const params = Schema.Struct({
  /** Share still there after the days, days until half are gone, or mean of the first days. */
  form: Metric.withDefault(Schema.Literals(["share-at", "median", "restricted-mean"]), "share-at"),
  /** Days asked about; the median has none. */
  days: Metric.withDefault(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 36_600 })), 365),
  /** Days without a subscription that do not end it. */
  grace: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)), 0),
  /** The day since which all subscriptions are in the facts; those that ended before may be missing. */
  since: Metric.withDefault(Schema.NullOr(Day), null),
  /** The curve ends where fewer than this many are still followed. */
  least: Metric.withDefault(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)), 10),
})

/**
 * How long customers stay, from the beginning of their first subscription to its end, those who are still there
 * counted as long as they have been (Kaplan–Meier).
 *
 * **Gotchas**
 *
 * The mean of those who have left is far too short, and so is one over a churn rate while losses get rarer with age.
 * Where the facts begin later than the business, say since when (`since`): customers of long standing are in them only
 * because they stayed.
 *
 * @category metrics
 * @since 0.2.0
 */
export const customerSurvival = Metric.make({
  id: "customer-survival",
  docs: {
    title: { en: "Customer survival", ru: "Выживаемость клиентов", pl: "Przeżywalność klientów" },
    description: {
      en: "How long customers with a subscription stay.",
      ru: "Как долго остаются клиенты с подпиской.",
      pl: "Jak długo zostają klienci z subskrypcją.",
    },
    source: "Kaplan & Meier 1958, Greenwood 1926 on log(-log S); test: log-rank, Mantel 1966",
    notWhen: {
      en: "there is no contract: nobody knows then when a customer left",
      ru: "договора нет: тогда неизвестно, когда клиент ушёл",
      pl: "nie ma umowy: nie wiadomo wtedy, kiedy klient odszedł",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  passport: (decided) => ({
    unit: { kind: decided.form === "share-at" ? "proportion" : "duration" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: "subscription",
    clock: "at",
  }),
  questions: ({ grace, since }, { asOf, calendar, extent }) => {
    const range = extent("at")
    const days =
      range === null || asOf === null
        ? []
        : Result.getOrThrow(Edges.calendarEdges(calendar, "day", Math.min(range.min, asOf), asOf + 1)).edges
    return {
      customers: contractSpells({
        grace,
        asOf,
        period: null,
        days,
        since: since === null ? null : (Calendar.instantOf(calendar, since) ?? null),
      }),
      odd: oddSubscriptions(),
    }
  },
  estimate: ({ customers: { fold }, odd }, decided, level) => {
    const estimate = survivalOf(fold.lives, decided, level)
    return { ...estimate, caveats: [...estimate.caveats, ...oddCaveats(odd)] }
  },
  compare: (first, second, decided, level) =>
    compareSurvival(first.customers.fold.lives, second.customers.fold.lives, decided, level),
})
