// What a number costs once it is counted: every shipped metric, with its forms, is measured over a simulated shop, and
// then its estimate alone is timed on the states the engine answered with. More: TOUCHPOINT_CUSTOMERS=50000
import { MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import { measure, metrics, type Metric, type PreparedMetric } from "@touchpoint/core/metrics"
import { Period } from "@touchpoint/core/time"
import { factsOfShop, simulateShop } from "@touchpoint/simulation"
import { factsOf, specOf } from "@touchpoint/testing"
import { Effect, Result } from "effect"
import type { Bench } from "./measure.ts"

const customers = Number(process.env["TOUCHPOINT_CUSTOMERS"] ?? 10_000)

/** Forms beside the one that is measured without parameters. */
const forms: Readonly<Record<string, ReadonlyArray<object>>> = {
  "audit-score": [{ form: "mean" }, { form: "critical-failed" }],
  "average-order-value": [{ basis: "gross" }],
  ces: [{ form: "mean" }, { form: "net" }],
  "churn-rate": [{ form: "all-of-average" }, { form: "per-exposure" }, { ends: "inactivity" }],
  "contact-gap": [{ form: "quantile" }],
  "contact-pressure": ["mean", "peak", "excess", "quantile", "decayed"].map((form) => ({ form })),
  "conversion-rate": [
    { form: "session", steps: ["product-page", "checkout"] },
    { form: "event-ratio" },
    { policy: "kaplan-meier" },
    { attempt: "every" },
  ],
  "cross-channel-consistency": [{ form: "content" }, { form: "within-customer", channels: ["web", "store"] }],
  csat: [{ form: "mean" }, { form: "net" }],
  "customer-survival": [{ form: "median" }, { form: "restricted-mean" }],
  "k-factor": [{ form: "invitations" }, { form: "acceptance" }],
  lifecycle: [{ form: "count" }],
  "promise-keeping": [{ interval: "clopper-pearson" }],
  "purchase-frequency": [{ form: "dispersion" }, { base: "customer-years" }],
  "repeat-rate": [{ form: "orders" }],
  "response-time": [{ form: "within", minutes: 60 }, { responses: "every" }],
  "returning-customers": [{ form: "count" }],
  "sales-growth": [{ form: "log" }],
  "touchpoint-usage": ["occasions", "customers"].map((form) => ({ form, touchpoint: "product-page" })),
  "viral-cycle-time": [{ form: "acceptance" }],
}

/** What a metric needs of the shop: its currency, its margin, a time that most of its customers have had. */
const MONEY = { currency: "PLN" }
const needed: Readonly<Record<string, object>> = {
  "average-order-value": MONEY,
  "cost-per-acquisition": MONEY,
  "cost-per-contact": MONEY,
  "customer-value": { ...MONEY, within: 90 },
  "median-order-value": MONEY,
  "net-revenue-retention": MONEY,
  // Costs are booked by the month: on its first day alone, days could not be told apart.
  "return-on-ad-spend": { ...MONEY, spread: "even" },
  "return-on-investment": { ...MONEY, marginRate: 0.3, spread: "even" },
  "sales-growth": MONEY,
}

/** Surveys that the shop does not make. */
const surveys = () =>
  factsOf(
    specOf({
      feedback: Array.from({ length: 2000 }, (_, i) => ({
        customer: `c${i % 1500}`,
        at: Date.UTC(2026, 0, 1) + i * 60_000,
        instrument: i % 2 === 0 ? "readiness" : "awareness",
        choice:
          (i % 2 === 0 ? ["unaware", "aware", "interested", "intent", "ready"] : ["unaided", "aided", "no"])[i % 3] ??
          "",
      })),
    }),
  )

interface Estimated {
  readonly name: string
  readonly metric: PreparedMetric
  readonly states: Readonly<Record<string, unknown>>
}

const LEVEL = 0.95
const inSurveys = new Set(["brand-awareness", "market-readiness"])

/** The states that a metric is estimated from, kept while it is measured. */
const statesOf = Effect.fnUntraced(function* (facts: Facts, metric: Metric.Metric, params: object) {
  const prepared = yield* metric.prepare({ ...needed[metric.id], ...params })
  const kept: Array<Estimated["states"]> = []
  const keeping: PreparedMetric = {
    ...prepared,
    estimate: (states, level) => {
      kept.push(states)
      return prepared.estimate(states, level)
    },
  }
  // Numbers that look at the period before need one; the others are of all time.
  const period = prepared.periodic === true ? Result.getOrThrow(Period.parse("2026-Q1", facts.calendar)) : null
  const [result] = yield* measure([{ metric: keeping, period }], { calendar: facts.calendar }).pipe(
    Effect.provide(MemoryEngine.layer(facts)),
  )
  const [states] = kept
  if (states === undefined) throw new Error(`${metric.id} was not estimated: ${result?.failure ?? ""}`)
  const words = Object.entries(params).map(([name, value]) => `${name}: ${String(value)}`)
  return { name: [metric.id, ...words].join(", "), metric: prepared, states } satisfies Estimated
})

const prepare = () =>
  Effect.runPromise(
    Effect.gen(function* () {
      const shop = yield* factsOfShop(simulateShop({ customers, stories: "all" }))
      const asked = surveys()
      const all: Array<Estimated> = []
      for (const metric of metrics)
        for (const params of [{}, ...(forms[metric.id] ?? [])])
          all.push(yield* statesOf(inSurveys.has(metric.id) ? asked : shop, metric, params))
      return all
    }),
  )

/** Microseconds of processor time of one estimate, whatever else the machine does: the median of nine rounds of some 20 ms. */
const time = ({ metric, states }: Estimated): number => {
  const round = (times: number) => {
    const before = process.threadCpuUsage()
    for (let i = 0; i < times; i++) metric.estimate(states, LEVEL)
    const { system, user } = process.threadCpuUsage(before)
    return system + user
  }
  // Often enough for the compiler to have seen it, and for the clock to tick.
  let times = 1
  while (round(times) < 20_000 && times < 1e6) times *= 2
  const rounds = Array.from({ length: 9 }, () => round(times) / times).toSorted((a, b) => a - b)
  return rounds[4] ?? 0
}

const isParts = (state: unknown): state is ReadonlyArray<unknown> => Array.isArray(state)

/**
 * Microseconds an estimate may take: of a closed formula, and of one that goes through parts of the rows (shards, visits,
 * days), be it a jackknife or a sum.
 */
const TARGET = { closed: 100, parts: 10_000 } as const

/** Slowest first: microseconds, into how many parts the metric had its rows split, its interval, and what it is of. */
const table = (all: ReadonlyArray<Estimated>): ReadonlyArray<string> =>
  all
    .map((one) => ({ ...one, micros: time(one), estimate: one.metric.estimate(one.states, LEVEL) }))
    .toSorted((a, b) => b.micros - a.micros)
    .map(({ estimate, micros, name, states }) => {
      const parts = Object.values(states).reduce<number>((sum, state) => sum + (isParts(state) ? state.length : 0), 0)
      const said =
        estimate.value === null
          ? `no value: ${estimate.caveats.map(({ id }) => id).join(", ")}`
          : (estimate.interval?.method ?? "no interval")
      const over = micros > (parts === 0 ? TARGET.closed : TARGET.parts) ? ", over the target" : ""
      return `${micros.toFixed(1).padStart(9)}  ${String(parts).padStart(6)}  ${name.padEnd(48)}  ${said}, n ${estimate.n}${over}`
    })

let warm = false
const bench: Bench<ReadonlyArray<Estimated>> = {
  name: `estimates of all metrics, ${customers} customers`,
  prepare,
  run: (all) => {
    const lines = table(all)
    // The first run warms up.
    if (warm) for (const line of ["       µs   parts  metric", ...lines]) console.log(`  ${line}`)
    warm = true
  },
  runs: 1,
}

const benches: ReadonlyArray<Bench<ReadonlyArray<Estimated>>> = [bench]
export default benches
