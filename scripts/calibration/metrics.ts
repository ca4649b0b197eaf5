import { MemoryEngine } from "@touchpoint/core/engine"
import {
  averageOrderValue,
  contactPressure,
  conversionRate,
  csat,
  measure,
  type Measurement,
  type Metric,
  nps,
  promiseKeeping,
  purchaseFrequency,
  repeatRate,
  repurchaseWithin,
  responseRate,
  retention,
} from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import { random, type Random } from "./random.ts"
import { type Case, covers, type Study } from "./Study.ts"

type Rows = Readonly<Record<string, ReadonlyArray<Readonly<Record<string, string | number | null>>>>>

/** A population: how to draw the facts of customers, and what the number is over the whole of it. */
interface Population {
  readonly setting: string
  /** Facts of one customer; `group` is set where two halves are compared. */
  readonly customer: (id: string, group: string | null, random: Random) => Rows
  readonly truth: number
}

interface Whole {
  readonly metric: Metric.Metric
  readonly params?: unknown
  /** Column that holds the group, where halves are compared. */
  readonly group?: string
  readonly populations: ReadonlyArray<Population>
  readonly because?: Study["because"]
}

const RUNS = 1000

const joined = (parts: ReadonlyArray<Rows>): Rows => {
  const tables: Record<string, Array<Rows[string][number]>> = {}
  for (const part of parts) for (const [kind, rows] of Object.entries(part)) (tables[kind] ??= []).push(...rows)
  return tables
}

const measured = (whole: Whole, tables: Rows, compared: boolean): Promise<ReadonlyArray<Measurement>> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const metric = yield* whole.metric.prepare(whole.params)
      const by = compared && whole.group !== undefined ? [dimension(whole.group, column(whole.group))] : []
      const versus = by.length === 0 ? null : { [whole.group ?? ""]: "a" }
      const [result] = yield* measure([{ metric, by, versus }], { calendar: Calendar.make("UTC") })
      return result?.measurements ?? []
    }).pipe(Effect.provide(MemoryEngine.layer(factsOf(specOf(tables))))),
  )

/** As `share`, of what is only known later. */
const shareOf = async (runs: number, holds: () => Promise<boolean>): Promise<{ rate: number; runs: number }> => {
  let count = 0
  for (let run = 0; run < runs; run++) if (await holds()) count++
  return { rate: count / runs, runs }
}

const coverageOf = async (whole: Whole): Promise<Study> => {
  const cases: Array<Case> = []
  for (const { customer, setting, truth } of whole.populations)
    for (const customers of [30, 150]) {
      const from = random(customers + setting.length)
      const rate = await shareOf(RUNS, async () => {
        const tables = joined(Array.from({ length: customers }, (_, i) => customer(`c${i}`, null, from)))
        return covers((await measured(whole, tables, false))[0]?.interval ?? null, truth)
      })
      cases.push({ setting: `${customers} customers, ${setting}`, ...rate })
    }
  return studyOf(whole, "coverage", cases)
}

const falsePositivesOf = async (whole: Whole): Promise<Study> => {
  const cases: Array<Case> = []
  for (const { customer, setting } of whole.populations) {
    const from = random(setting.length)
    const rate = await shareOf(RUNS, async () => {
      const halves = Array.from({ length: 200 }, (_, i) => customer(`c${i}`, i % 2 === 0 ? "a" : "b", from))
      const compared = (await measured(whole, joined(halves), true)).find((m) => m.versus !== undefined)
      return (compared?.versus?.p ?? 1) < 0.05
    })
    cases.push({ setting: `two groups of 100 customers that do not differ, ${setting}`, ...rate })
  }
  return studyOf(whole, "false positives", cases)
}

const studyOf = ({ because, metric }: Whole, kind: Study["kind"], cases: ReadonlyArray<Case>): Study => ({
  formula: metric.id,
  kind,
  cases,
  ...(because === undefined ? {} : { because }),
})

/** The mean of a variable over very many draws, where no closed form is at hand. */
const meanOf = (of: (random: Random) => number, draws = 1_000_000): number => {
  const from = random(1)
  let sum = 0
  for (let i = 0; i < draws; i++) sum += of(from)
  return sum / draws
}

/** Answers of a customer whose mood shifts all of them. */
const answers =
  (instrument: string, most: number, levelOf: (mood: number, random: Random) => number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const mood = from.normal()
    const scale = { scaleMin: most === 10 ? 0 : 1, scaleMax: most, polarity: "high" }
    return {
      feedback: Array.from({ length: 1 + from.poisson(2) }, () => ({
        customer: id,
        touchpoint: group,
        instrument,
        status: "answered",
        score: levelOf(mood, from),
        ...scale,
        at: 0,
      })),
    }
  }

