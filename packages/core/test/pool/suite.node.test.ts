import { MemoryPool } from "@touchpoint/core/pool"
import { customFolds, engineSuite } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { portRunner, portWorkers } from "./ports.ts"

// Workers in this thread, since there are thousands of pools: what is sent is copied as between threads.
const workers = portWorkers(() => {
  const { port1, port2 } = new MessageChannel()
  const runner = MemoryPool.runner({ folds: customFolds })
  Effect.runFork(Layer.launch(Layer.provide(runner, portRunner(port2 as never))))
  return port1 as never
})

engineSuite("memory-pool", (facts, folds) => Layer.provide(MemoryPool.layer(facts, { size: 3, folds }), workers))
