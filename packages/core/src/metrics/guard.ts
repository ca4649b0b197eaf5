import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Malformed, settled, taker, thrownText } from "../model/foreign.ts"
import type { OptionsInvalid } from "../model/OptionsInvalid.ts"
import { Question } from "../questions/Question.ts"
import { Caveat } from "./Caveat.ts"
import { Effect as EffectSize, Interval, Unit } from "./Measurement.ts"
import { Horizon } from "./horizon.ts"
import type { Comparison, Estimate, GroupedQuestion, Metric, PreparedMetric } from "./Metric.ts"

/** A metric could not be prepared: not for its parameters, but by its own fault. @category errors @since 0.1.0 */
export class MetricBroken extends Schema.TaggedError<MetricBroken>()("MetricBroken", {
  item: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return `The metric ${this.item} failed: ${this.problem}; leave it out, or report it to the author of its plugin`
  }
}

/** A metric is somebody's code: what it throws is its failure, not ours. */
export const guard = <A extends object>(run: () => A): Effect.Effect<A | string> =>
  Effect.try({ try: () => settled(run()), catch: thrownText }).pipe(Effect.catch((problem) => Effect.succeed(problem)))

const Text = Schema.Union([Schema.String, Schema.Record(Schema.String, Schema.String)])
const takePrepared = taker(
  Schema.Struct({
    metric: Schema.NonEmptyString,
    title: Text,
    docs: Schema.Struct({ title: Text, description: Text, source: Schema.String, notWhen: Text }),
    better: Schema.Literals(["higher", "lower", "neutral"]),
    params: Schema.Record(Schema.String, Schema.Json),
    extents: Schema.Array(Schema.String),
    clocks: Schema.optional(Schema.Array(Schema.String)),
    kinds: Schema.optional(Schema.Array(Schema.String)),
    everyStatus: Schema.optional(Schema.Boolean),
    takesRefunds: Schema.optional(Schema.Boolean),
    periodic: Schema.optional(Schema.Boolean),
    horizon: Schema.optional(Horizon),
    passport: Schema.Struct({
      unit: Unit,
      unitOfN: Schema.String,
      numerator: Text,
      denominator: Text,
      kind: Schema.String,
      clock: Schema.String,
    }),
  }),
)

/** What is wrong with a prepared metric; `null` where it is as agreed. */
export const preparedProblem = (metric: PreparedMetric): string | null => {
  try {
    takePrepared(metric)
    const lacking = (["questions", "estimate", "compare"] as const).find((name) => typeof metric[name] !== "function")
    return lacking === undefined ? null : `${lacking} is not a function`
  } catch (thrown) {
    return thrownText(thrown)
  }
}

/**
 * Prepares a metric of a plugin: parameters that do not fit are `OptionsInvalid`, anything else that goes wrong is
 * {@link MetricBroken}.
 *
 * @category metrics
 * @since 0.1.0
 */
export const prepareMetric = (
  metric: Metric,
  params?: unknown,
): Effect.Effect<PreparedMetric, OptionsInvalid | MetricBroken> => {
  const broken = (problem: string) => Effect.fail(new MetricBroken({ item: nameOf(metric), problem }))
  return Effect.suspend((): Effect.Effect<PreparedMetric, OptionsInvalid | MetricBroken> => {
    const preparing: unknown = settled(metric.prepare(params))
    return Effect.isEffect(preparing)
      ? (preparing as ReturnType<Metric["prepare"]>)
      : broken("its prepare gave no effect")
  }).pipe(
    Effect.catchDefect((thrown) => broken(thrownText(thrown))),
    Effect.flatMap((prepared) => {
      const problem = preparedProblem(prepared)
      return problem === null ? Effect.succeed(prepared) : broken(problem)
    }),
  )
}

const nameOf = (metric: Metric): string => {
  try {
    return metric.id
  } catch {
    return "?"
  }
}

const takeQuestions = taker(Schema.Record(Schema.String, Question))

/** The questions of a metric, as questions. */
export const questionsOf = (value: unknown): Readonly<Record<string, GroupedQuestion>> => takeQuestions(value)

const takeEstimate = taker(
  Schema.Struct({
    value: Schema.NullOr(Schema.Finite),
    interval: Schema.NullOr(Interval),
    n: Schema.Finite,
    nEffective: Schema.NullOr(Schema.Finite),
    numerator: Schema.NullOr(Schema.Finite),
    denominator: Schema.NullOr(Schema.Finite),
    caveats: Schema.Array(Caveat),
  }),
)

/** An estimate as agreed: finite numbers, known caveats, an interval that ascends, no negative count. */
export const estimateOf = (value: unknown): Estimate => {
  const estimate = takeEstimate(value)
  if (estimate.n < 0) throw new Malformed(`n is ${estimate.n}, less than nothing`)
  checkInterval("interval", estimate.interval)
  return estimate
}

/** An interval whose ends are the wrong way round says nothing. */
export const checkInterval = (where: string, interval: Interval | null): void => {
  if (interval === null) return
  const { high, level, low } = interval
  if (low !== null && high !== null && low > high)
    throw new Malformed(`${where} begins at ${low}, above its end ${high}`)
  if (level <= 0 || level >= 1) throw new Malformed(`${where}.level is ${level}, not between 0 and 1`)
}

const takeComparison = taker(
  Schema.NullOr(
    Schema.Struct({
      difference: Schema.NullOr(Schema.Finite),
      interval: Schema.NullOr(Interval),
      test: Schema.NullOr(Schema.String),
      p: Schema.NullOr(Schema.Finite),
      effect: Schema.NullOr(EffectSize),
    }),
  ),
)

/** A comparison as agreed; `null` where two groups cannot be compared. */
export const comparisonOf = (value: unknown): Comparison | null => {
  try {
    const comparison = takeComparison(value)
    if (comparison === null) return null
    if (comparison.p !== null && (comparison.p < 0 || comparison.p > 1))
      throw new Malformed(`p is ${comparison.p}, not a probability`)
    checkInterval("interval", comparison.interval)
    return comparison
  } catch (thrown) {
    throw thrown instanceof Malformed ? new Malformed(`comparison: ${thrown.message}`) : thrown
  }
}
