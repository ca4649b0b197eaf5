import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { type Notes, notesOf } from "../speech/notes.ts"
import { aroundDifference, baselineName, groupName, ownParameters, periodText, sampleText } from "../speech/phrases.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"

/** The few numbers to see first: large values with what makes them honest below. What all share is said once. */
export const keyFigures = (voice: Voice, measurements: ReadonlyArray<Measurement>): Markup => {
  const notes = notesOf(voice, measurements)
  const periods = new Set(measurements.map(({ period }) => periodText(voice, period)))
  const shared = [...(periods.size === 1 ? periods : []), ...notes.common.map((number) => sentence(notes, number))]
  const cards = measurements.map((m) => card(voice, m, measurements, notes, periods.size > 1))
  return tag`<div><ul class="cards">${cards}</ul>${shared.length === 0 ? nothing : tag`<p class="small shared">${shared.join(" · ")}</p>`}</div>`
}

const sentence = ({ sentences }: Notes, number: number): string => sentences[number - 1] ?? ""

const card = (
  voice: Voice,
  m: Measurement,
  among: ReadonlyArray<Measurement>,
  notes: Notes,
  dated: boolean,
): Markup => {
  const { intervalLabel, wording } = voice
  const parts = [
    ownParameters(voice, m, among),
    ...(Object.keys(m.by).length === 0 ? [] : [groupName(voice, m.by)]),
    ...(dated ? [periodText(voice, m.period)] : []),
  ].filter((part) => part !== "")
  const below = parts.length === 0 ? nothing : tag`<small>${name(parts.join(" · "))}</small>`
  const interval =
    m.interval === null
      ? nothing
      : tag`<span>${intervalLabel([m.interval])} <b>${wording.interval(m.interval, m.unit)}</b></span>`
  const own = notes.of(m).map((number) => tag`<li>${sentence(notes, number)}</li>`)
  return tag`<li class="card"><h3>${name(wording.metric(m))}${below}</h3><p class="big">${wording.value(m.value, m.unit)}</p><div><p class="sure">${interval}<span>${sampleText(voice, m)}</span></p>${versus(voice, m)}</div>${own.length === 0 ? nothing : tag`<ul class="notes">${own}</ul>`}</li>`
}

const versus = (voice: Voice, m: Measurement): Markup => {
  if (m.versus === undefined) return nothing
  const around = aroundDifference(voice, m.versus.interval, m.unit)
  const baseline = baselineName(voice, m.versus)
  const label = baseline === "" ? voice.label("difference") : voice.say(message("report/against", { baseline }))
  return tag`<p class="small">${label}: <b>${voice.wording.difference(m.versus.difference, m.unit)}</b>${around}</p>`
}
