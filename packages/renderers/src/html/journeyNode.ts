import type { Measurement } from "@touchpoint/core/metrics"
import type { MappedTouchpoint, Voice } from "@touchpoint/core/report"
import { arc } from "d3-shape"
import { captions } from "../speech/captions.ts"
import { fullText } from "../speech/phrases.ts"
import { isWeak } from "../speech/scale.ts"
import { cut } from "./brief.ts"
import { cardsOf, type Links } from "./links.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"
import type { Shades } from "./shades.ts"
import { SEVERITIES, sign } from "./severity.ts"

/** What all touchpoints of a map share. */
export interface Sheet {
  readonly voice: Voice
  readonly id: string
  readonly links: Links
  /** Shades of scores, by the definition of the score. */
  readonly shades: ReadonlyMap<string, Shades>
  /** The most interactions a touchpoint has; bars are shares of it. */
  readonly most: number
}

/** Flags up to which each finding has its own. */
const FLAGS = 3
/** Characters of a finding that its sign says. */
const SAID = 200
/** Who answers for a touchpoint unless somebody else is named. */
const BRAND = "brand"

/** Radii of the disc of the score and of the ring of promises around it, and where their centre lies. */
const [DISC, INNER, OUTER, CENTRE] = [17, 19.5, 23, 24]

/** A touchpoint: its score on a disc, promises as a ring around it, its name, how often it is met, and its findings. */
export const node = (map: Sheet, point: MappedTouchpoint, index: number): Markup => {
  const { voice } = map
  const quiet = point.score === null && point.promise === null ? " quiet" : ""
  const words = captions[voice.locale]
  const title = voice.wording.name("touchpoint", point.id)
  const status = point.status === "active" ? [] : [voice.wording.name("status", point.status)]
  const party = point.party === null || point.party === BRAND ? [] : [voice.wording.name("party", point.party)]
  const kept =
    point.promise === null || point.promise.value === null
      ? []
      : [words.kept(voice.wording.value(point.promise.value, point.promise.unit))]
  const facts = [...status, ...party, ...kept].map((text) => tag`<small>${name(text)}</small>`)
  return tag`<li class="tp${quiet}"><div class="chip">${glyph(map, point, `${map.id}-t${String(index)}`, title)}<span class="called">${name(title)}</span>${flags(map, point)}<span class="more">${facts}${met(map, point.interactions)}</span></div></li>`
}

const glyph = (map: Sheet, { interactions, promise, score }: MappedTouchpoint, id: string, title: string): Markup => {
  const { voice } = map
  const said = [
    ...[score, promise].flatMap((m) => (m === null ? [] : [`${voice.wording.metric(m)}: ${fullText(voice, m)}`])),
    ...(score === null ? [voice.label("notMeasured")] : []),
    ...(interactions === null
      ? []
      : [`${voice.wording.name("kind", "interaction")}: ${voice.wording.count(interactions)}`]),
  ]
  return tag`<svg class="glyph" viewBox="0 0 48 48" width="48" height="48" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${said.join("; ")}</desc>${ring(promise)}${disc(map, score)}</svg>`
}

/** A dash in the place of a number that is withheld. */
export const withheld = (centre: number, half: number): Markup =>
  tag`<path class="unknown" d="M${String(centre - half)} ${String(centre)}h${String(2 * half)}"/>`

/** A full turn is every promise kept. */
const ring = (promise: Measurement | null): Markup => {
  if (promise?.value === null || promise?.value === undefined) return nothing
  const turn = arc().digits(2)
  const part = (from: number, to: number) =>
    turn({ innerRadius: INNER, outerRadius: OUTER, startAngle: from * 2 * Math.PI, endAngle: to * 2 * Math.PI }) ?? ""
  const kept = Math.min(Math.max(promise.value, 0), 1)
  const place = `translate(${String(CENTRE)} ${String(CENTRE)})`
  return tag`<g transform="${place}"><path class="broken" d="${part(kept, 1)}"/><path class="kept${isWeak(promise) ? " weak" : ""}" d="${part(0, kept)}"/></g>`
}

const disc = (map: Sheet, score: Measurement | null): Markup => {
  const at = String(CENTRE)
  if (score === null) return tag`<circle class="unknown" cx="${at}" cy="${at}" r="${String(DISC)}"/>`
  if (score.value === null)
    return tag`<circle class="unknown" cx="${at}" cy="${at}" r="${String(DISC)}"/>${withheld(CENTRE, 6)}`
  const shade = isWeak(score) ? "unsure" : (map.shades.get(score.definition)?.of(score.value) ?? "s3")
  const text = shortScore(map.voice, score, score.value)
  return tag`<circle class="disc ${shade}" cx="${at}" cy="${at}" r="${String(DISC)}"/><text class="on ${shade}" x="${at}" y="${at}" dy=".36em">${text}</text>`
}

/** A thin space before the sign where a locale sets one and there is room. */
const tight = (percent: string): string => percent.replaceAll(/\s/g, percent.length > 4 ? "" : "\u2009")

/** A score as short as a disc asks for; the whole of it stands in the text alternative and in the table. */
const shortScore = ({ wording }: Voice, { unit }: Measurement, value: number): string => {
  switch (unit.kind) {
    case "proportion":
      return tight(wording.percent(value, 0))
    case "points":
      return wording.number(value, (unit.max ?? 100) - (unit.min ?? -100) <= 20 ? 1 : 0)
    case "ratio":
      return wording.number(value, 1)
    case "count":
    case "duration":
    case "money":
      return "●"
  }
}

const met = ({ most, voice }: Sheet, interactions: number | null): Markup =>
  interactions === null
    ? nothing
    : tag`<span class="met"><svg width="100%" height="6" aria-hidden="true"><rect class="rest" width="100%" height="6" rx="3"/><rect class="bar" width="${percentage(most === 0 ? 0 : interactions / most)}" height="6" rx="3"/></svg><small>${voice.wording.count(interactions)}</small></span>`

/** What was found about it, and about the party it was given to, each with the way to its card. */
const flags = (map: Sheet, { findings }: MappedTouchpoint): Markup => {
  const { links, voice } = map
  const cards = cardsOf(links, findings)
  const all = findings.map(({ rule, severity }, i) => {
    const card = cards[i]
    return { severity, said: card === undefined ? rule : voice.say(card.finding.message), card: card?.id }
  })
  all.sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
  if (all.length === 0) return nothing
  const more = all.length - FLAGS
  return tag`<span class="flags">${all.slice(0, FLAGS).map(({ card, said, severity }) => flag(voice, severity, cut(said, SAID), card))}${more > 0 ? tag`<small>+${String(more)}</small>` : nothing}</span>`
}

/** The sign of a finding; a link to its card where there is one. */
export const flag = (
  voice: Voice,
  severity: Parameters<typeof sign>[0],
  said: string,
  card: string | undefined,
): Markup => {
  const label = `${voice.label(severity)}: ${said}`
  return card === undefined
    ? tag`<span class="flag" role="img" aria-label="${label}">${sign(severity)}</span>`
    : tag`<a class="flag" href="#${card}" aria-label="${label}" title="${label}">${sign(severity)}</a>`
}
