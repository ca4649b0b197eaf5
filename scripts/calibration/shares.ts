import {
  binomialTest,
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
  clusteredProportion,
  effectiveSize,
  fisherExact,
  type Interval,
  jeffreys,
  newcombe,
  riskRatio,
  twoProportionTest,
  wilson,
} from "@touchpoint/core/stats"
import { random } from "./random.ts"
import { binomial, type Case, covers, pairsOf, share, type Study } from "./Study.ts"

type OneShare = (x: number, n: number) => Interval | null

const exactCoverage = (of: OneShare, n: number, p: number): number =>
  binomial(n, p).reduce((sum, weight, x) => sum + (covers(of(x, n), p) ? weight : 0), 0)

/** Coverage is a saw-tooth in p: the mean over shares says how the formula does, single shares how far it swings. */
const oneShare = (of: OneShare): ReadonlyArray<Case> =>
  [10, 30, 100, 1000].flatMap((n) => {
    const grid = Array.from({ length: 181 }, (_, i) => 0.05 + i * 0.005)
    const rates = grid.map((p) => exactCoverage(of, n, p))
    return [
      {
        setting: `n = ${n}, mean over shares 5 … 95 %`,
        rate: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
        runs: null,
      },
      ...[0.02, 0.1, 0.3, 0.5].map((p) => ({
        setting: `n = ${n}, share ${100 * p} %`,
        rate: exactCoverage(of, n, p),
        runs: null,
      })),
    ]
  })

const DISCRETE =
  "counts are whole: at one share the coverage of any such interval jumps by several points from n to n; the mean over shares is what the formula promises"

const discrete = ({ setting }: Case): string | null => (setting.includes("mean") ? null : DISCRETE)

const CONSERVATIVE = "exact by construction: never below 95 %, and therefore above it wherever counts are few"

const SIZES = [
  [20, 20],
  [30, 60],
  [200, 150],
] as const

const ALIKE = [0.1, 0.3, 0.5].map((p) => [p, p] as const)
const APART = [...ALIKE, [0.8, 0.6], [0.3, 0.1]] as const

type Successes = Parameters<typeof newcombe>[0]

/** Every pair of counts by its probability; samples of which `holds` says nothing (`null`) are left out. */
const twoShares = (
  settings: ReadonlyArray<readonly [number, number]>,
  holds: (a: Successes, b: Successes, p1: number, p2: number) => boolean | null,
): ReadonlyArray<Case> =>
  SIZES.flatMap(([n1, n2]) =>
    settings.map(([p1, p2]) => {
      let [rate, weighed] = [0, 0]
      const second = binomial(n2, p2)
      for (const [x1, w1] of binomial(n1, p1).entries()) {
        if (w1 < 1e-10) continue
        for (const [x2, w2] of second.entries()) {
          if (w2 < 1e-10) continue
          const held = holds({ x: x1, n: n1 }, { x: x2, n: n2 }, p1, p2)
          if (held === null) continue
          weighed += w1 * w2
          if (held) rate += w1 * w2
        }
      }
      const percent = (p: number) => Math.round(100 * p)
      return {
        setting: `n = ${n1} and ${n2}, shares ${percent(p1)} and ${percent(p2)} %`,
        rate: rate / weighed,
        runs: null,
      }
    }),
  )

/** An exact test rejects too seldom, never too often. */
const careful = ({ rate }: Case): string | null =>
  rate < 0.05 ? "exact: never above 5 %, and below it because counts are whole" : null

const RUNS = 4000

/** Customers who convert more or less readily: beta-distributed shares with intra-class correlation icc. */
const clustered = (customers: number, icc: number): Case => {
  const { beta, flip, poisson } = random(customers * 1000 + icc * 100)
  const p = 0.3
  const size = 1 / icc - 1
  return {
    setting: `${customers} customers, 1 + Poisson(3) trials each, intra-class correlation ${icc}`,
    ...share(RUNS, () => {
      const pairs = Array.from({ length: customers }, (): readonly [number, number] => {
        const own = beta(p * size, (1 - p) * size)
        const trials = 1 + poisson(3)
        let x = 0
        for (let i = 0; i < trials; i++) if (flip(own)) x++
        return [x, trials]
      })
      return covers(clusteredProportion(pairsOf(pairs))?.interval ?? null, p)
    }),
  }
}

