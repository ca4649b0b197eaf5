import type { FactsOutline } from "@touchpoint/core/facts"
import { measure, type MeasureRequest, type MeasureResult, outlineOf, sha256 } from "@touchpoint/core/metrics"
import { canonicalJson } from "@touchpoint/core/questions"
import { overview, type Report, type ReportInput } from "@touchpoint/core/report"
import { type Finding, judge, suppress } from "@touchpoint/core/rules"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { AnalysisError, AnalysisOptions } from "./AnalysisOptions.ts"
import type { Config } from "./Config.ts"
import { defaultMetrics, isSaid } from "./defaults.ts"
import { funnelsOf } from "./funnels.ts"
import { load } from "./load.ts"
import { measuringOf } from "./measuring.ts"
import {
  cohortsPicture,
  type Earlier,
  funnelsPicture,
  growthPicture,
  isPictured,
  journeyPicture,
  type Picture,
  pressurePicture,
  trendsPicture,
} from "./pictures.ts"
import { withMemory } from "./remember.ts"
import { knownOf, prepareRequest } from "./requests.ts"
import { prepareRules } from "./ruleset.ts"
import { narrowing, nothingLeft, type Selection, selectionOf } from "./selection.ts"
import { versions } from "./versions.ts"

/** A finished analysis: the facts, the numbers, the findings, and the report composed of them. */
export interface Analysis {
  readonly facts: FactsOutline
  readonly results: ReadonlyArray<MeasureResult>
  readonly report: Report
  readonly findings: ReadonlyArray<Finding>
  readonly suppressed: number
  /** Plugins that failed; the rest is whole. */
  readonly failures: ReadonlyArray<{ readonly owner: string; readonly problem: string }>
  /** Metrics that say nothing of the part selected, and why. */
  readonly omitted: ReadonlyArray<{ readonly metric: string; readonly problem: string }>
}

/** Between two steps of work that never waits: a run that is to be stopped is told here. */
const step = Effect.yieldNow

