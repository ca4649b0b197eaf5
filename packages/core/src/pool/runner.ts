import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as RpcServer from "effect/rpc/RpcServer"
import * as Schema from "effect/Schema"
import type { WorkerError } from "effect/workers/WorkerError"
import type { WorkerRunnerPlatform } from "effect/workers/WorkerRunner"
import { EngineError, QuestionInvalid } from "../engine/Engine.ts"
import { answerEach, type Answering, type Counted } from "../engine/memory/answerEach.ts"
import type { Reason } from "../engine/memory/evaluate.ts"
import { type Answer, answerCodec } from "../questions/Answer.ts"
import type { Fold } from "../questions/folds/Fold.ts"
import { withFolds } from "../questions/folds/shipped.ts"
import { Question, questionKey } from "../questions/Question.ts"
import { id, PoolRpcs } from "./rpcs.ts"
import { received } from "./SentFacts.ts"

/** What a worker of the pool knows. @category engine @since 0.2.0 */
export interface RunnerOptions {
  /** The folds beside the shipped ones that the pool is given as well. */
  readonly folds?: Iterable<Fold>
}

/**
 * What the module of a worker runs: waits for the facts, then answers until the pool ends. `layer` shows one.
 *
 * @category engine
 * @since 0.2.0
 */
export const runner = (options: RunnerOptions = {}): Layer.Layer<never, WorkerError, WorkerRunnerPlatform> => {
  const folds = withFolds(options.folds ?? [])
  const handlers = Effect.gen(function* () {
    const { initialMessage } = yield* RpcServer.Protocol
    const facts = yield* Effect.cached(
      Effect.flatMap(initialMessage, (message) => {
        const read = received(Option.getOrUndefined(message))
        return Result.isSuccess(read)
          ? Effect.succeed(read.success)
          : failure({ _tag: "Defect", problem: `a worker has no facts: ${read.failure}` })
      }),
    )
    return PoolRpcs.of({
      start: () => Effect.as(facts, Object.fromEntries([...folds.values()].map((fold) => [fold.id, fold.version]))),
      ask: Effect.fnUntraced(function* ({ share, shared, whole }) {
        const { facts: counted, groups } = yield* facts
        const asked = { folds, groups }
        const one = yield* answered(counted, shared, { ...asked, share: share.of === 1 ? null : share })
        return [...one, ...(yield* answered(counted, whole, { ...asked, share: null }))]
      }),
    })
  })
  return RpcServer.layer(PoolRpcs, { disableTracing: true, disableFatalDefects: true }).pipe(
    Layer.provide(PoolRpcs.toLayer(handlers)),
    Layer.provide(RpcServer.layerProtocolWorkerRunner),
  )
}

/** Encoded answers to questions in JSON. */
const answered = Effect.fnUntraced(function* (facts: Counted, texts: ReadonlyArray<string>, answering: Answering) {
  const questions = yield* Effect.forEach(texts, readQuestion)
  const known = new Map<string, Answer>()
  const steps = answerEach(facts, questions, answering)
  for (;;) {
    // Lets the thread hear that nobody waits any more.
    yield* Effect.yieldNow
    const { done, value } = steps.next()
    if (done === true) break
    for (const [key, answer] of yield* Effect.fromResult(value).pipe(Effect.catch(failure))) known.set(key, answer)
  }
  return questions.map((question) =>
    Schema.encodeSync(answerCodec(question, answering.folds))(known.get(questionKey(question)) as Answer),
  )
})

const decodeQuestion = Schema.decodeUnknownResult(Schema.fromJsonString(Question))

const readQuestion = (text: string) =>
  Effect.fromResult(decodeQuestion(text)).pipe(
    Effect.catch(({ message }) => failure(new QuestionInvalid({ problem: `it is no question: ${message}` }))),
  )

const failure = (reason: Reason) => Effect.fail(new EngineError({ engine: id, reason }))
