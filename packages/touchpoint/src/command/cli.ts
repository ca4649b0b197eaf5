import process from "node:process"
import * as Effect from "effect/Effect"
import { CliOutput, Command } from "effect/cli"
import { versions } from "../project/versions.ts"
import { catalogCommand } from "./catalog.ts"
import { check } from "./check.ts"
import { explain } from "./explain.ts"
import { importFile } from "./importFile.ts"
import { init } from "./init.ts"
import { measure } from "./measure.ts"
import { report } from "./report.ts"
import { inert } from "./terminal.ts"

const cli = Command.make("touchpoint").pipe(
  Command.withDescription("Customer touchpoints: from exports to one honest page"),
  Command.withSubcommands([init, catalogCommand, importFile, measure, check, report, explain]),
)

// Help that was asked for is a result; help that explains a mistake is none, and stays out of a file or pipe.
const presenter: CliOutput.Presenter = {
  present: (event) => {
    if (event._tag !== "InvalidInvocation") return CliOutput.defaultPresenter.present(event)
    const { formatErrors, formatHelpDoc } = CliOutput.defaultFormatter({ colors: false })
    return Effect.sync(
      () => void process.stderr.write(inert(`${formatHelpDoc(event.helpDoc)}\n${formatErrors(event.errors)}\n`)),
    )
  },
}

/** Runs the command with arguments. */
export const run = (args: ReadonlyArray<string>): Effect.Effect<void, unknown, Command.Environment> =>
  Command.runWith(cli, { version: versions["touchpoint"] ?? "" })(args).pipe(
    Effect.provide(CliOutput.layerPresenter(presenter)),
  )
