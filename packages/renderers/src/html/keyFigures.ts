import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import {
  baselineName,
  caveatText,
  differenceInterval,
  groupName,
  metricName,
  periodText,
  sampleText,
} from "../speech/phrases.ts"
import { bounds } from "../speech/scale.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"

/** The few numbers to see first: large values with what makes them honest below. */
export const keyFigures = (voice: Voice, measurements: ReadonlyArray<Measurement>): Markup =>
  tag`<ul class="cards">${measurements.map((m) => card(voice, m, measurements))}</ul>`

const card = (voice: Voice, m: Measurement, among: ReadonlyArray<Measurement>): Markup => {
  const title = metricName(voice, m, among)
  const heading = Object.keys(m.by).length === 0 ? title : `${title} · ${groupName(voice, m.by)}`
  return tag`<li class="card"><h3>${name(heading)}</h3><p class="big">${voice.wording.value(m.value, m.unit)}</p>${strip(m)}<p class="small">${interval(voice, m)}${sampleText(voice, m)} · ${periodText(voice, m.period)}</p>${versus(voice, m)}${notes(voice, m)}</li>`
}

const interval = (voice: Voice, m: Measurement): string =>
  m.interval === null ? "" : `${voice.label("interval")} ${voice.wording.interval(m.interval, m.unit)} · `

/** Where the value and its interval lie on the whole scale of the unit; the numbers stand below it. */
const strip = (m: Measurement): Markup => {
  const [floor, ceiling] = bounds(m.unit)
  if (m.value === null || !Number.isFinite(floor) || !Number.isFinite(ceiling)) return nothing
  const at = (value: number) => percentage((Math.min(Math.max(value, floor), ceiling) - floor) / (ceiling - floor))
  const zero = floor < 0 ? tag`<line class="zero" x1="${at(0)}" x2="${at(0)}" y1="20%" y2="80%"/>` : nothing
  const whisker =
    m.interval === null
      ? nothing
      : tag`<line class="whisker" x1="${at(m.interval.low ?? floor)}" x2="${at(m.interval.high ?? ceiling)}" y1="50%" y2="50%"/>`
  return tag`<svg class="strip" aria-hidden="true"><line class="grid" x1="0" x2="100%" y1="50%" y2="50%"/>${zero}${whisker}<circle class="dot" cx="${at(m.value)}" cy="50%" r="5"/></svg>`
}

const versus = (voice: Voice, m: Measurement): Markup => {
  if (m.versus === undefined) return nothing
  const around =
    m.versus.interval === null
      ? ""
      : ` (${voice.label("interval")} ${differenceInterval(voice, m.versus.interval, m.unit)})`
  const baseline = baselineName(voice, m.versus)
  const label = baseline === "" ? voice.label("difference") : voice.say(message("report/against", { baseline }))
  return tag`<p class="small">${label}: <b>${voice.wording.difference(m.versus.difference, m.unit)}</b>${around}</p>`
}

const notes = (voice: Voice, m: Measurement): Markup =>
  m.caveats.length === 0
    ? nothing
    : tag`<ul class="notes">${m.caveats.map((caveat) => tag`<li>${caveatText(voice, caveat)}</li>`)}</ul>`
