import type { Engine, EngineError } from "@touchpoint/core/engine"
import { growthFactors } from "@touchpoint/core/analyses"
import { type MeasureRequest, type MeasureResult, prepareMetric } from "@touchpoint/core/metrics"
import { canonicalJson } from "@touchpoint/core/questions"
import type { CohortsInput, FunnelInput, ReportInput } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { AnalysisError, AnalysisOptions } from "./AnalysisOptions.ts"
import type { Config, MetricRequest } from "./Config.ts"
import { type FunnelPlan, paramsOf, stepNames } from "./funnels.ts"
import { type Known, prepareRequest } from "./requests.ts"
import { lastOf, seriesOf, spanOf } from "./series.ts"

/** What a part of the report asks, and what it makes of the results. */
export interface Picture {
  readonly requests: ReadonlyArray<MeasureRequest>
  readonly compose: (results: ReadonlyArray<MeasureResult>) => Partial<ReportInput>
}

/** An earlier period that numbers are compared with. */
export type Earlier = Extract<MeasureRequest["compare"], "previous" | "year-before">

/** What pictures are planned with. */
export interface Planning {
  readonly known: Known
  readonly options: AnalysisOptions
  /** Narrows a request to the part selected; a text where it cannot be. */
  readonly within: (request: MeasureRequest) => Effect.Effect<MeasureRequest | string, AnalysisError, Engine>
}

/** Cohorts a report shows, and how many periods after the first. */
const COLUMNS = 11
/** Contacts up to which customers are told apart. */
const PEAKS = 20
const CAP = { cap: 4, days: 7 } as const

/** A request that the report makes of itself: `null` where the metric is not there, or says nothing of the part selected. */
const asked = Effect.fnUntraced(function* ({ known, options, within }: Planning, request: MetricRequest) {
  const id = typeof request === "string" ? request : request.id
  if (!options.registry.metrics.has(id)) return null
  const part = yield* within(yield* prepareRequest(request, "the report", known, options))
  return typeof part === "string" ? null : part
})

/** All of several requests, or none of them. */
const all = (requests: ReadonlyArray<MeasureRequest | null>): ReadonlyArray<MeasureRequest> =>
  requests.every((request) => request !== null) ? requests : []

type Planned = Effect.Effect<Picture, AnalysisError | EngineError, Engine>

/** Numbers that grow with the length of the period: a month of them says nothing beside the whole. */
const BY_LENGTH: ReadonlySet<string> = new Set([
  "repeat-rate",
  "purchase-frequency",
  "touchpoint-reach",
  "contact-pressure",
])

/** Small trends of the numbers of the whole, and their last complete period compared with the one before. */
export const trendsPicture = Effect.fnUntraced(function* (
  whole: ReadonlyArray<MeasureRequest>,
  { known: { calendar } }: Planning,
  /** What the last complete period is compared with; `null` for nothing. */
  compare: Earlier | null,
): Effect.fn.Return<Picture, EngineError, Engine> {
  const trends: Array<MeasureRequest> = []
  const latest: Array<MeasureRequest> = []
  for (const request of whole) {
    const series = BY_LENGTH.has(request.metric.metric) ? null : yield* seriesOf(request, calendar)
    if (series === null) continue
    const bare = { ...request, compare: null, mix: null, primary: false }
    trends.push({ ...bare, every: series.every, period: spanOf(series, calendar) })
    // What is compared itself needs no part of it compared.
    if (compare !== null && (request.compare ?? null) === null)
      latest.push({ ...bare, period: lastOf(series, calendar), compare })
  }
  return {
    requests: [...trends, ...latest],
    compose: (results) => ({ trends: results.slice(0, trends.length), latest: results.slice(trends.length) }),
  }
})

/**
 * What a growth of sales is taken apart by: orders of each customer and revenue of each order, compared with the period
 * before, as far as nobody asked for them already.
 */
export const growthPicture = (requests: ReadonlyArray<MeasureRequest>, { options }: Planning): Planned =>
  Effect.gen(function* () {
    const factors: Array<MeasureRequest> = []
    for (const request of requests) {
      const { by = [], every = null, metric, period = null, versus = null } = request
      // Of all time there is no growth, and groups are not taken apart.
      if (metric.metric !== "sales-growth" || by.length > 0 || versus !== null || (period ?? every) === null) continue
      const { frequency, orderValue } = growthFactors(metric.params)
      for (const [id, params] of [
        ["purchase-frequency", frequency] as const,
        ["average-order-value", orderValue] as const,
      ]) {
        const known = options.registry.metrics.get(id)
        if (known === undefined) continue
        // Somebody else's metric of that name may know other parameters.
        const prepared = Option.getOrNull(yield* Effect.option(prepareMetric(known, params)))
        if (prepared === null) continue
        const factor = {
          ...request,
          metric: prepared,
          preset: null,
          compare: "previous" as const,
          mix: null,
          primary: false,
        }
        if (![...requests, ...factors].some((other) => keyOf(other) === keyOf(factor))) factors.push(factor)
      }
    }
    return { requests: factors, compose: (results) => ({ factors: results }) }
  })

const keyOf = ({
  by = [],
  compare = null,
  every = null,
  metric,
  period = null,
  versus = null,
  where = null,
}: MeasureRequest) => canonicalJson([metric.metric, metric.params, by, compare, every, period, versus, where])

