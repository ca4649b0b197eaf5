// Metrics of audits and promises.
import { auditScore, promiseKeeping, raterAgreement } from "@touchpoint/core/metrics"
import { promises, type Rows } from "./populations.ts"
import { random, type Random } from "./random.ts"
import { binomial, type Study } from "./Study.ts"
import type { Population, Whole } from "./Whole.ts"

/** A visit: twelve items of five points, of which one in five does not apply, and a critical one. */
const visit = (id: string, location: string, group: string | null, quality: number, from: Random, passes = 0.85) => [
  ...Array.from({ length: 12 }, (_, i) => {
    const possible = from.flip(0.8) ? 5 : null
    const earned = Array.from({ length: 5 }, () => from.flip(quality)).filter(Boolean).length
    return {
      visit: id,
      location,
      channel: group,
      item: `i${i}`,
      earned: possible === null ? null : earned,
      possible,
      critical: 0,
      at: 0,
    }
  }),
  {
    visit: id,
    location,
    channel: group,
    item: "critical",
    earned: from.flip(passes) ? 1 : 0,
    possible: 1,
    critical: 1,
    at: 0,
  },
]
const single = (id: string, group: string | null, from: Random): Rows => ({
  "audit-item": visit(id, id, group, from.beta(8, 2), from),
})
const several =
  (alike: "quality" | "lapses") =>
  (id: string, group: string | null, from: Random): Rows => {
    const quality = alike === "quality" ? from.beta(8, 2) : 0.8
    const passes = alike === "quality" ? 0.85 : from.beta(1.7, 0.3)
    return {
      "audit-item": Array.from({ length: 1 + from.poisson(1.5) }, (_, i) =>
        visit(`${id}-${i}`, id, group, quality, from, passes),
      ).flat(),
    }
  }
/** Twelve items at 80 % of four fifths of five points, and the critical one. */
const points = (12 * 0.8 * 5 * 0.8 + 0.85) / (12 * 0.8 * 5 + 1)
/** The same for each visit with k of the items, averaged over k ~ Binomial(12, 0.8). */
const meanScore = binomial(12, 0.8).reduce((sum, p, k) => sum + (p * (4 * k + 0.85)) / (5 * k + 1), 0)

/** Twenty shops that are all there are, of which some are visited. */
const network = (): Population => {
  const from = random(7)
  const scores = Array.from({ length: 20 }, () => Math.round(100 * from.beta(8, 2)))
  let order = scores.map((_, i) => i)
  return {
    setting: "of 20 that are all there are, mean of scores",
    customer: (id, group, drawn) => {
      if (id === "c0")
        order = order
          .map((i) => [drawn.uniform(), i] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, i]) => i)
      const shop = order[Number(id.slice(1))] ?? 0
      return {
        "audit-item": [{ visit: id, channel: group, item: "all", earned: scores[shop] ?? 0, possible: 100, at: 0 }],
      }
    },
    truth: scores.reduce((sum, score) => sum + score, 0) / 2000,
  }
}

const answers = [0.5, 0.3, 0.2]
const drawn = (from: Random): number => {
  let left = from.uniform()
  return answers.findIndex((share) => (left -= share) < 0)
}
/** Six items of a visit; each rater sees the answer as often as the visit lets, and else draws one. */
const ratings =
  (raters: (from: Random) => number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const sees = from.beta(8, 2)
    const count = raters(from)
    return {
      "audit-item": Array.from({ length: 6 }, (_, i) => {
        const truth = drawn(from)
        return Array.from({ length: count }, (__, rater) => ({
          visit: id,
          channel: group,
          item: `i${i}`,
          rater: `r${rater}`,
          earned: from.flip(sees) ? truth : drawn(from),
          possible: 2,
          at: 0,
        }))
      }).flat(),
    }
  }
/** Both of a pair see it: E s² of s ~ Beta(8, 2). */
const kappa = (8 * 9) / (10 * 11)

const bounded: Study["because"] = ({ rate }) =>
  rate > 0.95 ? "Clopper and Pearson's limits never cover less than they say, and mostly more" : null

const skewed: Study["because"] = ({ rate }) =>
  rate < 0.95
    ? "a handful of scores with a long tail below: a sample without its low ones is too sure. From a dozen visits on it holds"
    : null
const wavy: Study["because"] = () =>
  "whole numbers of failures: the coverage of Wilson's interval goes up and down with the number of visits"

/** What audits and promises are measured by. */
export const auditMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: auditScore,
    of: "visits",
    sizes: [6, 30],
    half: 15,
    group: "channel",
    populations: [{ setting: "items that apply or not, pooled", customer: single, truth: points }],
    because: skewed,
  },
  {
    metric: auditScore,
    params: { form: "mean" },
    of: "visits",
    sizes: [6, 30],
    half: 15,
    group: "channel",
    populations: [{ setting: "items that apply or not, mean of scores", customer: single, truth: meanScore }],
  },
  {
    metric: auditScore,
    params: { unit: "location" },
    of: "locations",
    sizes: [8, 40],
    half: 20,
    group: "channel",
    populations: [
      { setting: "1 + Poisson(1.5) visits each, alike, pooled", customer: several("quality"), truth: points },
    ],
  },
  {
    metric: auditScore,
    params: { form: "mean", population: 20 },
    of: "visits",
    sizes: [6, 12],
    populations: [network()],
    because: skewed,
  },
  {
    metric: auditScore,
    params: { form: "critical-failed" },
    of: "visits",
    sizes: [30, 100],
    half: 100,
    group: "channel",
    populations: [{ setting: "15 % fail a critical item", customer: single, truth: 0.15 }],
    because: wavy,
  },
  {
    metric: auditScore,
    params: { form: "critical-failed", unit: "location" },
    of: "locations",
    sizes: [20, 60],
    half: 40,
    group: "channel",
    populations: [
      {
        setting: "1 + Poisson(1.5) visits each, 15 % fail a critical item, alike",
        customer: several("lapses"),
        truth: 0.15,
      },
    ],
  },
  {
    metric: raterAgreement,
    params: { raters: ["r0", "r1"] },
    of: "visits",
    sizes: [15, 60],
    half: 40,
    group: "channel",
    populations: [{ setting: "six items each, two raters (Cohen)", customer: ratings(() => 2), truth: kappa }],
  },
  {
    metric: raterAgreement,
    of: "visits",
    sizes: [15, 60],
    half: 40,
    group: "channel",
    populations: [
      {
        setting: "six items each, two to four raters (Fleiss)",
        customer: ratings((from) => 2 + Math.floor(3 * from.uniform())),
        truth: kappa,
      },
    ],
  },
  {
    metric: promiseKeeping,
    params: { interval: "clopper-pearson" },
    populations: [
      { setting: "exact, 1 + Poisson(1.5) promises each, independent", customer: promises(0), truth: 0.85 },
    ],
    because: bounded,
  },
  {
    metric: promiseKeeping,
    params: { interval: "one-sided" },
    populations: [
      { setting: "one-sided, 1 + Poisson(1.5) promises each, independent", customer: promises(0), truth: 0.85 },
    ],
    because: bounded,
  },
]
