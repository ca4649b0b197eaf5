import process from "node:process"
import { rejectFix, type RejectReason } from "@touchpoint/core/facts"
import type { Locale } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import type { Voice } from "@touchpoint/core/report"
import { Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import { type Analysis, analyse } from "../project/analysis.ts"
import type { Config, MetricRequest } from "../project/Config.ts"
import { openConfig } from "../project/open.ts"
import { openPlugins, registryOf } from "../project/plugins.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { voiceOf } from "../project/voice.ts"
import { inert, inertLine } from "./terminal.ts"

/** Exit codes of all commands. */
export const exit = { done: 0, gateFailed: 1, couldNotRun: 2, pluginFailed: 3 } as const

/** What every command is told. */
export interface Shared {
  readonly config: string | null
  readonly locale: Locale
  readonly asOf: string | null
}

/** A finished job of a command. */
interface Job {
  readonly analysis: Analysis
  readonly registry: Plugin.Registry
  readonly voice: Voice
}

/** A day or period given on the command line; the configuration is not to blame for it. */
const checkPeriod = (flag: string, text: string, { weekStart = 1, zone = "UTC" }: Config) =>
  Effect.fromResult(Period.parse(text, Calendar.make(zone, weekStart))).pipe(
    Effect.mapError(
      (error) =>
        new TouchpointError("options", `${flag}: ${error.message}`, {
          where: flag,
          fix: "Write 2026-03-31, 2026-03 or 2026-Q1",
        }),
    ),
  )

/** Opens the project and runs the analysis; progress goes to stderr, on a terminal only. */
export const runJob = Effect.fnUntraced(function* (
  shared: Shared,
  part: {
    /** A period given on the command line. */
    readonly period?: string | null
    /** Metrics to measure instead of the project's; gets the project's as records. */
    readonly metricsOf?: (own: ReadonlyArray<Exclude<MetricRequest, string>>) => ReadonlyArray<MetricRequest>
    readonly judge?: boolean
  },
) {
  const opened = yield* openConfig(shared.config, process.cwd())
  const registry = yield* registryOf(yield* openPlugins(opened))
  if ((part.period ?? null) !== null) yield* checkPeriod("--period", part.period ?? "", opened.config)
  if (shared.asOf !== null) yield* checkPeriod("--as-of", shared.asOf, opened.config)
  const config: Config = shared.asOf === null ? opened.config : { ...opened.config, asOf: shared.asOf }
  const terminal = process.stderr.isTTY
  const own = (config.metrics ?? []).map((request) => (typeof request === "string" ? { id: request } : request))
  const analysis = yield* analyse(config, {
    ...(part.metricsOf === undefined ? {} : { metrics: part.metricsOf(own) }),
    ...(part.judge === undefined ? {} : { judge: part.judge }),
    registry,
    base: opened.base,
    source: opened.file,
    ...(terminal
      ? { onProgress: ({ stage, what }) => process.stderr.write(`\r\u001B[2K${inertLine(`${stage} ${what}`)}`) }
      : {}),
  })
  if (terminal) process.stderr.write("\r\u001B[2K")
  for (const { owner, problem } of analysis.failures) process.stderr.write(inert(`${owner} failed: ${problem}\n`))
  process.stderr.write(inert(rejectLines(analysis)))
  if (analysis.suppressed > 0)
    process.stderr.write(`findings suppressed by the configuration: ${analysis.suppressed}\n`)
  return { analysis, registry, voice: voiceOf(analysis.report, registry, shared.locale) } satisfies Job
})

/** How many rejects of one reason are shown with their place. */
const SHOWN = 3

/** What was rejected, source by source: how much, why, the first places, and what to do. */
const rejectLines = ({ facts }: Analysis): string =>
  facts.sources
    .filter((source) => source.rejects > 0)
    .flatMap(({ byReason, origin, rejects, rows, source }) => [
      `${source}: ${rejects} of ${rows} rows rejected`,
      ...Object.entries(byReason).flatMap(([reason, n]) => [
        `  ${reason} ${n}: ${rejectFix[reason as RejectReason]}`,
        ...facts.rejects
          .filter((reject) => reject.source === source && reject.reason === reason)
          .slice(0, SHOWN)
          .map(
            ({ column, row, value }) =>
              `    ${origin}:${row}${column === null ? "" : ` ${column}`}${value === null ? "" : ` ${value}`}`,
          ),
      ]),
    ])
    .map((line) => `${line}\n`)
    .join("")

/** The largest share of rejected rows of any source. */
export const rejectedShare = ({ facts }: Analysis): number =>
  Math.max(0, ...facts.sources.map(({ rejects, rows }) => (rows === 0 ? 0 : rejects / rows)))

/** The exit code of a job that ran. */
export const codeOf = (analysis: Analysis): number => (analysis.failures.length > 0 ? exit.pluginFailed : exit.done)
