import { encodeMeasurements, type Measurement } from "@touchpoint/core/metrics"
import { Renderer } from "@touchpoint/core/plugins"
import { Manifest, type Voice } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { contentsOf } from "./contents.ts"

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
    const { definitions, failures, findings, measurements, sources } = contentsOf(report)
    return written({
      schema: 1,
      report: report.id,
      title: voice.say(report.title),
      measurements: encodeMeasurements(measurements),
      findings: findings.map((finding) => spoken(voice, finding)),
      sources,
      definitions,
      failures,
      manifest: encodeManifest(report.manifest),
    })
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

const encodeManifest = Schema.encodeSync(Manifest)

// What a terminal or an editor would obey instead of show: controls, marks that turn the direction of text.
const OBEYED = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu

/** What would be obeyed is escaped; a program reads the same value. */
const written = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`

const spoken = (voice: Voice, { evidence, message, recommendation, ...finding }: Finding) => ({
  rule: finding.rule,
  category: finding.category,
  severity: finding.severity,
  subject: finding.subject,
  text: voice.say(message),
  evidence: encodeMeasurements(evidence),
  certainty: finding.certainty,
  recommendation: {
    action: voice.say(recommendation.action),
    party: recommendation.party,
    effort: recommendation.effort,
    expectedEffect: recommendation.expectedEffect,
  },
})
