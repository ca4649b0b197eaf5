// The figures of the standard report, from our answers, as the rows that scripts by hand give: so that they can be compared.
import { quantileOf } from "@touchpoint/core/moments"
import type { Answer, Credit, Funnel, Paths, Pressure, Retention, Transitions } from "@touchpoint/core/questions"
import type { Answers, Row } from "./rivals.ts"

/** Which columns name a row; the others are figures. */
export const keys: Readonly<Record<string, ReadonlyArray<string>>> = {
  tally: ["touchpoint", "month"],
  "funnel to the order": ["step"],
  "funnel to the order, by month": ["month", "step"],
  "funnel to the cart, best": ["step"],
  retention: ["month", "index"],
  transitions: ["from", "to"],
  paths: ["path"],
  attribution: ["touchpoint"],
  "attribution, conversions": ["what"],
  pressure: ["what", "contacts"],
}

/** Figures that are within 1 %: quantiles of our histograms. Rivals have them exactly. */
export const quantiles: ReadonlySet<string> = new Set(["since_first", "since_previous", "median", "p95", "age"])

type Groups = Answer["groups"]

const funnelRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.flatMap(({ bucket, states }) => {
    const { reached, sinceFirst, sincePrevious } = states["fold"] as Funnel
    return reached.map((n, k) => {
      const [first, previous] = [sinceFirst[k - 1], sincePrevious[k - 1]]
      return {
        ...(bucket === null ? {} : { month: bucket }),
        step: k + 1,
        reached: n,
        since_first: first === undefined ? null : quantileOf(first, 0.5),
        since_previous: previous === undefined ? null : quantileOf(previous, 0.5),
      }
    })
  })

const retentionRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.flatMap(({ bucket, states }) =>
    (states["fold"] as Retention).indices
      .map(({ n, on, onOrAfter }, index) => ({ month: bucket, index, n, on, on_or_after: onOrAfter }))
      .filter(({ n }) => n > 0),
  )

const transitionRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.flatMap(({ states }) =>
    (states["fold"] as Transitions).moves.map(({ count, dwell, from, to, walks }) => ({
      from,
      to,
      count,
      walks,
      median: quantileOf(dwell, 0.5),
      p95: quantileOf(dwell, 0.95),
    })),
  )

const pathRows = (groups: Groups): ReadonlyArray<Row> =>
  groups
    .flatMap(({ states }) => (states["fold"] as Paths).paths)
    .map(({ journeys, path }) => ({ path: path.join(" > "), journeys }))
    .toSorted((a, b) => b.journeys - a.journeys || (a.path < b.path ? -1 : 1))
    .slice(0, 1000)

const RULES = ["first", "last", "linear", "position", "decay"]

const creditRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.flatMap(({ states }) => {
    const { labels, rules } = states["fold"] as Credit
    return labels.map(({ ages, conversions, label, touches }, i) => ({
      touchpoint: label,
      touches,
      conversions,
      age: quantileOf(ages, 0.5),
      ...Object.fromEntries(
        RULES.flatMap((name, r) => [
          [name, rules[r]?.[i]?.credit ?? null],
          [`${name}_squares`, rules[r]?.[i]?.squares ?? null],
        ]),
      ),
    }))
  })

const conversionRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.flatMap(({ states }) => {
    const { conversions, unattributed } = states["fold"] as Credit
    return [
      { what: "all", n: conversions.n },
      { what: "attributed", n: conversions.n - unattributed.n },
    ]
  })

const pressureRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.flatMap(({ states }) => {
    const { gaps, peaks, totals } = states["fold"] as Pressure
    return [
      ...peaks.levels.map(({ n, value }) => ({ what: "peak", contacts: value, n })),
      ...totals.levels.map(({ n, value }) => ({ what: "total", contacts: value, n })),
      { what: "gap", contacts: null, median: quantileOf(gaps, 0.5) },
    ]
  })

const tallyRows = (groups: Groups): ReadonlyArray<Row> =>
  groups.map(({ bucket, key, states }) => ({
    touchpoint: key[0] ?? null,
    month: bucket,
    rows: (states["rows"] as { readonly n: number }).n,
    customers: (states["customers"] as { readonly n: number }).n,
  }))

const rowsOf: Readonly<Record<string, (groups: Groups) => ReadonlyArray<Row>>> = {
  tally: tallyRows,
  "funnel to the order": funnelRows,
  "funnel to the order, by month": funnelRows,
  "funnel to the cart, best": funnelRows,
  retention: retentionRows,
  transitions: transitionRows,
  paths: pathRows,
  attribution: creditRows,
  "attribution, conversions": conversionRows,
  pressure: pressureRows,
}

/** Rows of every answer, by the name of its question. */
export const figuresOf = (answers: ReadonlyMap<string, Answer>): Answers => {
  const named = new Map(answers)
  const attribution = named.get("attribution")
  if (attribution !== undefined) named.set("attribution, conversions", attribution)
  return new Map([...named].map(([name, { groups }]) => [name, rowsOf[name]?.(groups) ?? []]))
}
