import type { JourneyMap, MappedTouchpoint, Voice } from "@touchpoint/core/report"
import { journeyLegend } from "./journeyLegend.ts"
import { journeyTable } from "./journeyTable.ts"
import { flag, type Sheet, node } from "./journeyNode.ts"
import { stripOf } from "./journeyStrip.ts"
import type { Links } from "./links.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"
import { type Shades, scoreShades } from "./shades.ts"

/** How much room maps of up to so many stages need to stand side by side; a class. */
const ROOMS = [
  ["few", 3],
  ["some", 5],
  ["many", 7],
  ["crowd", 8],
] as const

type Stage = JourneyMap["stages"][number]

/**
 * The journey: stages from left to right, lanes from top to bottom; on narrow screens and paper one stage below the
 * other. Names are HTML, so they wrap at any width; marks are SVG.
 */
export const journeyMap = (voice: Voice, id: string, part: JourneyMap, links: Links): Markup => {
  if (part.stages.length === 0 || part.touchpoints.length === 0) return nothing
  const map: Sheet = {
    voice,
    id,
    links,
    shades: shadesOf(part),
    most: Math.max(0, ...part.touchpoints.map(({ interactions }) => interactions ?? 0)),
  }
  const phases = phasesOf(voice, part.stages)
  const strip = stripOf(map, part)
  const [heads, lanesAt] = [phases === null ? 1 : 2, (phases === null ? 2 : 3) + (strip === null ? 0 : 1)]
  const places = new Map(part.touchpoints.map((point, i) => [point, i + 1] as const))
  const stages = part.stages.map((stage, i) => {
    const own = part.touchpoints.filter((point) => point.stage === stage.id)
    const begins = phases?.get(stage) ?? null
    const phase =
      begins === null
        ? nothing
        : tag`<h3 class="phase" style="grid-area:1/${String(i + 2)}/2/span ${String(begins)}">${name(voice.wording.name("phase", stage.phase))}</h3>`
    const column = tag`<div class="stage">${head(map, stage, i + 2, heads)}${strip === null ? nothing : tag`<div class="strip" style="grid-area:${String(heads + 1)}/${String(i + 2)}">${strip.panel(stage.id)}</div>`}${own.length === 0 ? empty(map, i + 2, lanesAt, part.lanes.length) : part.lanes.map((lane, j) => cell(map, lane.id, own, places, `${String(lanesAt + j)}/${String(i + 2)}`))}</div>`
    return tag`${phase}${column}`
  })
  const lanes = part.lanes.map(
    (lane, j) =>
      tag`<span class="rail" style="grid-area:${String(lanesAt + j)}/1" aria-hidden="true">${voice.wording.name("mode", lane.id)}</span>`,
  )
  // Counts have one width, so that the bars beside them are shares of one length.
  const width = String(Math.round((voice.wording.count(map.most).length * 0.43 + 0.1) * 100) / 100)
  const room = ROOMS.find(([, most]) => part.stages.length <= most)?.[0] ?? "endless"
  return tag`<figure class="journey ${room}"><div class="map" style="--stages:${String(part.stages.length)};--count:${width}rem">${strip === null ? nothing : tag`<div class="strip-at" style="grid-area:${String(heads + 1)}/1">${strip.scale}</div>`}${lanes}${stages}</div>${journeyLegend(map, part, strip !== null)}</figure>${journeyTable(map, part)}`
}

/** How many stages each phase spans, at its first; `null` where phases would only repeat the names of stages. */
const phasesOf = (voice: Voice, stages: ReadonlyArray<Stage>): ReadonlyMap<Stage, number> | null => {
  const spans = new Map<Stage, number>()
  let first: Stage | undefined
  for (const stage of stages) {
    if (first === undefined || first.phase !== stage.phase) first = stage
    spans.set(first, (spans.get(first) ?? 0) + 1)
  }
  const told = stages.some(({ id, phase }) => voice.wording.name("stage", id) !== voice.wording.name("phase", phase))
  return told ? spans : null
}

const shadesOf = ({ touchpoints }: JourneyMap): ReadonlyMap<string, Shades> => {
  const scores = touchpoints.flatMap(({ score }) => score ?? [])
  const shades = [...Map.groupBy(scores, ({ definition }) => definition)].flatMap(([definition, own]) => {
    const found = scoreShades(own)
    return found === null ? [] : [[definition, found] as const]
  })
  return new Map(shades)
}

/** The name of a stage, with what was found about it as a whole. */
const head = ({ links, voice }: Sheet, { id }: Stage, column: number, row: number): Markup => {
  const found = links.about("stage", id)
  const flags = found.map(({ finding, id: card }) => flag(voice, finding.severity, voice.say(finding.message), card))
  const inner = tag`<span>${name(voice.wording.name("stage", id))}</span>${flags.length === 0 ? nothing : tag`<span class="flags">${flags}</span>`}`
  const place = `grid-area:${String(row)}/${String(column)}`
  return row === 1
    ? tag`<h3 class="step" style="${place}">${inner}</h3>`
    : tag`<h4 class="step" style="${place}">${inner}</h4>`
}

const empty = ({ voice }: Sheet, column: number, row: number, lanes: number): Markup =>
  tag`<p class="gap" style="grid-area:${String(row)}/${String(column)}/span ${String(lanes)}">${voice.label("noTouchpoint")}</p>`

const cell = (
  map: Sheet,
  lane: string,
  points: ReadonlyArray<MappedTouchpoint>,
  places: ReadonlyMap<MappedTouchpoint, number>,
  area: string,
): Markup => {
  const own = points.filter((point) => point.lane === lane)
  if (own.length === 0) return tag`<div class="cell none" style="grid-area:${area}"></div>`
  const called = map.voice.wording.name("mode", lane)
  return tag`<div class="cell" style="grid-area:${area}"><p class="of" aria-hidden="true">${called}</p><ul aria-label="${called}">${own.map((point) => node(map, point, places.get(point) ?? 0))}</ul></div>`
}