/** Five levels, the same mood weighing more or less. */
const five = (weight: number) => (mood: number, from: Random) =>
  Math.min(5, Math.max(1, Math.round(3.9 + weight * mood + Math.sqrt(1 - weight * weight) * from.normal())))

const eleven = (mood: number, from: Random) =>
  Math.min(10, Math.max(0, Math.round(8 + 1.5 * mood + 1.5 * from.normal())))

const moody = (of: (mood: number, from: Random) => number, worth: (score: number) => number) =>
  meanOf((from) => worth(of(from.normal(), from)))

const MOODS = [0, 0.7]

const csatOf = (form: "top-box" | "mean" | "net", worth: (score: number) => number): Whole => ({
  metric: csat,
  params: { form },
  group: "touchpoint",
  populations: MOODS.map((weight) => ({
    setting: `${form}, 1 + Poisson(2) answers each, ${weight === 0 ? "independent" : "alike by mood"}`,
    customer: answers("csat", 5, five(weight)),
    truth: moody(five(weight), worth),
  })),
})

/** Promises of a customer, kept more or less often by where the customer lives. */
const promises =
  (spread: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const kept = spread === 0 ? 0.85 : from.beta(0.85 * spread, 0.15 * spread)
    const due = Array.from({ length: 1 + from.poisson(1.5) }, () => ({
      customer: id,
      party: group,
      at: 0,
      due: 1000,
      fulfilledAt: from.flip(kept) ? 900 : 1100,
    }))
    // A promise made later, not yet due: the facts reach beyond what was promised before.
    return { promise: [...due, { customer: id, party: group, at: 5000, due: 1e9, fulfilledAt: null }] }
  }

const orders = (id: string, group: string | null, from: Random): Rows => ({
  order: Array.from({ length: from.poisson(1.3) }, (_, i) => ({
    eventId: `${id}-${i}`,
    customer: id,
    touchpoint: group,
    at: i,
  })),
})

/** Buyers with one order and more; who has a taste for it buys more often and dearer. */
const purchases = (id: string, group: string | null, from: Random): Rows => {
  const taste = from.normal()
  const count = 1 + from.poisson(Math.exp(0.2 + 0.3 * taste))
  return {
    order: Array.from({ length: count }, (_, i) => ({
      eventId: `${id}-${i}`,
      customer: id,
      touchpoint: group,
      currency: "EUR",
      amount: Math.round(100 * Math.exp(3 + 0.2 * taste + 0.5 * from.normal())),
      at: i,
    })),
  }
}

/** E e^(kT) of a standard normal T. */
const e = (k: number) => Math.exp((k * k) / 2)
const ordersOfABuyer = 1 + Math.exp(0.2) * e(0.3)
const cents = (100 * Math.exp(3.125) * (e(0.2) + Math.exp(0.2) * e(0.5))) / ordersOfABuyer

/** Survey requests; some customers answer nearly always, some nearly never. */
const requests =
  (spread: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = from.beta(0.3 * spread, 0.7 * spread)
    return {
      feedback: Array.from({ length: 1 + from.poisson(2) }, () => {
        const answered = from.flip(own)
        return {
          customer: id,
          touchpoint: group,
          instrument: "csat",
          status: answered ? "answered" : "na",
          score: answered ? 4 : null,
          at: 0,
        }
      }),
    }
  }

const DAY = 86_400_000
/** Long after everything below had its time. */
const LATER = 1000 * DAY

/** Visits to a page, each followed by an order or not, as the customer is inclined. */
const attempts =
  (most: number, spread: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = spread === 0 ? 0.25 : from.beta(0.25 * spread, 0.75 * spread)
    const days = Array.from({ length: most === 1 ? 1 : 1 + from.poisson(most - 1) }, (_, i) => 30 * i * DAY)
    const ordered = days.filter(() => from.flip(own))
    return {
      interaction: [
        ...days.map((at) => ({ customer: id, touchpoint: "product-page", channel: group, at })),
        { customer: `${id}-late`, touchpoint: "elsewhere", at: LATER },
      ],
      order: [
        ...ordered.map((day) => ({ eventId: `${id}-${day}`, customer: id, at: day + DAY })),
        { eventId: `${id}-late`, at: LATER, customer: null },
      ],
    }
  }

/** Orders of a customer as a Poisson process of one in 60 days, seen for a thousand. */
const renewals = (id: string, group: string | null, from: Random): Rows => {
  const order: Array<Rows[string][number]> = []
  for (let at = 0; at < 400 * DAY; at += -60 * DAY * Math.log(1 - from.uniform()))
    order.push({ eventId: `${id}-${order.length}`, customer: id, touchpoint: group, at: Math.floor(at) })
  return { order: [...order, { eventId: `${id}-late`, at: LATER, customer: null }] }
}

