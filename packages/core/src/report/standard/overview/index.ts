import type { SourceReport } from "../../../facts/SourceReport.ts"
import { metrics } from "../../../metrics/index.ts"
import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import type { Inventory } from "../../../model/Inventory.ts"
import type { Name } from "../../../model/Identifier.ts"
import { standardParties } from "../../../model/Party.ts"
import { standardStages } from "../../../model/Stage.ts"
import type { Finding } from "../../../rules/Finding.ts"
import { type Message, message } from "../../../rules/Message.ts"
import type { Block, Leaf, Section } from "../../Block.ts"
import { levelOf } from "../../messages/units.ts"
import type { Manifest } from "../../Manifest.ts"
import type { Names, Report } from "../../Report.ts"

/** Everything a report is composed from. @category reports @since 0.1.0 */
export interface ReportInput {
  readonly title: string
  readonly results: ReadonlyArray<MeasureResult>
  readonly findings: ReadonlyArray<Finding>
  readonly failures: ReadonlyArray<{ readonly owner: string; readonly problem: string }>
  /** Rules that had nothing to judge by. */
  readonly idle?: ReadonlyArray<string>
  /** How many findings were suppressed by decision. */
  readonly suppressed?: number
  readonly sources: ReadonlyArray<SourceReport>
  readonly inventory: Inventory | null
  readonly manifest: Manifest
  /** Names of own dimensions and their values. */
  readonly names?: Names
}

const fixed = (id: string, of: ReadonlyArray<Measurement> = []): Message => message(`report/${id}`, {}, of)

/**
 * The standard report: key figures, what the rules found, every split and trend with its numbers, where the numbers
 * come from and how they are defined.
 *
 * @category reports
 * @since 0.1.0
 */
export const overview = (input: ReportInput): Report => {
  const whole = input.results.filter(
    ({ request }) => (request.by ?? []).length === 0 && (request.every ?? null) === null,
  )
  const key = whole.flatMap(({ measurements }) => measurements)
  const failures = [
    ...input.failures,
    ...input.results.flatMap(({ failure, request }) =>
      failure === null ? [] : [{ owner: `metric ${request.metric.metric}`, problem: failure }],
    ),
  ]
  const blocks: Array<Block> = []
  if (key.length > 0)
    blocks.push(
      section(fixed("keyFigures"), [
        { type: "key-figures", measurements: key },
        { type: "measurement-table", caption: fixed("allNumbers"), measurements: key },
      ]),
    )
  blocks.push(
    section(fixed("findings"), [
      input.findings.length === 0
        ? { type: "paragraph", text: fixed("noFindings") }
        : { type: "findings", findings: input.findings },
      ...((input.idle ?? []).length === 0
        ? []
        : [paragraph(message("report/idleRules", { rules: (input.idle ?? []).join(", ") }))]),
      ...((input.suppressed ?? 0) === 0 ? [] : [paragraph(message("report/suppressed", { n: input.suppressed ?? 0 }))]),
    ]),
  )
  for (const result of input.results) if (!whole.includes(result)) blocks.push(splitSection(result, key))
  if (failures.length > 0) blocks.push(section(fixed("failures"), [{ type: "failures", failures }]))
  blocks.push(
    section(fixed("dataQuality"), [
      { type: "paragraph", text: message("report/asOf", { at: input.manifest.asOf }) },
      { type: "sources", sources: input.sources },
    ]),
    section(fixed("definitions"), [{ type: "definitions", passports: passportsOf(input.results) }]),
  )
  return {
    schema: 1,
    id: "overview",
    title: message("report/title", { title: input.title }),
    names: namesOf(input),
    blocks,
    manifest: input.manifest,
  }
}

const paragraph = (text: Message): Leaf => ({ type: "paragraph", text })

const section = (title: Message, blocks: ReadonlyArray<Leaf>): Section => ({ type: "section", title, blocks })

