import * as fs from "node:fs"
import * as os from "node:os"
import path from "node:path"
import * as Effect from "effect/Effect"

/** A folder for one test, removed in the end. */
export const folder = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "touchpoint-test-"))),
  (made) => Effect.sync(() => fs.rmSync(made, { recursive: true, force: true })),
)
