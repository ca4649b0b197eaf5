import {
  geometricMean,
  independentGrowth,
  meanInterval,
  pairedGrowth,
  ratioOfSums,
  relativeLift,
  twoRatios,
  welch,
} from "@touchpoint/core/stats"
import { random, type Random } from "./random.ts"
import { type Case, covers, pairsOf, sampleOf, share, type Study } from "./Study.ts"

const RUNS = 4000

interface Population {
  readonly name: string
  readonly mean: number
  readonly draw: (random: Random) => number
}

const populations: ReadonlyArray<Population> = [
  { name: "normal values", mean: 10, draw: ({ normal }) => 10 + 2 * normal() },
  {
    name: "scores 1 … 5, mostly 4 and 5",
    mean: 4.05,
    draw: ({ uniform }) => {
      const u = uniform()
      return u < 0.05 ? 1 : u < 0.1 ? 2 : u < 0.25 ? 3 : u < 0.55 ? 4 : 5
    },
  },
  { name: "skewed values (log-normal, σ = 1)", mean: Math.exp(0.5), draw: ({ normal }) => Math.exp(normal()) },
]

const [normal] = populations as [Population, ...ReadonlyArray<Population>]

const SKEWED =
  "t assumes that the mean is nearly normal; at this skewness that takes n of about 355 times its square (Kohavi 2014)"

const sample = ({ draw }: Population, n: number, from: Random) => sampleOf(Array.from({ length: n }, () => draw(from)))

const oneMean = (): ReadonlyArray<Case> =>
  populations.flatMap((population) =>
    [10, 30, 200].map((n) => {
      const from = random(n + population.name.length)
      return {
        setting: `n = ${n}, ${population.name}`,
        ...share(RUNS, () => covers(meanInterval(sample(population, n, from)), population.mean)),
      }
    }),
  )

const twoMeans = (
  holds: (a: ReturnType<typeof sampleOf>, b: ReturnType<typeof sampleOf>, truth: Population) => boolean,
): ReadonlyArray<Case> =>
  populations.flatMap((population) =>
    [
      [10, 15],
      [30, 60],
      [200, 150],
    ].map(([n1 = 0, n2 = 0]) => {
      const from = random(n1 * 13 + n2 + population.name.length)
      return {
        setting: `n = ${n1} and ${n2}, ${population.name}`,
        ...share(RUNS, () => holds(sample(population, n1, from), sample(population, n2, from), population)),
      }
    }),
  )

const unequal = (): Case => {
  const from = random(77)
  const wide = { ...normal, draw: (r: Random) => 10 + 8 * r.normal() }
  return {
    setting: "n = 60 and 15, normal values, the second four times as spread",
    ...share(RUNS, () => (welch(sample(normal, 60, from), sample(wide, 15, from))?.p ?? 1) < 0.05),
  }
}

/** Customers with orders of log-normal value; who spends more per order also orders more often. */
const spending = (n: number, from: Random) =>
  pairsOf(
    Array.from({ length: n }, (): readonly [number, number] => {
      const taste = from.normal()
      const orders = 1 + from.poisson(Math.exp(0.2 + 0.3 * taste))
      let revenue = 0
      for (let i = 0; i < orders; i++) revenue += Math.exp(3 + 0.2 * taste + 0.5 * from.normal())
      return [revenue, orders]
    }),
  )

/** The same population without end, as the truth: E revenue / E orders in closed form of the normal taste. */
const truth = (() => {
  // E[(1 + e^(0.2 + 0.3 T)) e^(3 + 0.2 T)] e^(0.125) / E[1 + e^(0.2 + 0.3 T)], with E e^(kT) = e^(k²/2)
  const e = (k: number) => Math.exp((k * k) / 2)
  return (Math.exp(3.125) * (e(0.2) + Math.exp(0.2) * e(0.5))) / (1 + Math.exp(0.2) * e(0.3))
})()

const FEW = "few customers, each with skewed sums: the linearised variance is itself uncertain"

