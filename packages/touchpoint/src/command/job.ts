import process from "node:process"
import type { Locale } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import { makeVoice, type Voice } from "@touchpoint/core/report"
import { calendarOf } from "../project/calendar.ts"
import * as Effect from "effect/Effect"
import { type Analysis, analyse } from "../project/analysis.ts"
import { type Config, ConfigInvalid, type MetricRequest, noSuch } from "../project/Config.ts"
import { definitionsOf } from "../project/definitions.ts"
import { openConfig } from "../project/open.ts"
import { openPlugins, registryOf } from "../project/plugins.ts"
import { contradiction, type Naming, parsePeriod, selectionOf } from "../project/selection.ts"
import { voiceOf } from "../project/voice.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { exit, note, type Shared } from "./flags.ts"
import { withProgress } from "./progress.ts"
import { countsOf, rejectLines } from "./rejects.ts"
import { inert } from "./terminal.ts"

/** A finished job of a command. */
interface Job {
  readonly analysis: Analysis
  readonly registry: Plugin.Registry
  readonly voice: Voice
  readonly locale: Locale
}

/** Options as the command line calls them. */
const flagOf: Naming = (option) => (option === "asOf" ? "--as-of" : `--${option}`)

/** Which part of the job the command line asks for. */
interface Part {
  /** A period given on the command line. */
  readonly period?: string | null
  /** Metrics to measure instead of the project's; gets the project's as records. */
  readonly metricsOf?: (own: ReadonlyArray<Exclude<MetricRequest, string>>) => ReadonlyArray<MetricRequest>
  readonly judge?: boolean
  /** Ids of metrics given on the command line. */
  readonly ids?: ReadonlyArray<string>
  /** Keys of the configuration given on the command line. */
  readonly settings?: Pick<Config, "adjust" | "policy">
}

/** Opens the project as the flags have it: its configuration, its plugins, the part of the facts looked at. */
const openJob = Effect.fnUntraced(function* (shared: Shared, part: Part) {
  const opened = yield* openConfig(shared.config, process.cwd())
  const registry = yield* registryOf(yield* openPlugins(opened))
  const strange = part.ids?.find((id) => !registry.metrics.has(id))
  if (strange !== undefined) return yield* Effect.fail(noMetric(strange, registry))
  const { policy, ...settings } = part.settings ?? {}
  const config = {
    ...configWith(opened.config, shared, part.period ?? null),
    ...settings,
    ...(policy === undefined ? {} : { policy: { ...opened.config.policy, ...policy } }),
  }
  const selection = yield* selected(shared, part.period ?? null, config, opened.file)
  const own = (config.metrics ?? []).map((request) => (typeof request === "string" ? { id: request } : request))
  return {
    config,
    registry,
    own,
    settings: { selection, registry, base: opened.base, source: opened.file },
  }
})

/** What is wrong with the arguments is said of them, not of the file. */
const saidOfArguments =
  (ids: ReadonlyArray<string> | undefined) =>
  <A, E, R>(job: Effect.Effect<A, E, R>) =>
    Effect.mapError(job, (error) =>
      ids !== undefined && error instanceof ConfigInvalid ? ofArguments(error, ids) : error,
    )

/** One metric by the conventions of other tools. */
export const runDefinitions = Effect.fnUntraced(function* (
  shared: Shared,
  part: Part,
  requestOf: (own: ReadonlyArray<Exclude<MetricRequest, string>>) => MetricRequest,
  presets: ReadonlyArray<string>,
) {
  const { config, own, registry, settings } = yield* openJob(shared, part)
  const compared = yield* withProgress((show) =>
    definitionsOf(config, { ...settings, ...(show === null ? {} : { onProgress: show }) }, requestOf(own), presets),
  ).pipe(saidOfArguments(part.ids))
  const { locale = "en", names = {}, zone = "UTC" } = config
  const titles = Object.fromEntries([...registry.metrics].map(([id, { docs }]) => [id, docs.title] as const))
  return { compared, locale, voice: makeVoice(locale, { ...names, metric: { ...titles, ...names["metric"] } }, zone) }
}, Effect.scoped)

