import path from "node:path"
import process from "node:process"
import { isatty } from "node:tty"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Command, Flag } from "effect/cli"
import { writeWhole } from "../project/files.ts"
import { renderAs } from "../project/render.ts"
import { contradiction } from "../project/selection.ts"
import { finish, print, shared, sharedOf, type Subcommand } from "./flags.ts"
import { codeOf, runJob } from "./job.ts"

/** `touchpoint report` */
export const report: Subcommand<"report"> = Command.make(
  "report",
  {
    ...shared,
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("file to write; the extension decides the format; may be given several times"),
      Flag.atLeast(0),
    ),
    format: Flag.String("format").pipe(
      Flag.withDescription("format printed where no --out is given: markdown, json, html, terminal"),
      Flag.optional,
    ),
  },
  Effect.fn(function* (input) {
    const format = Option.getOrNull(input.format)
    if (format !== null && input.out.length > 0)
      return yield* Effect.fail(
        contradiction("--format", "--out", "the extension of the file decides its format", "Leave --format out"),
      )
    const { analysis, locale, registry } = yield* runJob(sharedOf(input), {})
    if (input.out.length === 0) {
      const chosen = format ?? (process.stdout.isTTY ? "terminal" : "markdown")
      const options = chosen === "terminal" ? screen() : {}
      const bytes = yield* renderAs(analysis.report, registry, chosen, { locale, options })
      yield* print(new TextDecoder().decode(bytes))
    }
    // Nothing is written before everything is rendered: a wrong extension must not leave half of the files.
    const rendered: Array<readonly [file: string, bytes: Uint8Array]> = []
    for (const file of input.out)
      rendered.push([file, yield* renderAs(analysis.report, registry, path.extname(file).toLowerCase(), { locale })])
    for (const [file, bytes] of rendered) {
      yield* writeWhole(file, bytes)
      yield* print(file)
    }
    yield* finish(codeOf(analysis))
  }),
).pipe(
  Command.withDescription("Does the whole job and writes the report"),
  Command.withExamples([
    { command: "touchpoint report --out report.html --out report.md", description: "one computation, two files" },
    { command: "touchpoint report", description: "the report in the terminal" },
  ]),
)

const [NARROWEST, WIDEST, USUAL] = [40, 160, 80]

/** The terminal as it is; NO_COLOR and its kin are heard by Node. */
const screen = () => {
  const { stdout } = process
  // A pipe has neither columns nor colours, and does not even say that it is no terminal.
  const terminal = isatty(stdout.fd)
  const width = Math.min(WIDEST, Math.max(NARROWEST, (terminal ? stdout.columns : USUAL) || USUAL))
  return { width, colors: terminal && stdout.hasColors() }
}
