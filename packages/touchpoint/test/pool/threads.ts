import { Worker } from "node:worker_threads"
import * as NodeWorker from "@effect/platform-node/NodeWorker"
import type { Facts } from "@touchpoint/core/facts"
import { MemoryPool } from "@touchpoint/core/pool"
import * as Layer from "effect/Layer"
import { trouble } from "./trouble.ts"

const execArgv = ["--conditions=@touchpoint/source"]

/** A thread of Node. */
export const thread = (file = new URL("worker.ts", import.meta.url)): Worker => new Worker(file, { execArgv })

/** Two threads that know the fold `trouble`. */
export const pool = (
  facts: Facts,
  options: Partial<MemoryPool.PoolOptions> = {},
  spawn: (id: number) => Worker = () => thread(),
) => Layer.provide(MemoryPool.layer(facts, { size: 2, folds: [trouble], ...options }), NodeWorker.layer(spawn))
