import process from "node:process"
import type { Locale } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import type { Voice } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import { type Analysis, analyse } from "../project/analysis.ts"
import type { Config, MetricRequest } from "../project/Config.ts"
import { openConfig } from "../project/open.ts"
import { openPlugins, registryOf } from "../project/plugins.ts"
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

/** Opens the project and runs the analysis; progress goes to stderr, on a terminal only. */
export const runJob = Effect.fnUntraced(function* (
  shared: Shared,
  part: {
    /** Metrics to measure instead of the project's; gets the project's as records. */
    readonly metricsOf?: (own: ReadonlyArray<Exclude<MetricRequest, string>>) => ReadonlyArray<MetricRequest>
    readonly judge?: boolean
  },
) {
  const opened = yield* openConfig(shared.config, process.cwd())
  const registry = yield* registryOf(yield* openPlugins(opened))
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
  const rejected = analysis.facts.sources.filter((source) => source.rejects > 0)
  for (const { byReason, rejects, rows, source } of rejected)
    process.stderr.write(
      inert(
        `${source}: ${rejects} of ${rows} rows rejected (${Object.entries(byReason)
          .map(([reason, n]) => `${reason} ${n}`)
          .join(", ")})\n`,
      ),
    )
  return { analysis, registry, voice: voiceOf(analysis.report, registry, shared.locale) } satisfies Job
})

/** The exit code of a job that ran. */
export const codeOf = (analysis: Analysis): number => (analysis.failures.length > 0 ? exit.pluginFailed : exit.done)
