import type { Severity } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import { Command, Flag } from "effect/cli"
import { rowsOf } from "../analyze.ts"
import { pageWidth, wrap } from "./columns.ts"
import { exit, finish, note, print, shared, sharedOf, type Subcommand } from "./flags.ts"
import { codeOf, rejectedShare, runJob } from "./job.ts"
import { inert, inertJson } from "./terminal.ts"

const gravity: Readonly<Record<Severity, number>> = { critical: 3, warning: 2, info: 1 }

/** `touchpoint check` */
export const check: Subcommand<"check"> = Command.make(
  "check",
  {
    ...shared,
    failOn: Flag.Literals("fail-on", ["info", "warning", "critical", "never"]).pipe(
      Flag.withDescription("exit with 1 from this severity on"),
      Flag.withDefault("critical" as const),
    ),
    maxRejects: Flag.Finite("max-rejects").pipe(
      Flag.withDescription("exit with 1 where a source has a larger share of rejected rows; 0.1 is one in ten"),
      Flag.withDefault(0.1),
    ),
    format: Flag.Literals("format", ["text", "json"]).pipe(
      Flag.withDescription("text for people, json for programs"),
      Flag.withDefault("text" as const),
    ),
  },
  Effect.fn(function* (input) {
    const { analysis, voice } = yield* runJob(sharedOf(input), {})
    const { findings } = rowsOf(analysis, voice)
    // Whole lines for programs such as grep; words wrapped where people read.
    const lines = (text: string, indent: string) =>
      process.stdout.isTTY ? wrap(text, pageWidth(process.stdout), indent) : text
    const text = findings
      .map((f) =>
        [
          lines(inert(`${voice.label(f.severity)}  ${f.text}  [${f.rule}]`), "    "),
          `    ${lines(inert(`${voice.label("recommendation")}: ${f.recommendation.text}`), "    ")}`,
        ].join("\n"),
      )
      .join("\n")
    yield* print(input.format === "json" ? inertJson(findings) : text === "" ? voice.label("noFindings") : text)
    const { failOn } = input
    const share = rejectedShare(analysis)
    const rejected = share > input.maxRejects
    if (rejected)
      yield* note(
        `check failed: ${voice.wording.percent(share)} of a source's rows were rejected (--max-rejects ${input.maxRejects})\n`,
      )
    const failed = rejected || (failOn !== "never" && findings.some((f) => gravity[f.severity] >= gravity[failOn]))
    yield* finish(failed ? exit.gateFailed : codeOf(analysis))
  }),
).pipe(
  Command.withDescription("Judges the project by its rules"),
  Command.withExamples([
    { command: "touchpoint check --fail-on warning", description: "a gate in CI" },
    { command: "touchpoint check --from 2026-03 --locale pl", description: "since March, in Polish" },
  ]),
)
