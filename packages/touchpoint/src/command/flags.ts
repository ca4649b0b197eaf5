import process from "node:process"
import type { Locale } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Command, Flag } from "effect/cli"

/** Exit codes of all commands. */
export const exit = { done: 0, gateFailed: 1, couldNotRun: 2, pluginFailed: 3 } as const

/** A command under `touchpoint`. */
export type Subcommand<Name extends string> = Command.Command<Name, never, {}, unknown, Command.Environment>

/** The language of texts. */
export const localeFlag = Flag.Literals("locale", ["en", "ru", "pl"]).pipe(
  Flag.withDescription("language of texts; the configuration's, else en"),
  Flag.optional,
)

/** The configuration of the project. */
export const configFlag = Flag.String("config").pipe(
  Flag.withAlias("c"),
  Flag.withDescription("configuration file; touchpoint.config.* of this folder where absent"),
  Flag.optional,
)

/** Flags of every command that analyses a project. */
export const shared = {
  config: configFlag,
  locale: localeFlag,
  from: Flag.String("from").pipe(
    Flag.withDescription("first day or period to look at: 2026-03-01, 2026-03, 2026-Q1"),
    Flag.optional,
  ),
  to: Flag.String("to").pipe(
    Flag.withDescription("last day or period to look at, included: 2026-03-31, 2026-03, 2026-Q1"),
    Flag.optional,
  ),
  where: Flag.String("where").pipe(
    Flag.withDescription("facts that count: channel=web, status!=test,void, score>=4, !segment; all given must hold"),
    Flag.atLeast(0),
  ),
  asOf: Flag.String("as-of").pipe(
    Flag.withDescription("facts are complete up to this day; later rows are rejected"),
    Flag.optional,
  ),
}

/** What every command that analyses a project is told. */
export interface Shared {
  readonly config: string | null
  readonly locale: Locale | null
  readonly from: string | null
  readonly to: string | null
  readonly where: ReadonlyArray<string>
  readonly asOf: string | null
}

/** The shared flags of a command's input. */
export const sharedOf = (input: {
  readonly config: Option.Option<string>
  readonly locale: Option.Option<Locale>
  readonly from: Option.Option<string>
  readonly to: Option.Option<string>
  readonly where: ReadonlyArray<string>
  readonly asOf: Option.Option<string>
}): Shared => ({
  config: Option.getOrNull(input.config),
  locale: Option.getOrNull(input.locale),
  from: Option.getOrNull(input.from),
  to: Option.getOrNull(input.to),
  where: input.where,
  asOf: Option.getOrNull(input.asOf),
})

/** Writes a result to stdout. */
export const print = (text: string) =>
  Effect.sync(() => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`))

/** Writes what is no result to stderr. */
export const note = (text: string) =>
  Effect.sync(() => void process.stderr.write(text === "" || text.endsWith("\n") ? text : `${text}\n`))

/** Sets the exit code. */
export const finish = (code: number) => Effect.sync(() => void (process.exitCode = code))

/** Ids between commas or blanks. */
export const idsOf = (text: string): ReadonlyArray<string> =>
  text.split(",").flatMap((id) => (id.trim() === "" ? [] : [id.trim()]))
