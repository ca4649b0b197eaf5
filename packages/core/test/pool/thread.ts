// A thread that asks an engine in memory of its own and says the answers, then serves every port it is sent as a worker
// of a pool.
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { MemoryPool } from "@touchpoint/core/pool"
import { answerCodec } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { portRunner } from "./ports.ts"
import { facts, questions } from "./sample.ts"
import { insideThread } from "./threads.ts"

const { hear, say } = insideThread()
hear((port) => {
  Effect.runFork(Layer.launch(Layer.provide(MemoryPool.runner(), portRunner(port))))
})
const answers = await Effect.runPromise(
  Effect.flatMap(Engine, (engine) => engine.ask(questions)).pipe(Effect.provide(MemoryEngine.layer(facts))),
)
say(answers.map((answer) => Schema.encodeSync(answerCodec(answer.question))(answer)))
