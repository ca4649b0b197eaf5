import type { Caveat, Measurement } from "@touchpoint/core/metrics"
import { caveatText, groupName, type Notes, notesOf, periodText, type Voice } from "@touchpoint/core/report"
import { fullText, metricName, sampleText } from "../speech/phrases.ts"
import { type Axis, axisOf, isOff, isWeak, onAxis, spanned } from "../speech/scale.ts"
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

/** Rows from which the axis stands above as well: on screens, and on paper, where a longer plot may break. */
const TALL = 16
const WHOLE = 7

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
  const numbers = spanned([...measurements, ...(total === null ? [] : [total])])
  const periods = new Set(measurements.map(({ period }) => periodText(voice, period))).size > 1
  const plot: Plot = {
    voice,
    id,
    axis: axisOf(numbers, first.unit, voice.wording, 7),
    reference: total?.value ?? null,
    notes: notesOf(voice, measurements),
    nameOf: (m) => (periods ? `${groupName(voice, m.by)} · ${periodText(voice, m.period)}` : groupName(voice, m.by)),
  }
  const legend = measurements.some((m) => isOff(plot.axis, m)) ? [voice.label("offScaleLegend")] : []
  const names = measurements.map((m) => [...plot.nameOf(m)].length)
  const values = measurements.map((m) => [...voice.wording.value(m.value, m.unit), ...sampleText(voice, m)].length)
  // Doubts stand below names and wrap: they need some room where names are short.
  const least = measurements.some((m) => doubtsOf(m).length > 0) ? 9 : 0
  const [left, right] = [Math.max(Math.min(Math.max(...names) + 1, 30) * 0.5, least), Math.max(...values) * 0.52 + 1]
  const kind = `chart${measurements.length <= WHOLE ? " short" : ""}${roomOf(left + right)}`
  const axis = (place: string) => tag`<div class="axis${place}"><div class="lane">${tickLabels(plot.axis)}</div></div>`
  return tag`<figure class="${kind}" style="--name:${rem(left)};--value:${rem(right)}">${head(voice, plot, total)}${measurements.length > TALL ? axis(" top") : measurements.length > WHOLE ? axis(" top paper") : nothing}<ul>${measurements.map((m, i) => row(plot, m, `${id}-${i + 1}`))}</ul>${axis("")}<figcaption>${[metricName(voice, first, measurements), title, ...legend].join(" · ")}</figcaption></figure>`
}

/** How wide a screen a plot needs to stand beside names and values of so many rem; a class. */
const roomOf = (width: number): string => (width > 24 ? " spacious" : width > 15 ? " roomy" : "")

const rem = (length: number): string => `${Math.round(length * 100) / 100}rem`

/** Texts of ticks; where they would lie on each other, every second or third, the rounder ones: 0, 20, 40, not 10, 30, 50. */
const tickLabels = ({ at, ticks }: Axis): ReadonlyArray<Markup> => {
  const labels = ticks.map(({ text, value }) => ({ at: at(value), text }))
  const [first, second] = ticks
  // How many ticks the first is away from zero.
  const start = first === undefined || second === undefined ? 0 : Math.round(first.value / (second.value - first.value))
  const round = (i: number, step: number) => (start + i) % step === 0
  const step = stepFor(labels, NARROW, 1, round)
  return labels.filter((_, i) => round(i, step)).map((tick) => label(tick.at, tick.text))
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
  const below = doubtsOf(m).map((caveat) => tag`<small>${caveatText(voice, caveat, m)}</small>`)
  return tag`<li class="row"><span class="label">${name(nameOf(m))}${below}</span>${m.value === null ? absent(plot, m) : marks(plot, m, m.value, id)}<span class="shown"><b>${voice.wording.value(m.value, m.unit)}</b><small>${sampleText(voice, m)}</small></span></li>`
}

/** Caveats without which a dot would seem surer than it is. */
const DOUBTS = new Set<Caveat["id"]>(["insufficient", "small-sample", "weights-ignored", "no-ci"])

const doubtsOf = ({ caveats, value }: Measurement): ReadonlyArray<Caveat> =>
  value === null ? [] : caveats.filter(({ id }) => DOUBTS.has(id))

/** No dot, but why there is none. */
const absent = ({ notes }: Plot, m: Measurement): Markup =>
  tag`<span class="lane absent">${notes
    .of(m)
    .map((number) => notes.sentences[number - 1] ?? "")
    .join("; ")}</span>`

const marks = ({ axis, nameOf, reference, voice }: Plot, m: Measurement, value: number, id: string): Markup => {
  const weak = isWeak(m) ? " weak" : ""
  const upright = (kind: string, at: number) =>
    tag`<line class="${kind}" x1="${percentage(at)}" x2="${percentage(at)}" y1="0" y2="100%"/>`
  const at = percentage(axis.at(value))
  const dot = tag`<circle class="${m.period?.complete === false ? "hollow" : "dot"}" cx="${at}" cy="50%" r="5"/>`
  const mark = {
    below: tag`<svg x="0%" y="50%" width="1" height="1"><path class="off" d="M9-5V5L0 0Z"/></svg>`,
    within: dot,
    above: tag`<svg x="100%" y="50%" width="1" height="1"><path class="off" d="M-9-5V5L0 0Z"/></svg>`,
  }[axis.side(value)]
  return tag`<div class="lane${weak}"><svg role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${nameOf(m)}</title><desc id="${id}-d">${fullText(voice, m)}</desc>${axis.ticks.map((tick) => upright("grid", axis.at(tick.value)))}${reference === null ? nothing : upright("reference", axis.at(reference))}${whisker(axis, m.interval, axis.side(value))}${mark}</svg></div>`
}

/**
 * The interval as a line with ends; a side that is open or off the scale runs to the edge and ends in an arrow, unless
 * the value lies there too and has an arrow of its own.
 */
export const whisker = (axis: Axis, interval: Measurement["interval"], side: ReturnType<Axis["side"]>): Markup => {
  if (interval === null || (interval.low === null && interval.high === null)) return nothing
  const [low, high] = onAxis(axis, interval)
  const [from, to] = [low === null ? 0 : axis.at(low), high === null ? 1 : axis.at(high)]
  // Nothing of it lies on the scale: the arrow in place of the value says where it is.
  if (from === to && (low === null || high === null)) return nothing
  const line = tag`<line class="whisker" x1="${percentage(from)}" x2="${percentage(to)}" y1="50%" y2="50%"/>`
  const end = (at: number, shape: string) =>
    tag`<svg x="${percentage(at)}" y="50%" width="1" height="1"><path class="end" d="${shape}"/></svg>`
  const left = side === "below" ? nothing : end(from, low === null ? "M6-5 0 0 6 5" : CAP)
  const right = side === "above" ? nothing : end(to, high === null ? "M-6-5 0 0-6 5" : CAP)
  return tag`${line}${left}${right}`
}

/** Taller than a dot, so that an interval narrower than it still shows. */
const CAP = "M0-7V7"
