import * as Schema from "effect/Schema"
import { dimension } from "../../questions/Dimension.ts"
import { and, column, eq, gt, oneOf, present, value } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import * as Metric from "../Metric.ts"
import { compareAgreement, estimateAgreement } from "./estimate.ts"

const params = Schema.Struct({
  /** Two raters to compare with each other (Cohen); none for all that scored the same item (Fleiss). */
  raters: Metric.withDefault(Schema.Array(Schema.NonEmptyString), []),
}).check(
  Schema.makeFilter(
    ({ raters }) =>
      raters.length === 0 ||
      (raters.length === 2 && raters[0] !== raters[1]) ||
      "raters: name two to compare with each other, or none for all",
  ),
)

/**
 * How far raters who scored the same items of the same visits agree beyond chance: Cohen's kappa of two named raters, or
 * Fleiss' kappa of all. 1 is full agreement, 0 what chance gives, below 0 less than that.
 *
 * **Gotchas**
 *
 * Scores agree where they are equal; 4 and 5 of 5 disagree as much as 0 and 5. Items that only one rater scored say
 * nothing.
 *
 * @category metrics
 * @since 0.2.0
 */
export const raterAgreement = Metric.make({
  id: "rater-agreement",
  docs: {
    title: { en: "Rater agreement", ru: "Согласие проверяющих", pl: "Zgodność oceniających" },
    description: {
      en: "How far raters of the same items agree beyond chance.",
      ru: "Насколько проверяющие одних и тех же пунктов согласны сверх случайного совпадения.",
      pl: "Na ile oceniający te same pozycje zgadzają się ponad przypadek.",
    },
    source: "Cohen 1960, Fleiss 1971; interval: jackknife over visits",
    notWhen: {
      en: "nearly all items get the same score: kappa is low though raters agree",
      ru: "почти все пункты получают одинаковую оценку: каппа мала, хотя проверяющие согласны",
      pl: "prawie wszystkie pozycje dostają tę samą ocenę: kappa jest niska, choć oceniający są zgodni",
    },
  },
  title: ({ raters: [first, second] }) =>
    first === undefined || second === undefined
      ? {
          en: "Rater agreement (Fleiss’ kappa)",
          ru: "Согласие проверяющих (каппа Флейсса)",
          pl: "Zgodność oceniających (kappa Fleissa)",
        }
      : {
          en: `Rater agreement, ${first} and ${second} (Cohen’s kappa)`,
          ru: `Согласие проверяющих, ${first} и ${second} (каппа Коэна)`,
          pl: `Zgodność oceniających, ${first} i ${second} (kappa Cohena)`,
        },
  better: "higher",
  params,
  passport: ({ raters }) => ({
    unit: { kind: "ratio" },
    unitOfN: "item",
    numerator:
      raters.length === 0
        ? {
            en: "share of pairs of raters of an item that agree, less the share that chance gives",
            ru: "доля согласных пар проверяющих одного пункта минус доля, которую даёт случай",
            pl: "odsetek zgodnych par oceniających tę samą pozycję minus odsetek wynikający z przypadku",
          }
        : {
            en: "share of items on which the two agree, less the share that chance gives",
            ru: "доля пунктов, где оба согласны, минус доля, которую даёт случай",
            pl: "odsetek pozycji, co do których obaj są zgodni, minus odsetek wynikający z przypadku",
          },
    denominator: {
      en: "the share that chance leaves to agree on",
      ru: "доля, которую случай оставляет для согласия",
      pl: "odsetek, który przypadek pozostawia do uzgodnienia",
    },
    kind: "audit-item",
    clock: "at",
  }),
  questions: ({ raters: [first, second] }) => {
    const earned = column("earned")
    const rater = column("rater")
    const scored = and(present(earned), gt(column("possible"), 0))
    const two = first !== undefined && second !== undefined
    return {
      items: Metric.apart(
        tally(
          "audit-item",
          {
            first: { stat: "histogram", of: earned, ...(two ? { where: eq(rater, first) } : {}) },
            second: { stat: "histogram", of: earned, where: two ? eq(rater, second) : value(false) },
          },
          { where: two ? and(scored, oneOf(rater, [first, second])) : scored },
        ),
        [dimension("visit", column("visit")), dimension("item", column("item"))],
      ),
    }
  },
  estimate: ({ items }, { raters }, level) => estimateAgreement(items, raters.length === 2, level),
  compare: (first, second, { raters }, level) =>
    compareAgreement(first.items, second.items, raters.length === 2, level),
})
