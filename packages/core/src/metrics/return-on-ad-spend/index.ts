import * as Schema from "effect/Schema"
import * as Metric from "../Metric.ts"
import {
  compareReturns,
  estimateReturn,
  returnParams,
  returnProblem,
  returnQuestions,
  returnTexts,
} from "../returns.ts"

/**
 * Revenue per unit of money spent: revenue of the orders of a period over the costs of that period. Where both are split
 * by touchpoint or campaign, it is the revenue of the orders placed there.
 *
 * **Gotchas**
 *
 * It says what was sold where money was spent, not what was sold because of it: only an experiment says that.
 *
 * @category metrics
 * @since 0.2.0
 */
export const returnOnAdSpend = Metric.make({
  id: "return-on-ad-spend",
  docs: {
    title: {
      en: "Return on ad spend (ROAS)",
      ru: "Окупаемость рекламных расходов (ROAS)",
      pl: "Zwrot z wydatków na reklamę (ROAS)",
    },
    description: {
      en: "Revenue of a period over its costs.",
      ru: "Выручка периода на единицу расходов.",
      pl: "Przychód okresu na jednostkę kosztów.",
    },
    source: "ratio of sums over days, touchpoints or campaigns, delta method; Fieller 1954 from g = 0.05",
    notWhen: {
      en: "it is to say what the spending caused: customers would have bought a part of it anyway",
      ru: "нужно узнать, что вызвали расходы: часть покупок состоялась бы и без них",
      pl: "ma mówić, co spowodowały wydatki: część zakupów i tak by nastąpiła",
    },
  },
  better: "higher",
  params: Schema.Struct(returnParams).check(Schema.makeFilter(returnProblem)),
  kinds: () => ["order", "cost"],
  passport: (said) => {
    const { cost, revenue } = returnTexts(said)
    return {
      unit: { kind: "ratio" },
      unitOfN: "order",
      numerator: revenue,
      denominator: cost,
      kind: "order",
      clock: "at",
    }
  },
  everyStatus: ({ except }) => except.length === 0,
  takesRefunds: ({ basis }) => basis !== "gross",
  periodic: true,
  questions: returnQuestions,
  estimate: (states, said, level) => estimateReturn(states, said, { times: 1, plus: 0 }, level),
  compare: (first, second, said, level) => compareReturns(first, second, said, 1, level),
})