export const means = (): ReadonlyArray<Study> => [
  {
    formula: "meanInterval",
    kind: "coverage",
    cases: oneMean(),
    because: ({ setting }) => (setting.includes("skewed") || setting.startsWith("n = 10, scores") ? SKEWED : null),
  },
  {
    formula: "welch",
    kind: "coverage",
    cases: twoMeans((a, b) => covers(welch(a, b)?.interval ?? null, 0)),
    because: ({ setting }) => (setting.includes("skewed") ? SKEWED : null),
  },
  {
    formula: "welch",
    kind: "false positives",
    cases: [...twoMeans((a, b) => (welch(a, b)?.p ?? 1) < 0.05), unequal()],
    because: ({ setting }) => (setting.includes("skewed") ? SKEWED : null),
  },
  {
    formula: "relativeLift",
    kind: "coverage",
    cases: twoMeans((a, b) => covers(relativeLift(a, b)?.interval ?? null, 0)),
    because: ({ setting }) => (setting.includes("skewed") ? SKEWED : null),
  },
  {
    formula: "ratioOfSums",
    kind: "coverage",
    cases: [20, 100, 1000].map((n) => {
      const from = random(n)
      return {
        setting: `${n} customers, log-normal orders, heavy buyers buy dearer`,
        ...share(RUNS, () => covers(ratioOfSums(spending(n, from))?.interval ?? null, truth)),
      }
    }),
    because: ({ setting }) => (setting.startsWith("20 ") ? FEW : null),
  },
  {
    formula: "twoRatios",
    kind: "coverage",
    cases: [20, 100, 1000].map((n) => {
      const from = random(n + 1)
      return {
        setting: `${n} customers each`,
        ...share(RUNS, () => covers(twoRatios(spending(n, from), spending(n, from))?.interval ?? null, 0)),
      }
    }),
  },
  {
    formula: "twoRatios",
    kind: "false positives",
    cases: [20, 100, 1000].map((n) => {
      const from = random(n + 2)
      return {
        setting: `${n} customers each`,
        ...share(RUNS, () => (twoRatios(spending(n, from), spending(n, from))?.p ?? 1) < 0.05),
      }
    }),
  },
  {
    formula: "geometricMean",
    kind: "coverage",
    cases: [10, 30, 200].map((n) => {
      const from = random(n + 3)
      const logs = () => sampleOf(Array.from({ length: n }, () => 2 + from.normal()))
      return {
        setting: `n = ${n}, log-normal values`,
        ...share(RUNS, () => covers(geometricMean(logs())?.interval ?? null, Math.exp(2))),
      }
    }),
  },
  {
    formula: "pairedGrowth",
    kind: "coverage",
    cases: [30, 100, 1000].flatMap((n) => {
      const [plain, logs] = [random(n + 4), random(n + 5)]
      const units = (from: Random) =>
        pairsOf(
          Array.from({ length: n }, (): readonly [number, number] => {
            const taste = from.normal()
            const spent = (mean: number) => {
              let sum = 0
              for (let i = from.poisson(mean); i > 0; i--) sum += Math.exp(3 + 0.3 * taste + 0.5 * from.normal())
              return sum
            }
            return [spent(1.8), spent(1.5)]
          }),
        )
      return [
        {
          setting: `${n} customers, a fifth more orders than before`,
          ...share(RUNS, () => covers(pairedGrowth(units(plain))?.interval ?? null, 0.2)),
        },
        {
          setting: `${n} customers, the same on the scale of logarithms`,
          ...share(RUNS, () => covers(pairedGrowth(units(logs))?.logInterval ?? null, Math.log(1.2))),
        },
      ]
    }),
  },
  {
    formula: "independentGrowth",
    kind: "coverage",
    cases: [
      [20, 15],
      [100, 120],
      [500, 400],
    ].map(([now = 0, before = 0]) => {
      const from = random(now)
      const amounts = (mean: number) => {
        let [sum, squares] = [0, 0]
        for (let i = from.poisson(mean); i > 0; i--) {
          const amount = Math.exp(3 + 0.5 * from.normal())
          sum += amount
          squares += amount * amount
        }
        return { sum, squares }
      }
      return {
        setting: `Poisson(${now}) orders against Poisson(${before}), log-normal amounts`,
        ...share(RUNS, () =>
          covers(independentGrowth(amounts(now), amounts(before))?.interval ?? null, now / before - 1),
        ),
      }
    }),
  },
]
