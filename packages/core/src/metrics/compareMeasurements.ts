import { canonicalJson } from "../questions/Question.ts"
import { mover } from "../stats/index.ts"
import { caveat } from "./Caveat.ts"
import type { Measurement } from "./Measurement.ts"

/**
 * Compares two measurements as they are, such as that of a file of last year with that of today: the first, with the
 * second as its `versus`. The difference has an interval, made of the two own ones (Zou & Donner 2008), and no p-value:
 * for that, measure both together.
 *
 * **Details**
 *
 * Measurements of different definitions are not compared: another metric, parameter (the scale of a question), unit
 * (the currency of amounts), zone or filter is another number, and the caveat `definition-mismatch` says which of these
 * it is. A partial period is shown and never compared.
 *
 * **Gotchas**
 *
 * The interval is that of independent numbers. Two periods of one group that overlap are not: their difference has no
 * interval. Customers who are in two groups are not seen here, nor that numbers which look at the period before (sales
 * growth, pulse) share one where their periods follow each other.
 *
 * @category measuring
 * @since 0.2.0
 */
export const compareMeasurements = (first: Measurement, second: Measurement): Measurement => {
  const { versus: _, ...own } = first
  const differs = differenceOf(first, second)
  if (differs !== null) return { ...own, caveats: [...own.caveats, caveat("definition-mismatch", { differs })] }
  const partial = [first, second].some(({ period }) => period?.complete === false)
  const known = !partial && first.value !== null && second.value !== null
  const side = ({ interval, value }: Measurement) => ({ value: value ?? 0, interval })
  return {
    ...own,
    versus: {
      by: second.by,
      ...(second.period === null ? {} : { period: second.period }),
      value: second.value,
      n: second.n,
      difference: known ? (first.value ?? 0) - (second.value ?? 0) : null,
      interval: known && !overlap(first, second) ? mover(side(first), side(second)) : null,
      test: null,
      p: null,
      q: null,
      effect: null,
    },
  }
}

/** What two definitions differ in; `null` where they are one. */
const differenceOf = (first: Measurement, second: Measurement): string | null => {
  if (first.definition === second.definition && canonicalJson(first.unit) === canonicalJson(second.unit)) return null
  if (first.metric !== second.metric) return "metric"
  const names = [...new Set([...Object.keys(first.params), ...Object.keys(second.params)])].filter(
    (name) => canonicalJson(first.params[name] ?? null) !== canonicalJson(second.params[name] ?? null),
  )
  if (names.length > 0) return names.join(", ")
  return canonicalJson(first.unit) === canonicalJson(second.unit) ? "zone, filter" : "unit"
}

/** Whether two measurements of one group count the same rows. */
const overlap = (first: Measurement, second: Measurement): boolean =>
  canonicalJson(first.by) === canonicalJson(second.by) &&
  (first.period === null ||
    second.period === null ||
    (first.period.from < second.period.to && second.period.from < first.period.to))
