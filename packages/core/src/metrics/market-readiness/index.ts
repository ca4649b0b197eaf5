import * as Schema from "effect/Schema"
import { add, coalesce, column, eq, type Expr, mul, oneOf, value } from "../../questions/Expr.ts"
import { type Interval, normalCdf, normalQuantile, studentTQuantile, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import {
  answers,
  answersOf,
  feedbackParams,
  type FeedbackParams,
  feedbackQuestions,
  type FeedbackStates,
  relationTitle,
  scoreMoments,
} from "../feedback.ts"
import { basisOf, compareNumbers, type FeedbackForm } from "../feedbackForms.ts"
import * as Metric from "../Metric.ts"

const choice = column("choice")

const SCALE = { min: 0, max: 1 } as const
const { instrument, relation, weights } = feedbackParams("readiness", SCALE, "relational")

const Stages = Schema.Record(Schema.String, Schema.Finite).check(
  Schema.makeFilter(
    (stages) =>
      (Object.values(stages).length > 1 && Object.values(stages).every((weight) => weight >= 0 && weight <= 1)) ||
      "at least two stages, each with a weight from 0 to 1",
  ),
  Schema.makeFilter(
    (stages) => new Set(Object.values(stages)).size > 1 || "stages of one weight say nothing: all answers count alike",
  ),
)

const params = Schema.Struct({
  /** Stages of the hierarchy of effects, as `choice` names them, and how ready each is. */
  stages: Metric.withDefault(Stages, { unaware: 0, aware: 0.25, interested: 0.5, intent: 0.75, ready: 1 }),
  instrument,
  relation,
  weights,
})
type Params = typeof params.Type

/** The mean of the weights of the stages. */
const MEAN: FeedbackForm = { form: "mean", good: { from: 1 }, bad: { to: 0 } }

/** From here on the mean is normal enough, by simulation. */
const MANY = 200

const asked = ({ instrument: of, relation: how, weights: use }: Params): FeedbackParams => ({
  instrument: of,
  relation: how,
  weights: use,
  scale: SCALE,
})

const weightOf = ({ stages }: Params): Expr =>
  Object.entries(stages)
    .map(([stage, weight]) => mul(eq(choice, stage), weight))
    .reduce<Expr>((sum, one) => add(sum, one), value(0))

/**
 * How ready a market is for an offer: the mean weight of the stages of the hierarchy of effects that those asked have
 * reached, from 0 (nobody knows of it) to 1 (everybody is ready to buy).
 *
 * **Gotchas**
 *
 * The weights are a choice, not a measurement; `chosen-weights` says how far the index moves when those between 0 and
 * 1 are a fifth lower or higher. Only indices with the same stages and weights can be compared. Answers that name
 * no stage are left out and counted (`no-score`).
 *
 * @category metrics
 * @since 0.2.0
 */
export const marketReadiness = Metric.make({
  id: "market-readiness",
  docs: {
    title: { en: "Market readiness", ru: "Готовность рынка", pl: "Gotowość rynku" },
    description: {
      en: "Index of the stages a target population has reached, from unaware (0) to ready to buy (1).",
      ru: "Индекс этапов, которых достигла целевая аудитория: от незнания (0) до готовности купить (1).",
      pl: "Indeks etapów, które osiągnęła grupa docelowa: od nieznajomości (0) do gotowości zakupu (1).",
    },
    source:
      "hierarchy of effects, Lavidge & Steiner 1961; mean of stage weights, interval: normal, of fewer than 200 Wilson 1927; Kish 1965 for weights",
    notWhen: {
      en: "those asked are not the market: customers and followers are ready by nature; or what people say they intend stands for what they do",
      ru: "опрошенные — не рынок: клиенты и подписчики готовы сами по себе; или намерения принимают за поступки",
      pl: "zapytani to nie rynek: klienci i obserwujący są gotowi z natury; albo zamiary bierze się za czyny",
    },
  },
  title: ({ relation: how }) =>
    relationTitle({ en: "Market readiness", ru: "Готовность рынка", pl: "Gotowość rynku" }, how, "relational"),
  better: "higher",
  params,
  passport: ({ relation: how, stages }) => {
    const list = Object.entries(stages)
      .map(([stage, weight]) => `${stage} ${weight}`)
      .join(", ")
    // A comma is the decimal sign there.
    const listed = Object.entries(stages)
      .map(([stage, weight]) => `${stage} ${String(weight).replace(".", ",")}`)
      .join("; ")
    return {
      unit: { kind: "ratio" },
      unitOfN: "answer",
      numerator: {
        en: `sum of the weights of stages (${list})`,
        ru: `сумма весов этапов (${listed})`,
        pl: `suma wag etapów (${listed})`,
      },
      denominator: answersOf[how],
      kind: "feedback",
      clock: "at",
    }
  },
  questions: (given) =>
    feedbackQuestions(asked(given), weightOf(given), {
      of: weightOf(given),
      given: coalesce(oneOf(choice, Object.keys(given.stages)), value(false)),
      otherScale: value(false),
      noScale: value(false),
    }),
  estimate: (states, given, level) => {
    const { all, caveats } = answers(states, asked(given))
    const basis = basisOf(states, asked(given), MEAN)
    const notes = [...caveats, ...basis.caveats]
    const common = { n: all.n, nEffective: basis.total === 0 ? null : basis.size, denominator: basis.total }
    if (basis.total === 0) return { ...common, value: null, interval: null, numerator: null, caveats: notes }
    const interval = intervalOf(basis, level)
    return {
      ...common,
      value: basis.mean,
      interval,
      numerator: basis.mean * basis.total,
      caveats: [
        ...notes,
        ...(interval === null ? [caveat("no-ci")] : []),
        caveat("chosen-weights", { low: indexWith(states, given, 0.8), high: indexWith(states, given, 1.2) }),
      ],
    }
  },
  compare: (first, second, given, level) => compareNumbers(first, second, asked(given), MEAN, level),
})

/**
 * Of many answers value ± z·√(variance / n). Of fewer the mean of values from 0 to 1 is skewed as a share is, so it is
 * taken for a share of as many trials as would vary as much (Wilson), with Student's t for the variance estimated. None
 * where all answers are alike.
 */
const intervalOf = ({ mean, sample, size, spread }: ReturnType<typeof basisOf>, level: number): Interval | null => {
  if (!(spread > 0) || !(size > 1)) return null
  if (size >= MANY) {
    const half = normalQuantile((1 + level) / 2) * Math.sqrt(spread / size)
    return { low: Math.max(0, mean - half), high: Math.min(1, mean + half), level, method: "normal" }
  }
  const variance = sample.m2 / (size - 1)
  const trials = (size * mean * (1 - mean)) / variance
  const wider = normalCdf(studentTQuantile((1 + level) / 2, size - 1)) * 2 - 1
  const interval = wilson(mean * trials, trials, wider)
  return interval === null ? null : { ...interval, level }
}

/** The index, were the weights between 0 and 1 so much higher; the ends of the hierarchy stay. */
const indexWith = ({ scores: { scores } }: FeedbackStates, { weights: use }: Params, times: number): number | null => {
  const moved = (weight: number) => (weight === 1 ? 1 : Math.min(1, weight * times))
  const levels = scores.levels.map((level) => ({ ...level, value: moved(level.value) }))
  return scoreMoments({ levels }, use)?.mean ?? null
}
