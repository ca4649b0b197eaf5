import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as RpcGroup from "effect/rpc/RpcGroup"
import * as RpcClient from "effect/rpc/RpcClient"
import type { RpcClientError } from "effect/rpc/RpcClientError"
import * as RpcWorker from "effect/rpc/RpcWorker"
import type * as Scope from "effect/Scope"
import * as Worker from "effect/workers/Worker"
import { EngineError } from "../engine/Engine.ts"
import type { Folds } from "../questions/folds/shipped.ts"
import { id, PoolRpcs } from "./rpcs.ts"
import type { SentFacts } from "./SentFacts.ts"

type Rpcs = RpcGroup.Rpcs<typeof PoolRpcs>
type Ask = RpcClient.RpcClient<Rpcs, EngineError>["ask"]

/** A worker that has the facts. */
export interface PoolWorker {
  readonly ask: (payload: Parameters<Ask>[0]) => Effect.Effect<ReadonlyArray<unknown>, EngineError>
}

/** What a worker needs to begin. */
export interface Beginning {
  /** Number of the worker, from 0, and how many there are. */
  readonly index: number
  readonly size: number
  readonly facts: SentFacts
  readonly folds: Folds
  readonly startWithin: Duration.Input
}

/**
 * Starts a worker and gives it the facts. Each has a connection of its own: the error of one says nothing of the others.
 * One that dies is replaced within a second or so.
 */
export const poolWorker = Effect.fnUntraced(function* ({
  facts,
  folds,
  index,
  size,
  startWithin,
}: Beginning): Effect.fn.Return<PoolWorker, EngineError, Scope.Scope | Worker.WorkerPlatform | Worker.Spawner> {
  const name = `worker ${index + 1} of ${size}`
  const failed = (problem: string) => new EngineError({ engine: id, reason: { _tag: "Defect", problem } })
  const cannotStart = (why: string) =>
    failed(`${name} cannot start: ${why}. See that its module is found and runs MemoryPool.runner()`)
  const spawn = yield* Worker.Spawner
  const refused = yield* Deferred.make<never, EngineError>()
  // The connection would wait for a worker that could not even be made.
  const spawnOwn = (): unknown => {
    try {
      return spawn(index)
    } catch (cause) {
      Deferred.doneUnsafe(refused, Effect.fail(cannotStart(textOf(cause))))
      throw cause
    }
  }
  const protocol = yield* RpcClient.makeProtocolWorker({ size: 1 }).pipe(
    Effect.provideService(Worker.Spawner, spawnOwn),
    Effect.provideService(RpcWorker.InitialMessage, Effect.succeed([facts, []] as const)),
    Effect.mapError((error) => cannotStart(error.message)),
  )
  const client = yield* RpcClient.make(PoolRpcs, { disableTracing: true }).pipe(
    Effect.provideService(RpcClient.Protocol, protocol),
  )
  const guarded = <A>(
    call: Effect.Effect<A, EngineError | RpcClientError>,
    lost: (why: string) => EngineError,
  ): Effect.Effect<A, EngineError> =>
    Effect.raceFirst(call, Deferred.await(refused)).pipe(
      Effect.mapError((error) => (error._tag === "EngineError" ? error : lost(reasonOf(error)))),
      Effect.catchDefect((defect) => Effect.fail(failed(`${name} cannot count: ${textOf(defect)}`))),
    )
  const known = yield* guarded(client.start(), cannotStart).pipe(
    Effect.timeoutOrElse({
      duration: startWithin,
      orElse: () =>
        Effect.fail(cannotStart(`it said nothing for ${Duration.format(Duration.fromInputUnsafe(startWithin))}`)),
    }),
  )
  const strange = [...folds.values()].find((fold) => known[fold.id] !== fold.version)
  if (strange !== undefined)
    return yield* failed(
      `${name} does not know version ${strange.version} of the fold ${strange.id}. ` +
        "Folds are functions and do not travel: give them to MemoryPool.runner() in its module as well",
    )
  const lost = (why: string) =>
    failed(
      `${name} has died while it counted: ${why}. Another takes its place, so that other questions can be asked; ` +
        "if it ran out of memory, give workers more of it, take fewer of them, or ask fewer questions at once",
    )
  // What nobody waits for any more may still run, and be the worker's end. That is no fault of what is asked next, which
  // waits until the worker, or the one in its place, speaks again.
  let abandoned = false
  const attention = Effect.suspend(() =>
    abandoned
      ? Effect.andThen(
          Effect.exit(client.start()),
          Effect.sync(() => void (abandoned = false)),
        )
      : Effect.void,
  )
  return {
    ask: (payload) =>
      guarded(Effect.andThen(attention, client.ask(payload)), lost).pipe(
        Effect.onInterrupt(() => Effect.sync(() => void (abandoned = true))),
      ),
  }
})

const reasonOf = ({ reason }: RpcClientError): string =>
  reason.cause === undefined ? reason.message : `${reason.message} (${textOf(reason.cause)})`

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
