import * as Schema from "effect/Schema"
import * as Metric from "../Metric.ts"
import { kindOfStep, Step } from "../step.ts"

/** Any interaction, then any order. */
export const USUAL = [{ kind: "interaction" }, { kind: "order" }] as const

const Steps = Schema.Array(Step).check(Schema.isMinLength(2), Schema.isMaxLength(30))

/** What makes a rate of conversion another number. */
export const params = Schema.Struct({
  /** Whose attempts they are, or events over events. */
  form: Metric.withDefault(Schema.Literals(["customer", "session", "event-ratio"]), "customer"),
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
  /** Which attempts count. */
  attempt: Metric.withDefault(Schema.Literals(["first", "best", "every"]), "first"),
  /** What becomes of attempts that have not had their time yet. */
  policy: Metric.withDefault(Schema.Literals(["mature-only", "kaplan-meier", "naive"]), "mature-only"),
}).check(
  Schema.makeFilter(({ attempt, form, of, order, policy, step, steps, ties, tolerance }) => {
    if (step !== null && step > steps.length) return `step: there are ${steps.length} steps`
    if (form === "session" && steps.some((one) => kindOfStep(one) !== "interaction"))
      return "form: only interactions have sessions"
    if (form === "event-ratio" && (attempt !== "first" || order !== "sequential" || ties !== "sequence"))
      return "form: a ratio of events knows no attempts, nor their order; leave attempt, order and ties out"
    if (form === "event-ratio" && policy !== "mature-only") return "policy: events of a period wait for nothing"
    if (policy === "kaplan-meier" && of === "previous")
      return "policy: time is followed from the first step on; use of: first"
    if (policy === "kaplan-meier" && attempt === "best")
      return "policy: which attempt is the best is known only once its time is over; use attempt: first or every"
    if (order === "any" && new Set(steps.map((one) => JSON.stringify(one))).size < steps.length)
      return "steps: in any order they have to differ"
    return ties !== "sequence" || tolerance === 0 || "tolerance: says nothing where the sequence decides"
  }),
)

/** The parameters, decided. */
export type Params = typeof params.Type

/** Places of the step asked about, and of the one it is divided by, counted from 0. */
export const stepsAsked = ({ of, step, steps }: Pick<Params, "of" | "step" | "steps">) => {
  const to = (step ?? steps.length) - 1
  return { to, base: of === "first" ? 0 : to - 1 }
}