/** Opens the project and runs the analysis; progress goes to stderr, on a terminal only. */
export const runJob = Effect.fnUntraced(function* (shared: Shared, part: Part) {
  const { config, own, registry, settings } = yield* openJob(shared, part)
  const analysis = yield* withProgress((show) =>
    analyse(config, {
      ...(part.metricsOf === undefined ? {} : { metrics: part.metricsOf(own) }),
      ...(part.judge === undefined ? {} : { judge: part.judge }),
      ...settings,
      ...(show === null ? {} : { onProgress: show }),
    }),
  ).pipe(saidOfArguments(part.ids))
  yield* note(
    inert(
      [
        ...analysis.failures.map(({ owner, problem }) => `${owner} failed: ${problem}\n`),
        rejectLines(
          analysis.facts.sources.map((source) => ({
            ...source,
            places: analysis.facts.rejects.filter((reject) => reject.source === source.source),
          })),
        ),
        // A metric asked for several times is left out once.
        ...new Set(analysis.omitted.map(({ metric, problem }) => `left out ${metric}: ${problem}\n`)),
        ...(analysis.suppressed > 0 ? [`findings suppressed by the configuration: ${analysis.suppressed}\n`] : []),
      ].join(""),
    ),
  )
  const { locale = "en" } = config
  return { analysis, registry, locale, voice: voiceOf(analysis.report, registry, locale) } satisfies Job
})

const noMetric = (id: string, { metrics, rules }: Plugin.Registry): TouchpointError =>
  rules.has(id)
    ? new TouchpointError("options", `${id} is a rule, and only metrics are measured`, {
        where: id,
        fix: `What it judges: touchpoint explain ${id}; what it finds here: touchpoint check`,
      })
    : new TouchpointError("options", noSuch("metric", id, metrics.keys()), {
        where: id,
        fix: `Correct the argument ${JSON.stringify(id)} of measure`,
      })

const REQUEST = /^metrics\[(\d+)\]\.?/

/** What is wrong with requests that the command line made, not the file, said of its arguments. */
const ofArguments = (error: ConfigInvalid, ids: ReadonlyArray<string>) => {
  const places = error.issues.map(({ path }) => REQUEST.exec(path))
  if (places.some((place) => place === null)) return error
  const named = error.issues.map(({ path, problem }) => {
    const key = path.replace(REQUEST, "")
    const id = ids[Number(REQUEST.exec(path)?.[1])] ?? ""
    return isFlag(key)
      ? { where: `--${key}`, text: `--${key}: ${problem}`, fix: `Correct --${key}` }
      : {
          where: id,
          text: `${id}${key === "" ? "" : ` (${key})`}: ${problem}`,
          fix: `Correct ${id} under metrics of ${error.source}`,
        }
  })
  const each = (key: "where" | "text" | "fix", between: string) =>
    [...new Set(named.map((one) => one[key]))].join(between)
  return new TouchpointError("options", each("text", "\n"), { where: each("where", ", "), fix: each("fix", "; ") })
}

const isFlag = (key: string): boolean => ["by", "segment", "every", "period", "compare", "mix"].includes(key)

/** Flags replace the configuration's keys of the same name; a period stands for both ends. */
const configWith = (own: Config, { asOf, from, locale, to, where }: Shared, period: string | null): Config => {
  const { from: _from, to: _to, ...rest } = own
  return {
    ...(period === null ? own : rest),
    ...(asOf === null ? {} : { asOf }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(where.length === 0 ? {} : { where }),
    ...(locale === null ? {} : { locale }),
  }
}

/** The part of the facts the flags select, with their contradictions. */
const selected = Effect.fnUntraced(function* (
  { asOf, from, to }: Shared,
  period: string | null,
  config: Config,
  file: string,
) {
  const calendar = calendarOf(config)
  const end = asOf === null ? null : yield* parsePeriod("--as-of", asOf, calendar)
  if (period !== null) {
    const bound = from === null ? (to === null ? null : "--to") : "--from"
    if (bound !== null)
      return yield* Effect.fail(
        contradiction("--period", bound, "both say which time to look at", "Give --period alone, or --from and --to"),
      )
    const { from: start } = yield* parsePeriod("--period", period, calendar)
    if (end !== null && asOf !== null && start >= Math.max(end.to, end.from + 1))
      return yield* Effect.fail(
        contradiction(
          "--period",
          "--as-of",
          `facts end with ${asOf}, before ${period} begins`,
          "Choose an earlier period, or move the end of the facts",
        ),
      )
  }
  // Where both come from the file, the file is to blame, and where one does, both.
  const flags: Readonly<Record<string, string | null>> = { asOf, from, to }
  const nameOf: Naming = (option) => (flags[option] === null ? `${option} of ${file}` : flagOf(option))
  return yield* selectionOf(config, calendar, config.asOf, nameOf)
})

/** The largest share of rejected rows of any source. Rows after asOf are left for later, and none of it. */
export const rejectedShare = ({ facts }: Analysis): number =>
  Math.max(
    0,
    ...facts.sources.map((source) => {
      const { later, rejects, rows } = countsOf(source)
      return rejects === 0 ? 0 : rejects / (rows - later)
    }),
  )

/** The exit code of a job that ran. */
export const codeOf = (analysis: Analysis): number => (analysis.failures.length > 0 ? exit.pluginFailed : exit.done)
