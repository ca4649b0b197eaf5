import {
  garwood,
  kaplanMeier,
  type LifeCounts,
  logRank,
  logRankGroups,
  quantileRanks,
  survivalAt,
  survivalQuantile,
} from "@touchpoint/core/stats"
import { random, type Random } from "./random.ts"
import { type Case, covers, poisson, share, type Study } from "./Study.ts"

const RUNS = 4000

/** Lifetimes of mean 10, rounded up to whole days, seen for a while that differs between units. */
export const lives = (n: number, seen: number, { uniform }: Random): ReadonlyMap<number, LifeCounts> => {
  const counts = new Map<number, LifeCounts>()
  for (let i = 0; i < n; i++) {
    const life = Math.ceil(-10 * Math.log(1 - uniform()))
    const watched = Math.ceil(seen * (0.5 + uniform()))
    const time = Math.min(life, watched)
    const { censored, events } = counts.get(time) ?? { censored: 0, events: 0 }
    const event = life <= watched ? 1 : 0
    counts.set(time, { events: events + event, censored: censored + 1 - event })
  }
  return counts
}

const TIME = 7
const ALIVE = Math.exp(-TIME / 10)
/** Half have had their event by this whole day. */
const MEDIAN = Math.ceil(10 * Math.log(2))

const curves = (holds: (counts: ReadonlyMap<number, LifeCounts>) => boolean): ReadonlyArray<Case> =>
  [20, 50, 200].flatMap((n) =>
    [60, 15].map((seen) => {
      const from = random(n + seen)
      return {
        setting: `${n} units, ${seen === 60 ? "hardly any" : "a good third"} still open`,
        ...share(RUNS, () => holds(lives(n, seen, from))),
      }
    }),
  )

/** log-normal values, sorted. */
const values = (n: number, { normal }: Random) =>
  Array.from({ length: n }, () => Math.exp(normal())).toSorted((a, b) => a - b)

const Z = { 0.5: 0, 0.9: 1.2815515655446004 } as const

export const lifetimes = (): ReadonlyArray<Study> => [
  {
    formula: "garwood",
    kind: "coverage",
    cases: [0.5, 3, 10, 50, 200].map((mean) => ({
      setting: `${mean} events expected`,
      rate: poisson(mean).reduce((sum, weight, k) => sum + (covers(garwood(k), mean) ? weight : 0), 0),
      runs: null,
    })),
    because: () => "exact by construction: never below 95 %, and therefore above it wherever counts are few",
  },
  {
    formula: "kaplanMeier",
    kind: "coverage",
    cases: curves((counts) => {
      const curve = kaplanMeier(counts)
      return curve !== null && covers(survivalAt(curve, TIME)?.interval ?? null, ALIVE)
    }),
  },
  {
    formula: "survivalQuantile",
    kind: "coverage",
    cases: curves((counts) => {
      const curve = kaplanMeier(counts)
      if (curve === null) return false
      const { high, low } = survivalQuantile(curve, 0.5)
      return covers({ low, high, level: 0.95, method: "" }, MEDIAN)
    }),
    because: ({ rate }) =>
      rate > 0.95 ? "times are whole days: an interval that ends on a day holds all of it" : null,
  },
  {
    formula: "logRank",
    kind: "false positives",
    cases: [20, 50, 200].map((n) => {
      const from = random(n)
      return {
        setting: `${n} units each, a good third still open, many ties`,
        ...share(RUNS, () => (logRank(lives(n, 15, from), lives(n, 15, from))?.p ?? 1) < 0.05),
      }
    }),
  },
  {
    formula: "logRankGroups",
    kind: "false positives",
    cases: [20, 50, 200].map((n) => {
      const from = random(n + 1)
      return {
        setting: `four groups of ${n} units, a good third still open, many ties`,
        ...share(RUNS, () => (logRankGroups([1, 2, 3, 4].map(() => lives(n, 15, from)))?.p ?? 1) < 0.05),
      }
    }),
  },
  {
    formula: "quantileRanks",
    kind: "coverage",
    cases: ([0.5, 0.9] as const).flatMap((q) =>
      [20, 100, 1000].map((n) => {
        const from = random(n + 100 * q)
        return {
          setting: `${q === 0.5 ? "median" : "90th percentile"} of ${n} values`,
          ...share(RUNS, () => {
            const sorted = values(n, from)
            const { high = null, low = null } = quantileRanks(n, q) ?? {}
            const at = (rank: number | null) => (rank === null ? null : (sorted[rank - 1] ?? null))
            return covers({ low: at(low), high: at(high), level: 0.95, method: "" }, Math.exp(Z[q]))
          }),
        }
      }),
    ),
    because: ({ rate }) => (rate > 0.95 ? "ranks are whole: never below 95 %, above it where values are few" : null),
  },
]
