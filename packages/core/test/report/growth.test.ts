import { assert, describe, it } from "@effect/vitest"
import { growthFactors, growthParts } from "@touchpoint/core/analyses"
import {
  averageOrderValue,
  type MeasureRequest,
  prepareMetric,
  purchaseFrequency,
  salesGrowth,
} from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import { type Growth, makeVoice, overview, type Report } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import { project, type Row } from "../facts/project.ts"
import { measureAll } from "../metrics/asking.ts"

const manifest = { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null }
const month = (of: number) => ({ from: Date.UTC(2026, of - 1, 1), to: Date.UTC(2026, of, 1), zone: "UTC" })
const order = (customer: string | null, at: string, amount: number, more: Row = {}): Row => ({
  customer,
  at,
  amount,
  currency: "EUR",
  status: "paid",
  ...more,
})
/** The facts begin before January, which is whole. */
const EARLIER = order("zoe", "2025-12-20", 100)
/** January: two customers, two orders. February: three customers, four orders, each dearer. March goes on. */
const sold = [
  order("anna", "2026-01-10", 2000),
  order("bo", "2026-01-20", 2000),
  order("anna", "2026-02-03", 3000),
  order("anna", "2026-02-12", 3000),
  order("bo", "2026-02-20", 3000),
  order("cecil", "2026-02-28", 3000),
  order("anna", "2026-03-05", 3000),
]

/** The report of a growth of sales, with its factors beside it. */
const reported = Effect.fnUntraced(function* (
  rows: ReadonlyArray<Row>,
  asked: Partial<MeasureRequest>,
  params: Readonly<Record<string, unknown>> = {},
  forms: ReadonlyArray<string> = ["relative"],
) {
  const facts = yield* project([{ kind: "order", rows: [EARLIER, ...rows] }], { asOf: Date.UTC(2026, 2, 15) })
  const growths = []
  for (const form of forms) growths.push(yield* prepareMetric(salesGrowth, { currency: "EUR", form, ...params }))
  const { frequency, orderValue } = growthFactors(growths[0]?.params ?? {})
  const factors = [
    yield* prepareMetric(purchaseFrequency, frequency),
    yield* prepareMetric(averageOrderValue, orderValue),
  ].map((metric) => ({ ...asked, metric, compare: "previous" as const }))
  const results = yield* measureAll(facts, [...growths.map((metric) => ({ ...asked, metric })), ...factors])
  return overview({
    title: "Test",
    results: results.slice(0, forms.length),
    factors: results.slice(forms.length),
    findings: [],
    failures: [],
    sources: [],
    inventory: null,
    manifest,
  })
})

const sectionsOf = ({ blocks }: Report) =>
  blocks.flatMap((block) =>
    block.type === "section" && block.blocks[0]?.type === "growth" ? [{ ...block, growth: block.blocks[0] }] : [],
  )
const first = (growths: ReadonlyArray<Growth>): Growth => {
  const [one] = growths
  if (one === undefined) throw new Error("no growth is taken apart")
  return one
}
const growthsOf = (report: Report): ReadonlyArray<Growth> => sectionsOf(report).map(({ growth }) => growth)

