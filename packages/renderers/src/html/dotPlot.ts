import type { Caveat, Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { type Notes, notesOf } from "../speech/notes.ts"
import { caveatText, fullText, groupName, metricName, periodText, sampleText } from "../speech/phrases.ts"
import { type Axis, axisOf, shown } from "../speech/scale.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"
import { NARROW, placed, stepFor } from "./place.ts"

/** What all rows of a plot share. */
interface Plot {
  readonly voice: Voice
  readonly id: string
  readonly axis: Axis
  readonly reference: number | null
  readonly notes: Notes
  readonly nameOf: (m: Measurement) => string
}

/** Rows from which the axis stands above as well. */
const TALL = 16

/**
 * A dot with its interval per group. Texts are HTML, so they wrap and keep their size on a narrow screen; marks are SVG
 * in shares of the width.
 */
export const dotPlot = (
  voice: Voice,
  id: string,
  title: string,
  measurements: ReadonlyArray<Measurement>,
  reference: Measurement | null,
): Markup => {
  const [first] = measurements
  if (first === undefined) return nothing
  const total = reference === null || reference.value === null ? null : reference
  const numbers = [...measurements, ...(total === null ? [] : [total])].flatMap(shown)
  const periods = new Set(measurements.map(({ period }) => periodText(voice, period))).size > 1
  const plot: Plot = {
    voice,
    id,
    axis: axisOf(numbers, first.unit, voice.wording, 7),
    reference: total?.value ?? null,
    notes: notesOf(voice, measurements),
    nameOf: (m) => (periods ? `${groupName(voice, m.by)} · ${periodText(voice, m.period)}` : groupName(voice, m.by)),
  }
  const names = measurements.map((m) => [...plot.nameOf(m)].length)
  const values = measurements.map((m) => [...voice.wording.value(m.value, m.unit), ...sampleText(voice, m)].length)
  const [left, right] = [Math.min(Math.max(...names) + 1, 30) * 0.5, Math.max(...values) * 0.52 + 1]
  const kind = `chart${measurements.length <= TALL ? " short" : ""}${roomOf(left + right)}`
  const axis = (place: string) => tag`<div class="axis${place}"><div class="lane">${tickLabels(plot.axis)}</div></div>`
  return tag`<figure class="${kind}" style="--name:${rem(left)};--value:${rem(right)}">${head(voice, plot, total)}${measurements.length > TALL ? axis(" top") : nothing}<ul>${measurements.map((m, i) => row(plot, m, `${id}-${i + 1}`))}</ul>${axis("")}<figcaption>${metricName(voice, first, measurements)} · ${title}</figcaption></figure>`
}

/** How wide a screen a plot needs to stand beside names and values of so many rem; a class. */
const roomOf = (width: number): string => (width > 24 ? " spacious" : width > 15 ? " roomy" : "")

const rem = (length: number): string => `${Math.round(length * 100) / 100}rem`

/** Texts of ticks; where they would lie on each other, every second or third. */
const tickLabels = ({ at, ticks }: Axis): ReadonlyArray<Markup> => {
  const labels = ticks.map(({ text, value }) => ({ at: at(value), text }))
  const step = stepFor(labels, NARROW, 1)
  return labels.filter((_, i) => (labels.length - 1 - i) % step === 0).map((tick) => label(tick.at, tick.text))
}

/** A text over a place of the lane; at its ends the text stays inside. */
const label = (at: number, text: string): Markup =>
  tag`<span class="${placed(at, text).edge}" style="${placed(at, text).left}">${text}</span>`

const head = (voice: Voice, { axis }: Plot, reference: Measurement | null): Markup =>
  reference === null || reference.value === null
    ? nothing
    : tag`<div class="head"><div class="lane">${label(axis.at(reference.value), `${groupName(voice, reference.by)} ${voice.wording.value(reference.value, reference.unit)}`)}</div></div>`

const row = (plot: Plot, m: Measurement, id: string): Markup => {
  const { nameOf, voice } = plot
  const doubts = m.value === null ? [] : m.caveats.filter((caveat) => DOUBTS.has(caveat.id))
  const below = doubts.map((caveat) => tag`<small>${caveatText(voice, caveat)}</small>`)
  return tag`<li class="row"><span class="label">${name(nameOf(m))}${below}</span>${m.value === null ? absent(plot, m) : marks(plot, m, m.value, id)}<span class="shown"><b>${voice.wording.value(m.value, m.unit)}</b><small>${sampleText(voice, m)}</small></span></li>`
}

/** Caveats without which a dot would seem surer than it is. */
const DOUBTS = new Set<Caveat["id"]>(["insufficient", "small-sample", "weights-ignored", "no-ci"])

/** No dot, but why there is none. */
const absent = ({ notes }: Plot, m: Measurement): Markup =>
  tag`<span class="lane absent">${notes
    .of(m)
    .map((number) => notes.sentences[number - 1] ?? "")
    .join("; ")}</span>`

const marks = ({ axis, nameOf, reference, voice }: Plot, m: Measurement, value: number, id: string): Markup => {
  const weak = m.caveats.some((caveat) => caveat.id === "insufficient") ? " weak" : ""
  const upright = (kind: string, at: number) =>
    tag`<line class="${kind}" x1="${percentage(at)}" x2="${percentage(at)}" y1="0" y2="100%"/>`
  const dot = m.period?.complete === false ? "hollow" : "dot"
  return tag`<div class="lane${weak}"><svg role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${nameOf(m)}</title><desc id="${id}-d">${fullText(voice, m)}</desc>${axis.ticks.map((tick) => upright("grid", axis.at(tick.value)))}${reference === null ? nothing : upright("reference", axis.at(reference))}${whisker(axis, m.interval)}<circle class="${dot}" cx="${percentage(axis.at(value))}" cy="50%" r="5"/></svg></div>`
}

/** The interval as a line with ends; an open side runs to the edge of the plot and ends in an arrow. */
const whisker = (axis: Axis, interval: Measurement["interval"]): Markup => {
  if (interval === null || (interval.low === null && interval.high === null)) return nothing
  const [from, to] = [
    interval.low === null ? 0 : axis.at(interval.low),
    interval.high === null ? 1 : axis.at(interval.high),
  ]
  const line = tag`<line class="whisker" x1="${percentage(from)}" x2="${percentage(to)}" y1="50%" y2="50%"/>`
  const end = (at: number, shape: string) =>
    tag`<svg x="${percentage(at)}" y="50%" width="1" height="1"><path class="end" d="${shape}"/></svg>`
  const [left, right] = [interval.low === null ? "M6-5 0 0 6 5" : CAP, interval.high === null ? "M-6-5 0 0-6 5" : CAP]
  return tag`${line}${end(from, left)}${end(to, right)}`
}

/** Taller than a dot, so that an interval narrower than it still shows. */
const CAP = "M0-7V7"
