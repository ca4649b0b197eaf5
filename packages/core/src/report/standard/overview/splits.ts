import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import { rankMeasurements } from "../../../metrics/ranking.ts"
import { type Message, message } from "../../../rules/Message.ts"
import type { Leaf, Section } from "../../Block.ts"
import { isClear, levelOf } from "../../messages/units.ts"
import { withEmptyPeriods } from "./emptyPeriods.ts"
import { said, section } from "./section.ts"

/** A metric by groups or over time: a picture and its numbers, under a title that states what they show. */
export const splitSection = (result: MeasureResult, key: ReadonlyArray<Measurement>): Section => {
  const { request } = result
  const measurements = withEmptyPeriods(result)
  const table: Leaf = { type: "measurement-table", caption: said("allNumbers"), measurements }
  // A line for the whole, where the groups are parts of it: customers of several shops are in several groups.
  const whole = key.find((m) => m.definition === measurements[0]?.definition) ?? null
  const parts = measurements.reduce((sum, m) => sum + m.n, 0)
  const reference = whole !== null && parts === whole.n ? whole : null
  const title = titleOf(measurements, request.metric.better, (request.every ?? null) !== null, request.metric.metric)
  const level = levelOf(measurements.map(({ interval }) => interval))
  return section(title, [
    (request.every ?? null) === null
      ? { type: "dot-plot", title: message("report/intervalLegend", { level }), measurements, reference }
      : { type: "trend", title: message("report/bandLegend", { level }), measurements },
    table,
  ])
}

/**
 * The title states what the numbers show: the compared difference, the two ends of groups that differ, how far they
 * spread, or the last complete period. Whether groups differ says a test, not the eye; they are ranked after shrinkage,
 * small ones never.
 */
const titleOf = (
  measurements: ReadonlyArray<Measurement>,
  better: "higher" | "lower" | "neutral",
  trend: boolean,
  metric: string,
): Message => {
  const solid = measurements.filter(
    (m) =>
      m.value !== null &&
      m.period?.complete !== false &&
      !m.caveats.some(({ id }) => id === "insufficient") &&
      // A group that is not stated is no group to name in a title.
      !Object.values(m.by).includes(null),
  )
  if (trend && new Set(solid.map(groupOf)).size > 1) {
    // Several lines are compared where they end, not across time.
    const last = Math.max(...solid.map((m) => m.period?.from ?? 0))
    return titleOf(
      solid.filter((m) => m.period?.from === last),
      better,
      false,
      metric,
    )
  }
  const ranking = rankMeasurements(solid, { better: better === "lower" ? "lower" : "higher" })
  const byValue = solid.toSorted((a, b) => ((a.value ?? 0) - (b.value ?? 0)) * (better === "lower" ? -1 : 1))
  // Periods are no groups to rank: of them the extremes are told.
  const ranks = !trend && ranking.differ
  const worstFirst = ranks ? ranking.ranked.map(({ measurement }) => measurement) : byValue
  const [worst, best] = [worstFirst[0], worstFirst.at(-1)]
  if (worst === undefined || best === undefined) {
    const [first] = measurements
    if (first === undefined) return message("report/empty", { metric })
    const unstated = measurements.some(({ caveats }) => caveats.some(({ id }) => id === "not-stated"))
    if (measurements.every((m) => m.n === 0) && !unstated) return said("empty", [first])
    if (trend) return said("noPeriod", [first])
    // One scale mismatch makes all values null: then there is something to mend, not too little.
    return said(measurements.every((m) => m.value === null) ? "withheld" : "few", [first])
  }
  const compared = solid.filter((m) => m.versus !== undefined)
  if (compared.length === 1) return said("versus", compared)
  const groups = new Set(solid.map(groupOf)).size
  const ends = [byValue[0] ?? worst, byValue.at(-1) ?? best]
  const apartFrom = compared.filter(({ versus }) => versus?.rest !== undefined)
  if (apartFrom.length > 1 && !trend) {
    const [clearest] = apartFrom.filter(isSure).toSorted((a, b) => sureness(a) - sureness(b))
    return clearest === undefined ? message("report/alike", { groups }, ends) : said("versus", [clearest])
  }
  if (trend) {
    const last = solid.at(-1)
    const before = worstFirst.filter((m) => m !== last)
    const [low, high] = [before[0], before.at(-1)]
    return last === undefined || low === undefined || high === undefined
      ? said("trendOnly", last === undefined ? [] : [last])
      : said("trend", [last, low, high])
  }
  if (worst === best) return said("overall", [worst])
  // Without intervals nothing says whether groups differ.
  if (ranking.p === null) return message("report/range", { groups }, ends)
  if (!ranks || ranking.p >= 0.05) return message("report/alike", { groups }, ends)
  const [lower, upper] = (worst.value ?? 0) <= (best.value ?? 0) ? [worst, best] : [best, worst]
  const apart = (lower.interval?.high ?? Infinity) < (upper.interval?.low ?? -Infinity)
  return apart || groups === 2 ? said("differs", [worst, best]) : message("report/unlike", { groups }, ends)
}

/** Of several comparisons the p-value is adjusted for their number. */
const sureness = ({ versus }: Measurement): number => versus?.q ?? versus?.p ?? 1
const isSure = (m: Measurement): boolean => isClear(m) && sureness(m) < 0.05

const groupOf = (m: Measurement): string => JSON.stringify(m.by)
