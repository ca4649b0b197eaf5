import { Renderer } from "@touchpoint/core/plugins"
import type { Leaf, Voice } from "@touchpoint/core/report"
import * as Schema from "effect/Schema"
import { escape } from "./escape.ts"
import { dotPlot, keyFigures, measurementTable, trend } from "./figures.ts"
import { cohorts, funnel, growth, histogram, journeyMap } from "./pictures.ts"
import { definitions, findings, manifest, sources, verdict } from "./texts.ts"

/**
 * A report as GitHub-flavoured Markdown: headings, tables and lists; charts are drawn in characters.
 *
 * @category renderers
 * @since 0.1.0
 */
export const markdown = Renderer.make({
  id: "markdown",
  docs: { title: "Markdown", description: "Headings, tables and lists of GitHub-flavoured Markdown." },
  mediaType: "text/markdown",
  extension: ".md",
  options: Schema.Struct({}),
  render: (report, voice) => {
    const blocks = report.blocks.flatMap((part) =>
      part.type === "section"
        ? [`## ${escape(voice.say(part.title))}`, ...part.blocks.map((inner) => leaf(voice, inner))]
        : [leaf(voice, part)],
    )
    const parts = [`# ${escape(voice.say(report.title))}`, ...blocks, manifest(voice, report.manifest)]
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`
  },
})

const leaf = (voice: Voice, part: Leaf): string => {
  switch (part.type) {
    case "verdict":
      return verdict(voice, part)
    case "key-figures":
      return keyFigures(voice, part)
    case "paragraph":
      return escape(voice.say(part.text))
    case "dot-plot":
      return dotPlot(voice, voice.say(part.title), part.measurements, part.reference)
    case "trend":
      return trend(voice, voice.say(part.title), part.measurements)
    case "measurement-table":
      return measurementTable(voice, voice.say(part.caption), part.measurements)
    case "journey-map":
      return journeyMap(voice, part)
    case "funnel":
      return funnel(voice, part)
    case "cohorts":
      return cohorts(voice, part)
    case "histogram":
      return histogram(voice, part)
    case "growth":
      return growth(voice, part)
    case "findings":
      return findings(voice, part.findings)
    case "sources":
      return sources(voice, part.sources)
    case "definitions":
      return definitions(voice, part.passports)
    case "failures":
      return part.failures.map(({ owner, problem }) => `- **${escape(owner)}**: ${escape(problem)}`).join("\n")
  }
}
