import * as Schema from "effect/Schema"

/** The question makes no sense: wrong types, an unknown fold, unsorted edges. @category errors @since 0.1.0 */
export class QuestionInvalid extends Schema.TaggedError<QuestionInvalid>()("QuestionInvalid", {
  problem: Schema.String,
}) {
  override get message(): string {
    return `The question cannot be answered: ${this.problem}`
  }
}