/** The whole job: read, count, estimate, judge, compose. */
export const analyse = Effect.fnUntraced(function* (
  config: Config,
  options: AnalysisOptions,
): Effect.fn.Return<Analysis, AnalysisError, Scope.Scope> {
  const { asOf: declared, engine, facts, files, versions: engines } = yield* load(config, options)
  const run = Effect.gen(function* () {
    const { calendar } = facts
    const outline = outlineOf(facts)
    const measureOptions = measuringOf(config, facts)
    const selection =
      options.selection === undefined
        ? yield* selectionOf(config, calendar, config.asOf, (option) => option)
        : options.selection
    const known = yield* knownOf(outline, calendar, config, selection)
    const within = narrowing(selection, { outline, promises: known.promises, calendar })
    const funnels = yield* funnelsOf(config, known, options)
    const wanted = options.metrics ?? config.metrics ?? defaultMetrics(known, funnels, options.registry.metrics)
    const { compare = "previous" } = config
    const earlier = compare === "none" ? null : compare
    const pictured = isPictured(config, options)
    const omitted: Array<Analysis["omitted"][number]> = []
    const requests: Array<MeasureRequest> = []
    for (const [i, request] of wanted.entries()) {
      yield* step
      const prepared = yield* prepareRequest(request, `metrics[${i}]`, known, options)
      const part = yield* within(prepared, options.metrics === undefined)
      if (typeof part === "string") omitted.push({ metric: prepared.metric.metric, problem: part })
      else requests.push(pictured && earlier !== null && isWhole(part) ? against(earlier, part) : part)
    }
    if (requests.length === 0 && omitted[0] !== undefined) return yield* nothingLeft(omitted[0].problem)
    const planning = { known, options, within: (request: MeasureRequest) => within(request, true) }
    const pictures: ReadonlyArray<Picture> = pictured
      ? [
          yield* trendsPicture(requests.filter(isWhole), planning, earlier),
          yield* growthPicture(requests, planning),
          yield* journeyPicture(planning),
          yield* funnelsPicture(funnels, planning),
          yield* cohortsPicture(planning),
          yield* pressurePicture(planning),
        ]
      : []
    yield* step
    options.onProgress?.({ stage: "measure", what: `${requests.length} metrics` })
    // Asked together, equal questions are asked once, and all share the passes over the facts.
    const measured = yield* measure([...requests, ...pictures.flatMap((picture) => picture.requests)], measureOptions)
    const results = measured
      .slice(0, requests.length)
      .filter((result) => options.metrics !== undefined || isSaid(config, result))
    const { broken, rules } = options.judge === false ? { broken: [], rules: [] } : yield* prepareRules(config, options)
    yield* step
    options.onProgress?.({ stage: "judge", what: `${rules.length} rules` })
    const asOf =
      facts.watermarks.size === 0 ? declared : Math.min(...[...facts.watermarks.values()].map(({ at }) => at))
    const judged = yield* judge(rules, facts.inventory, asOf, {
      ...measureOptions,
      outline,
      within: (request) => Effect.map(within(request, true), (part) => (typeof part === "string" ? null : part)),
    })
    const today = asOf === null ? "0000-01-01" : Calendar.dayOf(calendar, asOf)
    const kept = suppress(judged.findings, config.suppress ?? [], today)
    const failures = [...broken, ...judged.failures].map(({ problem, rule }) => ({ owner: `rule ${rule}`, problem }))
    yield* step
    options.onProgress?.({ stage: "compose", what: "overview" })
    const shown = composed(pictures, measured.slice(requests.length))
    const report = overview({
      ...shown,
      title: config.title ?? "Touchpoints",
      results,
      findings: kept.findings,
      evidence: judged.evidence,
      failures,
      idle: judged.idle,
      suppressed: kept.suppressed,
      sources: facts.sources,
      inventory: facts.inventory,
      names: { ...shown.names, ...config.names },
      manifest: {
        files,
        // Ours have one version per package; the name of a plugin of ours says nothing beyond it.
        versions: { ...Object.fromEntries(options.registry.versions), ...versions, ...engines },
        config: yield* sha256(canonicalJson({ ...config, facts: hideRows(config.facts), ...selectedOf(selection) })),
        asOf,
        zone: calendar.zone,
        seed: null,
      },
    })
    // A metric that fails fails alike in every split and picture.
    const failed = new Map(
      measured.flatMap(({ failure, request: { metric } }) =>
        failure === null
          ? []
          : [[`${metric.metric} ${failure}`, { owner: `metric ${metric.metric}`, problem: failure }]],
      ),
    )
    return {
      facts,
      results,
      report,
      findings: kept.findings,
      suppressed: kept.suppressed,
      failures: [...failures, ...failed.values()],
      omitted,
    }
  })
  return yield* Effect.provide(withMemory(run), engine(options.registry.folds.values()))
}, Effect.scoped)

/** Whether a request is one number of the whole: neither split, nor a trend, nor compared with a group. */
const isWhole = ({ by = [], every = null, versus = null }: MeasureRequest): boolean =>
  by.length === 0 && every === null && versus === null

/** A number of a period is compared with an earlier one, where it says nothing else itself. */
const against = (compare: Earlier, request: MeasureRequest): MeasureRequest =>
  (request.period ?? null) === null || (request.compare ?? null) !== null ? request : { ...request, compare }

/** What the pictures make of their results, which follow one another. */
const composed = (pictures: ReadonlyArray<Picture>, results: ReadonlyArray<MeasureResult>): Partial<ReportInput> => {
  let next = 0
  const parts = pictures.map(({ compose, requests }) => compose(results.slice(next, (next += requests.length))))
  return Object.assign({}, ...parts) as Partial<ReportInput>
}

/** The part looked at decides the numbers as the configuration does, wherever it was given. */
const selectedOf = (selection: Selection | null): object =>
  selection === null ? {} : { selection: { ...selection, where: selection.where.map(({ text }) => text) } }

/** Records of a script are facts, not configuration; their number stands for them. */
const hideRows = (facts: Config["facts"]): unknown =>
  JSON.parse(
    JSON.stringify(facts ?? {}, (key, value: unknown) =>
      key === "rows" && Array.isArray(value) ? value.length : value,
    ),
  )
