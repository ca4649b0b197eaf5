import { netScoreDifference } from "@touchpoint/core/metrics"
import { benjaminiHochberg, holm, mannWhitney, netScore, type NetScoreCounts } from "@touchpoint/core/stats"
import { random } from "./random.ts"
import { type Case, covers, share, type Study } from "./Study.ts"

const RUNS = 10_000
const SHARES = [
  [0.5, 0.2],
  [0.7, 0.1],
  [0.85, 0.05],
] as const

const draw = (n: number, promoters: number, detractors: number, uniform: () => number): NetScoreCounts => {
  const counts = { promoters: 0, detractors: 0, n }
  for (let i = 0; i < n; i++) {
    const u = uniform()
    if (u < promoters) counts.promoters++
    else if (u < promoters + detractors) counts.detractors++
  }
  return counts
}

const named = (n: string, p: number, d: number) =>
  `n = ${n}, ${Math.round(100 * p)} % promoters, ${Math.round(100 * d)} % detractors`

/** Every trinomial sample by its probability. */
const exact = (n: number, p: number, d: number): number => {
  const logFactorial = [0]
  for (let i = 1; i <= n; i++) logFactorial.push((logFactorial[i - 1] ?? 0) + Math.log(i))
  const f = (k: number) => logFactorial[k] ?? 0
  let rate = 0
  for (let x = 0; x <= n; x++)
    for (let y = 0; x + y <= n; y++) {
      const z = n - x - y
      const weight = Math.exp(f(n) - f(x) - f(y) - f(z) + x * Math.log(p) + y * Math.log(d) + z * Math.log(1 - p - d))
      if (covers(netScore({ promoters: x, detractors: y, n })?.interval ?? null, 100 * (p - d))) rate += weight
    }
  return rate
}

const difference = (n1: number, n2: number, second: readonly [number, number], first = second) => {
  const { uniform } = random(n1 * 7919 + n2 + first[0] * 100)
  return () => netScoreDifference(draw(n1, ...first, uniform), draw(n2, ...second, uniform))
}

/** Two groups that answer alike on five levels, many of them tied. */
const ranks = (n1: number, n2: number): Case => {
  const { uniform } = random(n1 * 31 + n2)
  const levels = (n: number) => {
    const counts = new Map<number, number>()
    for (let i = 0; i < n; i++) {
      const u = uniform()
      const level = u < 0.05 ? 1 : u < 0.12 ? 2 : u < 0.25 ? 3 : u < 0.65 ? 4 : 5
      counts.set(level, (counts.get(level) ?? 0) + 1)
    }
    return counts
  }
  return {
    setting: `n = ${n1} and ${n2} on five levels`,
    ...share(RUNS, () => (mannWhitney(levels(n1), levels(n2))?.p ?? 1) < 0.05),
  }
}

/** Twenty comparisons; in `real` of them the groups differ. How often is one that does not differ called out? */
const family = (adjust: typeof holm, real: number) => {
  const { uniform } = random(real + 1)
  return {
    /** Some false call at all. */
    any: () => adjust(pValues(real, uniform)).some((q, i) => i >= real && q < 0.05),
    /** Share of false calls among all calls. */
    rate: () => {
      const called = adjust(pValues(real, uniform)).map((q) => q < 0.05)
      const [all, wrong] = [called.filter(Boolean).length, called.filter((call, i) => call && i >= real).length]
      return all === 0 ? 0 : wrong / all
    },
  }
}

const pValues = (real: number, uniform: () => number) =>
  Array.from({ length: 20 }, (_, i) => (i < real ? uniform() ** 12 : uniform()))

const mean = (runs: number, of: () => number): { rate: number; runs: number } => {
  let total = 0
  for (let run = 0; run < runs; run++) total += of()
  return { rate: total / runs, runs }
}

export const scores = (): ReadonlyArray<Study> => [
  {
    formula: "netScore",
    kind: "coverage",
    cases: [10, 30, 100, 300].flatMap((n) =>
      SHARES.map(([p, d]) => ({ setting: named(String(n), p, d), rate: exact(n, p, d), runs: null })),
    ),
    because: ({ rate }) =>
      rate > 0.95 ? "adjusted Wald is careful where nearly all are promoters and answers are few" : null,
  },
  {
    formula: "netScoreDifference",
    kind: "coverage",
    cases: [
      [10, 10],
      [30, 60],
      [300, 200],
    ].flatMap(([n1 = 0, n2 = 0]) =>
      SHARES.map(([p, d]) => {
        const next = difference(n1, n2, [0.5, 0.2], [p, d])
        return {
          setting: `${named(`${n1} against ${n2}`, p, d)} against 50 and 20 %`,
          ...share(RUNS, () => covers(next()?.interval ?? null, 100 * (p - d - 0.3))),
        }
      }),
    ),
    because: ({ rate, setting }) =>
      rate > 0.95
        ? "careful with few answers, as the intervals it is made of"
        : setting.startsWith("n = 30 ")
          ? "from 30 answers on the interval lies around the difference as it is reported, with z and no t: right at 30 it is a little short"
          : null,
  },
  {
    formula: "netScoreDifference",
    kind: "false positives",
    cases: [10, 29, 30, 100, 300].map((n) => {
      const next = difference(n, n, [0.5, 0.2])
      return { setting: named(String(n), 0.5, 0.2), ...share(RUNS, () => (next()?.p ?? 1) < 0.05) }
    }),
    because: ({ rate }) => (rate < 0.05 ? "careful with few answers, as the intervals it is made of" : null),
  },
  {
    formula: "mannWhitney",
    kind: "false positives",
    cases: [ranks(10, 10), ranks(30, 60), ranks(200, 150)],
  },
  {
    formula: "holm",
    kind: "false positives",
    cases: [0, 5, 10].map((real) => ({
      setting: `20 comparisons, ${real} of them real: any false call`,
      ...share(RUNS, family(holm, real).any),
    })),
    because: ({ rate }) =>
      rate < 0.05 ? "bounds the chance of any false call by 5 %; below it where some are real" : null,
  },
  {
    formula: "benjaminiHochberg",
    kind: "false positives",
    cases: [0, 5, 10].map((real) => ({
      setting: `20 comparisons, ${real} of them real: false calls among calls`,
      ...mean(RUNS, family(benjaminiHochberg, real).rate),
    })),
    because: ({ rate }) =>
      rate < 0.05
        ? "bounds the expected share of false calls by 5 % times the share of comparisons that are not real"
        : null,
  },
]
