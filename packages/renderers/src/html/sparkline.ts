import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { axisPeriod, seriesTexts } from "../speech/phrases.ts"
import { axisOf, spanned } from "../speech/scale.ts"
import { type Markup, tag } from "./markup.ts"
import { lines } from "./trendLines.ts"
import { frameOf, seriesOf } from "./trendPoints.ts"

/** A trend as small as a line of text: line, band, hollow incomplete periods; its ends are named below. */
export const sparkline = (voice: Voice, id: string, measurements: ReadonlyArray<Measurement>): Markup => {
  const [points = []] = seriesOf(measurements)
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || points.length < 2) return tag`<div></div>`
  const axis = axisOf(spanned(points.map(({ measurement }) => measurement)), first.measurement.unit, voice.wording, 3)
  const said = seriesTexts(
    voice,
    points.map(({ measurement }) => measurement),
  )
  const ends = [first, last].map(({ measurement: { period } }) => tag`<span>${axisPeriod(voice, period)}</span>`)
  return tag`<div class="spark"><svg role="img" aria-labelledby="${id}-d"><desc id="${id}-d">${said.join("; ")}</desc>${lines(frameOf(points, { ...axis, ticks: [] }), points, false)}</svg><small aria-hidden="true">${ends}</small></div>`
}
