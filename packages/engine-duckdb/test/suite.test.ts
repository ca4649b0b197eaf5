import { DuckDBEngine, hold, open, type Session } from "@touchpoint/engine-duckdb"
import { engineSuite } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll } from "vitest"

// One database for all questions: opening one takes longer than most of them.
const scope = Scope.makeUnsafe()
let session: Session

beforeAll(async () => {
  session = await Effect.runPromise(Scope.provide(open({ threads: 2, memory: "512MB" }), scope))
})

afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

engineSuite(
  "duckdb",
  (facts, folds) =>
    Layer.unwrap(
      Effect.map(
        Effect.suspend(() => hold(facts, session)),
        (held) => DuckDBEngine.layer(held, { folds }),
      ),
    ),
  { runs: 60, timeout: 300_000 },
)
