import type { Block, Leaf, Voice } from "@touchpoint/core/report"
import { dotPlot } from "./dotPlot.ts"
import { findings } from "./findings.ts"
import { keyFigures } from "./keyFigures.ts"
import { type Markup, tag } from "./markup.ts"
import { definitions, failures, sources } from "./provenance.ts"
import { measurementTable } from "./table.ts"
import { trend } from "./trend.ts"

/** A block as markup; ids inside begin with `id`. A kind of block that is not here is a compile error. */
export const block = (voice: Voice, part: Block, id: string): Markup => {
  if (part.type !== "section")
    return tag`<section class="part" id="${id}">${leaf(voice, part, id, undefined)}</section>`
  const blocks = part.blocks.map((inner, i) => leaf(voice, inner, `${id}-${i + 1}`, part.blocks[i - 1]))
  return tag`<section class="part" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${voice.say(part.title)}</h2>${blocks}</section>`
}

const leaf = (voice: Voice, part: Leaf, id: string, before: Leaf | undefined): Markup => {
  switch (part.type) {
    case "key-figures":
      return keyFigures(voice, part.measurements)
    case "paragraph":
      return tag`<p>${voice.say(part.text)}</p>`
    case "dot-plot":
      return dotPlot(voice, id, voice.say(part.title), part.measurements, part.reference)
    case "trend":
      return trend(voice, id, voice.say(part.title), part.measurements)
    case "measurement-table":
      return measurementTable(voice, id, voice.say(part.caption), part.measurements, pictured(before))
    case "findings":
      return findings(voice, part.findings)
    case "sources":
      return sources(voice, part.sources)
    case "definitions":
      return definitions(voice, part.passports)
    case "failures":
      return failures(part.failures)
  }
}

/** Whether the numbers that follow were just shown. */
const pictured = (before: Leaf | undefined): boolean =>
  before !== undefined && (before.type === "key-figures" || before.type === "dot-plot" || before.type === "trend")
