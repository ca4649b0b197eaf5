import type { Measurement } from "@touchpoint/core/metrics"
import {
  baselineName,
  changeOf,
  groupName,
  type KeyFigures,
  type Notes,
  notesOf,
  periodText,
  type Voice,
} from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { againstPeriod, type Better, changeArrow, changeWord, latestChange } from "../speech/change.ts"
import { aroundDifference, ownParameters, sampleText } from "../speech/phrases.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"
import { sparkline } from "./sparkline.ts"

/** Characters of a value from which it needs the whole width of a card. */
const LONG = 8

/** What all cards share. */
interface Deck {
  readonly voice: Voice
  readonly among: ReadonlyArray<Measurement>
  readonly notes: Notes
  /** Whether the numbers are of several periods, so that each says its own. */
  readonly dated: boolean
}

/** The few numbers to see first: large values with what makes them honest below. What all share is said once. */
export const keyFigures = (
  voice: Voice,
  id: string,
  { better, measurements, trends }: typeof KeyFigures.Type,
): Markup => {
  const notes = notesOf(voice, measurements)
  const periods = new Set(measurements.map(({ period }) => periodText(voice, period)))
  const shared = [...(periods.size === 1 ? periods : []), ...notes.common.map((number) => sentence(notes, number))]
  const deck: Deck = { voice, among: measurements, notes, dated: periods.size > 1 }
  const cards = measurements.map((m, i) =>
    card(deck, m, better[i] ?? "neutral", trends[i] ?? [], `${id}-k${String(i + 1)}`),
  )
  return tag`<div><ul class="cards${inThirds(cards.length) ? " thirds" : ""}">${cards}</ul>${shared.length === 0 ? nothing : tag`<p class="small shared">${shared.join(" · ")}</p>`}</div>`
}

/** Whether rows of three leave less of the last row empty than rows of four. */
const inThirds = (count: number): boolean => count > 4 && (count % 3 || 3) / 3 > (count % 4 || 4) / 4

const sentence = ({ sentences }: Notes, number: number): string => sentences[number - 1] ?? ""

const card = (
  { among, dated, notes, voice }: Deck,
  m: Measurement,
  better: Better,
  trend: ReadonlyArray<Measurement>,
  id: string,
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
  const value = wording.value(m.value, m.unit)
  return tag`<li class="card${[...value].length > LONG ? " long" : ""}"><h3>${name(wording.metric(m))}${below}</h3><p class="big">${value}<span class="sure">${interval}<span>${sampleText(voice, m)}</span></span></p><div>${changed(voice, m, better, trend)}</div>${sparkline(voice, id, trend)}${own.length === 0 ? nothing : tag`<ul class="notes">${own}</ul>`}</li>`
}

/**
 * An arrow with the difference and what it means, in words: of the number itself, else of the last complete period of
 * its trend. A number that is compared with another group says the plain difference.
 */
const changed = (voice: Voice, m: Measurement, better: Better, trend: ReadonlyArray<Measurement>): Markup => {
  const compared = latestChange(m, trend)
  const change = compared === null ? null : changeOf(compared, better)
  if (compared === null || change === null) return versus(voice, m)
  const { difference = null, interval = null, period = null } = compared.versus ?? {}
  const own =
    compared === m
      ? nothing
      : tag`<small>${periodText(voice, compared.period)}: ${voice.wording.value(compared.value, compared.unit)}</small>`
  const against = period === null ? "" : againstPeriod(voice, compared, period)
  const around =
    interval === null || change === "withheld"
      ? nothing
      : tag`, ${voice.intervalLabel([interval])} <span>${voice.wording.differenceInterval(interval, m.unit)}</span>`
  const arrow = change === "none" ? nothing : tag`<span aria-hidden="true">${changeArrow(compared, change)}</span> `
  // What is withheld has no difference to show.
  const figure = change === "withheld" ? nothing : tag`${arrow}${voice.wording.difference(difference, m.unit)}, `
  return tag`<p class="change ${change}">${own}<b>${figure}${changeWord(voice, change, compared)}</b><small>${against}${around}</small></p>`
}

const versus = (voice: Voice, m: Measurement): Markup => {
  if (m.versus === undefined) return nothing
  const around = aroundDifference(voice, m.versus.interval, m.unit)
  const baseline = baselineName(voice, m.versus)
  const label = baseline === "" ? voice.label("difference") : voice.say(message("report/against", { baseline }))
  return tag`<p class="small">${label}: <b>${voice.wording.difference(m.versus.difference, m.unit)}</b>${around}</p>`
}
