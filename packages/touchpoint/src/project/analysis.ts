import { type DimensionUnavailable, Engine, type EngineError, MemoryEngine } from "@touchpoint/core/engine"
import {
  type AttributeUnsupported,
  type ColumnMissing,
  type FactKind,
  type Facts,
  kindOf,
  type MappingInvalid,
  type SourceUnreadable,
} from "@touchpoint/core/facts"
import {
  contextOf,
  dimensionOf,
  measure,
  type MeasureRequest,
  type MeasureResult,
  type MetricBroken,
  type MetricContext,
  outlineOf,
  prepareMetric,
  type PreparedMetric,
  sha256,
} from "@touchpoint/core/metrics"
import type { OptionsInvalid } from "@touchpoint/core/model"
import { canonicalJson, column, dimension, tally } from "@touchpoint/core/questions"
import { overview, type Report } from "@touchpoint/core/report"
import { type Finding, judge, suppress } from "@touchpoint/core/rules"
import { Calendar, type Edges, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import { type Config, configIssue, type ConfigInvalid, type MetricRequest, noSuch } from "./Config.ts"
import { load, type LoadOptions } from "./load.ts"
import { prepareRules } from "./ruleset.ts"
import { versions } from "./versions.ts"
import { TouchpointError } from "../TouchpointError.ts"

/** A finished analysis: the facts, the numbers, the findings, and the report composed of them. */
export interface Analysis {
  readonly facts: Facts
  readonly results: ReadonlyArray<MeasureResult>
  readonly report: Report
  readonly findings: ReadonlyArray<Finding>
  readonly suppressed: number
  /** Plugins that failed; the rest is whole. */
  readonly failures: ReadonlyArray<{ readonly owner: string; readonly problem: string }>
}

/** Everything that can end an analysis before it begins; what fails later is one entry in the report. */
export type AnalysisError =
  | AttributeUnsupported
  | ColumnMissing
  | ConfigInvalid
  | DimensionUnavailable
  | Edges.EdgesInvalid
  | Edges.EdgesTooMany
  | EngineError
  | MappingInvalid
  | MetricBroken
  | OptionsInvalid
  | Period.PeriodInvalid
  | SourceUnreadable
  | TouchpointError

/** Which parts of the job to do. */
export interface AnalysisOptions extends LoadOptions {
  /** Instead of the configuration's metrics. */
  readonly metrics?: ReadonlyArray<MetricRequest>
  readonly judge?: boolean
}

/** Between two steps of work that never waits: a run that is to be stopped is told here. */
const step = Effect.yieldNow

/** The whole job: read, count, estimate, judge, compose. */
export const analyse = Effect.fnUntraced(function* (
  config: Config,
  options: AnalysisOptions,
): Effect.fn.Return<Analysis, AnalysisError> {
  const { asOf: declared, facts, files } = yield* load(config, options)
  const run = Effect.gen(function* () {
    const measureOptions = {
      calendar: facts.calendar,
      sources: facts.sources,
      ...(config.minimumCell === undefined ? {} : { minimumCell: config.minimumCell }),
    }
    const wanted = options.metrics ?? config.metrics ?? (yield* defaultMetrics(facts))
    const known: Known = {
      facts,
      promises: yield* contextOf("promise", ["due", "fulfilledAt"], facts.calendar),
      instruments: yield* instruments,
    }
    const requests: Array<MeasureRequest> = []
    for (const [i, request] of wanted.entries()) {
      yield* step
      requests.push(yield* prepareRequest(request, `metrics[${i}]`, known, options))
    }
    yield* step
    options.onProgress?.({ stage: "measure", what: `${requests.length} metrics` })
    const results = yield* measure(requests, measureOptions)
    const { broken, rules } = options.judge === false ? { broken: [], rules: [] } : yield* prepareRules(config, options)
    yield* step
    options.onProgress?.({ stage: "judge", what: `${rules.length} rules` })
    const asOf =
      facts.watermarks.size === 0 ? declared : Math.min(...[...facts.watermarks.values()].map(({ at }) => at))
    const judged = yield* judge(rules, facts.inventory, asOf, measureOptions)
    const today = asOf === null ? "0000-01-01" : Calendar.dayOf(facts.calendar, asOf)
    const kept = suppress(judged.findings, config.suppress ?? [], today)
    const failures = [...broken, ...judged.failures].map(({ problem, rule }) => ({ owner: `rule ${rule}`, problem }))
    yield* step
    options.onProgress?.({ stage: "compose", what: "overview" })
    const report = overview({
      title: config.title ?? "Touchpoints",
      results,
      findings: kept.findings,
      failures,
      idle: judged.idle,
      suppressed: kept.suppressed,
      sources: facts.sources,
      inventory: facts.inventory,
      names: config.names ?? {},
      manifest: {
        files,
        // Ours have one version per package; the name of a plugin of ours says nothing beyond it.
        versions: { ...Object.fromEntries(options.registry.versions), ...versions },
        config: yield* sha256(canonicalJson({ ...config, facts: hideRows(config.facts) })),
        asOf,
        zone: facts.calendar.zone,
        seed: null,
      },
    })
    const failed = results.flatMap(({ failure, request }) =>
      failure === null ? [] : [{ owner: `metric ${request.metric.metric}`, problem: failure }],
    )
    return {
      facts,
      results,
      report,
      findings: kept.findings,
      suppressed: kept.suppressed,
      failures: [...failures, ...failed],
    }
  })
  return yield* Effect.provide(run, MemoryEngine.layer(facts))
})

/** Records of a script are facts, not configuration; their number stands for them. */
const hideRows = (facts: Config["facts"]): unknown =>
  JSON.parse(
    JSON.stringify(facts ?? {}, (key, value: unknown) =>
      key === "rows" && Array.isArray(value) ? value.length : value,
    ),
  )

/** What is asked of the facts once, before the requests are prepared. */
interface Known {
  readonly facts: Facts
  readonly promises: MetricContext
  readonly instruments: ReadonlyArray<string>
}

/** Instruments that feedback was given to. */
const instruments = Effect.gen(function* () {
  const engine = yield* Engine
  const [answer] = yield* engine.ask([
    tally("feedback", { rows: { stat: "count" } }, { by: [dimension("instrument", column("instrument"))] }),
  ])
  return (answer?.groups ?? []).map(({ key }) => String(key[0]))
})

/** What a project without `metrics` measures: every metric that has facts, and by touchpoint where there is an inventory. */
const defaultMetrics = Effect.fnUntraced(function* (facts: Facts) {
  const requests: Array<MetricRequest> = []
  if (facts.tables.has("feedback")) {
    const asked = new Set(yield* instruments)
    for (const id of ["nps", "csat"])
      // Of several touchpoints a customer's every answer counts, each for its own.
      if (asked.has(id))
        requests.push(id, ...(facts.inventory === null ? [] : [{ id, by: ["touchpoint"], relation: "transactional" }]))
  }
  if (facts.tables.has("promise")) requests.push("promise-keeping", { id: "promise-keeping", by: ["party"] })
  if (facts.tables.has("order")) requests.push("repeat-rate")
  return requests
})

/** Feedback of another instrument than any source has is a mistake, not an empty result. */
const checkInstrument = Effect.fnUntraced(function* (
  metric: PreparedMetric,
  asked: ReadonlyArray<string>,
  where: string,
  { source }: LoadOptions,
) {
  const { instrument } = metric.params
  if (metric.passport.kind !== "feedback" || typeof instrument !== "string") return
  if (asked.length > 0 && !asked.includes(instrument))
    return yield* configIssue(
      source,
      `${where}.instrument`,
      `no feedback has the instrument ${JSON.stringify(instrument)}; the sources have ${asked.join(", ")}`,
    )
})

const prepareRequest = Effect.fnUntraced(function* (
  request: MetricRequest,
  where: string,
  { facts, instruments: asked, promises }: Known,
  options: LoadOptions,
) {
  const {
    by = [],
    every,
    id,
    period,
    versus,
    where: filter,
    ...params
  } = typeof request === "string" ? { id: request } : request
  const metric = options.registry.metrics.get(id)
  if (metric === undefined)
    return yield* configIssue(options.source, where, noSuch("metric", id, options.registry.metrics.keys()))
  const prepared = yield* prepareMetric(metric, params)
  yield* checkInstrument(prepared, asked, where, options)
  const kind = kindOf(facts.model, prepared.passport.kind) as FactKind.FactKind
  const dimensions = []
  const names = typeof by === "string" ? [by] : by
  for (const name of names)
    dimensions.push(
      yield* Effect.fromResult(dimensionOf(name, kind, outlineOf(facts), promises)).pipe(
        Effect.mapError(
          (error) =>
            new TouchpointError("question", error.message, {
              where: `${where}.by`,
              fix: "Use one of the dimensions listed",
            }),
        ),
      ),
    )
  const unsplit = Object.keys(versus ?? {}).find((name) => !names.includes(name))
  if (unsplit !== undefined)
    return yield* configIssue(
      options.source,
      `${where}.versus`,
      `${JSON.stringify(unsplit)} is not in by, so there is no such group to compare with; add it to by`,
    )
  const span =
    period === undefined
      ? null
      : yield* Effect.fromResult(Period.parse(period, facts.calendar)).pipe(
          Effect.mapError((error) => configIssue(options.source, `${where}.period`, error.message)),
        )
  return {
    metric: prepared,
    by: dimensions,
    every: every ?? null,
    period: span,
    where: filter ?? null,
    versus: versus ?? null,
  } satisfies MeasureRequest
})
