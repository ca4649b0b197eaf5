import {
  clusteredLogRank,
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  restrictedMean,
  survivalQuantile,
  survivalShare,
  twoMeanLifetimes,
  twoSurvivalShares,
} from "@touchpoint/core/stats"
import { lives } from "./lifetimes.ts"
import { random, type Random } from "./random.ts"
import { type Case, covers, share, type Study } from "./Study.ts"

const RUNS = 4000
const Z = 1.959963984540054

/** Days asked about; lives are of 10 on average. */
const DAYS = 7
const ALIVE = Math.exp(-DAYS / 10)
/** Whole days lived of the first seven: the sum of the shares alive on each. */
const MEAN = Array.from({ length: DAYS }, (_, day) => Math.exp(-day / 10)).reduce((sum, alive) => sum + alive, 0)

const SIZES = [
  [20, 20],
  [30, 100],
  [200, 200],
] as const

/** Two groups of one population, a good third of them still open. */
const twoCurves = (holds: (first: Lifetimes, second: Lifetimes) => boolean): ReadonlyArray<Case> =>
  SIZES.map(([n1, n2]) => {
    const from = random(n1 + 3 * n2)
    return {
      setting: `${n1} and ${n2} units, a good third still open`,
      ...share(RUNS, () => holds(lives(n1, 15, from), lives(n2, 15, from))),
    }
  })

const meanOf = (counts: Lifetimes) => {
  const curve = kaplanMeier(counts)
  return curve === null ? null : restrictedMean(curve, DAYS)
}

const twoMeans = (first: Lifetimes, second: Lifetimes) => {
  const [a, b] = [meanOf(first), meanOf(second)]
  return a === null || b === null ? null : twoMeanLifetimes(a, b)
}

/** Lives of customers in 32 parts, 1 + Poisson(1) each, alike within a customer: of mean 5 or 15 days. */
const parts = (customers: number, from: Random): ReadonlyArray<Lifetimes> => {
  const all = Array.from({ length: 32 }, () => new Map<number, LifeCounts>())
  for (let i = 0; i < customers; i++) {
    const part = all[i % 32] as Map<number, LifeCounts>
    const mean = from.flip(0.5) ? 5 : 15
    for (let k = from.poisson(1); k >= 0; k--) {
      const life = Math.ceil(-mean * Math.log(1 - from.uniform()))
      const watched = Math.ceil(15 * (0.5 + from.uniform()))
      const { censored, events } = part.get(Math.min(life, watched)) ?? { censored: 0, events: 0 }
      const event = life <= watched ? 1 : 0
      part.set(Math.min(life, watched), { events: events + event, censored: censored + 1 - event })
    }
  }
  return all
}

/** Continuous lives, all seen to their end: few of them. */
const few = (n: number, { uniform }: Random): Lifetimes =>
  new Map(Array.from({ length: n }, () => [-Math.log2(1 - uniform()), { events: 1, censored: 0 }]))

const NORMAL = "lives are lopsided: with few units the normal interval of their mean is a little short"

/** Curves of lives: what is read off them, and two of them compared. */
export const curves = (): ReadonlyArray<Study> => [
  {
    formula: "survivalShare",
    kind: "coverage",
    cases: [20, 50, 200].map((n) => {
      const from = random(n + 5)
      return {
        setting: `${n} units, a good third still open`,
        ...share(RUNS, () => covers(survivalShare(lives(n, 15, from), DAYS)?.interval ?? null, ALIVE)),
      }
    }),
  },
  {
    formula: "survivalQuantile, few units",
    kind: "coverage",
    cases: [1, 2, 4, 6, 10].map((n) => {
      const from = random(n + 6)
      return {
        setting: `median of ${n} ${n === 1 ? "unit" : "units"}, all seen to their end`,
        ...share(RUNS, () => {
          const curve = kaplanMeier(few(n, from))
          if (curve === null) return false
          const { high, low } = survivalQuantile(curve, 0.5)
          return covers({ low, high, level: 0.95, method: "" }, 1)
        }),
      }
    }),
    because: ({ rate }) => (rate > 0.97 ? "few bound the median on one side only, or on none" : null),
  },
  {
    formula: "twoSurvivalShares",
    kind: "coverage",
    cases: twoCurves((a, b) => covers(twoSurvivalShares(a, b, DAYS)?.interval ?? null, 0)),
  },
  {
    formula: "twoSurvivalShares",
    kind: "false positives",
    cases: twoCurves((a, b) => (twoSurvivalShares(a, b, DAYS)?.p ?? 1) < 0.05),
  },
  {
    formula: "restrictedMean",
    kind: "coverage",
    cases: [20, 50, 200].map((n) => {
      const from = random(n + 7)
      return {
        setting: `${n} units, a good third still open`,
        ...share(RUNS, () => {
          const found = meanOf(lives(n, 15, from))
          return found !== null && Math.abs(found.value - MEAN) <= Z * found.se
        }),
      }
    }),
    because: ({ setting }) => (setting.startsWith("20 ") ? NORMAL : null),
  },
  {
    formula: "twoMeanLifetimes",
    kind: "coverage",
    cases: twoCurves((a, b) => covers(twoMeans(a, b)?.interval ?? null, 0)),
  },
  {
    formula: "twoMeanLifetimes",
    kind: "false positives",
    cases: twoCurves((a, b) => (twoMeans(a, b)?.p ?? 1) < 0.05),
  },
  {
    formula: "clusteredLogRank",
    kind: "false positives",
    cases: [
      [40, 40],
      [60, 200],
      [200, 200],
    ].map(([n1 = 0, n2 = 0]) => {
      const from = random(n1 + 5 * n2)
      return {
        setting: `${n1} and ${n2} customers in 32 parts, 1 + Poisson(1) lives each, alike by customer`,
        ...share(RUNS, () => (clusteredLogRank(parts(n1, from), parts(n2, from))?.p ?? 1) < 0.05),
      }
    }),
  },
]