const splitSection = ({ measurements, request }: MeasureResult, key: ReadonlyArray<Measurement>): Section => {
  const table: Leaf = { type: "measurement-table", caption: fixed("allNumbers"), measurements }
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
 * The title states what the numbers show: the compared difference, the spread between groups (only where the intervals
 * of the ends do not overlap), or the last complete period. Small groups are shown and never ranked.
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
  const worstFirst = solid.toSorted((a, b) => ((a.value ?? 0) - (b.value ?? 0)) * (better === "lower" ? -1 : 1))
  const [worst, best] = [worstFirst[0], worstFirst.at(-1)]
  if (worst === undefined || best === undefined) {
    const [first] = measurements
    if (first === undefined) return message("report/empty", { metric })
    if (measurements.every((m) => m.n === 0)) return fixed("empty", [first])
    if (trend) return fixed("noPeriod", [first])
    // One scale mismatch makes all values null: then there is something to mend, not too little.
    return fixed(measurements.every((m) => m.value === null) ? "withheld" : "few", [first])
  }
  const compared = solid.filter((m) => m.versus !== undefined)
  if (compared.length === 1) return fixed("versus", compared)
  if (trend) {
    const last = solid.at(-1)
    const before = worstFirst.filter((m) => m !== last)
    const [low, high] = [before[0], before.at(-1)]
    return last === undefined || low === undefined || high === undefined
      ? fixed("trendOnly", last === undefined ? [] : [last])
      : fixed("trend", [last, low, high])
  }
  if (worst === best) return fixed("overall", [worst])
  const apart = (worst.interval?.high ?? null) !== null && (best.interval?.low ?? null) !== null
  const [lower, upper] = (worst.value ?? 0) <= (best.value ?? 0) ? [worst, best] : [best, worst]
  return apart && (lower.interval?.high ?? 0) < (upper.interval?.low ?? 0)
    ? fixed("differs", [worst, best])
    : message("report/alike", { groups: new Set(solid.map(groupOf)).size }, [worst, best])
}

const groupOf = (m: Measurement): string => JSON.stringify(m.by)

const passportsOf = (results: ReadonlyArray<MeasureResult>) => {
  const byHash = new Map(results.map(({ definition, passport }) => [definition, { definition, passport }] as const))
  return [...byHash.values()]
}

/** The phases, as the standard stages name them. */
const phases = Object.fromEntries(
  standardStages.flatMap(({ name, phase }) => (name === undefined ? [] : [[phase, name] as const])),
)

const FILTERED = { en: "filtered", ru: "с фильтром", pl: "z filtrem" } as const

/** A number of part of the facts never goes by the name of the whole; the definitions say which part. */
const filtered = (title: Name): Name => {
  const all = typeof title === "string" ? { en: title, ru: title, pl: title } : title
  return Object.fromEntries(
    Object.entries(all).map(([locale, text]) => [locale, `${text}, ${FILTERED[locale as keyof typeof FILTERED]}`]),
  )
}

const namesOf = ({ inventory, names = {}, results }: ReportInput): Names => {
  const list = (items: ReadonlyArray<{ readonly id: string; readonly name?: Name }> | undefined) =>
    Object.fromEntries((items ?? []).flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])))
  return {
    metric: Object.fromEntries([
      ...metrics.map((metric) => [metric.id, metric.docs.title] as const),
      ...results.map(({ request: { metric } }) => [metric.metric, metric.docs.title] as const),
    ]),
    definition: Object.fromEntries(
      results.map(({ definition, request: { metric, where } }) => [
        definition,
        (where ?? null) === null ? metric.title : filtered(metric.title),
      ]),
    ),
    ...(inventory === null
      ? { party: list(standardParties) }
      : {
          touchpoint: list(inventory.touchpoints),
          stage: list(inventory.allStages),
          category: list(inventory.allCategories),
          channel: list(inventory.allChannels),
          party: list(inventory.allParties),
        }),
    phase: phases,
    ...names,
  }
}
