import { caveat } from "./Caveat.ts"
import { additive, isolated, type Span } from "./disclosureTime.ts"
import type { Measurement } from "./Measurement.ts"

/** Which value of a coarser dimension a value of a finer one lies in, by kind, finer and coarser dimension. */
export type Nesting = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<unknown, unknown>>>>

/**
 * Withholds numbers of groups smaller than `minimum`, over all requests of one run together, between estimating and
 * judging, so that every output shows the same.
 *
 * **Details**
 *
 * What is small is hidden wherever the same group of the same kind of facts is shown (another form, another metric).
 * Then the next smallest go too, until no margin less what is shown of its parts is one hidden group, or hidden groups
 * that are small together. Margins are the sums along every dimension and over time, which count as known, and what is
 * shown besides: periods that make up or overlap one another (months and a quarter), and groups of which `nesting`
 * tells that they consist of others (touchpoints and their stage). Empty groups disclose nobody. Both sides of a share
 * count, by rows; of weighted shares and of those by repeated customers by the fewest rows that fit what is published.
 *
 * **Gotchas**
 *
 * Requests over different filters are not held against each other: do not publish a whole and its parts as filters of
 * one report. Each margin is looked at alone, time of a group as a whole; not all of them as one system of equations.
 *
 * @category measuring
 * @since 0.1.0
 */
