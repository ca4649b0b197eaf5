import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { nearest } from "../model/nearest.ts"
import type { Answer } from "../questions/Answer.ts"
import type { Folds } from "../questions/folds/shipped.ts"
import type { Question } from "../questions/Question.ts"
import { QuestionInvalid } from "../questions/QuestionInvalid.ts"
import type { Watermark } from "../time/Watermark.ts"

export { QuestionInvalid } from "../questions/QuestionInvalid.ts"

/** A question names a column, kind or attribute that is not there. @category errors @since 0.1.0 */
export class DimensionUnavailable extends Schema.TaggedError<DimensionUnavailable>()("DimensionUnavailable", {
  kind: Schema.String,
  name: Schema.String,
  available: Schema.Array(Schema.String),
}) {
  override get message(): string {
    if (this.kind === this.name)
      return `There is no ${JSON.stringify(this.name)} here; available are: ${this.available.join(", ")}`
    const near = nearest(this.name, this.available)
    const hint = near === undefined ? "Map a column to it, or declare it as an own attribute" : `Did you mean ${near}?`
    return `${this.kind} has no ${JSON.stringify(this.name)}. ${hint} (available are: ${this.available.join(", ")})`
  }
}

/** A row references several facts where one value was asked for. @category errors @since 0.1.0 */
export class FanOut extends Schema.TaggedError<FanOut>()("FanOut", {
  kind: Schema.String,
  target: Schema.String,
  rows: Schema.Int,
}) {
  override get message(): string {
    return (
      `${this.rows} rows of ${this.kind} reference several ${this.target} facts each; ` +
      `say how their values become one (reduce: every, any, min, max, sum, count), or ask ${this.target} at its own grain`
    )
  }
}

/** This engine cannot answer this kind of question; another may. @category errors @since 0.1.0 */
export class QuestionUnsupported extends Schema.TaggedError<QuestionUnsupported>()("QuestionUnsupported", {
  engine: Schema.String,
  feature: Schema.String,
}) {
  override get message(): string {
    return `The ${this.engine} engine cannot answer ${this.feature}; use another one, such as the engine in memory`
  }
}

/** A typed limit was reached. @category errors @since 0.1.0 */
export class LimitExceeded extends Schema.TaggedError<LimitExceeded>()("LimitExceeded", {
  limit: Schema.String,
  allowed: Schema.Finite,
  found: Schema.Finite,
  /** What to raise; `limits.` and the limit where absent. */
  raise: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    return `More ${this.limit} than allowed: ${this.found} > ${this.allowed}; raise ${this.raise ?? `limits.${this.limit}`} or ask less`
  }
}

/** The one public error of engines, with a tagged reason. @category errors @since 0.1.0 */
export class EngineError extends Schema.TaggedError<EngineError>()("EngineError", {
  engine: Schema.String,
  reason: Schema.Union([
    DimensionUnavailable,
    FanOut,
    QuestionInvalid,
    QuestionUnsupported,
    LimitExceeded,
    Schema.Struct({ _tag: Schema.Literal("Defect"), problem: Schema.String }),
  ]),
}) {
  override get message(): string {
    return this.reason._tag === "Defect"
      ? `The ${this.engine} engine failed: ${this.reason.problem}`
      : this.reason.message
  }
}

/**
 * Answers questions about the facts it holds. Equal questions get equal answers from every engine: integers and
 * edges exactly, floats within 1e-9.
 *
 * @category engine
 * @since 0.1.0
 */
export class Engine extends Context.Service<
  Engine,
  {
    readonly id: string
    /** The folds it knows: those shipped, and those it was given. */
    readonly folds: Folds
    /** Answers in the order of the questions; questions asked together share the passes over the rows. */
    readonly ask: (questions: ReadonlyArray<Question>) => Effect.Effect<ReadonlyArray<Answer>, EngineError>
    /** Up to when each kind that has dated facts is complete. */
    readonly watermarks: Effect.Effect<ReadonlyMap<string, Watermark>, EngineError>
    /** Rows by kind. */
    readonly rows: Effect.Effect<ReadonlyMap<string, number>, EngineError>
  }
>()("@touchpoint/core/Engine") {}
