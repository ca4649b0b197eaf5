import { growthFactors, growthParts, type GrowthParts, type Sales, salesOf } from "../../../analyses/growth/index.ts"
import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import { canonicalJson } from "../../../questions/Question.ts"
import { message } from "../../../rules/Message.ts"
import type { Reported } from "../../../time/Period.ts"
import type { Section } from "../../Block.ts"
import type { ReportInput } from "./ReportInput.ts"
import { said, section } from "./section.ts"

/** A growth of sales, taken apart. */
interface Apart {
  readonly growth: Measurement
  readonly frequency: Measurement
  readonly orderValue: Measurement
  readonly before: Sales
  readonly now: Sales
  readonly parts: GrowthParts
  readonly previous: Reported
  readonly currency: string
}

/**
 * What the change of sales is made of: customers, orders of each, revenue of each order. Of several periods the last one
 * that is told. Nothing where the factors are not of the very orders that the growth counts: some name no customer, or
 * no amount.
 */
export const growthSections = ({ factors = [], results }: ReportInput): ReadonlyArray<Section> => {
  const found = results.flatMap((result) =>
    isGrowth(result) ? (takenApart(result, [...results, ...factors]) ?? []) : [],
  )
  // Forms of one growth, and the last period of a trend, are made of the same.
  return [
    ...new Map(found.map((one) => [canonicalJson([one.previous, one.before, one.now]), one] as const)).values(),
  ].map(growthSection)
}

/** Growth of all sales together: of the whole, or period by period. */
const isGrowth = ({ request }: MeasureResult): boolean =>
  request.metric.metric === "sales-growth" && (request.by ?? []).length === 0 && (request.versus ?? null) === null

const FACTORS = ["customers", "frequency", "orderValue"] as const

const growthSection = ({ before, currency, frequency, growth, now, orderValue, parts, previous }: Apart): Section => {
  // What moved most in the direction of the whole.
  const [largest = ""] =
    parts.change === 0 ? [] : FACTORS.toSorted((a, b) => Math.sign(parts.change) * (parts[b].effect - parts[a].effect))
  return section(message("report/growth", { growth: parts.growth, factor: largest }, [growth, orderValue]), [
    {
      type: "growth",
      title: said("growthLegend"),
      measurement: growth,
      previous,
      currency,
      revenue: { before: before.revenue, now: now.revenue },
      factors: FACTORS.map((factor) => {
        const { before: was, effect, now: is } = parts[factor]
        return { factor, before: was, now: is, effect, share: effect / before.revenue }
      }),
    },
    { type: "measurement-table", caption: said("allNumbers"), measurements: [frequency, orderValue] },
  ])
}

const takenApart = (result: MeasureResult, known: ReadonlyArray<MeasureResult>): Apart | null => {
  const asked = growthFactors(result.request.metric.params)
  const alike = (metric: string, params: MeasureResult["request"]["metric"]["params"]) =>
    known.filter((other) => {
      const { by = [], every = null, metric: own } = other.request
      return (
        own.metric === metric &&
        by.length === 0 &&
        every === (result.request.every ?? null) &&
        canonicalJson(other.passport.population) === canonicalJson(result.passport.population) &&
        Object.entries(params).every(
          ([name, value]) => canonicalJson(own.params[name] ?? null) === canonicalJson(value),
        )
      )
    })
  const frequencies = alike("purchase-frequency", asked.frequency)
  const orderValues = alike("average-order-value", asked.orderValue)
  const growth = result.measurements.findLast(({ period, value }) => value !== null && period?.complete === true)
  if (growth === undefined) return null
  for (const frequency of during(frequencies, growth))
    for (const orderValue of during(orderValues, growth)) {
      const found = partsOf(growth, frequency, orderValue)
      if (found !== null) return found
    }
  return null
}

/** Measurements of the period of a growth that are compared with the period before. */
const during = (results: ReadonlyArray<MeasureResult>, { period }: Measurement): ReadonlyArray<Measurement> =>
  results
    .flatMap(({ measurements }) => measurements)
    .filter(
      (m) =>
        period !== null &&
        m.period?.from === period.from &&
        m.period.to === period.to &&
        m.versus?.period?.to === period.from,
    )

const partsOf = (growth: Measurement, frequency: Measurement, orderValue: Measurement): Apart | null => {
  if (orderValue.unit.kind !== "money") return null
  const counted = { now: salesOf(frequency, orderValue), before: salesBefore(frequency, orderValue) }
  if (counted.now === null || counted.before === null) return null
  const { denominator, numerator } = growth
  if (!isSame(counted.now.revenue, numerator) || !isSame(counted.before.revenue, denominator)) return null
  // The growth knows its sums to the minor unit; a mean times its n does not.
  const now = { ...counted.now, revenue: numerator ?? counted.now.revenue }
  const before = { ...counted.before, revenue: denominator ?? counted.before.revenue }
  const parts = growthParts(before, now)
  const previous = orderValue.versus?.period
  if (parts === null || previous === undefined) return null
  return { growth, frequency, orderValue, before, now, parts, previous, currency: orderValue.unit.currency }
}

const isSame = (a: number, b: number | null): boolean => b !== null && Math.abs(a - b) < 1

/** What was sold in the period before, from the baselines: their values times what these were divided by. */
const salesBefore = ({ versus: often }: Measurement, { versus: worth }: Measurement): Sales | null => {
  if (often === undefined || worth === undefined || often.period?.complete !== true) return null
  if (often.value === null || worth.value === null) return null
  return salesOf(
    { numerator: Math.round(often.value * often.n), denominator: often.n },
    { numerator: worth.value * worth.n, denominator: worth.n },
  )
}
