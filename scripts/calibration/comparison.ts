import { benjaminiHochberg, holm, meanInterval, mover, netScore, twoProportionTest } from "@touchpoint/core/stats"
import { random, type Random } from "./random.ts"
import { type Case, covers, sampleOf, share, type Study } from "./Study.ts"

const RUNS = 4000

const SIZES = [
  [15, 30],
  [60, 60],
  [200, 80],
] as const

/** A draw of a mean with its own interval. */
const meanOf = (n: number, { normal }: Random) => {
  const sample = sampleOf(Array.from({ length: n }, () => 10 + 2 * normal()))
  return { value: sample.mean, interval: meanInterval(sample) }
}

/** A draw of a net score with its own interval. */
const scoreOf = (n: number, promoters: number, detractors: number, { uniform }: Random) => {
  const drawn = Array.from({ length: n }, uniform)
  const counts = {
    n,
    promoters: drawn.filter((u) => u < promoters).length,
    detractors: drawn.filter((u) => u >= promoters && u < promoters + detractors).length,
  }
  const found = netScore(counts)
  return { value: found?.value ?? 0, interval: found?.interval ?? null }
}

const moverCases = (): ReadonlyArray<Case> =>
  SIZES.flatMap(([n1, n2]) => {
    const from = random(n1 * 7 + n2)
    return [
      {
        setting: `means of n = ${n1} and ${n2} by their t intervals`,
        ...share(RUNS, () => covers(mover(meanOf(n1, from), meanOf(n2, from)), 0)),
      },
      {
        setting: `net scores of n = ${n1} and ${n2} by their adjusted intervals`,
        ...share(RUNS, () => covers(mover(scoreOf(n1, 0.6, 0.15, from), scoreOf(n2, 0.4, 0.2, from)), 25)),
      },
    ]
  })

/** How often any of several groups that do not differ is found to differ from the rest. */
const familyCases = (adjust: (p: ReadonlyArray<number>) => ReadonlyArray<number>): ReadonlyArray<Case> =>
  [3, 8, 20].map((groups) => {
    const from = random(groups)
    return {
      setting: `any of ${groups} groups of 100 against the rest, shares of 40 %`,
      ...share(RUNS, () => {
        const found = Array.from({ length: groups }, () => ({
          x: Array.from({ length: 100 }, from.uniform).filter((u) => u < 0.4).length,
          n: 100,
        }))
        const all = found.reduce((sum, { n, x }) => ({ n: sum.n + n, x: sum.x + x }), { n: 0, x: 0 })
        const p = found.map((one) => twoProportionTest(one, { n: all.n - one.n, x: all.x - one.x })?.p ?? 1)
        return adjust(p).some((q) => q < 0.05)
      }),
    }
  })

/** Comparisons: intervals put together from two, and families of groups against the rest. */
export const comparisons = (): ReadonlyArray<Study> => [
  { formula: "mover", kind: "coverage", cases: moverCases() },
  { formula: "benjaminiHochberg", kind: "false positives", cases: familyCases(benjaminiHochberg) },
  { formula: "holm", kind: "false positives", cases: familyCases(holm) },
]
