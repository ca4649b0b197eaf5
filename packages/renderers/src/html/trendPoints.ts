import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { extent } from "d3-array"
import { scaleLinear } from "d3-scale"
import { axisPeriod } from "../speech/phrases.ts"
import { type Axis, isWeak } from "../speech/scale.ts"
import { NARROW, PANEL, stepFor, WIDE } from "./place.ts"

/** A measurement at the middle of its period. */
export interface Point {
  readonly measurement: Measurement
  readonly from: number
  readonly to: number
  readonly middle: number
  readonly complete: boolean
  /** Too few answers to say much: grey, joined to its neighbours by dashes. */
  readonly weak: boolean
}

/** The scales all panels share: instants and values as shares of width and height. */
export interface Frame {
  readonly x: (instant: number) => number
  readonly axis: Axis
  readonly periods: ReadonlyArray<{ readonly middle: number; readonly period: NonNullable<Measurement["period"]> }>
}

/** Points in time by group, in the order in which groups were given. Undated measurements have no place in time. */
export const seriesOf = (measurements: ReadonlyArray<Measurement>): ReadonlyArray<ReadonlyArray<Point>> => {
  const points = measurements.flatMap((measurement): ReadonlyArray<Point> => {
    if (measurement.period === null) return []
    const { complete, from, to } = measurement.period
    return [{ measurement, from, to, middle: from + (to - from) / 2, complete, weak: isWeak(measurement) }]
  })
  const groups = Map.groupBy(points, ({ measurement }) => JSON.stringify(measurement.by))
  return [...groups.values()].map((series) => series.toSorted((a, b) => a.from - b.from))
}

/** The frame of all points together. */
export const frameOf = (points: ReadonlyArray<Point>, axis: Axis): Frame => {
  const [from = 0, to = 1] = extent(points.flatMap((point) => [point.from, point.to]))
  const scale = scaleLinear([from, to], [0, 1])
  const periods = new Map(
    points.flatMap(({ from: start, measurement: { period }, middle }) =>
      period === null ? [] : [[start, { middle, period }] as const],
    ),
  )
  return {
    x: (instant) => scale(instant),
    axis,
    periods: [...periods.values()].toSorted((a, b) => a.middle - b.middle),
  }
}

/** Every so many periods a label, counted from the last; `wide` ones are left out on narrow screens. */
export const timeLabels = (
  voice: Voice,
  { periods, x }: Frame,
  single: boolean,
): ReadonlyArray<{ readonly at: number; readonly text: string; readonly wide: boolean }> => {
  const weekly = periods.length > 1 && periods.every(({ period }) => isWeek(period))
  const labels = periods.map(({ middle, period }) => ({
    at: x(middle),
    text: weekly ? voice.wording.day(period.from) : axisPeriod(voice, period),
  }))
  const step = stepFor(labels, single ? WIDE : PANEL, 1)
  const narrow = single ? stepFor(labels, NARROW, step) : step
  return labels.flatMap((label, i) => {
    const back = labels.length - 1 - i
    return back % step === 0 ? [{ ...label, wide: back % narrow !== 0 }] : []
  })
}

const DAY = 86_400_000

/** Seven days, an hour more or less where the clock changes: its first day is name enough under an axis. */
const isWeek = ({ from, to }: NonNullable<Measurement["period"]>): boolean => Math.round((to - from) / DAY) === 7
