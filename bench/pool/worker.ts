import { MemoryPool } from "@touchpoint/core/pool"
import { Effect, Layer } from "effect"
import { inThread } from "./platform.ts"

Effect.runFork(Layer.launch(Layer.provide(MemoryPool.runner(), inThread)))
