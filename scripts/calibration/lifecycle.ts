// Metrics of coming, staying and going.
import {
  churnRate,
  conversionRate,
  customerSurvival,
  lifecycle,
  netRevenueRetention,
  pulse,
  returningCustomers,
} from "@touchpoint/core/metrics"
import {
  active,
  arriving,
  busy,
  changing,
  DAY,
  hesitant,
  kept,
  keptAtMost,
  leaver,
  MONTH,
  payer,
  sessions,
  shopper,
  STATES,
  staying,
  subscriber,
} from "./customers.ts"
import type { Case } from "./Study.ts"
import type { Whole } from "./Whole.ts"

const DISCRETE =
  "counts are whole: at one share the coverage of any such interval jumps by several points from n to n, and the test of few counts is Fisher's, which is careful"
const EXACT = "exact by construction: never below nominal, and above it wherever counts are few"
const careful =
  (reason: string) =>
  ({ rate }: Case): string | null =>
    rate > 0.95 || rate < 0.05 ? reason : null
const either = (): string => DISCRETE

/** Metrics of this room. */
export const lifecycleMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: conversionRate,
    params: { steps: ["cart", "paid"], within: 0.5, form: "session" },
    group: "channel",
    populations: [{ setting: "1 + Poisson(2) sessions each, alike by customer", customer: sessions, truth: 0.25 }],
  },
  {
    metric: conversionRate,
    params: { steps: ["product-page", { kind: "order" }], policy: "kaplan-meier" },
    group: "channel",
    populations: [
      {
        setting: "Kaplan–Meier, up to 20 days seen of a wait of 10 on average",
        customer: hesitant,
        truth: 1 - Math.exp(-0.7),
      },
    ],
  },
  {
    metric: conversionRate,
    params: {
      steps: [{ kind: "interaction", is: { touchpoint: ["shop", "a", "b"] } }, { kind: "order" }],
      form: "event-ratio",
    },
    group: "touchpoint",
    populations: [{ setting: "events over events, more of both by taste", customer: busy, truth: 0.25 }],
  },
  {
    metric: churnRate,
    period: MONTH,
    group: "plan",
    populations: [{ setting: "a tenth of the start is lost", customer: subscriber, truth: 0.1 }],
    because: either,
  },
  {
    metric: churnRate,
    params: { form: "all-of-start" },
    period: MONTH,
    group: "plan",
    sizes: [150, 600],
    half: 300,
    populations: [
      { setting: "all losses over the start", customer: subscriber, truth: (0.7 * 0.1 + 0.3 * 0.05) / 0.7 },
    ],
  },
  {
    metric: churnRate,
    params: { form: "all-of-average" },
    period: MONTH,
    group: "plan",
    sizes: [150, 600],
    half: 300,
    populations: [
      {
        setting: "all losses over the average base",
        customer: subscriber,
        truth: (0.7 * 0.1 + 0.3 * 0.05) / ((0.7 + 0.7 * 0.9 + 0.3 * 0.95) / 2),
      },
    ],
  },
  {
    metric: churnRate,
    params: { form: "all-of-start" },
    period: MONTH,
    group: "plan",
    sizes: [30],
    half: 90,
    first: 30,
    populations: [
      {
        setting: "some three losses in the smaller group",
        customer: subscriber,
        truth: (0.7 * 0.1 + 0.3 * 0.05) / 0.7,
      },
    ],
    because: careful(EXACT),
  },
  {
    metric: churnRate,
    params: { form: "per-exposure" },
    period: MONTH,
    group: "plan",
    populations: [{ setting: "lost at random, one in ten customer-months", customer: leaver, truth: 0.1 }],
    because: careful(EXACT),
  },
  {
    metric: churnRate,
    params: { ends: "inactivity", days: 30 },
    period: MONTH,
    group: "touchpoint",
    populations: [{ setting: "by inactivity, three in ten are lost", customer: shopper, truth: 0.3 }],
    because: either,
  },
  {
    metric: customerSurvival,
    params: { days: 60, least: 1 },
    group: "plan",
    sizes: [50, 200],
    populations: [{ setting: "share after 60 days of 100 on average", customer: staying, truth: Math.exp(-0.6) }],
  },
  {
    metric: customerSurvival,
    params: { days: 60, least: 1, grace: 60 },
    group: "plan",
    sizes: [50, 200],
    populations: [
      { setting: "share after 60 days, ends known 60 days later", customer: staying, truth: Math.exp(-0.6) },
    ],
  },
  {
    metric: customerSurvival,
    params: { form: "median", least: 1 },
    group: "plan",
    sizes: [50, 200],
    populations: [{ setting: "median", customer: staying, truth: Math.ceil(100 * Math.log(2)) * DAY }],
  },
  {
    metric: customerSurvival,
    params: { form: "restricted-mean", days: 60, least: 1 },
    group: "plan",
    sizes: [50, 200],
    populations: [
      {
        setting: "mean of the first 60 days",
        customer: staying,
        truth: (DAY * (1 - Math.exp(-0.6))) / (1 - Math.exp(-0.01)),
      },
    ],
    because: ({ setting }) =>
      setting.startsWith("50 ")
        ? "lives up to a limit are lopsided, and about half of the 50 are seen to their end: the normal interval is a little short"
        : null,
  },
  {
    metric: netRevenueRetention,
    params: { currency: "EUR" },
    period: MONTH,
    group: "plan",
    populations: [{ setting: "net, log-normal amounts", customer: payer, truth: kept }],
  },
  {
    metric: netRevenueRetention,
    params: { currency: "EUR", form: "gross" },
    period: MONTH,
    group: "plan",
    populations: [{ setting: "gross, log-normal amounts", customer: payer, truth: keptAtMost }],
    because: ({ setting }) =>
      setting.startsWith("30 ")
        ? "few leave of so few, and amounts are skewed: where no large one is among them, nothing shows how much may be lost"
        : null,
  },
  {
    metric: lifecycle,
    period: MONTH,
    group: "touchpoint",
    populations: [{ setting: "share of the new", customer: changing, truth: STATES.new / active }],
    because: either,
  },
  {
    metric: lifecycle,
    params: { form: "count" },
    period: MONTH,
    group: "touchpoint",
    sizes: [50],
    of: "sources of one new customer",
    populations: [{ setting: "number of the new", customer: arriving, truth: 50 }],
    because: careful(EXACT),
  },
  {
    metric: pulse,
    period: MONTH,
    group: "touchpoint",
    populations: [
      {
        setting: "nine won for each five lost",
        customer: changing,
        truth: (STATES.new + STATES.resurrected) / STATES.dormant,
      },
    ],
    because: either,
  },
  {
    metric: returningCustomers,
    period: MONTH,
    group: "touchpoint",
    populations: [
      {
        setting: "three in five were there before",
        customer: changing,
        truth: (STATES.current + STATES.resurrected) / active,
      },
    ],
    because: either,
  },
  {
    metric: returningCustomers,
    params: { form: "count" },
    period: MONTH,
    group: "touchpoint",
    sizes: [120],
    populations: [
      {
        setting: "their number among as many customers each time",
        customer: changing,
        truth: 120 * (STATES.current + STATES.resurrected),
      },
    ],
    because: () =>
      "counted as events that come by chance, as the number of customers does too; among a fixed number of them a count varies less",
  },
]
