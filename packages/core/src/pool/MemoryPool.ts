import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Worker from "effect/workers/Worker"
import { Engine, EngineError, LimitExceeded } from "../engine/Engine.ts"
import { defaultLimits, type Limits } from "../engine/Limits.ts"
import { questionsProblem } from "../engine/questionsProblem.ts"
import type { Reason } from "../engine/memory/evaluate.ts"
import type { Facts } from "../facts/Facts.ts"
import type { Answer } from "../questions/Answer.ts"
import type { Fold } from "../questions/folds/Fold.ts"
import { withFolds } from "../questions/folds/shipped.ts"
import { questionKey } from "../questions/Question.ts"
import { division, gathered } from "./division.ts"
import { poolWorker } from "./PoolWorker.ts"
import { id } from "./rpcs.ts"
import { sent } from "./SentFacts.ts"

export { id } from "./rpcs.ts"
export { runner, type RunnerOptions } from "./runner.ts"

/** How many workers there are, and what they keep to. @category engine @since 0.2.0 */
export interface PoolOptions extends Partial<Limits> {
  /** Workers; as many as the machine has cores is the most that helps. */
  readonly size: number
  /** Folds beside the shipped ones. The module of the workers gives them to {@link runner} as well. */
  readonly folds?: Iterable<Fold>
  /** How long a worker may take to start and to receive the facts. Default: a minute. */
  readonly startWithin?: Duration.Input
}

/**
 * The engine in memory on several threads. Every worker holds all facts and answers for its share of the units; the
 * answers are merged here. They are those of the engine in memory: integers and edges exactly, floats within 1e-9.
 *
 * **Details**
 *
 * Numbers of columns are in memory that all workers share, where the platform has such (Node, Bun, and browsers in pages
 * that are isolated across origins); elsewhere each worker has a copy, and of texts always. Columns that are built over a
 * `SharedArrayBuffer` are not copied at all.
 *
 * The platform is given as a layer: `NodeWorker.layer` of `@effect/platform-node`, `BrowserWorker.layer` of
 * `@effect/platform-browser`, `BunWorker.layer` of `@effect/platform-bun`. The workers end with the layer.
 *
 * **Example** (Two threads of Node)
 *
 * ```ts nocheck
 * import * as NodeWorker from "@effect/platform-node/NodeWorker"
 * import { MemoryPool } from "@touchpoint/core/pool"
 * import { Worker } from "node:worker_threads"
 *
 * const engine = MemoryPool.layer(facts, { size: 2 }).pipe(
 *   Layer.provide(NodeWorker.layer(() => new Worker(new URL("./worker.js", import.meta.url)))),
 * )
 * ```
 *
 * and in `worker.js`:
 *
 * ```ts nocheck
 * import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
 * import * as NodeWorkerRunner from "@effect/platform-node/NodeWorkerRunner"
 * import { MemoryPool } from "@touchpoint/core/pool"
 *
 * MemoryPool.runner().pipe(Layer.provide(NodeWorkerRunner.layer), Layer.launch, NodeRuntime.runMain)
 * ```
 *
 * **Gotchas**
 *
 * - A pool is for tens of millions of rows: below, starting it and merging its answers take what it saves.
 * - Sums of numbers with fractions may differ in their last digits between pools of different sizes.
 * - A question that counts the units of two columns is answered by one worker alone.
 * - A worker that dies fails the questions it was asked, with a `Defect` that names it; another takes its place.
 * - Interrupting stops a worker between questions, as nothing can stop a count that runs; what is asked next waits so long.
 *
 * @category engine
 * @since 0.2.0
 */
export const layer = (
  facts: Facts,
  options: PoolOptions,
): Layer.Layer<Engine, EngineError, Worker.WorkerPlatform | Worker.Spawner> => {
  const { folds: others = [], size, startWithin = "1 minute", ...limits } = options
  // At once: an iterable may be one that ends, and layers may be built again.
  const folds = withFolds(others)
  return Layer.effect(
    Engine,
    Effect.gen(function* () {
      if (!Number.isSafeInteger(size) || size < 1)
        return yield* failure({
          _tag: "Defect",
          problem: `a pool of ${size} workers; give size a whole number from 1 on`,
        })
      const bounds = { ...defaultLimits, ...limits }
      const total = [...facts.tables.values()].reduce((sum, table) => sum + table.rows, 0)
      if (total > bounds.rows)
        return yield* failure(new LimitExceeded({ limit: "rows", allowed: bounds.rows, found: total }))
      const message = sent(facts, bounds.groups)
      const workers = yield* Effect.all(
        Array.from({ length: size }, (_, index) => poolWorker({ index, size, facts: message, folds, startWithin })),
        { concurrency: "unbounded" },
      )
      return Engine.of({
        id,
        folds,
        ask: Effect.fnUntraced(function* (questions) {
          const problem = questionsProblem(questions)
          if (problem !== null) return yield* failure(problem)
          const distinct = new Map(questions.map((question) => [questionKey(question), question] as const))
          if (distinct.size === 0) return []
          const divided = division(distinct, size)
          const { shared, whole } = divided
          const replies = yield* Effect.forEach(
            workers,
            (worker, index) => {
              const own = whole[index] ?? []
              return shared.length + own.length === 0
                ? Effect.succeed([])
                : worker.ask({ share: { index, of: size }, shared, whole: own })
            },
            { concurrency: "unbounded" },
          )
          const merged = gathered(distinct, divided, replies, folds)
          if (Result.isFailure(merged)) return yield* failure({ _tag: "Defect", problem: merged.failure })
          const answers = merged.success
          const wide = [...answers.values()].find(({ groups }) => groups.length > bounds.groups)
          if (wide !== undefined)
            return yield* failure(
              new LimitExceeded({ limit: "groups", allowed: bounds.groups, found: wide.groups.length }),
            )
          return questions.map((question) => answers.get(questionKey(question)) as Answer)
        }),
        watermarks: Effect.succeed(facts.watermarks),
        rows: Effect.succeed(new Map([...facts.tables].map(([kind, table]) => [kind, table.rows] as const))),
      })
    }),
  )
}

const failure = (reason: Reason) => Effect.fail(new EngineError({ engine: id, reason }))
