import { MemoryEngine } from "@touchpoint/core/engine"
import {
  averageOrderValue,
  contactPressure,
  conversionRate,
  csat,
  measure,
  type Measurement,
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
import { costMetrics } from "./cost.ts"
import { auditMetrics } from "./audit.ts"
import { contactMetrics } from "./contacts.ts"
import { feedbackMetrics } from "./feedback.ts"
import { lifecycleMetrics } from "./lifecycle.ts"
import { moneyMetrics } from "./money.ts"
import {
  MOODS,
  answers,
  attempts,
  cents,
  eleven,
  five,
  letters,
  moody,
  orders,
  ordersOfABuyer,
  overFour,
  promises,
  purchases,
  renewals,
  requests,
  type Rows,
} from "./populations.ts"
import { random } from "./random.ts"
import { serviceMetrics } from "./service.ts"
import { type Case, covers, type Study } from "./Study.ts"
import type { Whole } from "./Whole.ts"

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
      const period = whole.period === undefined ? null : { ...whole.period, zone: "UTC" }
      const [result] = yield* measure([{ metric, by, versus, period }], { calendar: Calendar.make("UTC") })
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
    for (const customers of whole.sizes ?? [30, 150]) {
      const from = random(customers + setting.length)
      const rate = await shareOf(RUNS, async () => {
        const tables = joined(Array.from({ length: customers }, (_, i) => customer(`c${i}`, null, from)))
        return covers((await measured(whole, tables, false))[0]?.interval ?? null, truth)
      })
      cases.push({ setting: `${customers} ${whole.of ?? "customers"}, ${setting}`, ...rate })
    }
  return studyOf(whole, "coverage", cases)
}

const falsePositivesOf = async (whole: Whole): Promise<Study> => {
  const cases: Array<Case> = []
  const { first, half = 100, of = "customers" } = whole
  const sizes = first === undefined ? `of ${half} ${of}` : `of ${first} and ${2 * half - first} ${of}`
  const groupOf = (i: number): string => ((first === undefined ? i % 2 === 0 : i < first) ? "a" : "b")
  for (const { customer, setting } of whole.populations) {
    const from = random(setting.length)
    const rate = await shareOf(RUNS, async () => {
      const halves = Array.from({ length: 2 * half }, (_, i) => customer(`c${i}`, groupOf(i), from))
      const compared = (await measured(whole, joined(halves), true)).find((m) => m.versus !== undefined)
      return (compared?.versus?.p ?? 1) < 0.05
    })
    cases.push({ setting: `two groups ${sizes} that do not differ, ${setting}`, ...rate })
  }
  return studyOf(whole, "false positives", cases)
}

const studyOf = ({ because, metric }: Whole, kind: Study["kind"], cases: ReadonlyArray<Case>): Study => ({
  formula: metric.id,
  kind,
  cases,
  ...(because === undefined ? {} : { because }),
})

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
    params: { interval: "day", index: 60, mode: "bracket", to: 90 },
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
  for (const whole of [
    ...wholes(),
    ...auditMetrics(),
    ...contactMetrics(),
    ...costMetrics(),
    ...feedbackMetrics(),
    ...lifecycleMetrics(),
    ...moneyMetrics(),
    ...serviceMetrics(),
  ]) {
    if (!wanted(whole.metric.id)) continue
    studies.push(await coverageOf(whole))
    if (whole.group !== undefined) studies.push(await falsePositivesOf(whole))
  }
  return studies
}
