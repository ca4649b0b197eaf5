import { access } from "node:fs/promises"
import path from "node:path"
import process from "node:process"
import { catalog, type Entry, nearestId, spelt, standard } from "@touchpoint/catalog"
import type { Locale } from "@touchpoint/core/model"
import { Zone } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Argument, Command, Flag, Prompt } from "effect/cli"
import { configYaml, nextSteps } from "../project/configYaml.ts"
import { writeWhole } from "../project/files.ts"
import { inventoryYaml } from "../project/inventoryYaml.ts"
import { configNames } from "../project/open.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { exit, finish, idsOf, localeFlag, note, print, type Subcommand } from "./flags.ts"
import { inert } from "./terminal.ts"
import { texts } from "./texts.ts"

const CONFIG = "touchpoint.config.yaml"
const INVENTORY = "inventory.yaml"

/** `touchpoint init` */
export const init: Subcommand<"init"> = Command.make(
  "init",
  {
    folder: Argument.String("folder").pipe(
      Argument.withDescription("where the project begins; this folder where absent"),
      Argument.withDefault("."),
    ),
    from: Flag.String("from").pipe(
      Flag.withDescription("touchpoints of the catalogue: all, standard, or ids separated by commas"),
      Flag.optional,
    ),
    locale: localeFlag,
    force: Flag.Boolean("force").pipe(Flag.withDescription("overwrite what is there"), Flag.withDefault(false)),
  },
  Effect.fn(function* ({ folder, force, from, locale: language }) {
    const locale = Option.getOrElse(language, () => "en" as const)
    yield* checkFolder(folder, force)
    const asks = Option.isNone(from) && process.stdin.isTTY && process.stdout.isTTY
    const chosen = asks ? yield* ask(locale) : yield* chosenOf(Option.getOrElse(from, () => "standard"))
    const files = [
      [INVENTORY, inventoryYaml(chosen, locale)],
      [CONFIG, configYaml(ownZone(), locale)],
    ] as const
    for (const [name, text] of files) {
      const file = path.join(folder, name)
      yield* writeWhole(file, new TextEncoder().encode(text))
      yield* print(inert(file))
    }
    yield* note(`\n${nextSteps(locale)}\n`)
    yield* finish(exit.done)
  }),
).pipe(
  Command.withDescription("Begins a project: a configuration, and an inventory from the catalogue"),
  Command.withExamples([
    { command: "touchpoint init", description: "asks which touchpoints you have" },
    { command: "touchpoint init --from standard shop", description: "the thirty standard ones, in the folder shop" },
    { command: "touchpoint init --from company-website,courier-delivery,feedback-survey", description: "these three" },
  ]),
)

/** Nothing is overwritten unasked, and nothing is written that another file would hide. */
const checkFolder = Effect.fnUntraced(function* (folder: string, force: boolean) {
  const there: Array<string> = []
  for (const name of [...configNames, INVENTORY])
    if (yield* Effect.promise(() => exists(path.join(folder, name)))) there.push(name)
  const hidden = there.filter((name) => name !== CONFIG && name !== INVENTORY)
  const fail = (problem: string, fix: string) =>
    Effect.fail(new TouchpointError("file", problem, { where: path.resolve(folder), fix }))
  if (hidden.length > 0)
    return yield* fail(
      `There is a project in ${JSON.stringify(folder)} already: ${hidden.join(", ")}`,
      `Remove ${hidden.join(", ")} first, or choose another folder; ${CONFIG} beside it would be ambiguous`,
    )
  if (there.length > 0 && !force)
    return yield* fail(
      `Nothing was written: ${there.join(" and ")} ${there.length === 1 ? "is" : "are"} already in ${JSON.stringify(folder)}`,
      "Choose another folder, or overwrite with --force",
    )
})

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/** The entries a text names. */
const chosenOf = Effect.fnUntraced(function* (text: string): Effect.fn.Return<ReadonlyArray<Entry>, TouchpointError> {
  if (text === "all") return catalog
  if (text === "standard") return standard
  const entries: Array<Entry> = []
  for (const id of idsOf(text)) {
    const entry = spelt(id)
    if (entry === undefined) {
      const near = nearestId(id)
      return yield* Effect.fail(
        new TouchpointError("options", `The catalogue has no touchpoint ${JSON.stringify(id)}`, {
          where: "--from",
          fix: near === undefined ? "Look for it with: touchpoint catalog <word>" : `Did you mean ${near}?`,
        }),
      )
    }
    entries.push(entry)
  }
  if (entries.length === 0)
    return yield* Effect.fail(
      new TouchpointError("options", "--from names no touchpoint", {
        where: "--from",
        fix: "Write all, standard, or ids separated by commas",
      }),
    )
  return entries
})

const ask = (locale: Locale) =>
  Prompt.MultiSelect<Entry>({
    message: texts[locale].choose,
    choices: catalog.map((entry) => ({
      title: entry.name[locale],
      value: entry,
      description: entry.description[locale],
      selected: entry.tag === "standard",
    })),
    selectAll: texts[locale].selectAll,
    selectNone: texts[locale].selectNone,
    inverseSelection: texts[locale].inverse,
    maxPerPage: 15,
    min: 1,
  }).pipe(
    // Leaving the question is Ctrl-C like any other.
    Effect.catchTag("QuitError", () => Effect.interrupt),
  )

/** The zone of this machine, where it names one. */
const ownZone = (): string => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return Zone.isZone(timeZone) ? timeZone : "UTC"
}
