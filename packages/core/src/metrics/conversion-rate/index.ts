import * as Schema from "effect/Schema"
import type { Locale } from "../../model/Identifier.ts"
import { type Funnel, funnel, funnelDefaults } from "../../questions/folds/funnel/index.ts"
import { trails } from "../../questions/Trails.ts"
import { wilson } from "../../stats/index.ts"
import { effectiveAttempts } from "../attempts.ts"
import { caveat } from "../Caveat.ts"
import { DAY, daysText } from "../days.ts"
import { shareDifference } from "../difference.ts"
import type { EffectiveSize } from "../effectiveSize.ts"
import { namelessEntries } from "../entries.ts"
import * as Metric from "../Metric.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, seeSteps, Step, stepTexts } from "../step.ts"
import { textsOf } from "./texts.ts"

/** Any interaction, then any order. */
const USUAL = [{ kind: "interaction" }, { kind: "order" }] as const

const Steps = Schema.Array(Step).check(Schema.isMinLength(2), Schema.isMaxLength(30))

const params = Schema.Struct({
  /** What has to happen, in order. */
  steps: Metric.withDefault(Steps, USUAL),
  /** Which step is asked about, counted from 1; `null` for the last. */
  step: Metric.withDefault(Schema.NullOr(Schema.Int.check(Schema.isGreaterThan(1))), null),
  /** Of those who took the first step, or of those who took the step before. */
  of: Metric.withDefault(Schema.Literals(["first", "previous"]), "first"),
  /** Days from the first step in which the others have to come. */
  within: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 7),
  order: Metric.withDefault(Schema.Literals(["sequential", "strict", "any"]), "sequential"),
  /** Steps of one instant: by the sequence of the source, in either order, or only apart. */
  ties: Metric.withDefault(Schema.Literals(["sequence", "either", "distinct"]), "sequence"),
  /** Milliseconds up to which `either` and `distinct` take two instants for one. */
  tolerance: Metric.withDefault(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)), 0),
  /** Which attempts of a customer count. */
  attempt: Metric.withDefault(Schema.Literals(["first", "best", "every"]), "first"),
  /** Whose attempts they are. */
  per: Metric.withDefault(Schema.Literals(["customer", "session"]), "customer"),
  /** Attempts that have not had their time yet are outside. */
  policy: Metric.withDefault(Schema.Literals(["mature"]), "mature"),
}).check(
  Schema.makeFilter(({ order, per, step, steps, ties, tolerance }) => {
    if (step !== null && step > steps.length) return `step: there are ${steps.length} steps`
    if (per === "session" && steps.some((one) => kindOfStep(one) !== "interaction"))
      return "per: only interactions have sessions"
    if (order === "any" && new Set(steps.map((one) => JSON.stringify(one))).size < steps.length)
      return "steps: in any order they have to differ"
    return ties !== "sequence" || tolerance === 0 || "tolerance: says nothing where the sequence decides"
  }),
)

type Params = typeof params.Type

/**
 * Share of those who took the first step and got to another one in time. Everybody counts once, by the first attempt,
 * in the period of that attempt; whoever has not had the whole time yet is outside.
 *
 * **Gotchas**
 *
 * Orders of a month over visits of the month is another number, which may exceed one. So is a rate over sessions
 * (`per: session`): of a visitor with three sessions and one order a third of the sessions convert, and all visitors.
 *
 * @category metrics
 * @since 0.2.0
 */