describe("what a growth of sales is made of", () => {
  it.effect("is customers, orders of each and revenue of each order, which add up to the change", () =>
    Effect.gen(function* () {
      const growths = growthsOf(yield* reported(sold, { period: month(2) }))
      assert.lengthOf(growths, 1)
      const growth = first(growths)
      const parts = growthParts(
        { customers: 2, orders: 2, revenue: 4000 },
        { customers: 3, orders: 4, revenue: 12_000 },
      )
      assert.deepStrictEqual(growth.revenue, { before: 4000, now: 12_000 })
      assert.deepStrictEqual(
        growth.factors.map(({ before, effect, factor, now }) => [factor, before, now, effect]),
        [
          ["customers", 2, 3, parts?.customers.effect],
          ["frequency", 1, 4 / 3, parts?.frequency.effect],
          ["orderValue", 2000, 3000, parts?.orderValue.effect],
        ],
      )
      const sum = (of: "effect" | "share") => growth.factors.reduce((all, factor) => all + factor[of], 0)
      assert.approximately(sum("effect"), 8000, 1e-9)
      assert.approximately(sum("share"), growth.measurement.value ?? 0, 1e-12)
      assert.deepStrictEqual(growth.previous, { ...month(1), complete: true })
      assert.deepStrictEqual([growth.currency, growth.measurement.period], ["EUR", { ...month(2), complete: true }])
    }),
  )

  it.effect("is headed by what most of the change is credited to, in the direction of the change", () =>
    Effect.gen(function* () {
      const title = (report: Report, locale: Locale) => {
        const [section] = sectionsOf(report)
        return section === undefined
          ? null
          : makeVoice(locale, report.names, "UTC")
              .say(section.title)
              .replaceAll(/[\u00a0\u202f]/gu, " ")
      }
      const dearer = [...sold.slice(0, 2), ...sold.slice(2).map((row) => ({ ...row, amount: 9000 }))]
      const grown = yield* reported(dearer, { period: month(2) })
      assert.deepStrictEqual(
        (["en", "ru", "pl"] as const).map((locale) => title(grown, locale)),
        [
          "Sales: +800.0% (Feb 2026 against Jan 2026); the largest part of the change is credited to revenue per order",
          "Продажи: +800,0 % (февр. 2026 г.; база: янв. 2026 г.); наибольшая часть изменения: выручка на заказ",
          "Sprzedaż: +800,0% (lut 2026 wobec: sty 2026); największa część zmiany: przychód na zamówienie",
        ],
      )
      const fewer = [
        ...sold.slice(2, 6).map((row, i) => ({ ...row, at: `2026-01-0${i + 1}` })),
        order("anna", "2026-02-02", 3500),
      ]
      const fallen = yield* reported(fewer, { period: month(2) })
      assert.match(title(fallen, "en") ?? "", /^Sales: −70\.8% .* credited to buyers$/u)
      const same = [...sold.slice(0, 2), ...sold.slice(0, 2).map((row) => ({ ...row, at: "2026-02-02" }))]
      assert.strictEqual(
        title(yield* reported(same, { period: month(2) }), "en"),
        "Sales: 0.0% (Feb 2026 against Jan 2026)",
      )
    }),
  )

  it.effect("is told of the last complete period of a trend, and once for all forms of it", () =>
    Effect.gen(function* () {
      const report = yield* reported(sold, { every: "month" }, {}, ["relative", "log"])
      assert.deepStrictEqual(
        growthsOf(report).map(({ measurement, revenue }) => [measurement.period?.from, revenue.now]),
        [[month(2).from, 12_000]],
      )
    }),
  )

  it.effect("is not told where the factors are of other orders, or there is no growth", () =>
    Effect.gen(function* () {
      const february = { period: month(2) }
      const unknown = [...sold, order(null, "2026-02-20", 500)]
      assert.lengthOf(growthsOf(yield* reported(unknown, february)), 0)
      const priceless = sold.map((row, i) => (i === 3 ? { ...row, amount: null } : row))
      assert.lengthOf(growthsOf(yield* reported(priceless, february)), 0)
      assert.lengthOf(growthsOf(yield* reported(sold, february, { customers: "same" })), 0)
      assert.lengthOf(growthsOf(yield* reported(sold.slice(2), february)), 0)
      assert.lengthOf(growthsOf(yield* reported(sold, { period: month(3) })), 0)
      assert.lengthOf(growthsOf(yield* reported(sold, {})), 0)
    }),
  )

  it.effect("leaves out the statuses that the growth does", () =>
    Effect.gen(function* () {
      const cancelled = [...sold, order("dora", "2026-02-20", 90_000, { status: "cancelled" })]
      const [growth] = growthsOf(yield* reported(cancelled, { period: month(2) }, { except: ["cancelled"] }))
      assert.deepStrictEqual(growth?.revenue, { before: 4000, now: 12_000 })
    }),
  )
})
