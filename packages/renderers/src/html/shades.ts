import type { Measurement } from "@touchpoint/core/metrics"
import { extent } from "d3-array"
import { scaleQuantize } from "d3-scale"
import { isWeak } from "../speech/scale.ts"

/** Classes of a scale with two ends, from low to high: the middle one is quiet. */
export const SCORES = ["s1", "s2", "s3", "s4", "s5"] as const
/** Classes of a scale with one end, from little to much. */
export const HEATS = ["h1", "h2", "h3", "h4", "h5", "h6"] as const

/** Values by shade: the class of one, and the bounds between classes. */
export interface Shades {
  readonly of: (value: number) => string
  /** Classes with the values they begin and end with. */
  readonly steps: ReadonlyArray<{ readonly shade: string; readonly from: number; readonly to: number }>
}

/** Sizes of steps that read as round, as multiples of a power of ten. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

type Ends = readonly [low: number, high: number]

/** Where round steps of so many begin that hold both ends and keep within what the unit can be, and how large each is. */
const stepsOver = ([low, high]: Ends, [least, most]: Ends, count: number): readonly [start: number, step: number] => {
  const power = 10 ** Math.floor(Math.log10((high - low) / count))
  for (const size of ROUND) {
    const step = size * power
    // Bounds that are multiples of the step read best, then those of half a power of ten.
    for (const grain of [step, power / 2]) {
      const first = Math.floor(low / grain + 1e-9)
      const over = Number.isFinite(most) ? Math.ceil((first * grain + count * step - most) / grain - 1e-9) : 0
      const start = (first - Math.max(over, 0)) * grain
      if (start + count * step >= high - step * 1e-9 && start >= least - step * 1e-9) return [start, step]
    }
  }
  return [low, (high - low) / count]
}

const shadesOver = (ends: Ends, within: Ends, classes: ReadonlyArray<string>): Shades => {
  const [start, step] = stepsOver(ends, within, classes.length)
  const scale = scaleQuantize([start, start + step * classes.length], [...classes])
  return {
    of: (value) => scale(value),
    steps: classes.map((shade, i) => ({ shade, from: start + i * step, to: start + (i + 1) * step })),
  }
}

/** The least span, as a share of all a unit can be, that colours may tell apart: small differences stay quiet. */
const LEAST = 0.2

/** What a score can be. */
const endsOf = ({ unit }: Measurement): Ends =>
  unit.kind === "proportion"
    ? [0, 1]
    : unit.kind === "points"
      ? [unit.min ?? -100, unit.max ?? 100]
      : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

/** Shades of scores: spread over those that are sure enough to be shown in colour. */
export const scoreShades = (scores: ReadonlyArray<Measurement>): Shades | null => {
  const [first] = scores
  const [least, most] = extent(scores.filter((m) => !isWeak(m)).flatMap(({ value }) => value ?? []))
  if (first === undefined || least === undefined || most === undefined) return null
  const [floor, ceiling] = endsOf(first)
  const span = Number.isFinite(ceiling - floor) ? (ceiling - floor) * LEAST : Math.max(Math.abs(most), 1) * LEAST
  const missing = Math.max(span - (most - least), 0) / 2
  // What is missing at an end of the unit is added at the other side.
  const low = Math.max(Math.min(least - missing, ceiling - span), Math.min(floor, least))
  const high = Math.min(Math.max(most + missing, floor + span), Math.max(ceiling, most))
  return shadesOver([low, high], [Math.min(floor, least), Math.max(ceiling, most)], SCORES)
}

/** Shades of shares, from none to the largest. */
export const heatShades = (values: ReadonlyArray<number>): Shades => {
  const [least = 0, most = 1] = extent(values)
  const low = Math.min(least, 0)
  return shadesOver([low, most <= low ? low + 1 : most], [low, Number.POSITIVE_INFINITY], HEATS)
}