/** Contacts of a customer on days of one week, more or fewer. */
const letters = (id: string, group: string | null, from: Random): Rows => ({
  contact: Array.from({ length: 1 + from.poisson(2.5) }, (_, i) => ({
    eventId: `${id}-${i}`,
    customer: id,
    touchpoint: "email-newsletter",
    channel: group,
    class: "marketing",
    status: "delivered",
    at: Math.floor(6 * DAY * from.uniform()),
  })),
})

/** P(1 + Poisson(2.5) > 4) */
const overFour = 1 - Math.exp(-2.5) * (1 + 2.5 + 2.5 ** 2 / 2 + 2.5 ** 3 / 6)

const wholes = (): ReadonlyArray<Whole> => [
  csatOf("top-box", (score) => (score >= 4 ? 1 : 0)),
  csatOf("mean", (score) => score),
  csatOf("net", (score) => (score >= 4 ? 100 : score <= 2 ? -100 : 0)),
  {
    metric: nps,
    params: { relation: "transactional" },
    group: "touchpoint",
    populations: [
      {
        setting: "1 + Poisson(2) answers each, alike by mood",
        customer: answers("nps", 10, eleven),
        truth: moody(eleven, (score) => (score >= 9 ? 100 : score <= 6 ? -100 : 0)),
      },
    ],
  },
  {
    metric: promiseKeeping,
    group: "party",
    populations: [
      { setting: "1 + Poisson(1.5) promises each, independent", customer: promises(0), truth: 0.85 },
      { setting: "1 + Poisson(1.5) promises each, alike within a customer", customer: promises(6), truth: 0.85 },
    ],
  },
  {
    metric: repeatRate,
    group: "touchpoint",
    populations: [
      {
        setting: "Poisson(1.3) orders each",
        customer: orders,
        truth: (1 - 2.3 * Math.exp(-1.3)) / (1 - Math.exp(-1.3)),
      },
    ],
  },
  {
    metric: purchaseFrequency,
    group: "touchpoint",
    populations: [
      { setting: "1 + Poisson(e^(0.2 + 0.3 T)) orders each, T normal", customer: purchases, truth: ordersOfABuyer },
    ],
  },
  {
    metric: averageOrderValue,
    params: { currency: "EUR" },
    group: "touchpoint",
    populations: [{ setting: "log-normal orders, heavy buyers buy dearer", customer: purchases, truth: cents }],
  },
  {
    metric: responseRate,
    group: "touchpoint",
    populations: [
      { setting: "1 + Poisson(2) requests each, answered alike by customer", customer: requests(3), truth: 0.3 },
    ],
  },
  {
    metric: conversionRate,
    params: { steps: ["product-page", { kind: "order" }], within: 7 },
    group: "channel",
    populations: [{ setting: "one attempt each", customer: attempts(1, 0), truth: 0.25 }],
  },
  {
    metric: conversionRate,
    params: { steps: ["product-page", { kind: "order" }], within: 7, attempt: "every" },
    group: "channel",
    populations: [
      { setting: "every attempt, 1 + Poisson(2) each, alike by customer", customer: attempts(3, 3), truth: 0.25 },
    ],
  },
  {
    metric: retention,
    params: { every: "day", index: 60, mode: "bracket", to: 90 },
    group: "touchpoint",
    populations: [
      {
        setting: "orders at random, one in 60 days; again on days 60 … 89",
        customer: renewals,
        truth: 1 - Math.exp(-30 / 60),
      },
    ],
  },
  {
    metric: repurchaseWithin,
    params: { within: 60 },
    group: "touchpoint",
    populations: [{ setting: "orders at random, one in 60 days", customer: renewals, truth: 1 - Math.exp(-1) }],
  },
  {
    metric: contactPressure,
    group: "channel",
    populations: [{ setting: "share over 4 of 1 + Poisson(2.5) contacts each", customer: letters, truth: overFour }],
  },
  {
    metric: contactPressure,
    params: { form: "mean" },
    group: "channel",
    populations: [{ setting: "mean of 1 + Poisson(2.5) contacts each", customer: letters, truth: 3.5 }],
  },
]

/** Every metric, from facts to interval and test. */
export const metricStudies = async (wanted: (metric: string) => boolean): Promise<ReadonlyArray<Study>> => {
  const studies: Array<Study> = []
  for (const whole of wholes()) {
    if (!wanted(whole.metric.id)) continue
    studies.push(await coverageOf(whole))
    if (whole.group !== undefined) studies.push(await falsePositivesOf(whole))
  }
  return studies
}
