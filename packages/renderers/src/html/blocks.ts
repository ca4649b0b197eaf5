import type { Block, Funnel, Leaf, Voice } from "@touchpoint/core/report"
import { cohorts } from "./cohorts.ts"
import { dotPlot } from "./dotPlot.ts"
import { findings, verdict } from "./findings.ts"
import { funnels } from "./funnel.ts"
import { growth } from "./growth.ts"
import { histogram } from "./histogram.ts"
import { journeyMap } from "./journey.ts"
import { keyFigures } from "./keyFigures.ts"
import { type Links, noLinks } from "./links.ts"
import { type Markup, nothing, tag } from "./markup.ts"
import { definitions, failures, sources } from "./provenance.ts"
import { measurementTable } from "./table.ts"
import { trend } from "./trend.ts"

/** A block as markup; ids inside begin with `id`. A kind of block that is not here is a compile error. */
export const block = (voice: Voice, part: Block, id: string, links: Links = noLinks): Markup => {
  if (part.type !== "section")
    return tag`<section class="part" id="${id}">${leaf({ voice, links, id, blocks: [part], place: 0 }, part)}</section>`
  const blocks = part.blocks.map((inner, place) =>
    leaf({ voice, links, id: `${id}-${String(place + 1)}`, blocks: part.blocks, place }, inner),
  )
  return tag`<section class="part" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${voice.say(part.title)}</h2>${blocks}</section>`
}

/** A leaf among its neighbours. */
interface Context {
  readonly voice: Voice
  readonly links: Links
  readonly id: string
  readonly blocks: ReadonlyArray<Leaf>
  readonly place: number
}

const leaf = (context: Context, part: Leaf): Markup => {
  const { blocks, id, links, place, voice } = context
  switch (part.type) {
    case "verdict":
      return verdict(voice, part, links)
    case "key-figures":
      return keyFigures(voice, id, part)
    case "paragraph":
      return tag`<p>${voice.say(part.text)}</p>`
    case "dot-plot":
      return dotPlot(voice, id, voice.say(part.title), part.measurements, part.reference)
    case "trend":
      return trend(voice, id, voice.say(part.title), part.measurements)
    case "measurement-table":
      return measurementTable(voice, id, voice.say(part.caption), part.measurements, pictured(blocks[place - 1]))
    case "journey-map":
      return journeyMap(voice, id, part, links)
    case "funnel":
      return blocks[place - 1]?.type === "funnel" ? nothing : funnels(voice, id, funnelsFrom(context))
    case "cohorts":
      return cohorts(voice, id, part)
    case "histogram":
      return histogram(voice, id, part)
    case "growth":
      return growth(voice, part)
    case "findings":
      return findings(voice, part.findings, links)
    case "sources":
      return sources(voice, part.sources)
    case "definitions":
      return definitions(voice, part.passports)
    case "failures":
      return failures(part.failures)
  }
}

/** Funnels that follow each other are one picture over one scale. */
const funnelsFrom = ({ blocks, place }: Context): ReadonlyArray<Funnel> => {
  const rest = blocks.slice(place)
  const end = rest.findIndex(({ type }) => type !== "funnel")
  return rest.slice(0, end === -1 ? rest.length : end).flatMap((part) => (part.type === "funnel" ? [part] : []))
}

/** Whether the numbers that follow were just shown. */
const pictured = (before: Leaf | undefined): boolean =>
  before !== undefined && ["key-figures", "dot-plot", "trend", "funnel", "cohorts", "histogram"].includes(before.type)
