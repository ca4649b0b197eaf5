import type { Measurement } from "@touchpoint/core/metrics"
import type { JourneyMap, Voice } from "@touchpoint/core/report"
import { type Axis, axisOf, isOff, isWeak, onAxis, spanned } from "../speech/scale.ts"
import { cut } from "./brief.ts"
import type { Sheet } from "./journeyNode.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"
import { SCORES } from "./shades.ts"

/** Scores from which a strip shows more than the discs below it. */
const LEAST = 4
/** Shades that are low enough to be called by name. */
const LOW = new Set<string>(SCORES.slice(0, 2))
/** Characters of a name that have room in a narrow stage. */
const CALLED = 22

/** A strip of scores above the lanes, one panel per stage over one scale. */
export interface Strip {
  /** Texts of the scale, beside the first panel. */
  readonly scale: Markup
  readonly panel: (stage: string) => Markup
}

/**
 * How the scores of each stage spread, so that the low ones show at a glance. It repeats what the discs say with their
 * text alternatives, so it is hidden from those who do not see it; `null` where there is too little to spread.
 */
export const stripOf = ({ shades, voice }: Sheet, { touchpoints }: JourneyMap): Strip | null => {
  const scores = touchpoints.flatMap(({ id, lane, score, stage }) =>
    score === null || score.value === null ? [] : [{ id, lane, stage, score, value: score.value }],
  )
  const [main] = [...Map.groupBy(scores, ({ score }) => score.definition).values()].toSorted(
    (a, b) => b.length - a.length,
  )
  const [first] = main ?? []
  if (main === undefined || first === undefined || main.length < LEAST) return null
  const axis = axisOf(spanned(main.map(({ score }) => score)), first.score.unit, voice.wording, 3)
  const lines = axis.ticks.map(({ value }) => {
    const y = percentage(1 - axis.at(value))
    return tag`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/>`
  })
  const labels = axis.ticks.map(
    ({ text, value }) => tag`<span style="top:${percentage(1 - axis.at(value))}">${text}</span>`,
  )
  return {
    scale: tag`<div class="strip-scale" aria-hidden="true">${labels}</div>`,
    panel: (stage) => {
      const own = main.filter((point) => point.stage === stage)
      const dots = own.map(({ lane, score, value }, i) =>
        dot(axis, score, value, (i + 0.5) / own.length, lane, shades.get(score.definition)?.of(value) ?? "s3"),
      )
      const low = own
        .map((point, i) => ({ ...point, x: (i + 0.5) / own.length }))
        .filter(({ score, value }) => !isWeak(score) && LOW.has(shades.get(score.definition)?.of(value) ?? ""))
        .toSorted((a, b) => a.value - b.value)[0]
      return tag`<svg aria-hidden="true">${lines}${dots}</svg>${low === undefined ? nothing : called(voice, axis, low)}`
    },
  }
}

/** The name of the lowest score of a stage, below its mark; the whole of it stands at its disc. */
const called = (voice: Voice, axis: Axis, { id, value, x }: { id: string; value: number; x: number }): Markup =>
  tag`<span class="low${x < 0.35 ? " start" : x > 0.65 ? " end" : ""}" style="left:${percentage(x)};top:${percentage(1 - axis.at(value))}" aria-hidden="true">${name(cut(voice.wording.name("touchpoint", id), CALLED))}</span>`

/** The mark of a score, with its interval as a line behind it. */
const dot = (axis: Axis, m: Measurement, value: number, x: number, lane: string, shade: string): Markup => {
  const at = percentage(x)
  const [low, high] = m.interval === null ? [null, null] : onAxis(axis, m.interval)
  const whisker =
    m.interval === null
      ? nothing
      : tag`<line class="light" x1="${at}" x2="${at}" y1="${low === null ? "100%" : percentage(1 - axis.at(low))}" y2="${high === null ? "0%" : percentage(1 - axis.at(high))}"/>`
  if (isOff(axis, m)) return nothing
  const kind = isWeak(m) ? "unsure" : shade
  return tag`${whisker}<svg x="${at}" y="${percentage(1 - axis.at(value))}" width="1" height="1"><path class="disc ${kind}" d="${shapeOf(lane)}"/></svg>`
}

/** Marks of lanes around the origin: a dot, a diamond, and a square for any other. */
const SHAPES: Readonly<Record<string, string>> = {
  online: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
  offline: "M0-6.2 6.2 0 0 6.2-6.2 0Z",
}

/** The mark of a lane. */
export const shapeOf = (lane: string): string =>
  (Object.hasOwn(SHAPES, lane) ? SHAPES[lane] : undefined) ?? "M-4.5-4.5h9v9h-9Z"
