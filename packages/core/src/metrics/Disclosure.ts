import { caveat } from "./Caveat.ts"
import { canonicalJson } from "../questions/Question.ts"
import type { By, Measurement } from "./Measurement.ts"

/**
 * Withholds numbers of groups smaller than `minimum`, between estimating and judging, so that every output shows the
 * same. Where one group of a split alone would be withheld, the next smallest is too: otherwise the total gives the
 * first away. Empty groups disclose nobody.
 *
 * @category measuring
 * @since 0.1.0
 */
export const disclose = (measurements: ReadonlyArray<Measurement>, minimum: number): ReadonlyArray<Measurement> => {
  if (minimum <= 1) return measurements
  const hidden = new Set<Measurement>()
  const small = (m: Measurement) => smallest(m) > 0 && smallest(m) < minimum
  for (const family of Map.groupBy(measurements, (m) => `${m.period?.from ?? ""}`).values()) {
    const withheld = family.filter(small)
    for (const m of withheld) hidden.add(m)
    if (withheld.length !== 1 || family.length === 1) continue
    const next = family.filter((m) => m.n > 0 && !hidden.has(m)).toSorted((a, b) => a.n - b.n)[0]
    if (next !== undefined) hidden.add(next)
  }
  // A comparison shows its baseline too.
  const secret = new Set([...hidden].map((m) => groupOf(m.by, m)))
  const versusHidden = ({ period, versus }: Measurement) =>
    versus !== undefined &&
    ((versus.n > 0 && versus.n < minimum) || secret.has(groupOf(versus.by ?? {}, { period: versus.period ?? period })))
  return measurements.map((m) => (hidden.has(m) || versusHidden(m) ? withhold(m, hidden.has(m), minimum) : m))
}

const groupOf = (by: By, { period }: Pick<Measurement, "period">): string => canonicalJson([by, period?.from ?? null])

/** The smallest count a measurement shows: its n and, for shares of rows, either side of the share. */
const smallest = (m: Measurement): number => {
  if (m.unit.kind !== "proportion" || m.numerator === null || m.denominator === null) return m.n
  const sides = [m.numerator, m.denominator - m.numerator].filter((side) => side > 0)
  return Math.min(m.n, ...sides)
}

const withhold = (m: Measurement, all: boolean, minimum: number): Measurement => {
  const { versus: _, ...rest } = m
  if (!all) return rest
  return {
    ...rest,
    value: null,
    interval: null,
    n: 0,
    nEffective: null,
    numerator: null,
    denominator: null,
    caveats: [caveat("below-minimum-cell", { minimum })],
  }
}
