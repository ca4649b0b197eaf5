import type { SourceReport } from "../facts/SourceReport.ts"
import type { Question } from "../questions/Question.ts"
import { type Answer, emptyGroup, type Group, groupKey } from "../questions/Answer.ts"
import type { Dimension, DimensionValue } from "../questions/Dimension.ts"
import type { Folds } from "../questions/folds/shipped.ts"
import { defaultLevel } from "../stats/interval.ts"
import { type Caveat, caveat, defaultSizePolicy, sizeCaveats } from "./Caveat.ts"
import { estimateOf } from "./guard.ts"
import type { MeasureOptions } from "./MeasureOptions.ts"
import type { Measured } from "./MeasureRequest.ts"
import { type Estimate, ownDimensions } from "./Metric.ts"
import type { Plan } from "./plan.ts"
import { usesWeights, type Weighed, weightCaveats } from "./weighing.ts"

/** Estimates every group that answers have; with nothing split or cut, the one there is without rows too. */
export const estimateAll = (
  plan: Plan,
  {
    answers,
    folds,
    refunds = null,
    statuses,
    weighed = new Set(),
  }: {
    readonly answers: ReadonlyArray<Answer>
    readonly folds: Folds
    /** What is said of all facts, with the metrics it concerns. */
    readonly refunds?: Caveat | null
    readonly statuses: Caveat | null
    /** Groups with rows whose weight is not 1. */
    readonly weighed?: Weighed | undefined
  },
  hash: string,
  options: MeasureOptions,
): ReadonlyArray<Measured> => {
  const { asked, asOf, cut, empty, inferred, request } = plan
  const { metric } = request
  const by = request.by ?? []
  const groups = new Map<string, Pick<Group, "key" | "bucket">>()
  const found = new Map<string, Map<string, unknown>>()
  let next = 0
  for (const { bare, bucket: period, scoped } of asked)
    for (const name of Object.keys(scoped)) {
      const own = ownDimensions(bare[name] as Question).length
      for (const { bucket, key, states } of answers[next++]?.groups ?? []) {
        const group = { key: key.slice(own), bucket: bucket ?? period }
        const place = groupKey(group)
        groups.set(place, group)
        const known = found.get(place) ?? new Map<string, unknown>()
        found.set(place, known)
        // What a metric splits by itself is a list of parts: to the request they are one group.
        const parts = known.get(name) as Array<object> | undefined
        if (own === 0) known.set(name, states)
        else if (parts === undefined) known.set(name, [{ key: key.slice(0, own), states }])
        else parts.push({ key: key.slice(0, own), states })
      }
    }
  if (groups.size === 0 && by.length === 0 && cut.buckets === null) groups.set("", { key: [], bucket: null })
  const [first] = asked
  const emptyOf = (name: string, question: Question) =>
    ownDimensions(first?.bare[name] ?? question).length > 0 ? [] : emptyGroup(question, folds)
  // Nothing is known of a period that begins after the facts end, and who was there before may have left until then.
  const isAhead = (bucket: number | null): boolean => {
    const period = cut.periodOf(bucket)
    return period !== null && asOf !== null && period.from > asOf
  }
  const sourced = sourceCaveats(plan, options.sources ?? [])
  const estimated = [...groups].map(([place, group]) => {
    const states = Object.fromEntries(
      Object.entries(first?.scoped ?? {}).map(([name, question]) => [
        name,
        found.get(place)?.get(name) ?? emptyOf(name, question),
      ]),
    )
    const estimate = estimateOf(metric.estimate(states, options.level ?? defaultLevel))
    const said = isAhead(group.bucket) && estimate.value !== null ? { ...estimate, ...unknown } : estimate
    return { place, group, states, estimate: said }
  })
  const uses = usesWeights(
    metric,
    estimated.map(({ estimate }) => estimate),
  )
  return estimated
    .map(({ estimate, group, place, states }): Measured => {
      const period = settled(cut.periodOf(group.bucket), estimate)
      const caveats: ReadonlyArray<Caveat> = [
        ...sizeCaveats(estimate, options.policy ?? defaultSizePolicy),
        ...(period !== null && !period.complete && !estimate.caveats.some(({ id }) => id === "partial-period")
          ? [caveat("partial-period")]
          : []),
        // Facts that are not there have no dates either: that there is nothing to count is the reason.
        ...(period === null || asOf === null
          ? empty
            ? []
            : [caveat("undated")]
          : inferred
            ? [caveat("watermark-inferred")]
            : []),
        ...estimate.caveats,
        ...(isOverNothing(estimate) ? [caveat("zero-denominator")] : []),
        ...weightCaveats(estimate, { place, uses, weighed }),
        ...(statuses !== null && metric.everyStatus === true ? [statuses] : []),
        ...(refunds !== null && metric.takesRefunds === true ? [refunds] : []),
        ...sourced,
      ]
      return {
        bucket: group.bucket,
        states,
        measurement: {
          schema: 1,
          metric: metric.metric,
          params: metric.params,
          definition: hash,
          unit: metric.passport.unit,
          by: Object.fromEntries(by.map(({ id }, i) => [id, group.key[i] ?? null])),
          period,
          asOf,
          value: estimate.value,
          interval: estimate.interval,
          n: estimate.n,
          unitOfN: metric.passport.unitOfN,
          nEffective: estimate.nEffective,
          numerator: estimate.numerator,
          denominator: estimate.denominator,
          caveats,
        },
      }
    })
    .toSorted((a, b) => compareShown(by, a, b))
}

