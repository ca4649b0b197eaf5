import type { SourceReport } from "@touchpoint/core/facts"
import type { Measurement } from "@touchpoint/core/metrics"
import type { Leaf, Report } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"

/** What the blocks of a report hold, each thing once and in the order of the report. */
export interface Contents {
  readonly measurements: ReadonlyArray<Measurement>
  readonly findings: ReadonlyArray<Finding>
  readonly sources: ReadonlyArray<SourceReport>
  readonly definitions: ReadonlyArray<Extract<Leaf, { type: "definitions" }>["passports"][number]>
  readonly failures: ReadonlyArray<Extract<Leaf, { type: "failures" }>["failures"][number]>
}

const none: Contents = { measurements: [], findings: [], sources: [], definitions: [], failures: [] }

/** Takes a report apart. */
export const contentsOf = ({ blocks }: Report): Contents => {
  const leaves = blocks.flatMap((block) => (block.type === "section" ? block.blocks : [block])).map(held)
  const all = <K extends keyof Contents>(key: K) =>
    leaves.flatMap((contents): ReadonlyArray<Contents[K][number]> => contents[key])
  return {
    measurements: once(all("measurements")),
    findings: all("findings"),
    sources: all("sources"),
    definitions: all("definitions"),
    failures: all("failures"),
  }
}

const held = (leaf: Leaf): Contents => {
  switch (leaf.type) {
    case "key-figures":
    case "dot-plot":
    case "trend":
    case "measurement-table":
      return { ...none, measurements: leaf.measurements }
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
