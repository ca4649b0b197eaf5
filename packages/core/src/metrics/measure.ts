import * as Effect from "effect/Effect"
import { Engine, EngineError, QuestionInvalid } from "../engine/Engine.ts"
import { NESTING } from "../engine/Limits.ts"
import { deepPath } from "../model/depth.ts"
import { defaultLevel } from "../stats/interval.ts"
import { defaultSizePolicy } from "./Caveat.ts"
import { adjustAll, comparePairs, pairWithGroup } from "./compare.ts"
import { disclose } from "./Disclosure.ts"
import { nestingOf } from "./disclosureNesting.ts"
import { type Estimated, estimateRequests, groupsOf } from "./estimateRequests.ts"
import { comparisonOf, guard } from "./guard.ts"
import type { Measurement } from "./Measurement.ts"
import type { MeasureOptions } from "./MeasureOptions.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"
import type { PreparedMetric } from "./Metric.ts"
import { partsIn, withMix } from "./mix.ts"
import type { Passport } from "./Passport.ts"
import { pairWithEarlier, widen } from "./previous.ts"
import { measureRests, pairWithRest, type Rests } from "./rest.ts"

/** What became of a request. @category measuring @since 0.1.0 */
export interface MeasureResult {
  readonly request: MeasureRequest
  readonly passport: Passport
  readonly definition: string
  readonly measurements: ReadonlyArray<Measurement>
  /** The metric failed of itself; other requests go on. */
  readonly failure: string | null
}

/**
 * Measures all requests together: equal questions are asked once, comparisons share one family of q-values.
 *
 * Fails with `EngineError` where a question cannot be answered. A metric that breaks is a failure of its request only.
 *
 * @category measuring
 * @since 0.1.0
 */
export const measure = Effect.fnUntraced(function* (requests: ReadonlyArray<MeasureRequest>, options: MeasureOptions) {
  const engine = yield* Engine
  const problem = problemOf(requests)
  if (problem !== null) return yield* new EngineError({ engine: engine.id, reason: new QuestionInvalid({ problem }) })
  const { minimumCell = 0, policy = defaultSizePolicy } = options
  const wide = requests.map((request) => widen(request, options.calendar))
  const all = wide.flatMap(({ baseline, request }) => {
    const asked = baseline === null ? [request] : [request, baseline]
    return [...asked, ...asked.flatMap((one) => withMix(one) ?? [])]
  })
  const estimated = yield* estimateRequests(all, options)
  const results: Array<MeasureResult> = []
  const shown: Array<MeasureRequest> = []
  const baselines: Array<{ readonly kind: string; readonly measurements: ReadonlyArray<Measurement> }> = []
  const next = estimated.values()
  for (const [i, { baseline, request }] of wide.entries()) {
    const take = () => next.next().value as Estimated
    const own = take()
    const before = baseline === null ? null : take()
    const isMixed = (request.mix ?? null) !== null
    const ownMixed = isMixed ? take() : null
    const beforeMixed = isMixed && before !== null ? take() : null
    const rests =
      request.compare === "rest" && typeof own.measured !== "string" ? yield* measureRests(own, policy, options) : null
    const parts: Parts = { own, before, ownMixed, beforeMixed, rests }
    const failed = failureOf(parts)
    const compared = failed ?? (yield* guard(() => compareOne(parts, options)))
    const measurements = typeof compared === "string" ? compared : (manyPrimaries(request, compared) ?? compared)
    for (const one of [own, before]) if (one !== null && "asked" in one.plan) shown.push(one.plan.request)
    if (before !== null)
      baselines.push({ kind: own.passport.kind, measurements: groupsOf(before).map(({ measurement }) => measurement) })
    const base = { request: requests[i] as MeasureRequest, passport: own.passport, definition: own.definition }
    results.push(
      typeof measurements === "string"
        ? { ...base, measurements: [], failure: measurements }
        : { ...base, measurements, failure: null },
    )
  }
  const primary = requests.findIndex((request) => request.primary === true)
  const adjusted = adjustAll(
    results.map(({ measurements }) => measurements),
    options.adjust,
    primary < 0 ? null : primary,
  )
  // What numbers are compared with is withheld like what is shown.
  const disclosed = disclose(
    [...results.map(({ passport }, i) => ({ kind: passport.kind, measurements: adjusted[i] ?? [] })), ...baselines],
    minimumCell,
    minimumCell > 1 ? yield* nestingOf(shown) : undefined,
  )
  return results.map((result, i): MeasureResult => ({
    ...result,
    measurements: (disclosed[i] ?? []).filter(wide[i]?.shows ?? (() => true)),
  }))
})