export const disclose = (
  requests: ReadonlyArray<{ readonly kind: string; readonly measurements: ReadonlyArray<Measurement> }>,
  minimum: number,
  nesting: Nesting = new Map(),
): ReadonlyArray<ReadonlyArray<Measurement>> => {
  if (minimum <= 1) return requests.map(({ measurements }) => measurements)
  const hidden = new Set<string>()
  for (const { kind, measurements } of requests)
    for (const m of measurements) if (isSmall(m, minimum)) hidden.add(cellOf(kind, m))
  const layers = hidden.size === 0 && requests.length < 2 ? [] : layersOf(requests)
  const all = layers.map((layer) => ({ layer, sums: sumsOf(layer, nesting), times: timesOf(layer) }))
  for (let before = -1; before !== hidden.size;) {
    before = hidden.size
    for (const known of [false, true])
      for (const { layer, sums } of all)
        for (const sum of sums) if (sum.known === known) hideInSum(layer, sum, hidden, minimum)
    for (const { layer, times } of all)
      for (const spans of times)
        for (;;) {
          const next = isolated(spans, hidden, minimum, layer.rows)
          if (next === null) break
          hidden.add(next)
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

/**
 * Whether a number is of few: its rows, those on one side of a share, or those that a count or a ratio is made of.
 *
 * @category measuring
 * @since 0.2.0
 */
export const isSmall = (m: Measurement, minimum: number): boolean =>
  [m.n, ...(sides(m) ?? []), ...counts(m)].some((rows) => rows > 0 && rows < minimum)

/** What a count or a ratio of counts is made of. */
const counts = ({ denominator, numerator, unit }: Measurement): ReadonlyArray<number> =>
  unit.kind === "count" || unit.kind === "ratio"
    ? [numerator ?? 0, denominator ?? 0].filter((rows) => Number.isInteger(rows))
    : []

type Place = Pick<Measurement, "by" | "period">
interface Cell extends Place {
  readonly key: string
  /** What of it is counted here: its rows, or those of one side. */
  readonly count: number
  readonly n: number
}
/** Counts of one population that can be held against each other. */
interface Layer {
  readonly kind: string
  /** Whether rows are counted, not a side of shares. */
  readonly rows: boolean
  readonly cells: ReadonlyMap<string, Cell>
  /** Cells of one request and group, in the order of time. */
  readonly series: ReadonlyArray<ReadonlyArray<Cell>>
}
/** Parts and the cell that is their sum; without one the sum counts as known all the same. */
interface Sum {
  readonly whole: Cell | null
  readonly known: boolean
  readonly parts: ReadonlyArray<Cell>
}

/** A group of a kind of facts in a period, whatever is measured of it. */
const cellOf = (kind: string, { by, period }: Place): string =>
  JSON.stringify([
    kind,
    Object.entries(by).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    period?.from ?? null,
    period?.to ?? null,
  ])

type Requests = Parameters<typeof disclose>[0]

/**
 * What is counted alike: every definition by itself, its rows and both its sides, and together the definitions of one
 * metric that count the same rows wherever they show the same group.
 */
const layersOf = (requests: Requests): ReadonlyArray<Layer> => {
  const list = requests.flatMap(({ kind, measurements }) =>
    measurements[0] === undefined ? [] : [{ kind, first: measurements[0], measurements }],
  )
  const rows = (m: Measurement) => m.n
  const definitions = [...Map.groupBy(list, ({ first, kind }) => JSON.stringify([kind, first.definition])).values()]
  const alone = definitions.flatMap((own) => [
    layerOf(own, rows, true),
    layerOf(own, (m) => sides(m)?.[0] ?? null, false),
    layerOf(own, (m) => sides(m)?.[1] ?? null, false),
  ])
  const metrics = Map.groupBy(definitions, ([one]) => JSON.stringify([one?.kind, one?.first.metric]))
  const together = [...metrics.values()].flatMap((own) => {
    const families: Array<{ readonly all: Array<(typeof own)[number]>; readonly n: Map<string, number> }> = []
    for (const one of own) {
      const cells = one.flatMap(({ kind, measurements }) => measurements.map((m) => [cellOf(kind, m), m.n] as const))
      const family = families.find(({ n }) => cells.every(([key, count]) => (n.get(key) ?? count) === count))
      if (family === undefined) families.push({ all: [one], n: new Map(cells) })
      else {
        family.all.push(one)
        for (const [key, n] of cells) family.n.set(key, n)
      }
    }
    return families.filter(({ all }) => all.length > 1).map(({ all }) => layerOf(all.flat(), rows, true))
  })
  // What is seen together first: a second within the nearest sum serves the wider ones too.
  return [...together, ...alone].filter(({ cells }) => cells.size > 1)
}

const layerOf = (list: Requests, count: (m: Measurement) => number | null, rows: boolean): Layer => {
  const cells = new Map<string, Cell>()
  const series = list.flatMap(({ kind, measurements }) => {
    const own = measurements.flatMap((m): ReadonlyArray<Cell> => {
      const counted = count(m)
      if (counted === null) return []
      const key = cellOf(kind, m)
      const cell = cells.get(key) ?? { key, by: m.by, period: m.period, n: m.n, count: counted }
      cells.set(key, cell)
      return [cell]
    })
    return [...Map.groupBy(own, ({ by }) => cellOf("", { by, period: null })).values()].map((line) =>
      line.toSorted((a, b) => (a.period?.from ?? 0) - (b.period?.from ?? 0)),
    )
  })
  return { kind: list[0]?.kind ?? "", rows, cells, series }
}

/** The sums along one dimension, and of groups that a coarser one consists of. */
const sumsOf = ({ cells, kind }: Layer, nesting: Nesting): ReadonlyArray<Sum> => {
  const along = new Map<string, { readonly whole: Place; readonly known: boolean; readonly parts: Array<Cell> }>()
  const put = (of: string, whole: Place, known: boolean, cell: Cell) => {
    const id = JSON.stringify([of, cellOf(kind, whole)])
    const sum = along.get(id) ?? { whole, known, parts: [] }
    along.set(id, sum)
    sum.parts.push(cell)
  }
  for (const cell of cells.values())
    for (const [id, value] of Object.entries(cell.by)) {
      const rest = Object.fromEntries(Object.entries(cell.by).filter(([other]) => other !== id))
      put(id, { by: rest, period: cell.period }, true, cell)
      for (const [coarser, map] of nesting.get(kind)?.get(id) ?? [])
        if (!Object.hasOwn(rest, coarser) && map.has(value))
          put(id, { by: { ...rest, [coarser]: map.get(value) as never }, period: cell.period }, false, cell)
    }
  return [...along.values()].flatMap(({ known, parts, whole }): ReadonlyArray<Sum> => {
    const found = cells.get(cellOf(kind, whole)) ?? null
    const total = parts.reduce((sum, { count }) => sum + count, 0)
    const own = found !== null && Math.abs(found.count - total) < 0.5 ? found : null
    return own === null && !known ? [] : [{ known, parts: parts.filter(({ n }) => n > 0), whole: own }]
  })
}

/** Hides another part, or the sum, where what is hidden would follow. */
const hideInSum = ({ rows }: Layer, { known, parts, whole }: Sum, hidden: Set<string>, minimum: number): void => {
  const gone = parts.filter(({ key }) => hidden.has(key))
  const shown = parts.filter(({ key }) => !hidden.has(key)).toSorted((a, b) => a.n - b.n)
  const wholeGone = whole !== null && hidden.has(whole.key)
  const next = shown[0]
  if (gone.length === 0) {
    if (wholeGone && rows && next !== undefined) hidden.add(next.key)
    return
  }
  if (wholeGone && !known) return
  const rest = gone.reduce((sum, { count }) => sum + count, 0)
  if (!(rows && gone.length === 1) && !(rest > 0 && rest < minimum)) return
  if (next !== undefined) hidden.add(next.key)
  else if (whole !== null && rows) hidden.add(whole.key)
}

/** What is known of time, group by group. */
const timesOf = ({ cells, series }: Layer): ReadonlyArray<ReadonlyArray<Span>> => {
  const dated = (all: ReadonlyArray<Cell>) =>
    all.flatMap(({ count, key, n, period }): ReadonlyArray<Span> =>
      period === null ? [] : [{ key: n > 0 ? key : null, from: period.from, to: period.to, count, n }],
    )
  const of = ({ by }: Place) => cellOf("", { by, period: null })
  const lines = Map.groupBy(
    series.filter(({ length }) => length > 0),
    ([first]) => of(first as Cell),
  )
  return [...Map.groupBy(cells.values(), of)].flatMap(([group, own]) => {
    const spans = dated(own)
    if (spans.length < 2) return []
    const between = (lines.get(group) ?? []).flatMap((line): ReadonlyArray<Span> => {
      const buckets = dated(line)
      const [first, last] = [buckets[0], buckets.at(-1)]
      if (first === undefined || last === undefined || first === last) return []
      const known = (from: number, to: number, count = 0): ReadonlyArray<Span> =>
        from < to ? [{ key: null, from, to, count, n: count }] : []
      return [
        // The whole counts as known; where a series has no bucket, nobody is.
        ...known(
          first.from,
          last.to,
          buckets.reduce((sum, { count }) => sum + count, 0),
        ),
        ...buckets.flatMap(({ to }, i) => known(to, buckets[i + 1]?.from ?? to)),
        ...spans.flatMap((span) => {
          const inside = buckets.filter(({ from, to }) => from >= span.from && to <= span.to)
          const [head, tail] = [inside[0], inside.at(-1)]
          const total = inside.reduce((sum, { count }) => sum + count, 0)
          if (head === undefined || tail === undefined || Math.abs(total - span.count) >= 0.5) return []
          return [...known(span.from, head.from), ...known(tail.to, span.to)]
        }),
      ]
    })
    return [additive([...spans, ...between])]
  })
}

/**
 * The fewest rows on either side of a share of rows, `null` for other numbers. Without weights these are the rows; with
 * them, `k` rows of weight `s` among `n` of weight `d` need squares of at least `s²/k + (d − s)²/(n − k)`, and the
 * squares follow from the effective size that is published.
 */
const sides = (m: Measurement): readonly [number, number] | null => {
  if (m.value === null) return null
  // A count of some of those counted leaves the others over, as a share does.
  const counted = m.unit.kind === "count" && m.numerator !== null && m.denominator === m.n && m.numerator <= m.n
  if (m.unit.kind !== "proportion" && !counted) return null
  const share = counted ? (m.numerator ?? 0) / m.n : m.value
  const size = m.nEffective
  if (size === null || size <= 0 || Math.abs(size - m.n) < 1e-9 * m.n) return rowsOf(share, m.n)
  const fewest = (part: number): number => {
    const exact = Math.round(part * m.n)
    if (part <= 0 || exact <= 0) return part > 0 ? 1 : 0
    const fits = (k: number) => part ** 2 / k + (1 - part) ** 2 / (m.n - k) <= (1 + 1e-9) / size
    for (let k = 1; k < Math.min(exact, m.n); k++) if (fits(k)) return k
    return exact
  }
  return [fewest(share), fewest(1 - share)]
}

const rowsOf = (share: number, n: number): readonly [number, number] => [
  Math.round(share * n),
  n - Math.round(share * n),
]

/** Caveats with figures of the baseline. */
const OF_BASELINE: ReadonlySet<string> = new Set(["small-baseline", "mix-shift"])

/** Caveats that count rows of the group, or of its baseline, would give away what is withheld. */
const withhold = (m: Measurement, all: boolean, minimum: number): Measurement => {
  const { versus: _, ...rest } = m
  if (!all) return { ...rest, caveats: m.caveats.filter(({ id }) => !OF_BASELINE.has(id)) }
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
