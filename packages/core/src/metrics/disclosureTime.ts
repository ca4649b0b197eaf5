/** A span of time of which a count is known, unless what bears its key is hidden; without a key it always is. */
export interface Span {
  readonly key: string | null
  readonly from: number
  readonly to: number
  readonly count: number
  /** Rows in it; the smallest is hidden first. */
  readonly n: number
}

/**
 * What to hide next of spans of one group, `null` where nothing small follows.
 *
 * A shown count says how much lies between two moments; what lies between any two moments joined by shown spans
 * follows, whichever way these overlap. So hidden spans may not have both ends joined, and neighbouring moments that
 * are joined may not have few between them, also less what is known to lie inside.
 */
export const isolated = (
  spans: ReadonlyArray<Span>,
  hidden: ReadonlySet<string>,
  minimum: number,
  rows: boolean,
): string | null => {
  const gone = (span: Span) => span.key !== null && hidden.has(span.key)
  const shown = spans.filter((span) => !gone(span))
  const { joined } = joining(shown)
  const parts = Map.groupBy(
    [...joined].toSorted(([one], [other]) => one - other),
    ([, { root }]) => root,
  )
  const known = [...parts.values()].flatMap((moments) =>
    moments.flatMap(([to, { at }], i): ReadonlyArray<Known> => {
      const before = moments[i - 1]
      return before === undefined ? [] : [{ from: before[0], to, count: at - before[1].at }]
    }),
  )
  const next = (ways: ReadonlyArray<Pick<Span, "from" | "to">>) =>
    ways
      .flatMap(({ from, to }) => path(shown, from, to))
      .filter(({ key, n }) => key !== null && n > 0)
      .toSorted((one, other) => one.n - other.n)[0]?.key ?? null
  for (const span of rows ? spans : []) {
    if (!gone(span) || span.count <= 0 || joined.get(span.from)?.root !== joined.get(span.to)?.root) continue
    const key = joined.has(span.from) ? next([span]) : null
    if (key !== null) return key
  }
  const ascending = known.toSorted((one, other) => one.to - other.to)
  for (const whole of known) {
    const inside = ascending.filter((one) => one !== whole && one.from >= whole.from && one.to <= whole.to)
    const rest = whole.count - most(inside)
    if (rest < 0.5 || rest > minimum - 0.5) continue
    const key = next([whole, ...inside])
    if (key !== null) return key
  }
  return null
}

type Known = Pick<Span, "from" | "to" | "count">

/** The most that known spans, in the order of their ends, have in them without overlapping. */
const most = (spans: ReadonlyArray<Known>): number => {
  const best: Array<{ readonly to: number; readonly count: number }> = []
  for (const { count, from, to } of spans) {
    const last = best.at(-1)?.count ?? 0
    best.push({ to, count: Math.max(last, count + (best.findLast((one) => one.to <= from)?.count ?? 0)) })
  }
  return best.at(-1)?.count ?? 0
}

/** Spans whose counts add up, the shortest first: people counted once a month and once a quarter do not. */
export const additive = (spans: ReadonlyArray<Span>): ReadonlyArray<Span> =>
  joining(spans.toSorted((a, b) => a.to - a.from - (b.to - b.from))).kept

interface Place {
  readonly root: number
  /** How much lies between the root and the moment. */
  readonly at: number
}

/** Moments that spans join, and the spans that do not contradict those before them. */
const joining = (spans: ReadonlyArray<Span>) => {
  const above = new Map<number, Place>()
  const find = (moment: number): Place => {
    let place: Place = { root: moment, at: 0 }
    for (let up = above.get(moment); up !== undefined && up.root !== place.root; up = above.get(place.root))
      place = { root: up.root, at: place.at + up.at }
    above.set(moment, place)
    return place
  }
  const kept: Array<Span> = []
  for (const span of spans) {
    const [start, end] = [find(span.from), find(span.to)]
    if (start.root !== end.root) above.set(end.root, { root: start.root, at: start.at + span.count - end.at })
    else if (Math.abs(end.at - start.at - span.count) >= 0.5) continue
    kept.push(span)
  }
  return { kept, joined: new Map([...above.keys()].map((moment) => [moment, find(moment)] as const)) }
}

/** The fewest spans that join two moments. */
const path = (spans: ReadonlyArray<Span>, from: number, to: number): ReadonlyArray<Span> => {
  const ends = neighbours(spans)
  const came = new Map<number, { readonly from: number; readonly span: Span } | null>([[from, null]])
  for (const moment of came.keys())
    for (const step of ends.get(moment) ?? [])
      if (!came.has(step.to)) came.set(step.to, { from: moment, span: step.span })
  const way: Array<Span> = []
  for (let step = came.get(to); step !== undefined && step !== null; step = came.get(step.from)) way.push(step.span)
  return way
}

const neighbours = (spans: ReadonlyArray<Span>) => {
  const ends = new Map<number, Array<{ readonly span: Span; readonly to: number }>>()
  const put = (from: number, to: number, span: Span) => {
    const list = ends.get(from) ?? []
    ends.set(from, list)
    list.push({ span, to })
  }
  for (const span of spans) {
    put(span.from, span.to, span)
    put(span.to, span.from, span)
  }
  return ends
}
