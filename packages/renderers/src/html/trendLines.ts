import { area, line } from "d3-shape"
import { isOff, onAxis } from "../speech/scale.ts"
import { type Markup, nothing, percentage, tag } from "./markup.ts"
import type { Frame, Point } from "./trendPoints.ts"

/** A point that can be drawn. */
interface Drawn extends Point {
  readonly value: number
}

/** Points up to which every one has a dot, in a panel alone and in one of several. */
const DOTTED = { alone: 40, among: 16 }

/** Side of the square paths are drawn in; it is stretched over the lane. */
const SIDE = 1000

/** Everything inside a panel: grid, band, line, dashes to partial periods, dots. */
export const lines = (frame: Frame, points: ReadonlyArray<Point>, alone: boolean): Markup => {
  const most = alone ? DOTTED.alone : DOTTED.among
  const runs = runsOf(points)
  const drawn = runs.flat()
  const last = drawn.findLastIndex(isSolid)
  const grid = frame.axis.ticks.map(({ value }) => upright(value, frame))
  return tag`${grid}<svg viewBox="0 0 ${String(SIDE)} ${String(SIDE)}" preserveAspectRatio="none" width="100%" height="100%">${runs.map((run) => paths(frame, run))}</svg>${runs.map((run) => whiskers(frame, run))}${runs.map((run) => dashes(frame, run))}${drawn.map((point, i) => dot(frame, point, point.weak || drawn.length <= most || i === last))}`
}

const upright = (value: number, { axis }: Frame): Markup => {
  const y = percentage(1 - axis.at(value))
  return tag`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/>`
}

/** Unbroken runs of points: a value that is missing and a period that is missing both end one. */
const runsOf = (points: ReadonlyArray<Point>): ReadonlyArray<ReadonlyArray<Drawn>> => {
  const runs: Array<Array<Drawn>> = []
  let reached: number | null = null
  for (const point of points) {
    const { value } = point.measurement
    if (value === null) {
      reached = null
      continue
    }
    if (reached !== point.from) runs.push([])
    runs.at(-1)?.push({ ...point, value })
    reached = point.to
  }
  return runs
}

/** Whether a point is as sure as its period can make it. */
const isSolid = ({ complete, weak }: Drawn): boolean => complete && !weak

/** Neighbours that are both solid; the others are joined by dashes. */
const solidRuns = (run: ReadonlyArray<Drawn>): ReadonlyArray<ReadonlyArray<Drawn>> => {
  const parts: Array<Array<Drawn>> = [[]]
  for (const point of run) {
    if (isSolid(point)) parts.at(-1)?.push(point)
    else parts.push([])
  }
  return parts.filter((part) => part.length > 1)
}

const paths = ({ axis, x }: Frame, run: ReadonlyArray<Drawn>): Markup => {
  const left = (point: Drawn) => x(point.middle) * SIDE
  const height = (value: number) => (1 - axis.at(value)) * SIDE
  const band = area<Drawn>(
    left,
    (p) => height(p.measurement.interval?.low ?? -Infinity),
    (p) => height(p.measurement.interval?.high ?? Infinity),
  )
    .defined((p) => p.measurement.interval !== null)
    .digits(2)
  const path = line<Drawn>(left, (p) => height(p.value)).digits(2)
  return tag`${solidRuns(run).map((part) => tag`<path class="band" d="${band([...part]) ?? ""}"/><path class="line" d="${path([...part]) ?? ""}"/>`)}`
}

/** Intervals of points that no band covers: partial, weak and lonely ones. A side off the scale ends in an arrow. */
const whiskers = ({ axis, x }: Frame, run: ReadonlyArray<Drawn>): Markup => {
  const banded = new Set(solidRuns(run).flat())
  return tag`${run.map((point) => {
    const { interval } = point.measurement
    if (interval === null || banded.has(point)) return nothing
    const at = percentage(x(point.middle))
    const [low, high] = onAxis(axis, interval)
    const [bottom, top] = [
      low === null ? "100%" : percentage(1 - axis.at(low)),
      high === null ? "0%" : percentage(1 - axis.at(high)),
    ]
    if (bottom === top) return nothing
    const side = axis.side(point.value)
    const tip = (y: string, shape: string) =>
      tag`<svg x="${at}" y="${y}" width="1" height="1"><path class="tip" d="${shape}"/></svg>`
    return tag`<line class="light" x1="${at}" x2="${at}" y1="${bottom}" y2="${top}"/>${low === null && side !== "below" ? tip(bottom, "M-5-6 0 0 5-6") : nothing}${high === null && side !== "above" ? tip(top, "M-5 6 0 0 5 6") : nothing}`
  })}`
}

const dashes = (frame: Frame, run: ReadonlyArray<Drawn>): Markup =>
  tag`${run.map((point, i) => {
    const before = run[i - 1]
    if (before === undefined || (isSolid(before) && isSolid(point))) return nothing
    // A line to the edge would show a slope that is not there.
    if (isOff(frame.axis, before.measurement) || isOff(frame.axis, point.measurement)) return nothing
    const [from, to] = [place(frame, before), place(frame, point)]
    return tag`<line class="dashed${before.weak || point.weak ? " weak" : ""}" x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}"/>`
  })}`

const place = ({ axis, x }: Frame, { middle, value }: Drawn) => ({
  x: percentage(x(middle)),
  y: percentage(1 - axis.at(value)),
})

const dot = (frame: Frame, point: Drawn, dotted: boolean): Markup => {
  const { x, y } = place(frame, point)
  const side = frame.axis.side(point.value)
  if (side !== "within")
    return tag`<svg x="${x}" y="${y}" width="1" height="1"><path class="off" d="${side === "below" ? "M-5-9H5L0 0Z" : "M-5 9H5L0 0Z"}"/></svg>`
  const weak = point.weak ? " weak" : ""
  if (!point.complete) return tag`<circle class="hollow${weak}" cx="${x}" cy="${y}" r="4.5"/>`
  return dotted ? tag`<circle class="dot${weak}" cx="${x}" cy="${y}" r="4"/>` : nothing
}
