import { benjaminiHochberg, holm } from "../stats/index.ts"
import { type Caveat, caveat, type SizePolicy } from "./Caveat.ts"
import type { Adjustment } from "./MeasureOptions.ts"
import type { Measured } from "./MeasureRequest.ts"
import type { By, Measurement, Versus } from "./Measurement.ts"
import type { Comparison, PreparedMetric } from "./Metric.ts"
import { mixCaveats, mixOf } from "./mix.ts"

/** A group and what it is compared with. */
export interface Pair {
  readonly own: Measured
  /** What is told of the baseline; `null` where there is none. */
  readonly against: Pick<Versus, "by" | "rest" | "period" | "value" | "n"> | null
  /** The baseline itself; `null` where it is told and not compared. */
  readonly baseline: Measured | null
  /** Why there is nothing to compare with. */
  readonly caveats?: ReadonlyArray<Caveat>
}

/** What comparing depends on beside the pairs. */
export interface Comparing {
  readonly metric: PreparedMetric
  readonly level: number
  readonly policy: SizePolicy
  /** The parts every group consists of, and what they are split by; `null` where no difference is taken apart. */
  readonly mix: {
    readonly dimension: string
    readonly partsOf: (group: Measured) => ReadonlyArray<Measurement>
    readonly minimumCell: number
  } | null
}

const withheld = { difference: null, interval: null, test: null, p: null, effect: null }

/** A comparison as it is told: no test is named that could not be made. */
const tested = (comparison: Comparison | null): Comparison =>
  comparison === null ? withheld : comparison.p === null ? { ...comparison, test: null } : comparison

/** The measurements of pairs, compared. Without a comparison, what a group would be compared with is still told. */
export const comparePairs = (
  pairs: ReadonlyArray<Pair>,
  { level, metric, mix, policy }: Comparing,
): ReadonlyArray<Measurement> =>
  pairs.map(({ against, baseline, caveats = [], own }): Measurement => {
    const { measurement, states } = own
    if (against === null)
      return caveats.length === 0 ? measurement : { ...measurement, caveats: [...measurement.caveats, ...caveats] }
    const compared = baseline === null ? null : metric.compare(states, baseline.states, level)
    const withholds = measurement.value === null || against.value === null
    // Curves may be tested where a number is withheld; there is no difference from it.
    const comparison = withholds && (compared?.difference ?? null) !== null ? null : compared
    const difference = comparison?.difference ?? null
    const parts =
      mix === null || baseline === null || difference === null
        ? undefined
        : mixOf(
            { whole: measurement, parts: mix.partsOf(own) },
            { whole: baseline.measurement, parts: mix.partsOf(baseline) },
            mix,
          )
    const few = difference !== null && against.n < policy.small
    return {
      ...measurement,
      caveats: [
        ...measurement.caveats,
        ...caveats,
        ...(few ? [caveat("small-baseline", { n: against.n, minimum: policy.small })] : []),
        ...mixCaveats(parts),
      ],
      versus: { ...against, ...tested(comparison), q: null, ...(parts === undefined ? {} : { mix: parts }) },
    }
  })

/** Pairs every group with the baseline of its request, bucket and other dimensions. A partial period is shown and never compared. */
export const pairWithGroup = (measured: ReadonlyArray<Measured>, versus: By | null): ReadonlyArray<Pair> => {
  // Groups that may be a baseline, by their place beside the named dimensions.
  const baselines = new Map(
    measured.flatMap((one) =>
      versus !== null && matches(one.measurement.by, versus) ? [[placeOf(one, versus), one] as const] : [],
    ),
  )
  return measured.map((own): Pair => {
    const none = { own, against: null, baseline: null }
    if (versus === null) return none
    if (baselines.size === 0) return { ...none, caveats: [caveat("no-baseline", { baseline: describe(versus) })] }
    // The baseline differs in the named dimensions only: east by phone is compared with west by phone.
    const baseline = baselines.get(placeOf(own, versus))
    if (baseline === undefined || baseline === own) return none
    const { by, n, period, value } = baseline.measurement
    const partial = own.measurement.period?.complete === false || period?.complete === false
    return { own, against: { by, value, n }, baseline: partial ? null : baseline }
  })
}

/** Bucket and group of a measurement without the dimensions in which a baseline may differ. */
const placeOf = ({ bucket, measurement }: Measured, versus: By): string =>
  JSON.stringify([bucket, Object.entries(measurement.by).filter(([id]) => !Object.hasOwn(versus, id))])

/**
 * Adjusts the p-values of all comparisons together, over all requests. The one comparison of a primary request was
 * declared before anything was seen: it is no part of the family, and its q is its p.
 */
export const adjustAll = (
  lists: ReadonlyArray<ReadonlyArray<Measurement>>,
  adjust: Adjustment = "bh",
  primary: number | null = null,
): ReadonlyArray<ReadonlyArray<Measurement>> => {
  const family = lists.flatMap((list, i) => (i === primary ? [] : list.flatMap(({ versus }) => versus?.p ?? [])))
  const adjusted = (adjust === "holm" ? holm : benjaminiHochberg)(family)
  const said = adjust === "holm" ? { adjustment: adjust } : {}
  const many = family.length > 1 ? [caveat("multiple-testing", { comparisons: family.length, ...said })] : []
  let next = 0
  return lists.map((list, i) =>
    list.map((measurement): Measurement => {
      const { versus } = measurement
      if (versus === undefined || versus.p === null) return measurement
      if (i === primary) return { ...measurement, versus: { ...versus, q: versus.p } }
      const q = adjusted[next++] ?? null
      return { ...measurement, caveats: [...measurement.caveats, ...many], versus: { ...versus, q, ...said } }
    }),
  )
}

const describe = (by: By): string =>
  Object.entries(by)
    .map(([id, value]) => `${id} = ${value ?? "null"}`)
    .join(", ")

const matches = (by: By, wanted: By): boolean =>
  Object.entries(wanted).every(([id, value]) => Object.hasOwn(by, id) && by[id] === value)
