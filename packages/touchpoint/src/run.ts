import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { TouchpointError, toTouchpointError } from "./TouchpointError.ts"

/** Runs an effect as a promise that rejects with {@link TouchpointError} only. */
export const runPromise = async <A, E>(effect: Effect.Effect<A, E>, signal?: AbortSignal): Promise<A> => {
  // Work that never waits would be done before the signal is asked.
  if (signal?.aborted === true) throw new TouchpointError("aborted", "The run was aborted")
  const exit = await Effect.runPromiseExit(effect, signal === undefined ? {} : { signal })
  if (Exit.isSuccess(exit)) return exit.value
  throw toTouchpointError(exit.cause)
}
