import * as Schema from "effect/Schema"
import { coalesce, column, type Expr, ge, mul, not, and, oneOf, or, present, value } from "../../questions/Expr.ts"
import { answersOf, feedbackParams, type FeedbackParams, feedbackQuestions, relationTitle } from "../feedback.ts"
import { compareNumbers, estimateForm, type FeedbackForm } from "../feedbackForms.ts"
import * as Metric from "../Metric.ts"
import { numeratorOf, titleOf } from "./texts.ts"

const choice = column("choice")
const score = column("score")

const SCALE = { min: 0, max: 1 } as const
const { instrument, relation, weights } = feedbackParams("awareness", SCALE, "relational")

const params = Schema.Struct({
  /** `unaided`: who named the brand without help. `aided`: who knew it, named by themselves or shown. */
  form: Metric.withDefault(Schema.Literals(["aided", "unaided"]), "aided"),
  /** Choices that mean the brand was named without help, and those that mean it was known when shown. */
  aware: Metric.withDefault(
    Schema.Struct({ unaided: Schema.Array(Schema.String), aided: Schema.Array(Schema.String) }),
    { unaided: ["top-of-mind", "unaided"], aided: ["aided", "yes"] },
  ),
  instrument,
  relation,
  weights,
})
type Params = typeof params.Type

/** A share, of answers counted as 0 and 1. */
const SHARE: FeedbackForm = { form: "share", good: { from: 1 }, bad: { to: 0 } }

const asked = ({ instrument: of, relation: how, weights: use }: Params): FeedbackParams => ({
  instrument: of,
  relation: how,
  weights: use,
  scale: SCALE,
})

/** Whoever names the brand without help would have known it when shown. */
const awareOf = ({ aware, form }: Params): Expr => {
  const words = form === "unaided" ? aware.unaided : [...aware.unaided, ...aware.aided]
  return mul(coalesce(oneOf(choice, words), ge(score, 1)), 1)
}

/**
 * Brand awareness: the share of those asked in a survey who know the brand, unaided (they name it themselves) or aided
 * (they name it, or know it when it is shown).
 *
 * **Gotchas**
 *
 * A choice that is in none of the lists of `aware` means not aware, as most words do. Without a choice the score
 * counts, 1 for aware and 0 for not; any other score is an answer to another question (`scale-mismatch`).
 *
 * @category metrics
 * @since 0.2.0
 */
export const brandAwareness = Metric.make({
  id: "brand-awareness",
  docs: {
    title: { en: "Brand awareness", ru: "Узнаваемость бренда", pl: "Rozpoznawalność marki" },
    description: {
      en: "Share of those asked who know the brand, unaided or aided.",
      ru: "Доля опрошенных, которые знают бренд: без подсказки или с подсказкой.",
      pl: "Odsetek zapytanych, którzy znają markę: spontanicznie lub po podpowiedzi.",
    },
    source: "share of a survey's answers; interval: Wilson 1927 at the effective size of Kish 1965",
    notWhen: {
      en: "only customers were asked: they know the brand; ask a sample of the market, with its weights",
      ru: "спрашивали только клиентов: они бренд знают; нужна выборка рынка с весами",
      pl: "pytano tylko klientów: oni markę znają; potrzebna jest próba rynku z wagami",
    },
  },
  title: ({ form, relation: how }) => relationTitle(titleOf(form), how, "relational"),
  better: "higher",
  params,
  passport: ({ form, relation: how }) => ({
    unit: { kind: "proportion" },
    unitOfN: "answer",
    numerator: numeratorOf(form),
    denominator: answersOf[how],
    kind: "feedback",
    clock: "at",
  }),
  questions: (given) =>
    feedbackQuestions(asked(given), awareOf(given), {
      of: awareOf(given),
      given: or(present(choice), present(score)),
      otherScale: and(not(present(choice)), not(oneOf(score, [SCALE.min, SCALE.max]))),
      noScale: value(false),
    }),
  estimate: (states, given, level) => estimateForm(states, asked(given), SHARE, level),
  compare: (first, second, given, level) => compareNumbers(first, second, asked(given), SHARE, level),
})
