import { SourceReport } from "@touchpoint/core/facts"
import { Measurement, Passport } from "@touchpoint/core/metrics"
import { Cohorts, Failures, Funnel, Growth, Histogram, JourneyMap, Manifest } from "@touchpoint/core/report"
import { Finding } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"

/** A definition and its hash. @category rendering @since 0.2.0 */
export interface Defined {
  readonly definition: string
  readonly passport: Passport
}
const defined: Schema.Codec<Defined, unknown> = Schema.Struct({ definition: Schema.String, passport: Passport })

const spoken = { title: Schema.String }
const finding = Finding.fields

/** A finding with its sentences in one language. */
const SpokenFinding = Schema.Struct({
  rule: finding.rule,
  category: finding.category,
  severity: finding.severity,
  subject: finding.subject,
  text: Schema.String,
  evidence: finding.evidence,
  certainty: finding.certainty,
  recommendation: Schema.Struct({
    action: Schema.String,
    party: Schema.String,
    effort: finding.recommendation.fields.effort,
    expectedEffect: finding.recommendation.fields.expectedEffect,
  }),
})

/**
 * What the renderer `json` writes: the JSON Schema published as `report.schema.json`. Readers ignore fields they do not
 * know, since later versions may add some.
 *
 * @category rendering
 * @since 0.2.0
 */
export const JsonReport = Schema.Struct({
  schema: Schema.Literal(1),
  /** Id of the report. */
  report: Schema.String,
  title: Schema.String,
  /** What was found in one line; `null` where nothing was. The findings stand gravest first. */
  verdict: Schema.NullOr(Schema.String),
  /** Every measurement of the report once. */
  measurements: Schema.Array(Measurement),
  /** The numbers to see first, with the word for their change and their small trend. */
  keyFigures: Schema.Array(
    Schema.Struct({
      measurement: Measurement,
      better: Schema.Literals(["higher", "lower", "neutral"]),
      change: Schema.NullOr(Schema.Literals(["better", "worse", "up", "down", "none", "withheld"])),
      trend: Schema.Array(Measurement),
    }),
  ),
  findings: Schema.Array(SpokenFinding),
  journeys: Schema.Array(
    Schema.Struct({
      ...spoken,
      stages: JourneyMap.fields.stages,
      lanes: JourneyMap.fields.lanes,
      touchpoints: JourneyMap.fields.touchpoints,
    }),
  ),
  funnels: Schema.Array(Schema.Struct({ ...spoken, id: Funnel.fields.id, steps: Funnel.fields.steps })),
  cohorts: Schema.Array(
    Schema.Struct({
      ...spoken,
      rows: Cohorts.fields.rows,
      columns: Cohorts.fields.columns,
      every: Cohorts.fields.every,
    }),
  ),
  histograms: Schema.Array(
    Schema.Struct({
      ...spoken,
      unitOfN: Histogram.fields.unitOfN,
      bins: Histogram.fields.bins,
      cap: Histogram.fields.cap,
      measurement: Measurement,
    }),
  ),
  /** Changes of sales taken apart: customers × orders of each × revenue of each order. */
  growth: Schema.Array(
    Schema.Struct({
      ...spoken,
      measurement: Measurement,
      previous: Growth.fields.previous,
      currency: Growth.fields.currency,
      revenue: Growth.fields.revenue,
      factors: Growth.fields.factors,
    }),
  ),
  sources: Schema.Array(SourceReport),
  definitions: Schema.Array(defined),
  failures: Failures.fields.failures,
  manifest: Manifest,
})
/** @see {@link JsonReport} @category rendering @since 0.2.0 */
export type JsonReport = typeof JsonReport.Type
