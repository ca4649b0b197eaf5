import type { SourceReport } from "@touchpoint/core/facts"
import type { Measurement } from "@touchpoint/core/metrics"
import type { Cohorts, Funnel, Growth, Histogram, JourneyMap, Leaf, Report, Verdict } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"

/** The block of key figures. */
export type KeyFigures = Extract<Leaf, { readonly type: "key-figures" }>

/** What the blocks of a report hold, each thing once and in the order of the report. */
export interface Contents {
  readonly measurements: ReadonlyArray<Measurement>
  readonly keyFigures: ReadonlyArray<KeyFigures>
  readonly verdicts: ReadonlyArray<typeof Verdict.Type>
  readonly findings: ReadonlyArray<Finding>
  readonly journeys: ReadonlyArray<JourneyMap>
  readonly funnels: ReadonlyArray<Funnel>
  readonly cohorts: ReadonlyArray<Cohorts>
  readonly histograms: ReadonlyArray<Histogram>
  readonly growth: ReadonlyArray<Growth>
  readonly sources: ReadonlyArray<SourceReport>
  readonly definitions: ReadonlyArray<Extract<Leaf, { type: "definitions" }>["passports"][number]>
  readonly failures: ReadonlyArray<Extract<Leaf, { type: "failures" }>["failures"][number]>
}

const none: Contents = {
  measurements: [],
  keyFigures: [],
  verdicts: [],
  findings: [],
  journeys: [],
  funnels: [],
  cohorts: [],
  histograms: [],
  growth: [],
  sources: [],
  definitions: [],
  failures: [],
}

/** Takes a report apart. */
export const contentsOf = ({ blocks }: Report): Contents => {
  const leaves = blocks.flatMap((block) => (block.type === "section" ? block.blocks : [block])).map(held)
  const all = <K extends keyof Contents>(key: K) =>
    leaves.flatMap((contents): ReadonlyArray<Contents[K][number]> => contents[key])
  return {
    measurements: once(all("measurements")),
    keyFigures: all("keyFigures"),
    verdicts: all("verdicts"),
    findings: all("findings"),
    journeys: all("journeys"),
    funnels: all("funnels"),
    cohorts: all("cohorts"),
    histograms: all("histograms"),
    growth: all("growth"),
    sources: all("sources"),
    definitions: all("definitions"),
    failures: all("failures"),
  }
}

const held = (leaf: Leaf): Contents => {
  switch (leaf.type) {
    case "key-figures":
      return { ...none, measurements: [...leaf.measurements, ...leaf.trends.flat()], keyFigures: [leaf] }
    case "dot-plot":
    case "trend":
    case "measurement-table":
      return { ...none, measurements: leaf.measurements }
    case "journey-map":
      return {
        ...none,
        measurements: leaf.touchpoints.flatMap(({ promise, score }) => [score, promise]).filter((m) => m !== null),
        journeys: [leaf],
      }
    case "funnel":
      return {
        ...none,
        // Where attempts begin is no measurement: all have got there.
        measurements: leaf.steps.flatMap(({ overall, relative }) => (relative === null ? [] : [overall, relative])),
        funnels: [leaf],
      }
    case "cohorts":
      return {
        ...none,
        measurements: leaf.rows.flatMap(({ cells }) => cells).filter((m) => m !== null),
        cohorts: [leaf],
      }
    case "histogram":
      return { ...none, measurements: [leaf.measurement], histograms: [leaf] }
    case "growth":
      return { ...none, measurements: [leaf.measurement], growth: [leaf] }
    case "verdict":
      return { ...none, verdicts: [leaf] }
    case "paragraph":
      return none
    case "findings":
      return { ...none, findings: leaf.findings }
    case "sources":
      return { ...none, sources: leaf.sources }
    case "definitions":
      return { ...none, definitions: leaf.passports }
    case "failures":
      return { ...none, failures: leaf.failures }
  }
}

/** A chart and the table below it hold the same measurements. */
const once = (measurements: ReadonlyArray<Measurement>): ReadonlyArray<Measurement> => [
  ...new Map(measurements.map((m) => [JSON.stringify(m), m] as const)).values(),
]
