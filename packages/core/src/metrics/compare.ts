import { benjaminiHochberg } from "../stats/index.ts"
import { caveat } from "./Caveat.ts"
import type { Measured } from "./MeasureRequest.ts"
import type { By, Measurement, Versus } from "./Measurement.ts"
import type { Comparison, PreparedMetric } from "./Metric.ts"

interface Comparing {
  readonly metric: PreparedMetric
  readonly versus: By | null
  readonly measured: ReadonlyArray<Measured>
}

/** Compares every group with the baseline of its request, bucket and other dimensions. A partial period is shown and never compared. */
export const compareGroups = ({ measured, metric, versus }: Comparing, level: number): ReadonlyArray<Measurement> =>
  measured.map(({ bucket, measurement, states }): Measurement => {
    if (versus === null) return measurement
    if (!measured.some((other) => matches(other.measurement.by, versus)))
      return {
        ...measurement,
        caveats: [...measurement.caveats, caveat("no-baseline", { baseline: describe(versus) })],
      }
    // The baseline differs in the named dimensions only: east by phone is compared with west by phone.
    const wanted = { ...measurement.by, ...versus }
    const baseline = measured.find((other) => other.bucket === bucket && matches(other.measurement.by, wanted))
    if (baseline === undefined || baseline.measurement === measurement) return measurement
    const { by, n, period, value } = baseline.measurement
    const partial = measurement.period?.complete === false || period?.complete === false
    return compared(measurement, { by, value, n }, partial ? null : metric.compare(states, baseline.states, level))
  })

const withheld = { difference: null, interval: null, test: null, p: null, effect: null }

/** The measurement with what it is compared with; without a comparison, what it would be compared with is still shown. */
export const compared = (
  measurement: Measurement,
  against: Pick<Versus, "by" | "period" | "value" | "n">,
  comparison: Comparison | null,
): Measurement => ({ ...measurement, versus: { ...against, ...(comparison ?? withheld), q: null } })

/** Adjusts the p-values of all comparisons together, over all requests. */
export const adjustAll = (
  lists: ReadonlyArray<ReadonlyArray<Measurement>>,
): ReadonlyArray<ReadonlyArray<Measurement>> => {
  const family = lists.flat().flatMap(({ versus }) => (versus?.p === null || versus === undefined ? [] : [versus.p]))
  const adjusted = benjaminiHochberg(family)
  let next = 0
  return lists.map((list) =>
    list.map((measurement): Measurement => {
      const { versus } = measurement
      if (versus === undefined || versus.p === null) return measurement
      const q = adjusted[next++] ?? null
      const many = family.length > 1 ? [caveat("multiple-testing", { comparisons: family.length })] : []
      return { ...measurement, caveats: [...measurement.caveats, ...many], versus: { ...versus, q } }
    }),
  )
}

const describe = (by: By): string =>
  Object.entries(by)
    .map(([id, value]) => `${id} = ${value ?? "null"}`)
    .join(", ")

const matches = (by: By, wanted: By): boolean =>
  Object.entries(wanted).every(([id, value]) => Object.hasOwn(by, id) && by[id] === value)