export const conversionRate = Metric.make({
  id: "conversion-rate",
  docs: {
    title: { en: "Conversion rate", ru: "Конверсия", pl: "Współczynnik konwersji" },
    description: {
      en: "Share of those who took the first step and got to another within the time given.",
      ru: "Доля сделавших первый шаг, которые дошли до другого шага за отведённое время.",
      pl: "Odsetek tych, którzy zrobili pierwszy krok i dotarli do innego w wyznaczonym czasie.",
    },
    source:
      "cohort by entry, closed window, mature entrants only; interval: Wilson 1927, clustered for several attempts",
    notWhen: {
      en: "steps are recorded by different means for different groups: the rate then measures the recording",
      ru: "шаги разных групп записываются по-разному: тогда показатель измеряет саму запись",
      pl: "kroki różnych grup są zapisywane w różny sposób: wskaźnik mierzy wtedy sam zapis",
    },
  },
  title: ({ of, step, steps }) => {
    const last = (step ?? steps.length) - 1
    // Of those at the step before, the way begins there.
    const [from, to] = [stepTexts(steps[of === "first" ? 0 : last - 1] ?? ""), stepTexts(steps[last] ?? "")]
    const path = (locale: Locale) =>
      JSON.stringify(steps) === JSON.stringify(USUAL) ? "" : `: ${from[locale]} → ${to[locale]}`
    return {
      en: `Conversion rate${path("en")}`,
      ru: `Конверсия${path("ru")}`,
      pl: `Współczynnik konwersji${path("pl")}`,
    }
  },
  better: "higher",
  params,
  kinds: ({ steps }) => [...new Set(steps.map(kindOfStep))],
  horizon: ({ within }) => within * DAY,
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: decided.attempt === "every" ? "attempt" : decided.per,
    ...textsOf({ ...decided, step: decided.step ?? decided.steps.length }, daysText(decided.within)),
    kind: kindOfStep(decided.steps[0] ?? ""),
    clock: "at",
  }),
  everyStatus: ({ steps }) => anyOrders(steps),
  questions: ({ attempt, order, per, steps, ties, tolerance, within }, { asOf }) => {
    const [first = "", ...others] = steps
    const { ids, kinds, marks } = seeSteps([first, ...others], order === "strict")
    return {
      attempts: trails(
        funnel,
        { ...funnelDefaults, steps: ids, order, ties, tolerance, attempt, within: within * DAY, asOf },
        { kinds, marks, unit: per },
      ),
      anonymous: namelessEntries(first, per),
    }
  },
  estimate: ({ anonymous, attempts: { fold } }, decided, level) => {
    const { caveats, n, size, x } = sharesOf(fold, decided)
    const interval = n === 0 || size === null ? null : wilson((x / n) * size, size, level)
    return {
      value: n === 0 ? null : x / n,
      interval,
      n,
      nEffective: n === 0 ? null : size,
      numerator: x,
      denominator: n,
      caveats: [
        ...(fold.immature > 0 ? [caveat("immature-window", { n: fold.immature })] : []),
        ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
        ...caveats,
        ...(n > 0 && interval === null ? [caveat("no-ci")] : []),
      ],
    }
  },
  compare: (first, second, decided, level) => {
    const [a, b] = [sharesOf(first.attempts.fold, decided), sharesOf(second.attempts.fold, decided)]
    if (a.n === 0 || b.n === 0) return null
    if (a.size === null || b.size === null)
      return { difference: a.x / a.n - b.x / b.n, interval: null, test: null, p: null, effect: null }
    return shareDifference({ x: (a.x / a.n) * a.size, n: a.size }, { x: (b.x / b.n) * b.size, n: b.size }, level)
  },
})

/** Attempts that got to the step, out of how many, and how many of these are independent; `null` where nobody can tell. */
const sharesOf = (fold: Funnel, { attempt, of, per, step, steps }: Params) => {
  const to = (step ?? steps.length) - 1
  const n = of === "first" ? fold.entrants : (fold.reached[to - 1] ?? 0)
  const x = fold.reached[to] ?? 0
  const independent: Pick<EffectiveSize, "caveats"> & { readonly size: number | null } =
    attempt !== "every" && per === "customer"
      ? { size: n, caveats: [] }
      : per === "customer" && (of === "first" || to === 1)
        ? effectiveAttempts(fold, to)
        : { size: null, caveats: [] }
  return { n, x, ...independent }
}
