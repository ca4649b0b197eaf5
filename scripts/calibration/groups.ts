import { funnelLimits, heterogeneity, jackknife } from "@touchpoint/core/stats"
import { random } from "./random.ts"
import { binomial, covers, sampleOf, share, type Study } from "./Study.ts"

const RUNS = 4000

/** Revenue and orders of customers in buckets: log-normal revenue, one order and more. */
const buckets = (customers: number, count: number, seed: number) => {
  const { normal, poisson } = random(seed)
  return () => {
    const sums = Array.from({ length: count }, () => [0, 0] as [number, number])
    for (let i = 0; i < customers; i++) {
      const orders = 1 + poisson(0.7)
      const bucket = sums[i % count] as [number, number]
      bucket[1] += orders
      for (let k = 0; k < orders; k++) bucket[0] += Math.exp(3 + 0.5 * normal())
    }
    const revenue = sums.reduce((sum, [x]) => sum + x, 0)
    const all = sums.reduce((sum, [, y]) => sum + y, 0)
    return jackknife(
      revenue / all,
      sums.map(([x, y]) => (revenue - x) / (all - y)),
    )
  }
}

export const groups = (): ReadonlyArray<Study> => [
  {
    formula: "jackknife",
    kind: "coverage",
    cases: [20, 64, 128].map((count) => {
      const next = buckets(1000, count, count)
      return {
        setting: `revenue per order, 1000 customers in ${count} buckets`,
        ...share(RUNS, () => covers(next()?.interval ?? null, Math.exp(3.125))),
      }
    }),
  },
  {
    formula: "funnelLimits",
    kind: "false positives",
    cases: [20, 100, 1000].flatMap((n) =>
      [0.5, 0.8, 0.95].map((p) => ({
        setting: `n = ${n}, on the target of ${100 * p} %`,
        rate: binomial(n, p).reduce(
          (sum, weight, x) => sum + (Math.abs(funnelLimits({ x, n }, p)?.z ?? 0) > 1.959964 ? weight : 0),
          0,
        ),
        runs: null,
      })),
    ),
    because: () => "counts are whole: the rate jumps from n to n, most where few are expected to fail",
  },
  {
    formula: "heterogeneity",
    kind: "false positives",
    cases: [
      [4, 30],
      [4, 200],
      [12, 100],
    ].map(([channels = 0, n = 0]) => {
      const { uniform } = random(channels + n)
      return {
        setting: `${channels} channels of ${n} answers on five levels`,
        ...share(RUNS, () => {
          const draw = () => {
            const u = uniform()
            return u < 0.05 ? 1 : u < 0.12 ? 2 : u < 0.25 ? 3 : u < 0.65 ? 4 : 5
          }
          const found = heterogeneity(Array.from({ length: channels }, () => sampleOf(Array.from({ length: n }, draw))))
          return (found?.p ?? 1) < 0.05
        }),
      }
    }),
    because: ({ rate, setting }) =>
      setting.includes("of 30 ") && rate < 0.1
        ? "the variances that weigh the channels are estimates too; with some 30 answers Q is a little bold"
        : null,
  },
]
