#!/usr/bin/env node
import process from "node:process"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { toTouchpointError } from "../TouchpointError.ts"
import { run } from "./cli.ts"
import { exit } from "./job.ts"

const interrupted = new AbortController()
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort())

const program = run(process.argv.slice(2)).pipe(
  Effect.catchCause((cause) =>
    Effect.sync(() => {
      // Wrong arguments were already explained by the parser, with the help of the command.
      if (!isHelp(Cause.squash(cause))) process.stderr.write(`${toTouchpointError(cause).message}\n`)
      process.exitCode = exit.couldNotRun
    }),
  ),
  Effect.provide(NodeServices.layer),
)

const isHelp = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "ShowHelp"

await Effect.runPromise(program, { signal: interrupted.signal }).catch(() => {
  process.exitCode = 130
})
