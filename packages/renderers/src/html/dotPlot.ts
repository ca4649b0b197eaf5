import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { caveatText, fullText, groupName, metricName, periodText, sampleText } from "../speech/phrases.ts"
import { type Axis, axisOf, shown } from "../speech/scale.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"

/** What all rows of a plot share. */
interface Plot {
  readonly voice: Voice
  readonly id: string
  readonly axis: Axis
  readonly reference: number | null
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
    axis: axisOf(numbers, first.unit, voice.wording, 7, 50),
    reference: total?.value ?? null,
    nameOf: (m) => (periods ? `${groupName(voice, m.by)} · ${periodText(voice, m.period)}` : groupName(voice, m.by)),
  }
  const names = measurements.map((m) => [...plot.nameOf(m)].length)
  const values = measurements.map((m) => [...voice.wording.value(m.value, m.unit), ...sampleText(voice, m)].length)
  const widths = `--name:${Math.min(Math.max(...names) + 1, 30) * 0.5}rem;--value:${Math.max(...values) * 0.52 + 1}rem`
  const axis = (place: string) =>
    tag`<div class="axis${place}"><div class="lane">${plot.axis.ticks.map(({ text, value }) => label(plot.axis.at(value), text))}</div></div>`
  return tag`<figure class="chart${measurements.length <= TALL ? " short" : ""}" style="${widths}">${head(voice, plot, total)}${measurements.length > TALL ? axis(" top") : nothing}<ul>${measurements.map((m, i) => row(plot, m, `${id}-${i + 1}`))}</ul>${axis("")}<figcaption>${metricName(voice, first, measurements)} · ${title}</figcaption></figure>`
}

/** A text over a place of the lane; at its ends the text stays inside. */
const label = (at: number, text: string): Markup =>
  tag`<span${at < 0.12 ? tag` class="start"` : at > 0.88 ? tag` class="end"` : nothing} style="left:${percentage(at)}">${text}</span>`

const head = (voice: Voice, { axis }: Plot, reference: Measurement | null): Markup =>
  reference === null || reference.value === null
    ? nothing
    : tag`<div class="head"><div class="lane">${label(axis.at(reference.value), `${groupName(voice, reference.by)} ${voice.wording.value(reference.value, reference.unit)}`)}</div></div>`

const row = (plot: Plot, m: Measurement, id: string): Markup => {
  const { nameOf, voice } = plot
  return tag`<li class="row"><span class="label">${name(nameOf(m))}</span>${m.value === null ? absent(voice, m) : marks(plot, m, m.value, id)}<span class="shown"><b>${voice.wording.value(m.value, m.unit)}</b><small>${sampleText(voice, m)}</small></span></li>`
}

const absent = (voice: Voice, m: Measurement): Markup =>
  tag`<span class="lane absent">${m.caveats.slice(0, 1).map((caveat) => tag`<i>${caveatText(voice, caveat)}</i>`)}</span>`

const marks = ({ axis, nameOf, reference, voice }: Plot, m: Measurement, value: number, id: string): Markup => {
  const weak = m.caveats.some((caveat) => caveat.id === "insufficient") ? " weak" : ""
  const upright = (kind: string, at: number) =>
    tag`<line class="${kind}" x1="${percentage(at)}" x2="${percentage(at)}" y1="0" y2="100%"/>`
  const dot = m.period?.complete === false ? "hollow" : "dot"
  return tag`<svg class="lane${weak}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${nameOf(m)}</title><desc id="${id}-d">${fullText(voice, m)}</desc>${axis.ticks.map((tick) => upright("grid", axis.at(tick.value)))}${reference === null ? nothing : upright("reference", axis.at(reference))}${whisker(axis, m.interval)}<circle class="${dot}" cx="${percentage(axis.at(value))}" cy="50%" r="5.5"/></svg>`
}

/** The interval as a line; an open side runs to the edge and ends in an arrow. */
const whisker = (axis: Axis, interval: Measurement["interval"]): Markup => {
  if (interval === null || (interval.low === null && interval.high === null)) return nothing
  const [from, to] = [interval.low === null ? 0 : axis.at(interval.low), interval.high === null ? 1 : axis.at(interval.high)]
  const line = tag`<line class="whisker" x1="${percentage(from)}" x2="${percentage(to)}" y1="50%" y2="50%"/>`
  const arrow = (at: string, shape: string) =>
    tag`<svg x="${at}" y="50%" width="1" height="1"><path class="arrow" d="${shape}"/></svg>`
  return tag`${line}${interval.low === null ? arrow("0", "M6 -5L0 0L6 5") : nothing}${interval.high === null ? arrow("100%", "M-6 -5L0 0L-6 5") : nothing}`
}
