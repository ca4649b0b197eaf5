import { Engine } from "@touchpoint/core/engine"
import { type FactKind, kindOf } from "@touchpoint/core/facts"
import {
  contextOf,
  dimensionOf,
  type MeasureRequest,
  type MetricContext,
  type Outline,
  prepareMetric,
  type PreparedMetric,
  presetsOf,
  promiseExtents,
} from "@touchpoint/core/metrics"
import { column, dimension, tally } from "@touchpoint/core/questions"
import { type Calendar, Period } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import { type Config, configIssue, type MetricRequest, noSuch } from "./Config.ts"
import { currencyOf, inCurrency, type ProjectMoney } from "./currency.ts"
import { elsewhereOf } from "./elsewhere.ts"
import type { LoadOptions } from "./load.ts"
import { isOfTouchpoint, relatedTo } from "./relation.ts"
import type { Selection } from "./selection.ts"
import { TouchpointError } from "../TouchpointError.ts"

/** What is asked of the facts once, before the requests are prepared. */
export interface Known extends ProjectMoney {
  readonly outline: Outline
  readonly calendar: Calendar.Calendar
  readonly promises: MetricContext
  /** Instruments that feedback was given to. */
  readonly instruments: ReadonlyArray<string>
  /** Interactions by touchpoint. */
  readonly met: ReadonlyMap<string, number>
  /** Whether the part looked at is one of touchpoints. */
  readonly ofTouchpoints: boolean
}

/** Asks the facts what preparing needs. */
export const knownOf = Effect.fnUntraced(function* (
  outline: Outline,
  calendar: Calendar.Calendar,
  { currency, rates = [] }: Pick<Config, "currency" | "rates">,
  selection: Selection | null,
) {
  const engine = yield* Engine
  const rows = (kind: string, name: string) =>
    tally(kind, { rows: { stat: "count" } }, { by: [dimension(name, column(name))] })
  const [instruments, touchpoints] = yield* engine.ask([
    rows("feedback", "instrument"),
    rows("interaction", "touchpoint"),
  ])
  return {
    outline,
    calendar,
    promises: yield* contextOf("promise", promiseExtents, calendar),
    instruments: (instruments?.groups ?? []).map(({ key }) => String(key[0])),
    met: new Map(
      (touchpoints?.groups ?? []).map(({ key, states }) => [
        String(key[0]),
        (states["rows"] as { readonly n: number } | undefined)?.n ?? 0,
      ]),
    ),
    ofTouchpoints: (selection?.where ?? []).some(({ name }) => isOfTouchpoint(name)),
    currency: yield* currencyOf(currency),
    rates,
  } satisfies Known
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

/** A metric of a configuration as a request, with all it names looked up. */
export const prepareRequest = Effect.fnUntraced(function* (
  request: MetricRequest,
  where: string,
  { calendar, instruments: asked, ofTouchpoints, outline, promises, ...money }: Known,
  options: LoadOptions,
) {
  const {
    by = [],
    compare: own,
    every,
    id,
    mix,
    period,
    preset,
    primary,
    segment,
    versus,
    where: filter,
    ...given
  } = typeof request === "string" ? { id: request } : request
  const metric = options.registry.metrics.get(id)
  if (metric === undefined)
    return yield* configIssue(options.source, where, noSuch("metric", id, options.registry.metrics.keys()))
  const convention = preset === undefined ? {} : presetsOf(id).find((one) => one.id === preset)?.metrics[id]?.params
  if (convention === undefined) {
    const known = presetsOf(id).map((one) => one.id)
    return yield* configIssue(options.source, `${where}.preset`, noSuch(`preset of ${id}`, preset ?? "", known))
  }
  const params = { ...convention, ...given }
  // What is compared by segment is split by it, whether by names it as well or not.
  const split = [...new Set(typeof by === "string" ? [by] : by)].filter((name) => name !== segment)
  const names = [...split, ...(segment === undefined ? [] : [segment])]
  const compare = segment === undefined ? own : "rest"
  const problem = comparisonProblem({ compare: own, mix, names, segment, versus })
  if (problem !== null) return yield* configIssue(options.source, `${where}.${problem.key}`, problem.problem)
  const paid = yield* inCurrency(metric, yield* prepareMetric(metric, params), params, money)
  const prepared = yield* relatedTo(
    metric,
    paid,
    params,
    ofTouchpoints || names.some(isOfTouchpoint) || isOfTouchpoint(filter ?? null),
  )
  yield* checkInstrument(prepared, asked, where, options)
  const kind = kindOf(outline.model, prepared.passport.kind) as FactKind.FactKind
  const named = (name: string, key: string) =>
    Effect.fromResult(dimensionOf(name, kind, outline, promises)).pipe(
      Effect.mapError(
        (error) =>
          new TouchpointError("question", error.message, {
            where: `${where}.${key}`,
            fix: "Use one of the dimensions listed",
          }),
      ),
    )
  const dimensions = []
  for (const [i, name] of names.entries())
    dimensions.push(yield* named(name, segment !== undefined && i === names.length - 1 ? "segment" : "by"))
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
      : yield* Effect.fromResult(Period.parse(period, calendar)).pipe(
          Effect.mapError((error) => configIssue(options.source, `${where}.period`, error.message)),
        )
  return {
    metric: prepared,
    preset: preset ?? null,
    by: dimensions,
    every: every ?? null,
    period: span,
    where: filter ?? null,
    elsewhere: elsewhereOf(prepared, names, filter ?? null, { outline, promises }, mix ?? null),
    versus: versus ?? null,
    compare: compare ?? null,
    mix: mix === undefined ? null : yield* named(mix, "mix"),
    ...(primary === undefined ? {} : { primary }),
  } satisfies MeasureRequest
})

/** What is wrong with how a request compares, and the key that says it; `null` where nothing is. */
const comparisonProblem = (asked: {
  readonly compare: string | undefined
  readonly mix: string | undefined
  readonly names: ReadonlyArray<string>
  readonly segment: string | undefined
  readonly versus: object | undefined
}): { readonly key: string; readonly problem: string } | null => {
  const { compare, mix, names, segment, versus } = asked
  if (segment !== undefined && (versus !== undefined || (compare !== undefined && compare !== "rest")))
    return { key: "segment", problem: "segment compares its groups with the rest; leave out versus or compare" }
  if (compare !== undefined && versus !== undefined)
    return {
      key: "compare",
      problem: "a metric is compared with a group (versus) or otherwise; leave out compare or versus",
    }
  if (compare === "rest" && names.length === 0)
    return { key: "compare", problem: "the rest is what is outside a group; name a dimension in by, or write segment" }
  if (mix !== undefined && compare === undefined && versus === undefined && segment === undefined)
    return {
      key: "mix",
      problem: "a difference is taken apart, and nothing is compared; add compare, versus or segment",
    }
  if (mix !== undefined && names.includes(mix))
    return { key: "mix", problem: `groups are taken apart by another dimension than their own; ${mix} is in by` }
  return null
}
