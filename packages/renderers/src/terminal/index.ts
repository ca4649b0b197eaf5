import { Renderer } from "@touchpoint/core/plugins"
import type { Leaf } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { dotPlot, keyFigures, measurementTable, trend } from "./figures.ts"
import { type Lines, type Page, prose } from "./Page.ts"
import { paintOf } from "./paint.ts"
import { cohorts, funnel, growth, histogram, journeyMap } from "./pictures.ts"
import { definitions, failures, findings, manifest, sources, verdict } from "./texts.ts"

/** Narrower than this, no table can be read. */
const NARROWEST = 40
const WIDEST = 400

/**
 * A report as text for a terminal or a file: pictures drawn in characters, no line wider than asked, colours only where
 * asked for. Whatever a name or a text of the facts holds, a terminal shows it and obeys none of it.
 *
 * @category renderers
 * @since 0.2.0
 */
export const terminal = Renderer.make({
  id: "terminal",
  docs: { title: "Text", description: "Plain text of a fixed width, for terminals; colours where asked for." },
  mediaType: "text/plain",
  extension: ".txt",
  options: Schema.Struct({
    /** Columns of the terminal. */
    width: Schema.Int.check(Schema.isBetween({ minimum: NARROWEST, maximum: WIDEST })).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed(80)),
    ),
    /** Write sequences for colours and bold letters. */
    colors: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  }),
  render: (report, voice, { colors, width }) => {
    const page: Page = { voice, width, paint: paintOf(colors) }
    const parts = report.blocks.flatMap((part) =>
      part.type === "section"
        ? [
            ...heading(page, voice.say(part.title), "─"),
            ...part.blocks.flatMap((inner, i) => spaced(leaf(page, inner, part.blocks[i - 1]), i)),
          ]
        : ["", ...leaf(page, part, undefined)],
    )
    const lines = [
      ...heading(page, voice.say(report.title), "═").slice(1),
      ...parts,
      ...heading(page, voice.label("manifest"), "─"),
      ...manifest(page, report.manifest),
    ]
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`
  },
})

/** A title above a rule of the page's width. */
const heading = (page: Page, title: string, sign: string): Lines => [
  "",
  ...prose({ ...page, width: Math.min(page.width, 100) }, title, "heading"),
  page.paint("dim", sign.repeat(page.width)),
]

const spaced = (lines: Lines, index: number): Lines => (index === 0 || lines.length === 0 ? lines : ["", ...lines])

const leaf = (page: Page, part: Leaf, before: Leaf | undefined): Lines => {
  const { voice } = page
  switch (part.type) {
    case "verdict":
      return verdict(page, part)
    case "key-figures":
      return keyFigures(page, part)
    case "paragraph":
      return prose(page, voice.say(part.text))
    case "dot-plot":
      return dotPlot(page, voice.say(part.title), part.measurements, part.reference)
    case "trend":
      return trend(page, voice.say(part.title), part.measurements)
    case "measurement-table":
      return isRepeated(part, before) ? [] : measurementTable(page, voice.say(part.caption), part.measurements)
    case "journey-map":
      return journeyMap(page, part)
    case "funnel":
      return funnel(page, part)
    case "cohorts":
      return cohorts(page, part)
    case "histogram":
      return histogram(page, part)
    case "growth":
      return growth(page, part)
    case "findings":
      return findings(page, part.findings)
    case "sources":
      return sources(page, part.sources)
    case "definitions":
      return definitions(page, part.passports)
    case "failures":
      return failures(page, part.failures)
  }
}

/** Pictures of a terminal show the numbers themselves: the table after one says more only where groups are compared. */
const isRepeated = (
  { measurements }: Extract<Leaf, { type: "measurement-table" }>,
  before: Leaf | undefined,
): boolean =>
  before !== undefined &&
  (before.type === "key-figures" || before.type === "dot-plot" || before.type === "trend") &&
  measurements.every(({ versus }) => versus === undefined)
