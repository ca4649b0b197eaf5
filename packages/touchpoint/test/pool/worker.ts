import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeWorkerRunner from "@effect/platform-node/NodeWorkerRunner"
import { MemoryPool } from "@touchpoint/core/pool"
import * as Layer from "effect/Layer"
import { trouble } from "./trouble.ts"

MemoryPool.runner({ folds: [trouble] }).pipe(Layer.provide(NodeWorkerRunner.layer), Layer.launch, NodeRuntime.runMain)
