import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { MemoryPool } from "@touchpoint/core/pool"
import { type Answer, answerCodec, type Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll } from "vitest"
import { portWorkers } from "./ports.ts"
import { facts, questions } from "./sample.ts"
import { startThread, type Thread } from "./threads.ts"

const threads: Array<Thread> = []
const said: Array<Promise<unknown>> = []

beforeAll(() => {
  for (const thread of [startThread(), startThread()]) {
    threads.push(thread)
    said.push(new Promise((resolve) => thread.hear(resolve)))
  }
})
afterAll(() => Promise.all(threads.map((thread) => thread.stop())))

const workers = portWorkers((id) => {
  const { port1, port2 } = new MessageChannel()
  threads[id]?.send(port2 as never)
  return port1 as never
})

const ask = (asked: ReadonlyArray<Question>) => Effect.flatMap(Engine, (engine) => engine.ask(asked))
const alone = ask(questions).pipe(Effect.provide(MemoryEngine.layer(facts)))
const encoded = (answers: ReadonlyArray<Answer>) =>
  answers.map((answer) => Schema.encodeSync(answerCodec(answer.question))(answer))

/** Numbers to ten digits: sums of fractions are added in another order. */
const rounded = (answers: ReadonlyArray<unknown>): unknown =>
  JSON.parse(
    JSON.stringify(answers, (_, value: unknown) =>
      typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value,
    ),
  )

describe("threads", () => {
  it.live("the engine in memory answers inside a worker as outside", () =>
    Effect.gen(function* () {
      const inside = yield* Effect.promise(() => Promise.all(said))
      const outside = encoded(yield* alone)
      assert.deepStrictEqual(inside, [outside, outside])
    }),
  )

  it.live("two workers answer as one thread does", () =>
    Effect.gen(function* () {
      const together = yield* ask(questions).pipe(
        Effect.provide(Layer.provide(MemoryPool.layer(facts, { size: 2 }), workers)),
      )
      assert.deepStrictEqual(rounded(encoded(together)), rounded(encoded(yield* alone)))
      assert.isAbove(together[0]?.groups.length ?? 0, 0)
    }),
  )
})
