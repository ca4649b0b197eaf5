import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Engine, EngineError } from "../engine/Engine.ts"
import { kindOf } from "../facts/Facts.ts"
import { adjustAll } from "../metrics/compare.ts"
import { contextOf } from "../metrics/context.ts"
import { dimensionOf, type Outline } from "../metrics/dimensions.ts"
import { prepareMetric } from "../metrics/guard.ts"
import { measure, type MeasureResult } from "../metrics/measure.ts"
import type { Adjustment, MeasureOptions } from "../metrics/MeasureOptions.ts"
import { By, type Measurement } from "../metrics/Measurement.ts"
import type { MeasureRequest } from "../metrics/MeasureRequest.ts"
import type { MetricContext } from "../metrics/Metric.ts"
import { promiseExtents } from "../metrics/promise-keeping/outcome.ts"
import { taker, thrownText } from "../model/foreign.ts"
import { Name } from "../model/Identifier.ts"
import { Dimension } from "../questions/Dimension.ts"
import { Expr } from "../questions/Expr.ts"
import type { Asking, Need, PreparedRule } from "./Rule.ts"

/** What judging depends on beside the engine. @category rules @since 0.2.0 */
export interface JudgeOptions extends MeasureOptions {
  /** What dimensions are named against; without it, needs that name dimensions by id give no measurements. */
  readonly outline?: Outline
  /**
   * Narrows what the needs measure to a part of the facts. A need gives no measurements where it has none in that part
   * (`null`), or where its kind cannot be narrowed so (a failure).
   */
  readonly within?: (request: MeasureRequest) => Effect.Effect<MeasureRequest | null, unknown, Engine>
}

/** Measurements by need, and what they were measured from; a text where the rule cannot be given them. */
export type Needed =
  | {
      readonly measurements: Readonly<Record<string, ReadonlyArray<Measurement>>>
      readonly results: ReadonlyArray<MeasureResult>
    }
  | string

interface Wanted {
  readonly name: string
  /** `null` where there are no facts for it: it gives no measurements. */
  readonly request: MeasureRequest | null
}

/**
 * Measures what all rules need, in one go: equal questions are asked once and folds share their pass. Where that fails,
 * apart, to find out whose fault it is.
 */
export const measureNeeds = Effect.fnUntraced(function* (
  rules: ReadonlyArray<PreparedRule>,
  asking: Asking,
  options: JudgeOptions,
): Effect.fn.Return<ReadonlyArray<Needed>, never, Engine> {
  const wanted: Array<ReadonlyArray<Wanted> | string> = []
  for (const rule of rules) {
    // A run that is to be stopped is told between two rules.
    yield* Effect.yieldNow
    wanted.push(yield* told(requestsOf(rule, asking, options)))
  }
  const requests = wanted.flatMap((list) =>
    typeof list === "string" ? [] : list.flatMap(({ request }) => request ?? []),
  )
  const together =
    requests.length === 0
      ? []
      : yield* measure(requests, options).pipe(
          Effect.catch(() => Effect.succeed(null)),
          Effect.catchDefect(() => Effect.succeed(null)),
        )
  const needed: Array<Needed> = []
  for (const list of wanted) {
    yield* Effect.yieldNow
    needed.push(typeof list === "string" ? list : yield* told(resultsOf(list, together, options)))
  }
  return needed
})

/** Whatever goes wrong while somebody else's rule is asked, as a text. */
const told = <A, R>(
  effect: Effect.Effect<A, string | { readonly message: string }, R>,
): Effect.Effect<A | string, never, R> =>
  effect.pipe(
    Effect.catch((error) => Effect.succeed(typeof error === "string" ? error : error.message)),
    Effect.catchDefect((thrown) => Effect.succeed(thrownText(thrown))),
  )

const takeBy = taker(Schema.Array(Schema.Union([Schema.String, Dimension])))
const takeWhere = taker(Schema.NullOr(Expr))
const takeVersus = taker(Schema.NullOr(By))
const takeTitle = taker(Schema.UndefinedOr(Name))

