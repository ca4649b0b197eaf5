import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Severity } from "../../../rules/Finding.ts"
import { message } from "../../../rules/Message.ts"
import type { Block } from "../../Block.ts"
import type { Report } from "../../Report.ts"
import { cohortsSection } from "./cohorts.ts"
import { funnelSection } from "./funnel.ts"
import { growthSections } from "./growth.ts"
import { journeySection } from "./journeyMap.ts"
import { isWhole, keyFigures } from "./keyFigures.ts"
import { namesOf } from "./names.ts"
import { pressureSection } from "./pressure.ts"
import { type ReportInput, resultsOf } from "./ReportInput.ts"
import { paragraph, said, section } from "./section.ts"
import { splitSection } from "./splits.ts"

export type { CohortsInput, FunnelInput, JourneyInput, PressureInput, ReportInput } from "./ReportInput.ts"

/**
 * The standard report: the verdict in one line, key figures and how they changed, the map of the journey, what the rules found, what growth
 * of sales is made of, funnels, cohorts,
 * how often customers are written to, every split and trend with its numbers, where the numbers come from and how
 * they are defined. A part that has no facts is left out.
 *
 * @category reports
 * @since 0.1.0
 */
export const overview = (input: ReportInput): Report => ({
  schema: 1,
  id: "overview",
  title: message("report/title", { title: input.title }),
  names: namesOf(input),
  blocks: [
    ...verdict(input),
    ...keySection(input),
    ...map(input),
    findingsSection(input),
    ...pictures(input),
    ...splits(input),
    ...provenance(input),
  ],
  manifest: input.manifest,
})

/** Findings that the verdict names. */
const NAMED = 3

const verdict = ({ findings }: ReportInput): ReadonlyArray<Block> => {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  const counts = { critical: count("critical"), warning: count("warning"), info: count("info") }
  return findings.length === 0
    ? []
    : [
        {
          type: "verdict",
          text: message("report/verdict", { findings: findings.length, ...counts }),
          gravest: findings.slice(0, NAMED),
        },
      ]
}

const keySection = (input: ReportInput): ReadonlyArray<Block> => {
  const figures = keyFigures(input)
  const { measurements } = figures
  return measurements.length === 0
    ? []
    : [section(said("keyFigures"), [figures, { type: "measurement-table", caption: said("allNumbers"), measurements }])]
}

const map = ({ findings, inventory, journey = null }: ReportInput): ReadonlyArray<Block> =>
  inventory !== null && journey !== null && inventory.touchpoints.length > 0
    ? [journeySection(inventory, journey, findings)]
    : []

const pictures = (input: ReportInput): ReadonlyArray<Block> => {
  const { cohorts = null, funnels = [], pressure = null } = input
  return [
    ...growthSections(input),
    ...funnels.flatMap(funnelSection),
    ...(cohorts === null ? [] : cohortsSection(cohorts)),
    ...(pressure === null ? [] : pressureSection(pressure)),
  ]
}

const findingsSection = ({ findings, idle = [], suppressed = 0 }: ReportInput): Block =>
  section(said("findings"), [
    ...(findings.length === 0
      ? [paragraph(said("noFindings"))]
      : [paragraph(said("certaintyLegend")), { type: "findings" as const, findings }]),
    ...(idle.length === 0 ? [] : [paragraph(message("report/idleRules", { rules: idle.join(", ") }))]),
    ...(suppressed === 0 ? [] : [paragraph(message("report/suppressed", { n: suppressed }))]),
  ])

const splits = ({ results }: ReportInput): ReadonlyArray<Block> => {
  const key = results.filter(isWhole).flatMap(({ measurements }) => measurements)
  return results.filter((result) => !isWhole(result)).map((result) => splitSection(result, key))
}

const provenance = (input: ReportInput): ReadonlyArray<Block> => {
  const failures = failuresOf(input)
  return [
    ...(failures.length === 0 ? [] : [section(said("failures"), [{ type: "failures", failures }])]),
    section(
      said("dataQuality"),
      input.sources.length === 0
        ? [paragraph(said("noFacts"))]
        : [paragraph(message("report/asOf", { at: input.manifest.asOf })), { type: "sources", sources: input.sources }],
    ),
    section(said("definitions"), [{ type: "definitions", passports: passportsOf(defined(input)) }]),
  ]
}

/** What failed; a number that fails in several splits alike is told once. */
const failuresOf = (input: ReportInput) => [
  ...new Map(
    [
      ...input.failures,
      ...resultsOf(input).flatMap(({ failure, request }) =>
        failure === null ? [] : [{ owner: `metric ${request.metric.metric}`, problem: failure }],
      ),
    ].map((one) => [JSON.stringify([one.owner, one.problem]), one] as const),
  ).values(),
]

/** Steps of one funnel and cohorts of one retention differ in a number of their parameters only: the last and the first stand for all. */
const defined = ({
  cohorts = null,
  factors = [],
  funnels = [],
  journey = null,
  pressure = null,
  results,
}: ReportInput) =>
  [
    ...results,
    ...factors,
    ...(journey?.scores ?? []),
    journey?.promises ?? null,
    ...funnels.map(({ steps }) => steps.at(-1)?.overall ?? null),
    cohorts?.columns[0]?.result ?? null,
    pressure?.result ?? null,
  ].filter((result) => result !== null)

const passportsOf = (results: ReadonlyArray<MeasureResult>) => [
  ...new Map(results.map(({ definition, passport }) => [definition, { definition, passport }] as const)).values(),
]
