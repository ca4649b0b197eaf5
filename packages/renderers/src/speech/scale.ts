import type { Interval, Measurement, Unit } from "@touchpoint/core/metrics"
import type { Wording } from "@touchpoint/core/rules"
import { extent } from "d3-array"
import { scaleLinear } from "d3-scale"

/** A linear axis over values: where a value stands from 0 to 1, and its ticks with their texts. */
export interface Axis {
  readonly at: (value: number) => number
  /** Whether the axis reaches a value, or ends before it on one side. */
  readonly side: (value: number) => "below" | "within" | "above"
  readonly ticks: ReadonlyArray<{ readonly value: number; readonly text: string }>
}

/** Whether a measurement rests on too few answers to say much. */
export const isWeak = ({ caveats }: Measurement): boolean => caveats.some(({ id }) => id === "insufficient")

/** Marks a number that rests on too few answers where there is no room to say so. */
export const weakMark = (m: Measurement): string => (m.value !== null && isWeak(m) ? "*" : "")

/**
 * The numbers an axis must reach: values and intervals. A measurement of too few answers asks for no room, unless there
 * is no other: a month of three answers would flatten all the rest.
 */
export const spanned = (measurements: ReadonlyArray<Measurement>): ReadonlyArray<number> => {
  const numbers = measurements.filter((m) => !isWeak(m)).flatMap(shown)
  return numbers.length > 0 ? numbers : measurements.flatMap(shown)
}

/** An interval as far as it lies on an axis; a side that is open or off the axis is `null`. */
export const onAxis = ({ side }: Axis, { high, low }: Interval): readonly [low: number | null, high: number | null] => [
  low === null || side(low) === "below" ? null : low,
  high === null || side(high) === "above" ? null : high,
]

/** Whether the value of a measurement lies off an axis. */
export const isOff = (axis: Axis, { value }: Measurement): boolean => value !== null && axis.side(value) !== "within"

/** All finite numbers a measurement shows. */
const shown = ({ interval, value }: Measurement): ReadonlyArray<number> =>
  [value, interval?.low ?? null, interval?.high ?? null].filter((x) => x !== null)

/** Ends that rounding to nice ticks must not pass: those of the unit where the numbers keep within them. */
const bounds = (unit: Unit, least: number, most: number): readonly [number, number] => {
  const [low, high] = unit.kind === "proportion" ? [0, 1] : unit.kind === "points" ? [-100, 100] : [-Infinity, Infinity]
  return [least < low ? -Infinity : low, most > high ? Infinity : high]
}

const DURATIONS = [86_400_000, 3_600_000, 60_000, 1000, 1]

/** Ticks of durations are round in days, hours, minutes or seconds, not in milliseconds. */
const stepUnit = (unit: Unit, reach: number): number =>
  unit.kind === "duration" ? (DURATIONS.find((size) => reach >= 2 * size) ?? 1) : unit.kind === "money" ? 100 : 1

/** An axis over numbers, with about `count` ticks. */
export const axisOf = (numbers: ReadonlyArray<number>, unit: Unit, wording: Wording, count: number): Axis => {
  const [least = 0, most = 1] = extent(numbers)
  const slack = least === most ? Math.max(Math.abs(least) * 0.1, unit.kind === "proportion" ? 0.05 : 1) : 0
  const per = stepUnit(unit, Math.max(Math.abs(least), Math.abs(most)))
  const [floor, ceiling] = bounds(unit, least, most)
  const nice = scaleLinear([(least - slack) / per, (most + slack) / per], [0, 1]).nice(count)
  const [low = 0, high = 1] = nice.domain()
  const [start, end] = [Math.max(low * per, floor), Math.min(high * per, ceiling)]
  const scale = scaleLinear([start, end], [0, 1]).clamp(true)
  const values = nice
    .ticks(count)
    .map((tick) => tick * per)
    .filter((value) => value >= floor && value <= ceiling)
  const text = tickText(values, unit, wording)
  return {
    at: (value) => scale(value),
    side: (value) => (value < start ? "below" : value > end ? "above" : "within"),
    ticks: values.map((value) => ({ value, text: text(value) })),
  }
}

/** Texts of ticks with no more decimals than tell them apart. */
const tickText = (values: ReadonlyArray<number>, unit: Unit, wording: Wording) => {
  const times = unit.kind === "proportion" ? 100 : 1
  const exact = (digits: number) =>
    values.every((value) => Math.abs(value * times * 10 ** digits - Math.round(value * times * 10 ** digits)) < 1e-6)
  const digits = [0, 1, 2, 3].find(exact) ?? 3
  return (value: number): string => {
    switch (unit.kind) {
      case "proportion":
        return wording.percent(value, digits)
      case "points":
      case "count":
      case "ratio":
        return wording.number(value, digits)
      case "duration":
      case "money":
        return wording.value(value, unit)
    }
  }
}
