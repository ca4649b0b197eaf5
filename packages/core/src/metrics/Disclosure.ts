import { caveat } from "./Caveat.ts"
import type { Measurement } from "./Measurement.ts"

/**
 * Withholds numbers of groups smaller than `minimum`, over all requests of one run together, between estimating and
 * judging, so that every output shows the same.
 *
 * **Details**
 *
 * What is small is hidden wherever the same group of the same kind of facts is shown (another form, another metric).
 * Then, along every dimension and along time, a line of groups with one hidden group gets a second one, the next
 * smallest, until no hidden group is the difference of shown ones and a margin. Empty groups disclose nobody. Weighted
 * groups count by their rows.
 *
 * **Gotchas**
 *
 * Requests over different periods or filters are not held against each other: do not publish a whole and its parts as
 * filters of one report.
 *
 * @category measuring
 * @since 0.1.0
 */
export const disclose = (
  requests: ReadonlyArray<{ readonly kind: string; readonly measurements: ReadonlyArray<Measurement> }>,
  minimum: number,
): ReadonlyArray<ReadonlyArray<Measurement>> => {
  if (minimum <= 1) return requests.map(({ measurements }) => measurements)
  const hidden = new Set<string>()
  const all = requests.flatMap(({ kind, measurements }) => measurements.map((m) => ({ key: cellOf(kind, m), kind, m })))
  for (const { key, m } of all) if (smallest(m) > 0 && smallest(m) < minimum) hidden.add(key)
  for (let before = -1; before !== hidden.size;) {
    before = hidden.size
    for (const { kind, measurements } of requests)
      for (const line of lines(measurements)) {
        const cells = line.filter((m) => m.n > 0)
        const gone = cells.filter((m) => hidden.has(cellOf(kind, m)))
        if (gone.length !== 1 || cells.length === 1) continue
        const next = cells.filter((m) => !hidden.has(cellOf(kind, m))).toSorted((a, b) => a.n - b.n)[0]
        if (next !== undefined) hidden.add(cellOf(kind, next))
      }
  }
  return requests.map(({ kind, measurements }) =>
    measurements.map((m) => {
      const gone = hidden.has(cellOf(kind, m))
      const { by = m.by, period = m.period } = m.versus ?? {}
      const baseline = m.versus !== undefined && hidden.has(cellOf(kind, { by, period }))
      return gone || baseline ? withhold(m, gone, minimum) : m
    }),
  )
}

/** A group of a kind of facts in a period, whatever is measured of it. */
const cellOf = (kind: string, { by, period }: Pick<Measurement, "by" | "period">): string =>
  JSON.stringify([
    kind,
    Object.entries(by).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    period?.from ?? null,
    period?.to ?? null,
  ])

/** Groups that differ along one axis only: one dimension, or time. A margin over the axis is their sum. */
const lines = (measurements: ReadonlyArray<Measurement>): ReadonlyArray<ReadonlyArray<Measurement>> => {
  const axes = [...Object.keys(measurements[0]?.by ?? {}), null]
  return axes.flatMap((axis) => [
    ...Map.groupBy(measurements, ({ by, period }) =>
      JSON.stringify([
        Object.entries(by).filter(([id]) => id !== axis),
        axis === null ? null : [period?.from ?? null, period?.to ?? null],
      ]),
    ).values(),
  ])
}

/** The smallest number of rows a measurement shows: its n and, for shares of rows, either side of the share. */
const smallest = (m: Measurement): number => {
  if (m.unit.kind !== "proportion" || m.value === null) return m.n
  const sides = [m.value * m.n, (1 - m.value) * m.n].map(Math.round).filter((side) => side > 0)
  return Math.min(m.n, ...sides)
}

/** Caveats that count rows of the group would give away what is withheld. */
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
