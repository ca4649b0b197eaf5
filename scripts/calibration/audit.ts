// Metrics of contacts, audits and promises.
import {
  auditScore,
  contactGap,
  contactPressure,
  occasionShare,
  promiseKeeping,
  quietHoursShare,
  raterAgreement,
} from "@touchpoint/core/metrics"
import { letters, promises, type Rows } from "./populations.ts"
import { random, type Random } from "./random.ts"
import { binomial, type Study } from "./Study.ts"
import type { Population, Whole } from "./Whole.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** P(Poisson(mean) = k). */
const poisson = (mean: number, k: number): number => {
  let p = Math.exp(-mean)
  for (let i = 1; i <= k; i++) p *= mean / i
  return p
}

const counts = Array.from({ length: 60 }, (_, k) => k)

/** Letters of a week, and one to nobody at its end, so that all samples end with it. */
const week = (id: string, group: string | null, from: Random): Rows => ({
  contact: [
    ...(letters(id, group, from)["contact"] ?? []),
    ...(id === "c0" ? [{ eventId: "end", customer: null, touchpoint: "email-newsletter", at: 6 * DAY }] : []),
  ],
})
/** E max(0, 1 + Poisson(2.5) − 4) */
const excess = counts.reduce((sum, k) => sum + poisson(2.5, k) * Math.max(0, k - 3), 0)
/** 3.5 letters, each as old as any from 0 to 6 days, halved every three. */
const decayed = (3.5 * 0.75) / (2 * Math.LN2)

/** Contacts at any time of 30 days. */
const month = (id: string, group: string | null, from: Random): Rows => ({
  contact: Array.from({ length: 1 + from.poisson(2.5) }, (_, i) => ({
    eventId: `${id}-${i}`,
    customer: id,
    touchpoint: "email-newsletter",
    channel: group,
    class: "marketing",
    at: Math.floor(30 * DAY * from.uniform()),
  })),
})
/** Share of those with two contacts whose nearest two are at least `gap` days apart: (1 − (k − 1) gap / 30)^k. */
const apart = (gap: number): number => {
  const some = counts.filter((k) => k >= 1)
  const total = some.reduce((sum, k) => sum + poisson(2.5, k), 0)
  return some.reduce((sum, k) => sum + poisson(2.5, k) * Math.max(0, 1 - (k * gap) / 30) ** (k + 1), 0) / total
}
/** Half of the shortest gaps are below it. */
const medianGap = (): number => {
  let [low, high] = [0, 30]
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (apart(middle) > 0.5) low = middle
    else high = middle
  }
  return low * DAY
}

/** Contacts of customers, some of whom get them at night, or on an occasion, far more often than others. */
const inclined =
  (share: number, spread: number, row: (hit: boolean, i: number) => Rows[string][number]) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = spread === 0 ? share : from.beta(share * spread, (1 - share) * spread)
    return {
      contact: Array.from({ length: 1 + from.poisson(2) }, (_, i) => ({
        eventId: `${id}-${i}`,
        customer: id,
        touchpoint: "email-newsletter",
        channel: group,
        ...row(from.flip(own), i),
      })),
    }
  }
const byNight = (hit: boolean, i: number) => ({ class: "marketing", at: i * DAY + (hit ? 23 : 12) * HOUR })
const onOccasion = (hit: boolean, i: number) => ({ class: hit ? "occasion" : "marketing", at: i * DAY })

/** A visit: twelve items of five points, of which one in five does not apply, and a critical one. */
const visit = (id: string, location: string, group: string | null, quality: number, from: Random) => [
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
    earned: from.flip(0.85) ? 1 : 0,
    possible: 1,
    critical: 1,
    at: 0,
  },
]
const single = (id: string, group: string | null, from: Random): Rows => ({
  "audit-item": visit(id, id, group, from.beta(8, 2), from),
})
const several = (id: string, group: string | null, from: Random): Rows => {
  const quality = from.beta(8, 2)
  return {
    "audit-item": Array.from({ length: 1 + from.poisson(1.5) }, (_, i) =>
      visit(`${id}-${i}`, id, group, quality, from),
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

const conservative: Study["because"] = ({ rate }) =>
  rate > 0.95
    ? "counts are few whole numbers: the ranks around a quantile hold many equal ones, so the interval covers more than it says"
    : null
const bounded: Study["because"] = ({ rate }) =>
  rate > 0.95 ? "Clopper and Pearson's limits never cover less than they say, and mostly more" : null

const skewed: Study["because"] = ({ rate }) =>
  rate < 0.95
    ? "a handful of scores with a long tail below: a sample without its low ones is too sure. From a dozen visits on it holds"
    : null
const wavy: Study["because"] = () =>
  "whole numbers of failures: the coverage of Wilson's interval goes up and down with the number of visits"

/** What audits, contacts and promises are measured by. */
export const auditMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: contactPressure,
    params: { form: "excess" },
    group: "channel",
    populations: [{ setting: "excess over 4 of 1 + Poisson(2.5) contacts each", customer: letters, truth: excess }],
    because: ({ rate }) =>
      rate < 0.95
        ? "few customers are over the cap, and a sample without the heaviest of them is too sure; the caveat `skewed` says so"
        : null,
  },
  {
    metric: contactPressure,
    params: { form: "quantile" },
    group: "channel",
    populations: [{ setting: "95th percentile of 1 + Poisson(2.5) contacts each", customer: letters, truth: 6 }],
    because: conservative,
  },
  {
    metric: contactPressure,
    params: { form: "quantile", q: 0.5 },
    populations: [{ setting: "median of 1 + Poisson(2.5) contacts each", customer: letters, truth: 3 }],
    because: conservative,
  },
  {
    metric: contactPressure,
    params: { form: "decayed" },
    group: "channel",
    populations: [{ setting: "decayed, 1 + Poisson(2.5) contacts each in six days", customer: week, truth: decayed }],
  },
  {
    metric: contactGap,
    group: "channel",
    populations: [
      { setting: "1 + Poisson(2.5) contacts each in 30 days, two within a day", customer: month, truth: 1 - apart(1) },
    ],
  },
  {
    metric: contactGap,
    params: { form: "quantile" },
    group: "channel",
    populations: [
      {
        setting: "1 + Poisson(2.5) contacts each in 30 days, median of the shortest gap",
        customer: month,
        truth: medianGap(),
      },
    ],
  },
  {
    metric: quietHoursShare,
    group: "channel",
    populations: [
      { setting: "1 + Poisson(2) contacts each, independent", customer: inclined(0.2, 0, byNight), truth: 0.2 },
      {
        setting: "1 + Poisson(2) contacts each, alike within a customer",
        customer: inclined(0.2, 3, byNight),
        truth: 0.2,
      },
    ],
  },
  {
    metric: occasionShare,
    group: "channel",
    populations: [
      {
        setting: "1 + Poisson(2) contacts each, alike within a customer",
        customer: inclined(0.3, 3, onOccasion),
        truth: 0.3,
      },
    ],
  },
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
    populations: [{ setting: "1 + Poisson(1.5) visits each, alike, pooled", customer: several, truth: points }],
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
