import * as Schema from "effect/Schema"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { moneyCaveats, moneyParams, moneyProblem } from "../money.ts"
import { exceptParam } from "../orders.ts"
import { basisParam } from "../revenue.ts"
import { growthDifference, growthOf, isSilent, salesOf } from "./estimate.ts"
import { questionsOf } from "./questions.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** `relative`: now over before, minus 1; `log`: the logarithm of now over before, which adds up over periods. */
  form: Metric.withDefault(Schema.Literals(["relative", "log"]), "relative"),
  /** Whose orders: everybody's, or of those who bought in both periods. */
  customers: Metric.withDefault(Schema.Literals(["all", "same"]), "all"),
  basis: basisParam,
  ...moneyParams,
  /** Statuses of orders that do not count, as the shop names them. */
  except: exceptParam,
}).check(Schema.makeFilter((money) => moneyProblem(money) ?? true))

/**
 * How much more or less was sold than in the period before, which is as long by the calendar.
 *
 * **Gotchas**
 *
 * It needs a period, or buckets of time: of all time there is none before. Growth rates do not average; logarithms do.
 *
 * @category metrics
 * @since 0.2.0
 */
export const salesGrowth = Metric.make({
  id: "sales-growth",
  docs: {
    title: { en: "Sales growth", ru: "Рост продаж", pl: "Wzrost sprzedaży" },
    description: {
      en: "Revenue of a period against that of the period before.",
      ru: "Выручка за период по сравнению с предыдущим периодом.",
      pl: "Przychód z okresu w porównaniu z poprzednim okresem.",
    },
    source:
      "ratio of sums over the customers of both periods, delta method or Fieller 1954; orders of nobody known: compound Poisson",
    notWhen: {
      en: "the two periods differ in their weekdays or holidays: then it is the calendar that grew",
      ru: "у периодов разный состав дней недели или праздников: тогда вырос календарь",
      pl: "okresy różnią się dniami tygodnia lub świętami: wtedy urósł kalendarz",
    },
  },
  title: titleOf,
  better: "higher",
  params,
  passport: (said) => ({
    unit: { kind: said.form === "relative" ? "proportion" : "ratio" },
    unitOfN: "order",
    ...textsOf(said),
    kind: "order",
    clock: "at",
  }),
  everyStatus: ({ except }) => except.length === 0,
  takesRefunds: ({ basis }) => basis !== "gross",
  periodic: true,
  questions: questionsOf,
  estimate: (states, said, level) => {
    const { all, foreign, loose, unfinished, unknown, without } = states.orders
    const withheld = moneyCaveats(said, foreign.n)
    const { before, n, now, units } = salesOf(states, said)
    const common = { n, nEffective: n === 0 ? null : units.n }
    const caveats = [
      ...withheld,
      ...(states.bare.rows.n > 0 ? [caveat("no-amount", { n: states.bare.rows.n })] : []),
      ...(said.customers === "same" && loose.n > 0 ? [caveat("no-customer", { n: loose.n })] : []),
      ...(all.w === all.n ? [] : [caveat("weights-ignored")]),
      ...(without.n > 0 ? [caveat("period-needed")] : []),
      // What is not over is said of every number; that the period before is not whole only this one knows.
      ...(unknown.n > 0 && unfinished.n === 0 ? [caveat("partial-period", { of: "previous" })] : []),
    ]
    const silent = { ...common, value: null, interval: null, numerator: null, denominator: null }
    if (withheld.length > 0 || isSilent(states)) return { ...silent, caveats }
    const whole = (sum: number) => (said.rates.length > 0 ? sum : Math.round(sum))
    const shown = { ...common, numerator: whole(now), denominator: whole(before) }
    if (unfinished.n > 0 || unknown.n > 0 || without.n > 0)
      return { ...shown, ...(without.n > 0 ? { denominator: null } : {}), value: null, interval: null, caveats }
    const growth = before > 0 ? growthOf(states, said, level) : null
    const value =
      growth === null
        ? null
        : said.form === "relative"
          ? growth.ratio - 1
          : growth.ratio > 0
            ? Math.log(growth.ratio)
            : null
    if (growth === null || value === null)
      return { ...shown, value: null, interval: null, caveats: [...caveats, caveat("nonpositive-base")] }
    const interval = said.form === "relative" ? growth.interval : growth.logInterval
    return { ...shown, value, interval, caveats: [...caveats, caveat(interval === null ? "no-ci" : "census")] }
  },
  compare: growthDifference,
})
