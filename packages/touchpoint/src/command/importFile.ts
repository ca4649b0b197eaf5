import path from "node:path"
import process from "node:process"
import type { FactKind } from "@touchpoint/core/facts"
import type { Locale } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Argument, Command, Flag } from "effect/cli"
import { noSuch } from "../project/Config.ts"
import { importProject, type Imported, tryImport } from "../project/importing.ts"
import { factsFormat, saveFacts } from "../project/saveFacts.ts"
import { proposalYaml } from "../project/propose/proposalYaml.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { align } from "./columns.ts"
import { configFlag, exit, finish, localeFlag, note, print, type Subcommand } from "./flags.ts"
import { rejectLines } from "./rejects.ts"
import { withProgress } from "./progress.ts"
import { inert, inertLine } from "./terminal.ts"
import { texts } from "./texts.ts"

/** `touchpoint import` */
export const importFile: Subcommand<"import"> = Command.make(
  "import",
  {
    file: Argument.String("file").pipe(Argument.withDescription("an export: .csv, .tsv, .txt, .parquet, .jsonl")),
    as: Flag.String("as").pipe(
      Flag.withDescription("kind of facts: interactions, contacts, feedback, orders, promises, customers …"),
    ),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("write the facts read: .csv, .jsonl or .parquet"),
      Flag.optional,
    ),
    config: configFlag,
    locale: localeFlag,
  },
  Effect.fn(function* ({ as, config, file, locale: language, out }) {
    const project = yield* importProject(Option.getOrNull(config), process.cwd())
    const locale = Option.getOrElse(language, () => project.locale)
    const kind = yield* kindNamed(as, project.kinds)
    const target = Option.getOrNull(out)
    if (target !== null && path.resolve(target) === path.resolve(file))
      return yield* Effect.fail(
        new TouchpointError("options", `--out would overwrite ${JSON.stringify(file)}, the file that is read`, {
          where: "--out",
          fix: "Choose another file",
        }),
      )
    // Before a large file is read.
    if (target !== null) yield* factsFormat(target)
    const imported = yield* withProgress((show) => tryImport(file, kind, project, show))
    yield* print(pageOf(imported, locale))
    const { decoded, proposal } = imported
    if (decoded !== null) {
      const { byReason, count, rejects } = decoded.rejects.report()
      yield* note(inert(rejectLines([{ ...decoded, byReason, rejects: count, places: rejects }])))
    }
    if (target !== null) {
      if (decoded === null)
        return yield* Effect.fail(
          new TouchpointError(
            "mapping",
            `No facts were written: nothing in ${file} was found for ${proposal.missing.join(", ")}`,
            {
              where: file,
              fix: "Rename the column, or put the mapping into the configuration and complete it there",
            },
          ),
        )
      const escaped = yield* saveFacts(target, decoded.table)
      yield* note(inert(`${target}: ${decoded.table.rows}\n`))
      if (escaped > 0) yield* note(inert(`${target}: ${texts[locale].escaped(escaped)}\n`))
    }
    yield* finish(exit.done)
  }),
).pipe(
  Command.withDescription("Proposes how an export is read, shows its first rows masked, and says what it rejects"),
  Command.withExamples([
    { command: "touchpoint import survey.csv --as feedback", description: "a mapping to put into the configuration" },
    { command: "touchpoint import orders.csv --as orders --out orders.parquet", description: "the facts as Parquet" },
  ]),
)

/** A kind by its id or by the name of its table. */
const kindNamed = (
  name: string,
  kinds: ReadonlyArray<FactKind.FactKind>,
): Effect.Effect<FactKind.FactKind, TouchpointError> => {
  const wanted = name.toLowerCase()
  const kind = kinds.find(({ id, plural }) => id === wanted || plural.toLowerCase() === wanted)
  return kind === undefined
    ? Effect.fail(
        new TouchpointError(
          "options",
          noSuch(
            "kind of facts",
            name,
            kinds.map(({ plural }) => plural),
          ),
          { where: "--as", fix: "Give one of these" },
        ),
      )
    : Effect.succeed(kind)
}

/** The proposal as YAML; what is no part of it stands in comments. */
const pageOf = ({ decoded, file, first, format, headerRow, kind, proposal }: Imported, locale: Locale): string => {
  const label = texts[locale]
  const counts = decoded === null ? "" : `: ${label.read(decoded.rows, decoded.table.rows)}`
  return inert(
    proposalYaml(proposal, {
      locale,
      format,
      file,
      headerRow,
      plural: kind.plural,
      head: [
        inertLine(`${path.basename(file)} → ${kind.plural}${counts}`),
        label.proposal,
        ...(headerRow === 1 ? [] : [label.titleRows(headerRow)]),
      ],
      foot: [
        ...(proposal.missing.length === 0 ? [] : [inertLine(`${label.missing}: ${proposal.missing.join(", ")}`)]),
        ...(proposal.wanted.length === 0 ? [] : [`${label.wanted}: ${proposal.wanted.join(", ")}`]),
        ...(proposal.leftOut.length === 0
          ? []
          : [
              inertLine(
                `${label.notMapped}: ${proposal.leftOut.map((column) => (column.trim() === "" ? JSON.stringify(column) : column)).join(", ")}`,
              ),
            ]),
        ...(first.rows.length === 0
          ? []
          : [
              `${label.firstRows}:`,
              ...align([first.header, ...first.rows.map((row) => row.map(inertLine))], () => false)
                .split("\n")
                .map((line) => `  ${line}`),
            ]),
      ],
    }),
  )
}
