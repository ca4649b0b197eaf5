import {
  binomialTest,
  cochranArmitage,
  cochranQ,
  costPerEvent,
  costPerSuccess,
  goodman,
  rateRatio,
  weightedIndex,
} from "@touchpoint/core/stats"
import { random } from "./random.ts"
import { binomial, covers, poisson, share, type Study } from "./Study.ts"

const RUNS = 4000

const EXACT = "exact by construction: careful wherever counts are few"

/** People at five stages, drawn with these shares. */
const SHARES = [0.4, 0.3, 0.15, 0.1, 0.05]

const stages = (n: number, seed: number) => {
  const { uniform } = random(seed)
  return () => {
    const counts = SHARES.map(() => 0)
    for (let i = 0; i < n; i++) {
      let left = uniform()
      const at = SHARES.findIndex((p) => (left -= p) < 0)
      counts[Math.max(0, at)] = (counts[Math.max(0, at)] ?? 0) + 1
    }
    return counts
  }
}

const WORTH = [0, 0.25, 0.5, 0.75, 1]
const INDEX = SHARES.reduce((sum, p, k) => sum + p * (WORTH[k] ?? 0), 0)

/** Every pair of counts by its probability. */
const rates = (first: number, second: number, holds: (a: number, b: number) => boolean): number => {
  let [rate, weighed] = [0, 0]
  for (const [a, p] of poisson(first).entries())
    for (const [b, q] of poisson(second).entries()) {
      if (p * q < 1e-9 || a + b === 0) continue
      weighed += p * q
      if (holds(a, b)) rate += p * q
    }
  return rate / weighed
}

const RATES = [
  [2, 2],
  [5, 20],
  [40, 40],
  [100, 300],
] as const

/** Answers at four doses, all of one share. */
const doses = (n: number, p: number) => {
  const { flip } = random(n + 100 * p)
  return () =>
    [1, 2, 4, 8].map((dose) => {
      let x = 0
      for (let i = 0; i < n; i++) if (flip(p)) x++
      return { dose, x, n }
    })
}

/** Items found in three channels, alike in part, with the same share in each. */
const patterns = (n: number, alike: number) => {
  const { flip } = random(n + 10 * alike)
  return () =>
    Array.from({ length: n }, () => {
      const own = flip(0.7)
      return { yes: [0, 1, 2].map(() => (flip(alike) ? own : flip(0.7))), n: 1 }
    })
}

export const counts = (): ReadonlyArray<Study> => [
  {
    formula: "binomialTest, two-sided",
    kind: "false positives",
    cases: [20, 100, 1000].flatMap((n) =>
      [0.5, 0.8, 0.97].map((p) => ({
        setting: `n = ${n}, the share of ${100 * p} % is true`,
        rate: binomial(n, p).reduce(
          (sum, weight, x) => sum + ((binomialTest(x, n, p, "two-sided") ?? 1) < 0.05 ? weight : 0),
          0,
        ),
        runs: null,
      })),
    ),
    because: ({ rate }) => (rate < 0.05 ? EXACT : null),
  },
  {
    formula: "rateRatio",
    kind: "coverage",
    cases: RATES.map(([a, b]) => ({
      setting: `${a} and ${b} events expected`,
      rate: rates(a, b, (x, y) =>
        covers(rateRatio({ events: x, exposure: 1 }, { events: y, exposure: 1 })?.interval ?? null, a / b),
      ),
      runs: null,
    })),
    because: ({ rate }) => (rate > 0.95 ? EXACT : null),
  },
  {
    formula: "rateRatio",
    kind: "false positives",
    cases: RATES.map(([a, b]) => ({
      setting: `${a} and ${b} events expected of one rate`,
      rate: rates(a, b, (x, y) => (rateRatio({ events: x, exposure: a }, { events: y, exposure: b })?.p ?? 1) < 0.05),
      runs: null,
    })),
    because: ({ rate }) => (rate < 0.05 ? EXACT : null),
  },
  {
    formula: "costPerEvent",
    kind: "coverage",
    cases: [0.5, 3, 10, 50, 200].map((mean) => ({
      setting: `1000 bring ${mean} events on average`,
      rate: poisson(mean).reduce(
        (sum, weight, k) => sum + (covers(costPerEvent(1000, k)?.interval ?? null, 1000 / mean) ? weight : 0),
        0,
      ),
      runs: null,
    })),
    because: ({ rate }) => (rate > 0.95 ? EXACT : null),
  },
  {
    formula: "costPerSuccess",
    kind: "coverage",
    cases: [
      [100, 0.05],
      [1000, 0.02],
      [2500, 0.016],
      [2500, 0.1],
    ].map(([n = 0, p = 0]) => ({
      setting: `n = ${n} clicks, ${100 * p} % buy`,
      rate: binomial(n, p).reduce(
        (sum, weight, x) =>
          sum + (covers(costPerSuccess(1000, { x, n })?.interval ?? null, 1000 / (n * p)) ? weight : 0),
        0,
      ),
      runs: null,
    })),
    because: () => "as Wilson's interval, which it turns over: counts are whole",
  },
  {
    formula: "goodman",
    kind: "coverage",
    cases: [100, 300, 1000].map((n) => {
      const next = stages(n, n)
      return {
        setting: `n = ${n} at five stages: all shares at once`,
        ...share(RUNS, () => goodman(next())?.every((interval, k) => covers(interval, SHARES[k] ?? 0)) === true),
      }
    }),
    because: ({ rate }) => (rate > 0.95 ? "Bonferroni bounds the chance that any share is missed" : null),
  },
  {
    formula: "weightedIndex",
    kind: "coverage",
    cases: [30, 100, 1000].map((n) => {
      const next = stages(n, n + 1)
      return {
        setting: `n = ${n} at five stages`,
        ...share(RUNS, () => covers(weightedIndex(next(), WORTH)?.interval ?? null, INDEX)),
      }
    }),
    because: ({ setting }) =>
      setting.startsWith("n = 30 ")
        ? "normal and no t, over worths that are skewed: right at 30 it is a little short; below, the metric says small-sample"
        : null,
  },
  {
    formula: "cochranArmitage",
    kind: "false positives",
    cases: [
      [20, 0.3],
      [100, 0.05],
      [500, 0.02],
    ].map(([n = 0, p = 0]) => {
      const next = doses(n, p)
      return {
        setting: `n = ${n} at each of four doses, ${100 * p} % at all`,
        ...share(RUNS, () => (cochranArmitage(next())?.p ?? 1) < 0.05),
      }
    }),
  },
  {
    formula: "cochranQ",
    kind: "false positives",
    cases: [
      [30, 0.3],
      [100, 0.3],
      [100, 0.8],
    ].map(([n = 0, alike = 0]) => {
      const next = patterns(n, alike)
      return {
        setting: `n = ${n} items in three channels, ${100 * alike} % copied`,
        ...share(RUNS, () => (cochranQ(next())?.p ?? 1) < 0.05),
      }
    }),
  },
]
