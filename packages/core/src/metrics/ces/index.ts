import * as Schema from "effect/Schema"
import { answersOf, feedbackParams, relationTitle, type Scale } from "../feedback.ts"
import {
  compareForm,
  estimateForm,
  type FeedbackForm,
  formQuestions,
  type FormParams,
  testParam,
} from "../feedbackForms.ts"
import * as Metric from "../Metric.ts"
import { numeratorOf, titleOf } from "./texts.ts"

/** The two questions that go by the name. */
interface Version {
  readonly scale: Scale
  readonly polarity: "high" | "low"
  readonly agree: Pick<FeedbackForm, "good" | "bad">
  readonly net: Pick<FeedbackForm, "good" | "bad">
}

const effort = { good: { to: 2 }, bad: { from: 4 } } as const

const versions: Readonly<Record<1 | 2, Version>> = {
  /** "How much effort did you have to put forth?", 1 very low to 5 very high. Source: Dixon, Freeman & Toman 2010. */
  1: { scale: { min: 1, max: 5 }, polarity: "low", agree: effort, net: effort },
  /** "The company made it easy to handle my issue", 1 strongly disagree to 7 strongly agree. Source: CEB 2013. */
  2: {
    scale: { min: 1, max: 7 },
    polarity: "high",
    agree: { good: { from: 5 }, bad: { to: 3 } },
    net: { good: { from: 6 }, bad: { to: 3 } },
  },
}

const { instrument, relation, weights } = feedbackParams("ces", versions[2].scale, "transactional")

const params = Schema.Struct({
  /** `1`: how much effort, 1–5, low is good. `2`: whether it was made easy, 1–7, high is good. */
  version: Metric.withDefault(Schema.Literals([1, 2]), 2),
  form: Metric.withDefault(Schema.Literals(["agree", "mean", "net"]), "agree"),
  ...testParam,
  instrument,
  relation,
  weights,
})
type Params = typeof params.Type

/** The scale and its good end are the version's: no parameters of their own. */
const asked = ({ instrument: of, relation: how, test, version, weights: use }: Params): FormParams => ({
  instrument: of,
  relation: how,
  weights: use,
  test,
  scale: versions[version].scale,
  polarity: versions[version].polarity,
})

const formOf = ({ form, version }: Params): FeedbackForm => ({
  form: form === "agree" ? "share" : form,
  ...versions[version][form === "net" ? "net" : "agree"],
})

/**
 * Customer Effort Score: how easy something was. Two questions go by the name, with the good end on opposite sides;
 * `version` says which was asked, and answers on the other's scale make the value `null` (`scale-mismatch`).
 *
 * **Gotchas**
 *
 * The mean of version 1 stays on the scale asked, where less is better; shares and net scores of both versions grow
 * with ease.
 *
 * @category metrics
 * @since 0.2.0
 */
export const ces = Metric.make({
  id: "ces",
  docs: {
    title: {
      en: "Customer Effort Score (CES)",
      ru: "Индекс усилий клиента (CES)",
      pl: "Wskaźnik wysiłku klienta (CES)",
    },
    description: {
      en: "Share of customers for whom it was easy, mean score, or net ease.",
      ru: "Доля клиентов, которым было легко, средняя оценка или чистая лёгкость.",
      pl: "Odsetek klientów, którym było łatwo, średnia ocena lub łatwość netto.",
    },
    source:
      "Dixon, Freeman & Toman 2010 (version 1), CEB 2013 (version 2); share with Wilson 1927, mean with Student's t, net with adjusted Wald (Rocks 2016)",
    notWhen: {
      en: "the question was asked days later, or of those only who reached the end: effort is forgotten, and those who gave up are missing",
      ru: "вопрос задали спустя дни или только тем, кто дошёл до конца: усилия забываются, а сдавшихся не хватает",
      pl: "pytanie zadano po kilku dniach albo tylko tym, którzy dotarli do końca: wysiłek się zapomina, a brakuje tych, którzy zrezygnowali",
    },
  },
  title: ({ form, relation: of, version }) => relationTitle(titleOf(form, version), of, "transactional"),
  better: "higher",
  betterWith: ({ form, version }) => (form === "mean" && version === 1 ? "lower" : "higher"),
  params,
  passport: ({ form, relation: of, version }) => ({
    unit: {
      agree: { kind: "proportion" as const },
      mean: { kind: "points" as const, ...versions[version].scale },
      net: { kind: "points" as const },
    }[form],
    unitOfN: "answer",
    numerator: numeratorOf(form, version),
    denominator: answersOf[of],
    kind: "feedback",
    clock: "at",
  }),
  questions: (given) => formQuestions(asked(given), formOf(given)),
  estimate: (states, given, level) => estimateForm(states, asked(given), formOf(given), level),
  compare: (first, second, given, level) => compareForm(first, second, asked(given), formOf(given), level),
})
