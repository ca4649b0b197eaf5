import { encodeMeasurements, type Measurement } from "@touchpoint/core/metrics"
import { Renderer } from "@touchpoint/core/plugins"
import { changeOf, type Voice } from "@touchpoint/core/report"
import type { Finding, Message } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { latestChange } from "../speech/change.ts"
import { contentsOf, type KeyFigures } from "./contents.ts"
import { JsonReport } from "./shape.ts"

export { JsonReport }

/**
 * A report as JSON for other programs: every measurement once, findings with their sentences, keys in a fixed order.
 *
 * @category renderers
 * @since 0.1.0
 */
export const json = Renderer.make({
  id: "json",
  docs: { title: "JSON", description: "Measurements, findings and all else of a report, for other programs." },
  mediaType: "application/json",
  extension: ".json",
  options: Schema.Struct({}),
  render: (report, voice) => {
    const { cohorts, findings, funnels, growth, histograms, journeys, keyFigures, verdicts, ...rest } =
      contentsOf(report)
    const named = <Part extends { readonly title: Message }>({ title, ...part }: Part) => ({
      title: voice.say(title),
      ...part,
    })
    return written(
      encodeReport({
        schema: 1,
        report: report.id,
        title: voice.say(report.title),
        ...rest,
        verdict: verdicts[0] === undefined ? null : voice.say(verdicts[0].text),
        keyFigures: keyFigures.flatMap(figures),
        findings: findings.map((finding) => spoken(voice, finding)),
        journeys: journeys.map(named),
        funnels: funnels.map(named),
        cohorts: cohorts.map(named),
        histograms: histograms.map(named),
        growth: growth.map(named),
        manifest: report.manifest,
      }),
    )
  },
})

/**
 * Measurements alone, as an array: what the command prints for `measure --format json`.
 *
 * **Example** (No measurements)
 *
 * ```ts
 * import { measurementsJson } from "@touchpoint/renderers/json"
 *
 * console.log(measurementsJson([]).trim()) // []
 * ```
 *
 * @category rendering
 * @since 0.1.0
 */
export const measurementsJson = (measurements: ReadonlyArray<Measurement>): string =>
  written(encodeMeasurements(measurements))

/** Keys stand in the order of the schema, whatever the order they are given in. */
const encodeReport = Schema.encodeSync(JsonReport)

const figures = ({ better, measurements, trends }: KeyFigures): JsonReport["keyFigures"] =>
  measurements.map((measurement, i) => {
    const trend = trends[i] ?? []
    const direction = better[i] ?? "neutral"
    const changed = latestChange(measurement, trend)
    return { measurement, better: direction, change: changed === null ? null : changeOf(changed, direction), trend }
  })

// What a terminal or an editor would obey instead of show: controls, marks that turn the direction of text.
const OBEYED = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu

/** What would be obeyed is escaped; a program reads the same value. */
const written = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`

const spoken = (
  voice: Voice,
  { evidence, message, recommendation, ...finding }: Finding,
): JsonReport["findings"][number] => ({
  rule: finding.rule,
  category: finding.category,
  severity: finding.severity,
  subject: finding.subject,
  text: voice.say(message),
  evidence,
  certainty: finding.certainty,
  recommendation: {
    action: voice.say(recommendation.action),
    party: recommendation.party,
    effort: recommendation.effort,
    expectedEffect: recommendation.expectedEffect,
  },
})