/** What a rule wants measured, with metrics prepared and dimensions found. */
const requestsOf = Effect.fnUntraced(function* (rule: PreparedRule, asking: Asking, options: JudgeOptions) {
  const needs: unknown = rule.needs(asking)
  if (typeof needs !== "object" || needs === null) return yield* Effect.fail("its needs are not an object")
  const wanted: Array<Wanted> = []
  for (const [name, need] of Object.entries(needs) as ReadonlyArray<readonly [string, Partial<Need> | null]>) {
    const given: unknown = need?.metric
    if (need?.metric === undefined || typeof given !== "object" || given === null)
      return yield* Effect.fail(`its need ${JSON.stringify(name)} names no metric`)
    const prepared = yield* prepareMetric(need.metric, need.params)
    const title = takeTitle(need.title)
    const metric = title === undefined ? prepared : { ...prepared, title }
    const by = takeBy(need.by ?? [])
    const where = takeWhere(need.where ?? null)
    const versus = takeVersus(need.versus ?? null)
    const { kind } = metric.passport
    // Of orders without contacts no contact followed, as far as the facts go: that was not recorded, not left undone.
    const there = [kind, ...(metric.kinds ?? [])].every((one) => asking.kinds.has(one))
    const dimensions = there ? yield* dimensionsOf(by, kind, options) : null
    const request = dimensions === null ? null : { metric, by: dimensions, where, versus }
    wanted.push({ name, request: request === null ? null : yield* narrowed(request, options) })
  }
  return wanted
})

const narrowed = (request: MeasureRequest, { within }: JudgeOptions) =>
  within === undefined
    ? Effect.succeed(request)
    : within(request).pipe(Effect.catch(() => Effect.succeed<MeasureRequest | null>(null)))

/** The dimensions, those given by id found; `null` where one is not there. */
const dimensionsOf = Effect.fnUntraced(function* (
  by: ReadonlyArray<Dimension | string>,
  kindId: string,
  { calendar, outline }: JudgeOptions,
) {
  const found: Array<Dimension> = []
  for (const one of by) {
    if (typeof one !== "string") {
      found.push(one)
      continue
    }
    const kind = outline === undefined ? undefined : kindOf(outline.model, kindId)
    if (outline === undefined || kind === undefined) return null
    const promises: MetricContext =
      one === "promise" && outline.kinds.has("promise")
        ? yield* contextOf("promise", promiseExtents, calendar)
        : { calendar, asOf: null, extent: () => null, period: null }
    const dimension = dimensionOf(one, kind, outline, promises)
    if (Result.isFailure(dimension)) return null
    found.push(dimension.success)
  }
  return found
})

/** The measurements of a rule's needs; a metric that fails of itself fails the rule. */
const resultsOf = Effect.fnUntraced(function* (
  wanted: ReadonlyArray<Wanted>,
  together: ReadonlyArray<MeasureResult> | null,
  options: JudgeOptions,
): Effect.fn.Return<Needed, string | { readonly message: string }, Engine> {
  const lists: Array<ReadonlyArray<Measurement>> = []
  const results: Array<MeasureResult> = []
  for (const { request } of wanted) {
    const result =
      request === null
        ? undefined
        : together === null
          ? (yield* apart(request, options))[0]
          : together.find((one) => one.request === request)
    const failure = result?.failure ?? null
    if (failure !== null) return yield* Effect.fail(`${request?.metric.metric ?? ""}: ${failure}`)
    if (result !== undefined) results.push(result)
    lists.push(result?.measurements ?? [])
  }
  const adjusted = ofOneFamily(lists, options.adjust)
  return { measurements: Object.fromEntries(wanted.map(({ name }, i) => [name, adjusted[i] ?? []])), results }
})

/** One request; dimensions and columns that are not there give no measurements. */
const apart = (request: MeasureRequest, options: JudgeOptions) =>
  measure([request], options).pipe(
    Effect.catchIf(
      (error): error is EngineError => error._tag === "EngineError" && error.reason._tag === "DimensionUnavailable",
      () => Effect.succeed<ReadonlyArray<MeasureResult>>([]),
    ),
  )

/** The comparisons of a rule are a family of their own: which other rules run must not change its q-values. */
const ofOneFamily = (lists: ReadonlyArray<ReadonlyArray<Measurement>>, adjust?: Adjustment) =>
  adjustAll(
    lists.map((list) =>
      list.map((measurement) =>
        measurement.versus === undefined
          ? measurement
          : { ...measurement, caveats: measurement.caveats.filter(({ id }) => id !== "multiple-testing") },
      ),
    ),
    adjust,
  )