/** Weighted answers: Kish's effective size into Wilson's interval. */
const weighted = (n: number): Case => {
  const { flip, uniform } = random(n)
  const p = 0.3
  return {
    setting: `${n} answers with weights 0.5 … 3 that do not depend on the answer, share 30 %`,
    ...share(RUNS, () => {
      let [sumW, sumW2, x] = [0, 0, 0]
      for (let i = 0; i < n; i++) {
        const w = 0.5 + 2.5 * uniform()
        sumW += w
        sumW2 += w * w
        if (flip(p)) x += w
      }
      const size = effectiveSize({ sumW, sumW2 }) ?? 0
      return covers(wilson((x / sumW) * size, size), p)
    }),
  }
}

const FEW_CLUSTERS =
  "with few clusters the standard error between them is itself uncertain; the interval has Wilson's z and no t, and the metric says small-sample below 30"

export const shares = (): ReadonlyArray<Study> => [
  { formula: "wilson", kind: "coverage", cases: oneShare(wilson), because: discrete },
  { formula: "jeffreys", kind: "coverage", cases: oneShare(jeffreys), because: discrete },
  { formula: "clopperPearson", kind: "coverage", cases: oneShare(clopperPearson), because: () => CONSERVATIVE },
  {
    formula: "clopperPearsonLower",
    kind: "coverage",
    cases: oneShare(clopperPearsonLower),
    because: () => CONSERVATIVE,
  },
  {
    formula: "clopperPearsonUpper",
    kind: "coverage",
    cases: oneShare(clopperPearsonUpper),
    because: () => CONSERVATIVE,
  },
  {
    formula: "clusteredProportion",
    kind: "coverage",
    cases: [20, 50, 200].flatMap((n) => [0.05, 0.3].map((icc) => clustered(n, icc))),
    because: ({ setting }) => (setting.startsWith("20 ") ? FEW_CLUSTERS : null),
  },
  { formula: "wilson at effectiveSize", kind: "coverage", cases: [30, 100, 500].map(weighted) },
  {
    formula: "newcombe",
    kind: "coverage",
    cases: twoShares(APART, (a, b, p1, p2) => covers(newcombe(a, b), p1 - p2)),
    because: () => DISCRETE,
  },
  {
    formula: "riskRatio",
    kind: "coverage",
    cases: twoShares(APART, (a, b, p1, p2) => {
      const interval = riskRatio(a, b)?.interval ?? null
      return interval === null ? null : covers(interval, p1 / p2)
    }),
    because: () =>
      "Katz's logarithm is an approximation for many successes; samples without any, of which it says nothing, are left out",
  },
  {
    formula: "twoProportionTest",
    kind: "false positives",
    cases: twoShares(ALIKE, (a, b) => (twoProportionTest(a, b)?.p ?? 1) < 0.05),
    because: ({ rate }) =>
      rate < 0.03 ? "below five expected in a cell the test is Fisher's, which is exact and therefore careful" : null,
  },
  {
    formula: "fisherExact",
    kind: "false positives",
    cases: twoShares(ALIKE, (a, b) => (fisherExact(a, b) ?? 1) < 0.05),
    because: careful,
  },
  {
    formula: "binomialTest",
    kind: "false positives",
    cases: [20, 100, 1000].flatMap((n) =>
      [0.5, 0.8, 0.97].map((p) => ({
        setting: `n = ${n}, the promised ${100 * p} % are true; fewer than promised?`,
        rate: binomial(n, p).reduce(
          (sum, weight, x) => sum + ((binomialTest(x, n, p, "less") ?? 1) < 0.05 ? weight : 0),
          0,
        ),
        runs: null,
      })),
    ),
    because: careful,
  },
]
