#!/usr/bin/env node
import process from "node:process"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { type TouchpointError, toTouchpointError } from "../TouchpointError.ts"
import { run } from "./cli.ts"
import { exit } from "./flags.ts"
import { inert } from "./terminal.ts"

/** What shells expect of a program stopped by Ctrl-C. */
const INTERRUPTED = 130

const interrupted = new AbortController()
// A terminal that is closed says SIGHUP. Files that are left open or lying about are cleared away first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => interrupted.abort())

const program = run(process.argv.slice(2)).pipe(
  Effect.catchCause((cause) =>
    Effect.sync(() => {
      if (Cause.hasInterruptsOnly(cause)) {
        process.exitCode = INTERRUPTED
        return
      }
      // Wrong arguments were already explained by the parser, with the help of the command.
      if (!isHelp(Cause.squash(cause))) process.stderr.write(inert(`${explain(toTouchpointError(cause))}\n`))
      process.exitCode = exit.couldNotRun
    }),
  ),
  Effect.provide(NodeServices.layer),
)

// A reader that has seen enough (`touchpoint … | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
  process.exit()
})

const explain = ({ fix, message }: TouchpointError): string =>
  fix === "" || message.includes(fix) ? message : `${message}\n${fix}`

const isHelp = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "ShowHelp"

await Effect.runPromise(program, { signal: interrupted.signal }).catch(() => {
  process.exitCode = INTERRUPTED
})
