import * as Schema from "effect/Schema"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import { EngineError } from "../engine/Engine.ts"

/** Id of the engine, here because workers name it in their errors. */
export const id = "memory-pool"

/** What a worker is asked. */
export const PoolRpcs = RpcGroup.make(
  /** Waits for the facts, and says which folds the worker knows, by id and version. */
  Rpc.make("start", { success: Schema.Record(Schema.String, Schema.Finite), error: EngineError }),
  /** Answers in the order of `shared`, then of `whole`. */
  Rpc.make("ask", {
    payload: {
      share: Schema.Struct({ index: Schema.Int, of: Schema.Int }),
      /** Questions as canonical JSON: each worker answers for its share. */
      shared: Schema.Array(Schema.String),
      /** Questions that cannot be shared: one worker answers for everything. */
      whole: Schema.Array(Schema.String),
    },
    // Encoded already, each by the codec of its question. `Any` is left alone, `Unknown` would be checked again.
    success: Schema.Array(Schema.Any),
    error: EngineError,
  }),
)
