import * as Schema from "effect/Schema"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import {
  compareReturns,
  estimateReturn,
  returnParams,
  returnProblem,
  returnQuestions,
  returnTexts,
} from "../returns.ts"

const params = Schema.Struct({
  /** Which part of revenue is left before these costs; without it nothing is said. */
  marginRate: Metric.withDefault(
    Schema.NullOr(Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1))),
    null,
  ),
  ...returnParams,
}).check(Schema.makeFilter(returnProblem))

/**
 * What was earned on the money spent, over the money spent: margin × revenue − costs, over costs. 0 is the break-even
 * point; below it the spending was not earned back in the period.
 *
 * **Gotchas**
 *
 * The `marginRate` has to be given. Without one the number is `null`: revenue is no profit.
 *
 * @category metrics
 * @since 0.2.0
 */
export const returnOnInvestment = Metric.make({
  id: "return-on-investment",
  docs: {
    title: { en: "Return on investment (ROI)", ru: "Рентабельность вложений (ROI)", pl: "Zwrot z inwestycji (ROI)" },
    description: {
      en: "Margin of a period's revenue minus its costs, over these costs.",
      ru: "Маржа с выручки периода за вычетом расходов, делённая на эти расходы.",
      pl: "Marża z przychodu okresu minus koszty, podzielona przez te koszty.",
    },
    source: "margin × revenue over cost − 1; interval of the ratio of sums (delta method, Fieller 1954), moved along",
    notWhen: {
      en: "what was bought pays for years: a period's revenue is too short for it",
      ru: "вложения окупаются годами: выручки одного периода для этого мало",
      pl: "wydatki zwracają się latami: przychód jednego okresu to za mało",
    },
  },
  title: ({ marginRate: margin }) => {
    const share = margin === null ? null : String(Math.round(margin * 1000) / 10)
    return share === null
      ? { en: "Return on investment (ROI)", ru: "Рентабельность вложений (ROI)", pl: "Zwrot z inwestycji (ROI)" }
      : {
          en: `Return on investment (ROI), margin ${share}%`,
          ru: `Рентабельность вложений (ROI), маржа ${share.replace(".", ",")} %`,
          pl: `Zwrot z inwestycji (ROI), marża ${share.replace(".", ",")}%`,
        }
  },
  better: "higher",
  params,
  kinds: () => ["order", "cost"],
  passport: (said) => {
    const { cost, revenue } = returnTexts(said)
    return {
      unit: { kind: "proportion" },
      unitOfN: "order",
      numerator: {
        en: `margin of the revenue minus the costs; revenue: ${revenue.en}`,
        ru: `маржа с выручки минус расходы; выручка: ${revenue.ru}`,
        pl: `marża z przychodu minus koszty; przychód: ${revenue.pl}`,
      },
      denominator: cost,
      kind: "order",
      clock: "at",
    }
  },
  everyStatus: ({ except }) => except.length === 0,
  takesRefunds: ({ basis }) => basis !== "gross",
  periodic: true,
  questions: returnQuestions,
  estimate: (states, said, level) => {
    const { marginRate: margin } = said
    const line = margin === null ? null : { times: margin, plus: -1 }
    const earned = estimateReturn(states, said, line, level)
    if (margin === null) return { ...earned, numerator: null, caveats: [...earned.caveats, caveat("margin-missing")] }
    const { denominator: cost, numerator: revenue } = earned
    return { ...earned, numerator: revenue === null || cost === null ? null : margin * revenue - cost }
  },
  compare: (first, second, said, level) =>
    said.marginRate === null ? null : compareReturns(first, second, said, said.marginRate, level),
})
