import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { shareable } from "../engine/memory/Share.ts"
import { type Answer, answerCodec, merge } from "../questions/Answer.ts"
import type { Folds } from "../questions/folds/shipped.ts"
import type { Question } from "../questions/Question.ts"

/** Questions by their canonical JSON, each once. */
export type Distinct = ReadonlyMap<string, Question>

/** What each worker is asked, by its number. */
export interface Division {
  /** Every worker answers these for its share. */
  readonly shared: ReadonlyArray<string>
  /** One worker answers these for everything. */
  readonly whole: ReadonlyArray<ReadonlyArray<string>>
}

/** Shares every question that can be shared, and deals out the others. */
export const division = (questions: Distinct, workers: number): Division => {
  const [shared, others]: [Array<string>, Array<string>] = [[], []]
  for (const [key, question] of questions) (shareable(question) ? shared : others).push(key)
  return { shared, whole: Array.from({ length: workers }, (_, w) => others.filter((__, i) => i % workers === w)) }
}

/** Answers by key, merged from what the workers replied: always in their order, so that sums come out alike every time. */
export const gathered = (
  questions: Distinct,
  { shared, whole }: Division,
  replies: ReadonlyArray<ReadonlyArray<unknown>>,
  folds: Folds,
): Result.Result<ReadonlyMap<string, Answer>, string> =>
  Result.gen(function* () {
    const answers = new Map<string, Answer>()
    for (const [worker, reply] of replies.entries())
      for (const [i, key] of (reply.length === 0 ? [] : [...shared, ...(whole[worker] ?? [])]).entries()) {
        const answer = yield* decoded(questions.get(key) as Question, reply[i], folds)
        const known = answers.get(key)
        answers.set(
          key,
          known === undefined
            ? answer
            : yield* Result.mapError(merge(known, answer, "unit", folds), ({ message }) => message),
        )
      }
    return answers
  })

const decoded = (question: Question, reply: unknown, folds: Folds): Result.Result<Answer, string> =>
  Result.mapBoth(Schema.decodeUnknownResult(answerCodec(question, folds))(reply), {
    onFailure: ({ message }) => `an answer did not arrive whole: ${message}`,
    // The question as it was asked.
    onSuccess: (answer) => ({ ...answer, question }),
  })
