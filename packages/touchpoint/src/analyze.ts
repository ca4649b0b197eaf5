import path from "node:path"
import { type Reject, rejectFix, type SourceReport } from "@touchpoint/core/facts"
import { encodeMeasurements, type Measurement } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import type { Voice } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import { type Analysis, analyse } from "./project/analysis.ts"
import type { Config } from "./project/Config.ts"
import { fileOf, listening, optionsOf } from "./project/given.ts"
import type { Progress } from "./project/load.ts"
import { openGiven } from "./project/openGiven.ts"
import { renderAs, type RenderOptions, saveAs } from "./project/render.ts"
import { voiceOf } from "./project/voice.ts"
import { runPromise } from "./run.ts"
import { type TableRow, tableOf } from "./TableRow.ts"

/** A measurement as plain data: ISO texts instead of instants, ready for a table or a file. @category analysis @since 0.1.0 */
export type MeasurementRow = ReturnType<typeof encodeMeasurements>[number]

/** A row that did not become a fact, and what to do about it. @category analysis @since 0.1.0 */
export interface RejectRow extends Reject {
  readonly fix: string
}

/** A finding with its sentences. @category analysis @since 0.1.0 */
export interface FindingRow {
  readonly rule: string
  readonly severity: "info" | "warning" | "critical"
  readonly subject: { readonly kind: string; readonly id: string }
  readonly certainty: "certain" | "likely" | "possible"
  readonly text: string
  readonly recommendation: { readonly text: string; readonly party: string; readonly effort: string }
  readonly evidence: ReadonlyArray<MeasurementRow>
}

/**
 * How a run is watched and stopped, what it brings along, and what of the facts it looks at. `from`, `to`, `where`,
 * `asOf`, `compare` and `locale` replace the configuration's keys of the same names, as the command's flags do.
 *
 * @category analysis
 * @since 0.1.0
 */
export interface AnalyzeOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  readonly plugins?: ReadonlyArray<Plugin.Plugin>
  /** Folder that paths are relative to; the working folder where absent. */
  readonly base?: string
  /** Language of texts; the configuration's, else English. */
  readonly locale?: Locale
  /** First day or period looked at: `2026-03-01`, `2026-03`, `2026-Q1`. */
  readonly from?: string
  /** Last day or period looked at, included. */
  readonly to?: string
  /** Which facts count: conditions such as `channel=web` or `score>=4`, of which all must hold. */
  readonly where?: string | ReadonlyArray<string>
  /** Facts are complete up to this day; later rows are rejects. */
  readonly asOf?: string
  /** What key figures and the last period of trends are compared with. */
  readonly compare?: "previous" | "year-before" | "none"
  /** Show the values of rejected rows as they are. They may name people. */
  readonly unmasked?: boolean
}

/** What {@link analyze} gives. @category analysis @since 0.1.0 */
export interface AnalysisReport {
  readonly measurements: ReadonlyArray<MeasurementRow>
  readonly findings: ReadonlyArray<FindingRow>
  readonly sources: ReadonlyArray<SourceReport>
  readonly rejects: ReadonlyArray<RejectRow>
  /** Plugins that failed; the rest is whole. */
  readonly failures: ReadonlyArray<{ readonly owner: string; readonly problem: string }>
  /** Metrics of which the part selected by `from`, `to` and `where` says nothing, and why. */
  readonly omitted: ReadonlyArray<{ readonly metric: string; readonly problem: string }>
  /** The measurements as flat rows for `console.table` or a spreadsheet, in the units and the language people read. */
  readonly table: () => ReadonlyArray<TableRow>
  /** The report in a format: the id of a renderer, such as `html`, `markdown`, `json`. */
  readonly render: (format: string, options?: RenderOptions) => Promise<Uint8Array>
  /** Writes the report; the extension decides the format. Gives the path written. */
  readonly save: (file: string, options?: RenderOptions) => Promise<string>
}

/**
 * Reads the sources, measures, judges and composes a report. Every problem before the first number is a
 * {@link TouchpointError}; bad rows are `rejects`, and a plugin that fails is one of `failures`.
 *
 * @category analysis
 * @since 0.1.0
 */
export const analyze = async (config: Config, options?: AnalyzeOptions): Promise<AnalysisReport> => {
  const { base = process.cwd(), onProgress, plugins = [], signal, unmasked, ...replaced } = optionsOf(options)
  const program = Effect.gen(function* () {
    const { decoded, locale, registry } = yield* openGiven(source, config, replaced, { base, plugins })
    const analysis = yield* analyse(decoded, {
      registry,
      base,
      source,
      ...(unmasked === undefined ? {} : { unmasked }),
      ...(onProgress === undefined ? {} : { onProgress: listening(onProgress) }),
    })
    const voice = voiceOf(analysis.report, registry, locale)
    return {
      report: analysis.report,
      registry,
      locale,
      rows: rowsOf(analysis, voice),
      table: () => tableOf(measurementsOf(analysis), voice),
    }
  })
  const { locale, registry, report, rows, table } = await runPromise(program, signal)
  return {
    ...rows,
    table,
    render: async (format, render) =>
      runPromise(renderAs(report, registry, format, { locale, ...optionsOf(render) }), signal),
    save: async (file, render) => {
      const own = { locale, ...optionsOf(render) }
      const saving = Effect.flatMap(fileOf(file, "file"), (given) =>
        saveAs(report, registry, path.resolve(base, given), own),
      )
      return runPromise(saving, signal)
    },
  }
}

/** Name of a configuration that is an argument. */
const source = "analyze(…)"

/** Measurements of all requests in order. */
export const measurementsOf = (analysis: Analysis): ReadonlyArray<Measurement> =>
  analysis.results.flatMap(({ measurements }) => measurements)

/** The plain data of an analysis. */
export const rowsOf = (analysis: Analysis, voice: Voice) => ({
  measurements: encodeMeasurements(measurementsOf(analysis)),
  findings: analysis.findings.map(
    ({ certainty, evidence, message, recommendation, rule, severity, subject }): FindingRow => ({
      rule,
      severity,
      subject,
      certainty,
      text: voice.say(message),
      recommendation: {
        text: voice.say(recommendation.action),
        party: recommendation.party,
        effort: recommendation.effort,
      },
      evidence: encodeMeasurements(evidence),
    }),
  ),
  sources: analysis.facts.sources,
  rejects: analysis.facts.rejects.map((reject): RejectRow => ({ ...reject, fix: rejectFix[reject.reason] })),
  failures: analysis.failures,
  omitted: analysis.omitted,
})
