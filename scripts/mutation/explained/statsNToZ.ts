import type { Explained } from "./Explained.ts"

const border = "at the border both formulas give the same number"
const settled = "ends a step later, when nothing changes any more"
const bracket = "starts the search from another bracket, which ends at the same count"

/** Formulas of `stats` from net scores on, in the order of their files. */
export const statsNToZ: ReadonlyArray<Explained> = [
  { file: "stats/normal.ts", was: "k < 1000", why: settled },
  { file: "stats/normal.ts", was: "Math.abs(c * d - 1) < 2e-16", why: settled },
  {
    file: "stats/normal.ts",
    now: "1e-17 / Math.abs(sum)",
    why: "ends a term sooner or later, below the last digit of 1/2",
  },
  { file: "stats/normal.ts", was: /^x [<>] -?40$/u, why: "at 40 the tail is below any double already" },
  { file: "stats/normal.ts", was: /^x [<>]= -?1\.5$/u, now: /^x [<>] -?1\.5$/u, why: border },
  { file: "stats/normal.ts", now: "Math.abs(q) < 0.425", why: border },
  { file: "stats/normal.ts", now: "r < 5", why: border },
  { file: "stats/normal.ts", now: "q <= 0", why: "0 never comes here: it is in the middle part" },
  {
    file: "stats/poisson.ts",
    now: /^Math\.floor\((?:mean|Math\.sqrt\(mean\))\)$|^Math\.ceil\(mean\) - 1$|^high - 1$/u,
    why: bracket,
  },
  {
    file: "stats/power.ts",
    was: '"unpooled"',
    now: '""',
    why: "every word but the two others means the unpooled form",
  },
  {
    file: "stats/power.ts",
    now: /< perGroup$/u,
    why: "a bisection ends at the same number, whether its edge counts or not",
  },
  { file: "stats/power.ts", now: "step <= 100", why: settled },
  { file: "stats/proportion.ts", now: "p < 0.5", why: "at one half both sides are each other's mirror image" },
  {
    file: "stats/proportion.ts",
    now: /<= leastCount$/u,
    why: "at the border the quantile is 0 or 1 among doubles too",
  },
  { file: "stats/proportion.ts", now: "sumW >= 0", why: "weights that add up to 0 have the size 0, and that is none" },
  {
    file: "stats/rankProbability.ts",
    now: "v >= 0",
    why: "0 has the logarithm of minus infinity, which refuses the draw",
  },
  {
    file: "stats/rankProbability.ts",
    now: /^Math\.log\(random\(\)\) <= /u,
    why: "the two sides are never the same double in the draws that are made",
  },
  { file: "stats/rankProbability.ts", now: /- 1$/u, why: "moves a draw by half of a billionth: no count changes" },
  { file: "stats/ratio.ts", now: /^left < /u, why: "where both sides are 0, what is left is 0 already" },
  {
    file: "stats/salesGrowth.ts",
    was: /^interval\.(low|high) === null$/u,
    why: "the interval of a ratio has both ends",
  },
  {
    file: "stats/salesGrowth.ts",
    now: "before.sum >= 0",
    why: "over a sum of 0 the ratio is no number, and nothing is held",
  },
  { file: "stats/sampleSize.ts", now: "1 - level", why: "the quantile is squared, and its sign is lost" },
  { file: "stats/studentT.ts", now: "w <= mostSquared", why: border },
  { file: "stats/studentT.ts", now: "t > 0", why: "at 0 the tail is one half on either side" },
  { file: "stats/studentT.ts", now: "centre > 0.5", why: border },
  {
    file: "stats/survival.ts",
    mutator: "OptionalChaining",
    was: "table.at(-1)?.time",
    why: "where units are, rows are",
  },
  {
    file: "stats/survival.ts",
    now: "(value(step) ?? Infinity) < left + 1e-12",
    why: "no share is larger than another by this slack and nothing else",
  },
  { file: "stats/survival.ts", now: "time <= horizon", why: "a step at the horizon has no area right of it" },
  { file: "stats/survivalShare.ts", was: "open > 0", why: "adding nobody changes nothing" },
  {
    file: "stats/survivalShare.ts",
    mutator: "OptionalChaining",
    was: /^logRank\(/u,
    why: "both groups have lives here, or their shares were none",
  },
  {
    file: "stats/twoMeans.ts",
    was: "correction === null",
    why: "groups with a d have two degrees of freedom at least",
  },
]
