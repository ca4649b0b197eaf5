import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import type { Dimension, DimensionValue } from "../questions/Dimension.ts"
import { and, coalesce, eq, type Expr, not, or, present, value } from "../questions/Expr.ts"
import { tally } from "../questions/Question.ts"
import type { SizePolicy } from "./Caveat.ts"
import type { Pair } from "./compare.ts"
import { isSmall } from "./Disclosure.ts"
import { type Estimated, estimateRequests, groupsOf } from "./estimateRequests.ts"
import type { MeasureOptions } from "./MeasureOptions.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"
import type { By, Measurement } from "./Measurement.ts"
import { withMix } from "./mix.ts"

/** Most groups that are each compared with all others: every one is questions of its own. */
const GROUPS = 100
/** Rests asked together: an engine in memory keeps what it computes for as long as it is asked. */
const TOGETHER = 8

const OWN = "own"
const REST = "rest"

/** Everybody outside one group. */
interface Rest {
  /** Value of the last dimension that the group has, and these have not. */
  readonly value: DimensionValue
  readonly rest: Estimated
  /** The same, split once more, where differences are taken apart. */
  readonly mixed: Estimated | null
}

/** Everybody outside each group of a request, and everybody there is where small groups are withheld. */
export interface Rests {
  readonly all: ReadonlyArray<Rest>
  readonly whole: Estimated | null
}

/** The dimension whose groups are each compared with the others. */
const splitOf = ({ by = [] }: MeasureRequest): Dimension | undefined => by.at(-1)

/** Whether a group is compared: one with too little to be ranked says nothing, and would cost the others power. */
const isCompared = ({ n, value: of }: Measurement, { insufficient }: SizePolicy): boolean =>
  of !== null && n >= Math.max(1, insufficient)

/**
 * Measures everybody outside each group. They are asked, not merged from the other groups, as a customer may be in
 * several: questions by group or rest. A text where there are too many groups.
 */
export const measureRests = Effect.fnUntraced(function* (own: Estimated, policy: SizePolicy, options: MeasureOptions) {
  const { request } = own.plan
  const split = splitOf(request)
  const compared = groupsOf(own).filter(({ measurement }) => isCompared(measurement, policy))
  const found = new Set(compared.map(({ measurement }) => measurement.by[split?.id ?? ""] ?? null))
  const values = split === undefined ? [] : [...found]
  if (values.length > GROUPS)
    return `${values.length} groups are to be compared with the rest, at most ${GROUPS}: split by something coarser, look at a part of the facts, or raise the least size`
  const known = new Set(groupsOf(own).map(({ measurement }) => measurement.by[split?.id ?? ""] ?? null))
  const conditions = yield* conditionsOf(request, known)
  const all: Array<Rest> = []
  for (let i = 0; i < values.length; i += TOGETHER) {
    const part = values.slice(i, i + TOGETHER)
    const requests = part.map((one) => restOf(request, one, conditions))
    const mixed = requests.map(withMix)
    const asked = [...requests, ...mixed.filter((one) => one !== null)]
    const estimated = yield* estimateRequests(asked, options)
    let next = part.length
    for (const [at, one] of part.entries())
      all.push({
        value: one,
        rest: estimated[at] as Estimated,
        mixed: mixed[at] === null ? null : (estimated[next++] as Estimated),
      })
  }
  const [whole = null] =
    (options.minimumCell ?? 0) > 1 && values.length > 0 ? yield* estimateRequests([outerOf(request)], options) : []
  return { all, whole } satisfies Rests
})

/** Pairs every group with everybody outside it, in the same bucket and the same other dimensions. */
export const pairWithRest = (
  own: Estimated,
  { all, whole }: Rests,
  { minimumCell, policy }: { readonly minimumCell: number; readonly policy: SizePolicy },
): ReadonlyArray<Pair> => {
  const split = splitOf(own.plan.request)?.id ?? ""
  const keyOf = (of: DimensionValue, by: By, bucket: number | null) => {
    const { [split]: _, ...other } = by
    return JSON.stringify([of, other, bucket])
  }
  const rests = new Map(
    all.flatMap(({ rest, value: of }) =>
      groupsOf(rest)
        .filter(({ measurement }) => measurement.by[split] === REST)
        .map((one) => [keyOf(of, one.measurement.by, one.bucket), one] as const),
    ),
  )
  const wholes = new Map(
    (whole === null ? [] : groupsOf(whole)).map((one) => [keyOf(null, one.measurement.by, one.bucket), one] as const),
  )
  return groupsOf(own).map((group): Pair => {
    const { bucket, measurement } = group
    const none = { own: group, against: null, baseline: null }
    if (!isCompared(measurement, policy)) return none
    const { [split]: of = null, ...by } = measurement.by
    const rest = rests.get(keyOf(of, measurement.by, bucket))
    if (gives(rest?.measurement, wholes.get(keyOf(null, measurement.by, bucket))?.measurement, minimumCell)) return none
    const { n, value: told } = rest?.measurement ?? { n: 0, value: null }
    const partial = measurement.period?.complete === false
    return { own: group, against: { by, rest: split, value: told, n }, baseline: partial ? null : (rest ?? null) }
  })
}

