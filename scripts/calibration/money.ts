// Metrics of orders and of what they brought.
import {
  averageOrderValue,
  customerValue,
  medianOrderValue,
  purchaseFrequency,
  repeatRate,
  salesGrowth,
} from "@touchpoint/core/metrics"
import { cents, ordersOfABuyer, purchases, type Rows } from "./populations.ts"
import { random, type Random } from "./random.ts"
import type { Whole } from "./Whole.ts"

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)
const year = { from: START, to: START + 365 * DAY }
/** A month, and the one before. */
const month = { from: START, to: Date.UTC(2026, 1, 1) }
const BEFORE = Date.UTC(2025, 11, 1)

/** The order values of {@link purchases}, sorted: those of buyers who buy often are dearer. */
const values = (): ReadonlyArray<number> => {
  const from = random(1)
  return Array.from({ length: 200_000 }, (_, i) => purchases(`${i}`, null, from)["order"] ?? [])
    .flat()
    .map(({ amount }) => Number(amount))
    .toSorted((a, b) => a - b)
}

const quantile = (q: number): number => {
  const all = values()
  return all[Math.ceil(q * all.length) - 1] ?? 0
}

/** Customers of the last year and this, who go on to order at random, twice a year on average; the facts go on. */
const regulars = (id: string, group: string | null, from: Random): Rows => {
  const rate = 2 * Math.exp(0.4 * from.normal() - 0.08)
  const first = -365 + 547 * from.uniform()
  const gap = () => (-Math.log(1 - from.uniform()) * 365.25) / rate
  const at = [first]
  for (let day = first + gap(); day < 400; day += gap()) at.push(day)
  return {
    order: [...at, 500].map((day, i) => ({
      eventId: `${id}-${i}`,
      customer: id,
      touchpoint: group,
      at: Math.floor(START + day * DAY),
    })),
  }
}
/** Mean years of the period after the first order, of customers who come evenly from a year before to day 182 of it. */
const yearsInIt = (365 * 365 + 365 * 182 - (182 * 182) / 2) / 547 / 365.25

/** Buyers, and an order of each much later, so that all have had their time. */
const settled = (id: string, group: string | null, from: Random): Rows => ({
  order: [
    ...(purchases(id, group, from)["order"] ?? []),
    { eventId: `${id}-late`, customer: id, touchpoint: group, currency: "EUR", amount: 1, at: 100 * DAY },
  ],
})

/** Orders of two months; now they are worth a tenth more. Who has a taste for it buys more often in both. */
const twoMonths =
  (named: boolean) =>
  (id: string, group: string | null, from: Random): Rows => {
    const taste = from.normal()
    const of = (name: string, at: number, worth: number) =>
      Array.from({ length: from.poisson(Math.exp(-0.3 + 0.5 * taste)) }, (_, i) => ({
        eventId: `${id}-${name}-${i}`,
        customer: named ? id : null,
        touchpoint: group,
        currency: "EUR",
        amount: Math.round(worth * 1000 * Math.exp(0.3 * taste + 0.5 * from.normal())),
        at,
      }))
    return {
      order: [
        ...of("before", BEFORE, 1),
        ...of("now", START, 1.1),
        // The facts reach back to the first instant of the month before, and beyond this one.
        { eventId: `${id}-late`, customer: id, touchpoint: group, currency: "EUR", amount: 1, at: month.to },
      ],
    }
  }

/** Buyers of two months; one order in ten is given back a month later. */
const givingBack = (id: string, group: string | null, from: Random): Rows => {
  const taste = from.normal()
  const of = (name: string, at: number) =>
    Array.from({ length: 1 + from.poisson(Math.exp(0.2 + 0.3 * taste)) }, (_, i) => ({
      eventId: `${id}-${name}-${i}`,
      customer: id,
      touchpoint: group,
      currency: "EUR",
      amount: Math.round(100 * Math.exp(3 + 0.2 * taste + 0.5 * from.normal())),
      at,
    }))
  const [before, now] = [of("before", BEFORE), of("now", START)]
  return {
    // The facts go on beyond the month.
    order: [...before, ...now, { eventId: `${id}-late`, customer: id, touchpoint: group, amount: 1, at: month.to }],
    refund: before
      .filter(() => from.flip(0.1))
      .map(({ amount, eventId }) => ({
        eventId: `r${eventId}`,
        refundOf: eventId,
        amount,
        currency: "EUR",
        at: START,
      })),
  }
}

const growing = (form: "relative" | "log", named: boolean): Whole => ({
  metric: salesGrowth,
  params: { currency: "EUR", form },
  period: month,
  group: "touchpoint",
  populations: [
    {
      setting: `${form}, a tenth more, ${named ? "customers known" : "orders of nobody known"}`,
      customer: twoMonths(named),
      truth: form === "relative" ? 0.1 : Math.log(1.1),
    },
  ],
  because: ({ setting }) =>
    !named
      ? "orders of one person are alike, and nobody knows whose they are: the interval takes them for independent"
      : setting.startsWith("30 ")
        ? "about twenty buyers of log-normal amounts: their largest orders are mostly not among them"
        : null,
})

/** Metrics of orders and money. */
export const moneyMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: repeatRate,
    params: { form: "orders" },
    group: "touchpoint",
    populations: [
      {
        setting: "share of repeat orders, 1 + Poisson(e^(0.2 + 0.3 T)) orders each",
        customer: purchases,
        truth: 1 - 1 / ordersOfABuyer,
      },
    ],
  },
  {
    metric: purchaseFrequency,
    params: { base: "customers" },
    period: year,
    group: "touchpoint",
    populations: [
      { setting: "per customer, about twice a year", customer: regulars, truth: 182 / 547 + 2 * yearsInIt },
    ],
  },
  {
    metric: purchaseFrequency,
    params: { base: "customer-years" },
    period: year,
    group: "touchpoint",
    populations: [{ setting: "per customer and year, about twice", customer: regulars, truth: 2 }],
  },
  {
    metric: averageOrderValue,
    params: { basis: "net-by-refund-date", currency: "EUR" },
    period: month,
    group: "touchpoint",
    populations: [{ setting: "a tenth of last month's orders refunded", customer: givingBack, truth: 0.9 * cents }],
  },
  ...[0.5, 0.9].map((q): Whole => ({
    metric: medianOrderValue,
    params: { q, currency: "EUR" },
    group: "touchpoint",
    populations: [
      { setting: `quantile ${q}, log-normal orders, heavy buyers buy dearer`, customer: purchases, truth: quantile(q) },
    ],
    because: ({ setting }) =>
      setting.startsWith("30 ")
        ? "few orders: ranks are whole and the outer ones are taken, and a design effect below 1 is not believed"
        : null,
  })),
  {
    metric: customerValue,
    params: { within: 1, currency: "EUR" },
    group: "touchpoint",
    populations: [
      {
        setting: "log-normal orders, heavy buyers buy dearer",
        customer: settled,
        truth: cents * ordersOfABuyer,
      },
    ],
    because: ({ setting }) =>
      setting.startsWith("30 ") ? "so few customers of so skewed a value: the metric says so (`skewed`)" : null,
  },
  growing("relative", true),
  growing("log", true),
  growing("relative", false),
]