const unknown = { value: null, interval: null, numerator: null, denominator: null }

/** Rows that count for nothing, as all their weights are 0, leave nothing to divide by. */
const isOverNothing = ({ caveats, denominator, n, value }: Estimate): boolean =>
  value === null && n > 0 && denominator === 0 && !caveats.some(({ id }) => id === "zero-denominator")

/** A period is not complete while units that had no time yet count all the same, whatever its end. */
const settled = <P extends { readonly complete: boolean }>(period: P | null, { caveats }: Estimate): P | null => {
  const young = caveats.some(({ data, id }) => id === "immature-window" && Number(data?.["counted"] ?? 0) > 0)
  return period === null || !young ? period : { ...period, complete: false }
}

/** Order in which groups are shown: each dimension's own order first, then values, absent last, then time. */
const compareShown = (by: ReadonlyArray<Dimension>, a: Measured, b: Measured): number => {
  for (const dimension of by) {
    const { id } = dimension
    const order = "of" in dimension ? (dimension.order ?? []) : dimension.cases.map(({ label }) => label)
    const rank = (value: DimensionValue | undefined): readonly [number, DimensionValue] => {
      const place = order.indexOf(String(value))
      return value === null || value === undefined ? [2, null] : place >= 0 ? [0, place] : [1, value]
    }
    const [left, right] = [rank(a.measurement.by[id]), rank(b.measurement.by[id])]
    if (left[0] !== right[0]) return left[0] - right[0]
    if (left[1] === right[1] || left[1] === null || right[1] === null) continue
    if (typeof left[1] === "number" && typeof right[1] === "number") return left[1] - right[1]
    return String(left[1]) < String(right[1]) ? -1 : 1
  }
  return (a.bucket ?? -1) - (b.bucket ?? -1)
}

/** What was refused of the facts that a number is made of, of whatever kind. */
const sourceCaveats = ({ asked, kinds }: Plan, sources: ReadonlyArray<SourceReport>): ReadonlyArray<Caveat> => {
  const own = sources.filter(({ kind }) => kinds.has(kind))
  // What lies after asOf is left for later, not bad.
  const later = own.reduce((sum, source) => sum + (source.byReason["after-watermark"] ?? 0), 0)
  const rows = own.reduce((sum, source) => sum + source.rows, 0) - later
  const rejects = own.reduce((sum, source) => sum + source.rejects, 0) - later
  // One file may be mapped twice; its damaged cells are counted once.
  const damaged = new Map(
    own.flatMap(({ notes, origin }) =>
      Object.entries(notes.suspectCells).map(([name, cells]) => [JSON.stringify([origin, name]), cells] as const),
    ),
  )
  const suspect = [...damaged.values()].reduce((sum, cells) => sum + cells, 0)
  return [
    ...(rejects > 0 ? [caveat("rejected-rows", { n: rejects, share: rejects / rows })] : []),
    ...(suspect > 0 ? [caveat("suspect-text", { cells: suspect })] : []),
    ...(asked.some(({ bare }) => namesCustomers(bare)) ? unresolvedCaveats(own) : []),
  ]
}

/** Whether customers are what is counted, or what rows are told apart by. */
const namesCustomers = (node: unknown): boolean =>
  node === "customer" || (typeof node === "object" && node !== null && Object.values(node).some(namesCustomers))

/** Facts of customers who may be somebody else under another name. */
const unresolvedCaveats = (sources: ReadonlyArray<SourceReport>): ReadonlyArray<Caveat> => {
  const n = sources.reduce((sum, { unresolved }) => sum + (unresolved?.facts ?? 0), 0)
  const of = sources.reduce((sum, { unresolved }) => sum + (unresolved?.of ?? 0), 0)
  return n === 0 ? [] : [caveat("unresolved-customers", { n, share: n / of })]
}
