import * as Schema from "effect/Schema"
import { dimension, type DimensionValue } from "../../questions/Dimension.ts"
import { and, coalesce, column, gt, lt, mul, not, present, sub, value } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { compareScore, estimateScore } from "./estimate.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  form: Metric.withDefault(Schema.Literals(["pooled", "mean", "critical-failed"]), "pooled"),
  /** What is independent of the others: every visit, or every location with all its visits. */
  unit: Metric.withDefault(Schema.Literals(["visit", "location"]), "visit"),
  /** What a visit with a failed critical item scores: what it earned, or nothing. */
  critical: Metric.withDefault(Schema.Literals(["count", "zero"]), "count"),
  /** Share of its points a critical item needs. */
  pass: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 1 })), 1),
  /** How many units there are, where those visited were drawn from them by chance. */
  population: Metric.withDefault(Schema.NullOr(Schema.Int.check(Schema.isGreaterThan(0))), null),
}).check(
  Schema.makeFilter(
    ({ critical, form }) =>
      form !== "critical-failed" ||
      critical === "count" ||
      "critical: the share of failed visits has no scores; use count",
  ),
)

/** Points less than this below what is asked are rounding. */
const HAIR = 1e-9

/**
 * Score of audits and mystery shoppers' visits: points earned over points possible on the items that apply, of all
 * visits together (`pooled`) or as the mean of the visits' own scores (`mean`); or the share of visits that a critical
 * item failed (`critical-failed`).
 *
 * **Gotchas**
 *
 * An item without `possible` does not apply: it is in neither sum. The pooled score weighs visits by their points, the
 * mean all alike.
 *
 * @category metrics
 * @since 0.2.0
 */
export const auditScore = Metric.make({
  id: "audit-score",
  docs: {
    title: { en: "Audit score", ru: "Оценка проверки", pl: "Wynik audytu" },
    description: {
      en: "Points earned in audits and mystery shoppers’ visits, of those possible.",
      ru: "Баллы, набранные на проверках и визитах тайных покупателей, от возможных.",
      pl: "Punkty zdobyte w audytach i wizytach tajemniczych klientów, spośród możliwych.",
    },
    source:
      "ratio of sums over visits, as R survey::svyratio, with finite population correction; critical failures: Wilson 1927",
    notWhen: {
      en: "a few visits stand for a network: the interval says how little they say of it",
      ru: "о сети судят по нескольким визитам: интервал показывает, как мало они о ней говорят",
      pl: "kilka wizyt ma opisać całą sieć: przedział pokazuje, jak mało o niej mówią",
    },
  },
  title: titleOf,
  better: "higher",
  betterWith: ({ form }) => (form === "critical-failed" ? "lower" : "higher"),
  params,
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: decided.unit,
    ...textsOf(decided),
    kind: "audit-item",
    clock: "at",
  }),
  questions: ({ pass }) => {
    const [earned, possible] = [column("earned"), column("possible")]
    const applies = gt(possible, 0)
    const scored = and(applies, present(earned))
    const critical = coalesce(column("critical"), value(false))
    const lacking = lt(earned, sub(mul(possible, pass), HAIR))
    return {
      visits: Metric.apart(
        tally(
          "audit-item",
          {
            earned: { stat: "sum", of: earned },
            possible: { stat: "sum", of: possible },
            critical: { stat: "count", where: critical },
            failed: { stat: "count", where: and(critical, lacking) },
          },
          { where: scored },
        ),
        [dimension("visit", column("visit")), dimension("location", column("location"))],
      ),
      versions: Metric.apart(tally("audit-item", { rows: { stat: "count" } }, { where: scored }), [
        dimension("version", column("version")),
      ]),
      items: tally("audit-item", {
        over: { stat: "count", where: and(scored, gt(sub(earned, possible), HAIR)) },
        unstated: { stat: "count", where: and(applies, not(present(earned))) },
      }),
    }
  },
  estimate: ({ items, versions, visits }, decided, level) =>
    estimateScore(visits, decided, level, {
      honest: items.over.n === 0,
      caveats: [
        ...(items.over.n > 0 ? [caveat("off-scale", { n: items.over.n })] : []),
        ...(versions.length > 1 ? [caveat("mixed-versions", { n: versions.length })] : []),
        ...(items.unstated.n > 0 ? [caveat("not-stated", { n: items.unstated.n })] : []),
      ],
    }),
  compare: (first, second, decided, level) =>
    first.items.over.n > 0 || second.items.over.n > 0 || named(first.versions) !== named(second.versions)
      ? null
      : compareScore(first.visits, second.visits, decided, level),
})

/** Versions of the questionnaire in their order, as one text: other questions make another score. */
const named = (versions: ReadonlyArray<{ readonly key: ReadonlyArray<DimensionValue> }>): string =>
  JSON.stringify(versions.map(({ key }) => key[0] ?? null))