/** The map of the journey: scores, promises and interactions by touchpoint. */
export const journeyPicture = (planning: Planning): Planned =>
  Effect.gen(function* () {
    const { instruments, outline } = planning.known
    if (outline.inventory === null) return nothing
    const by = { by: ["touchpoint"] }
    const scores: Array<MeasureRequest> = []
    for (const id of ["csat", "nps"])
      if (instruments.includes(id)) {
        const request = yield* asked(planning, { id, ...by, relation: "transactional" })
        if (request !== null) scores.push(request)
      }
    const promises = outline.kinds.has("promise") ? yield* asked(planning, { id: "promise-keeping", ...by }) : null
    const met = outline.kinds.has("interaction")
      ? yield* asked(planning, { id: "touchpoint-reach", ...by, count: "occasions" })
      : null
    const rest = [promises, met].filter((request) => request !== null)
    return {
      requests: [...scores, ...rest],
      compose: (results) => {
        const [first = null, second = null] = results.slice(scores.length)
        const counted = met === null ? null : promises === null ? first : second
        return {
          journey: {
            scores: results.slice(0, scores.length),
            promises: promises === null ? null : first,
            interactions:
              counted === null
                ? null
                : new Map(
                    counted.measurements.flatMap(({ by: { touchpoint }, value }) =>
                      typeof touchpoint === "string" && value !== null ? [[touchpoint, value] as const] : [],
                    ),
                  ),
          },
        }
      },
    }
  })

/** Funnels: of every step after the first the share of all, and of those at the step before. */
export const funnelsPicture = Effect.fnUntraced(function* (
  plans: ReadonlyArray<FunnelPlan>,
  planning: Planning,
): Effect.fn.Return<Picture, AnalysisError | EngineError, Engine> {
  const funnels: Array<{ readonly plan: FunnelPlan; readonly requests: ReadonlyArray<MeasureRequest> }> = []
  for (const plan of plans) {
    const requests: Array<MeasureRequest | null> = []
    for (const [i] of plan.steps.slice(1).entries())
      for (const base of ["first", "previous"])
        requests.push(yield* asked(planning, { id: "conversion-rate", ...paramsOf(plan), step: i + 2, of: base }))
    const wanted = all(requests)
    if (wanted.length > 0) funnels.push({ plan, requests: wanted })
  }
  return {
    requests: funnels.flatMap(({ requests }) => requests),
    compose: (results) => {
      const rest = [...results]
      return {
        funnels: funnels.map(({ plan: { id, name, steps, within } }): FunnelInput => ({
          id,
          ...(name === undefined ? {} : { name }),
          within,
          first: steps[0]?.label ?? "",
          steps: steps.slice(1).flatMap(({ label }): FunnelInput["steps"] => {
            const [overall, relative] = [rest.shift(), rest.shift()]
            return overall === undefined || relative === undefined ? [] : [{ label, overall, relative }]
          }),
        })),
        names: { step: stepNames(funnels.map(({ plan }) => plan)) },
      }
    },
  }
})

/** Cohorts by their first order: who ordered again so many periods later. */
export const cohortsPicture = (planning: Planning): Planned =>
  Effect.gen(function* () {
    const { calendar, outline } = planning.known
    const first = outline.kinds.has("order") ? yield* asked(planning, "retention") : null
    const series =
      first === null ? null : yield* seriesOf({ ...first, metric: { ...first.metric, horizon: 0 } }, calendar)
    if (series === null) return nothing
    const indexes = Array.from({ length: Math.min(COLUMNS, series.count - 1) }, (_, i) => i + 1)
    const requests: Array<MeasureRequest | null> = []
    for (const index of indexes) {
      const request = yield* asked(planning, { id: "retention", index, interval: series.every })
      requests.push(request === null ? null : { ...request, every: series.every, period: spanOf(series, calendar) })
    }
    return {
      requests: all(requests),
      compose: (results) => ({
        cohorts: {
          every: series.every,
          columns: results.flatMap((result, i): CohortsInput["columns"] => [{ index: indexes[i] ?? 0, result }]),
        },
      }),
    }
  })

/** How often customers are written to: the share over the cap, and from the shares over every cap how many are at each. */
export const pressurePicture = (planning: Planning): Planned =>
  Effect.gen(function* () {
    if (!planning.known.outline.kinds.has("contact")) return nothing
    const caps = Array.from({ length: PEAKS }, (_, i) => i + 1)
    const requests: Array<MeasureRequest | null> = []
    for (const cap of caps) requests.push(yield* asked(planning, { id: "contact-pressure", ...CAP, cap }))
    return {
      requests: all(requests),
      compose: (results) => {
        const result = results[CAP.cap - 1]
        const over = results.map(({ measurements }) => measurements[0]?.numerator ?? null)
        const n = result?.measurements[0]?.n ?? 0
        if (result === undefined || over.includes(null)) return {}
        const counts = [n, ...over.map((x) => x ?? 0)]
        return {
          pressure: {
            ...CAP,
            result,
            bins: counts
              .map((x, i) => ({ value: i + 1, count: x - (counts[i + 1] ?? 0) }))
              .filter(({ count }) => count > 0),
          },
        }
      },
    }
  })

const nothing: Picture = { requests: [], compose: () => ({}) }

/** Whether a run composes pictures: a command that was asked for single numbers, or for findings only, does not. */
export const isPictured = (config: Config, { metrics, pictures = metrics === undefined }: AnalysisOptions): boolean =>
  pictures && config.reports?.length !== 0
