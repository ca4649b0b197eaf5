import { type JourneyMap, within } from "@touchpoint/core/report"
import { captions } from "../speech/captions.ts"
import { isWeak } from "../speech/scale.ts"
import { type Sheet, withheld } from "./journeyNode.ts"
import { shapeOf } from "./journeyStrip.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"
import { shadeLegend } from "./shadeLegend.ts"
import { SEVERITIES, sign } from "./severity.ts"

/** What the marks of a map mean; only those it has. */
export const journeyLegend = (
  map: Sheet,
  { lanes, stages, title, touchpoints }: JourneyMap,
  strip: boolean,
): Markup => {
  const { voice } = map
  const { label, wording } = voice
  const words = captions[voice.locale]
  const scores = touchpoints.flatMap(({ score }) => score ?? [])
  const promise = touchpoints.find(({ promise: kept }) => (kept?.value ?? null) !== null)?.promise ?? null
  const scales = [...map.shades].map(([definition, shades]) => {
    const first = scores.find((m) => m.definition === definition)
    return first === undefined ? nothing : shadeLegend(voice, wording.metric(first), first.unit, shades)
  })
  const item = (mark: Markup, text: string) => tag`<li>${mark}<span>${name(text)}</span></li>`
  const circle = (kind: string, inner = nothing) =>
    tag`<svg width="18" height="18" aria-hidden="true"><circle class="${kind}" cx="9" cy="9" r="7.5"/>${inner}</svg>`
  const key = (text: string, shape: string) =>
    tag`<li class="strip-key"><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><path class="bar" d="${shape}"/></svg><span>${text}</span></li>`
  const severities = new Set([
    ...touchpoints.flatMap(({ findings }) => findings.map(({ severity }) => severity)),
    ...stages.flatMap(({ id }) => map.links.about("stage", id)).map(({ finding }) => finding.severity),
  ])
  const items = [
    ...(strip ? lanes.map(({ id }) => key(wording.name("mode", id), shapeOf(id))) : []),
    ...(scores.some((m) => isWeak(m) && m.value !== null) ? [item(circle("disc unsure"), label("fewMark"))] : []),
    ...(touchpoints.some(({ score }) => score === null) ? [item(circle("unknown"), label("notMeasured"))] : []),
    ...(scores.some(({ value }) => value === null) ? [item(circle("unknown", withheld(9, 3)), label("hidden"))] : []),
    ...(promise === null ? [] : [item(RING, words.ring(within(wording.metric(promise))))]),
    ...(map.most === 0 ? [] : [item(BAR, words.bar(wording.name("kind", "interaction")))]),
    ...SEVERITIES.filter((severity) => severities.has(severity)).map((severity) =>
      item(sign(severity), label(severity)),
    ),
  ]
  return tag`<figcaption>${scales}<ul class="legend">${items}</ul><span>${voice.say(title)}</span></figcaption>`
}

const RING = tag`<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><circle class="broken-line" cx="9" cy="9" r="7"/><path class="kept-line" d="M9 2A7 7 0 1 1 2 9"/></svg>`
const BAR = tag`<svg width="30" height="6" aria-hidden="true"><rect class="rest" width="30" height="6" rx="3"/><rect class="bar" width="17" height="6" rx="3"/></svg>`