/** Whether the rest would give away few: itself, or those that are nowhere but in the group. */
const gives = (rest: Measurement | undefined, whole: Measurement | undefined, minimumCell: number): boolean => {
  if (minimumCell <= 1 || rest === undefined) return false
  if (isSmall(rest, minimumCell)) return true
  const counts = (m: Measurement) => [m.n, m.numerator ?? 0, (m.denominator ?? 0) - (m.numerator ?? 0)]
  const outside = counts(rest)
  return (whole === undefined ? [] : counts(whole)).some((all, i) => {
    const only = Math.round(all - (outside[i] ?? 0))
    return only > 0 && only < minimumCell
  })
}

/** A request by group or rest instead of its last dimension. */
const restOf = (request: MeasureRequest, one: DimensionValue, isValue: Conditions): MeasureRequest => {
  const by = (kind: string, all: ReadonlyArray<Dimension>): ReadonlyArray<Dimension> => [
    ...all.slice(0, -1),
    ...all.slice(-1).map((split) => ({
      id: split.id,
      // The first that holds counts: rows without a value are in the rest.
      cases: [
        { label: OWN, when: isValue(kind, split, one) },
        { label: REST, when: value(true) },
      ],
    })),
  ]
  return {
    ...request,
    compare: null,
    by: by(request.metric.passport.kind, request.by ?? []),
    elsewhere: new Map(
      [...(request.elsewhere ?? [])].map(([kind, scope]) => [kind, { ...scope, by: by(kind, scope.by) }] as const),
    ),
  }
}

/** A request without its last dimension. */
const outerOf = (request: MeasureRequest): MeasureRequest => ({
  ...request,
  compare: null,
  by: (request.by ?? []).slice(0, -1),
  elsewhere: new Map(
    [...(request.elsewhere ?? [])].map(([kind, scope]) => [kind, { ...scope, by: scope.by.slice(0, -1) }] as const),
  ),
})

/** Which rows of a kind have a value of a dimension. */
type Conditions = (kind: string, dimension: Dimension, of: DimensionValue) => Expr

const BOOLEANS: ReadonlySet<DimensionValue> = new Set(["true", "false", null])

/** The conditions of values. A condition has the values `true` and `false` as a text may: then the engine is asked which it is. */
const conditionsOf = Effect.fnUntraced(function* (request: MeasureRequest, values: ReadonlySet<DimensionValue>) {
  const conditions = new Set<string>()
  const kinds = [request.metric.passport.kind, ...(request.elsewhere?.keys() ?? [])]
  if ([...values].every((one) => BOOLEANS.has(one)))
    for (const kind of kinds) {
      const split = (request.elsewhere?.get(kind)?.by ?? request.by ?? []).at(-1)
      if (split !== undefined && "of" in split && (yield* isCondition(kind, split.of))) conditions.add(kind)
    }
  return (kind: string, dimension: Dimension, of: DimensionValue): Expr => {
    if ("cases" in dimension) return caseOf(dimension, of)
    if (of === null) return not(present(dimension.of))
    if (!conditions.has(kind)) return eq(dimension.of, of)
    return of === "true" ? dimension.of : not(dimension.of)
  }
})

/** Whether an expression is a condition: an engine does not compare one with a text. */
const isCondition = Effect.fnUntraced(function* (kind: string, of: Expr): Effect.fn.Return<boolean, never, Engine> {
  const engine = yield* Engine
  const asked = (when: Expr) =>
    engine.ask([tally(kind, { rows: { stat: "count", where: when } })]).pipe(
      Effect.as(true),
      Effect.catch(() => Effect.succeed(false)),
      Effect.catchDefect(() => Effect.succeed(false)),
    )
  return !(yield* asked(eq(of, "true"))) && (yield* asked(of))
})

/** Rows of a case: its condition holds, and none before it. `null` is none of them. */
const caseOf = ({ cases }: Extract<Dimension, { readonly cases: unknown }>, of: DimensionValue): Expr => {
  const holds = (when: Expr) => coalesce(when, value(false))
  const none = (some: typeof cases) => some.map(({ when }) => not(holds(when)))
  if (of === null) return and(...none(cases))
  const own = cases.flatMap(({ label, when }, i) =>
    label === of ? [and(holds(when), ...none(cases.slice(0, i)))] : [],
  )
  return or(...own)
}
