import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Worker from "effect/workers/Worker"
import * as WorkerRunner from "effect/workers/WorkerRunner"

/** What a `MessagePort` is in Node and in browsers. */
export interface Port {
  readonly addEventListener: (type: "message", listener: (event: { readonly data: never }) => void) => void
  readonly start: () => void
  readonly postMessage: (message: unknown) => void
  readonly close: () => void
}

/**
 * Workers behind message ports, the same in Node and in browsers: a thread that lives longer than a test serves many of
 * them, and so may the thread of the test itself.
 */
export const portWorkers = (spawn: (id: number) => Port): Layer.Layer<Worker.WorkerPlatform | Worker.Spawner> =>
  Layer.merge(
    Worker.layerSpawner(spawn),
    Layer.succeed(Worker.WorkerPlatform)(
      Worker.makePlatform<Port>()({
        setup: ({ scope, worker: port }) =>
          Effect.as(
            Scope.addFinalizer(
              scope,
              Effect.sync(() => {
                port.postMessage([1])
                port.close()
              }),
            ),
            { postMessage: (message: unknown) => port.postMessage(message), port },
          ),
        listen: ({ emit, port: { port } }) =>
          Effect.sync(() => {
            port.addEventListener("message", ({ data }) => emit(data))
            port.start()
          }),
      }),
    ),
  )

/** What runs a worker behind a port. */
export const portRunner = (port: Port): Layer.Layer<WorkerRunner.WorkerRunnerPlatform> =>
  Layer.succeed(WorkerRunner.WorkerRunnerPlatform)({
    start: <O, I>() =>
      Effect.sync((): WorkerRunner.WorkerRunner<O, I> => {
        const sendUnsafe = (_: number, message: O) => port.postMessage([1, message])
        return {
          sendUnsafe,
          send: (id, message) => Effect.sync(() => sendUnsafe(id, message)),
          run: <A, E, R>(handler: (id: number, message: I) => Effect.Effect<A, E, R> | void) =>
            Effect.gen(function* () {
              const closed = yield* Deferred.make<void>()
              const runFork = Effect.runForkWith(yield* Effect.context<R>())
              port.addEventListener("message", ({ data }: { readonly data: WorkerRunner.PlatformMessage<I> }) => {
                if (data[0] === 1) return void Deferred.doneUnsafe(closed, Exit.void)
                const handled = handler(0, data[1])
                if (Effect.isEffect(handled)) runFork(handled)
              })
              port.start()
              port.postMessage([0])
              yield* Deferred.await(closed)
              port.close()
            }),
        }
      }),
  })
