import type { Measurement } from "@touchpoint/core/metrics"
import { groupName, type Voice } from "@touchpoint/core/report"
import { metricName, seriesTexts } from "../speech/phrases.ts"
import { axisOf, isOff, spanned } from "../speech/scale.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"
import { placed } from "./place.ts"
import { lines } from "./trendLines.ts"
import { type Frame, frameOf, type Point, seriesOf, timeLabels } from "./trendPoints.ts"

/**
 * A line with band per group, each in a panel of its own over the same scales. Partial periods are hollow and joined by
 * dashes; where nothing can be said, or nothing was counted, the line has a gap. Points of too few answers are grey and
 * do not stretch the scale: off it they are arrows at its edge.
 */
export const trend = (voice: Voice, id: string, title: string, measurements: ReadonlyArray<Measurement>): Markup => {
  const [first] = measurements
  const series = seriesOf(measurements)
  if (first === undefined || series.length === 0) return nothing
  const single = series.length === 1
  const points = series.flat()
  const axis = axisOf(spanned(points.map(({ measurement }) => measurement)), first.unit, voice.wording, single ? 5 : 4)
  const frame = frameOf(points, axis)
  const legend = [
    title,
    ...(points.some(({ complete }) => !complete) ? [voice.label("partialLegend")] : []),
    ...(points.some(({ measurement, weak }) => weak && measurement.value !== null && !isOff(axis, measurement))
      ? [voice.label("insufficientLegend")]
      : []),
    ...(points.some(({ measurement }) => isOff(axis, measurement)) ? [voice.label("offScaleLegend")] : []),
  ]
  const width = Math.max(...axis.ticks.map(({ text }) => [...text].length)) * 0.5 + 0.2
  return tag`<figure class="chart${single ? " short" : ""}" style="--axis:${String(Math.round(width * 100) / 100)}rem"><div class="panels${single ? " single" : ""}">${series.map((own, i) => panel({ voice, frame, single, first }, own, `${id}-${i + 1}`))}</div><figcaption>${[metricName(voice, first, measurements), ...legend].join(" · ")}</figcaption></figure>`
}

interface Panels {
  readonly voice: Voice
  readonly frame: Frame
  readonly single: boolean
  readonly first: Measurement
}

const panel = ({ first, frame, single, voice }: Panels, points: ReadonlyArray<Point>, id: string): Markup => {
  const by = points[0]?.measurement.by ?? {}
  const split = Object.keys(by).length > 0
  const title = split ? groupName(voice, by) : voice.wording.metric(first)
  const said = seriesTexts(
    voice,
    points.map(({ measurement }) => measurement),
  )
  const scale = frame.axis.ticks.map(
    ({ text, value }) => tag`<span style="top:${percentage(1 - frame.axis.at(value))}">${text}</span>`,
  )
  return tag`<div class="panel">${split ? tag`<h3>${name(title)}</h3>` : nothing}<div class="frame"><div class="scale" aria-hidden="true">${scale}</div><div class="lane"><svg role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${said.join("\n")}</desc>${lines(frame, points, single)}</svg>${last(voice, frame, points)}</div><div class="times lane" aria-hidden="true">${times(voice, frame, single)}</div></div></div>`
}

const times = (voice: Voice, frame: Frame, single: boolean): ReadonlyArray<Markup> =>
  timeLabels(voice, frame, single).map(
    ({ at, text, wide }) =>
      tag`<span class="${classes(placed(at, text).edge, wide && "wide")}" style="${placed(at, text).left}">${text}</span>`,
  )

const classes = (...names: ReadonlyArray<string | false>): string =>
  names.filter((each) => each !== false && each !== "").join(" ")

/** The value of the last complete period that says something, at its point: above it, or below where the line comes from above. */
const last = (voice: Voice, frame: Frame, points: ReadonlyArray<Point>): Markup => {
  const place = points.findLastIndex(
    ({ complete, measurement, weak }) => complete && !weak && measurement.value !== null,
  )
  const point = points[place]
  if (point === undefined || point.measurement.value === null) return nothing
  const x = frame.x(point.middle)
  const y = frame.axis.at(point.measurement.value)
  const neighbours = [points[place - 1], points[place + 1]].flatMap((p) => p?.measurement.value ?? [])
  // At the upper edge there is room above the panel.
  const under = y > 0.15 && neighbours.some((value) => frame.axis.at(value) > y + 0.05)
  const text = voice.wording.value(point.measurement.value, point.measurement.unit)
  const { edge, left } = placed(x, text, true)
  return tag`<span class="${classes("last", edge, under && "under")}" style="${left};top:${percentage(1 - y)}" aria-hidden="true">${text}</span>`
}
