// Metrics of contacts.
import { contactGap, contactPressure, occasionShare, quietHoursShare } from "@touchpoint/core/metrics"
import { letters, type Rows } from "./populations.ts"
import type { Random } from "./random.ts"
import type { Study } from "./Study.ts"
import type { Whole } from "./Whole.ts"

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

const conservative: Study["because"] = ({ rate }) =>
  rate > 0.95
    ? "counts are few whole numbers: the ranks around a quantile hold many equal ones, so the interval covers more than it says"
    : null
/** What contacts are measured by. */
export const contactMetrics = (): ReadonlyArray<Whole> => [
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
]