/** All that was measured for one request. */
interface Parts {
  readonly own: Estimated
  /** Of the earlier period. */
  readonly before: Estimated | null
  /** The same split once more, where differences are taken apart. */
  readonly ownMixed: Estimated | null
  readonly beforeMixed: Estimated | null
  /** Everybody outside each group; a text where there are too many groups. */
  readonly rests: Rests | string | null
}

/** Why a request has no measurements; `null` where nothing failed. */
const failureOf = ({ before, beforeMixed, own, ownMixed, rests }: Parts): string | null => {
  if (typeof rests === "string") return rests
  const outside = rests === null ? [] : [rests.whole, ...rests.all.flatMap(({ mixed, rest }) => [rest, mixed])]
  const texts = [own, before, ownMixed, beforeMixed, ...outside].map((one) => one?.measured)
  return texts.find((one) => typeof one === "string") ?? null
}

/** What is wrong with requests, whatever the facts; `null` where nothing is. */
const problemOf = (requests: ReadonlyArray<MeasureRequest>): string | null => {
  const expressions = requests.map(({ by, mix, where }) => [by, where, mix])
  if (deepPath(expressions, NESTING, isExpr) !== null) return `an expression nests more than ${NESTING} levels`
  if (requests.filter(({ primary }) => primary === true).length > 1)
    return "one comparison is primary, not several: leave primary out of the other requests"
  for (const { by = [], compare = null, mix = null, versus = null } of requests) {
    if (compare !== null && versus !== null)
      return "a request compares with a group (versus) or otherwise (compare), not with both"
    if (compare === "rest" && by.length === 0)
      return "to compare with the rest there have to be groups: split by a dimension"
    const twice = by.find(({ id }, i) => by.findIndex((other) => other.id === id) < i)
    if (twice !== undefined) return `by names ${twice.id} twice: name each dimension once`
    if (mix !== null && compare === null && versus === null)
      return "mix takes a difference apart: compare with something, or leave it out"
    if (mix !== null && by.some(({ id }) => id === mix.id))
      return `mix and by are both ${mix.id}: groups are taken apart by another dimension than their own`
  }
  return null
}

const isExpr = (node: object): boolean => "op" in node

/** The groups of a request, compared as it asks. */
const compareOne = (
  { before, beforeMixed, own, ownMixed, rests }: Parts,
  { calendar, level = defaultLevel, minimumCell = 0, policy = defaultSizePolicy }: MeasureOptions,
): ReadonlyArray<Measurement> => {
  const { plan } = own
  const { compare = null, metric, mix = null, versus = null } = plan.request
  const pairs =
    rests !== null && typeof rests !== "string"
      ? pairWithRest(own, rests, { minimumCell, policy })
      : compare === null
        ? pairWithGroup(groupsOf(own), versus)
        : pairWithEarlier(
            {
              request: plan.request,
              measured: groupsOf(own),
              baseline: before === null ? null : { measured: groupsOf(before), period: periodOf(before) },
            },
            calendar,
          )
  const outside = rests === null || typeof rests === "string" ? [] : rests.all.map((one) => [one.rest, one.mixed])
  const parts = new Map(
    [[own, ownMixed], [before, beforeMixed], ...outside].flatMap(([of, split]) =>
      mix === null || !of || !split ? [] : partsIn(groupsOf(of), groupsOf(split), mix.id),
    ),
  )
  return comparePairs(pairs, {
    metric: checked(metric),
    level,
    policy,
    mix: mix === null ? null : { dimension: mix.id, partsOf: (group) => parts.get(group) ?? [], minimumCell },
  })
}

const periodOf = ({ plan }: Estimated) => ("cut" in plan ? plan.cut.periodOf(null) : null)

/** A primary comparison is one: of several nobody says which was decided on. */
const manyPrimaries = ({ primary = false }: MeasureRequest, all: ReadonlyArray<Measurement>): string | null => {
  const tested = all.filter(({ versus }) => (versus?.p ?? null) !== null).length
  return primary && tested > 1
    ? `it is the primary comparison, and makes ${tested}: leave one by a filter, or leave primary out`
    : null
}

/** The metric, with what it says of two groups looked through. */
const checked = (metric: PreparedMetric): PreparedMetric => ({
  ...metric,
  compare: (first, second, level) => comparisonOf(metric.compare(first, second, level)),
})
