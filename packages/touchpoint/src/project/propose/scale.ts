import type { Doubt } from "./Proposal.ts"

/** The lowest and the highest answer that a question offered. */
export interface Scale {
  readonly min: number
  readonly max: number
}

/** A scale, and what a reader should know of how it was found. */
interface Found {
  readonly scale: Scale
  readonly doubt: Doubt | null
}

const DASH = String.raw`[-\u2010-\u2015\u2212]`
/** `(1-5)`, `1–5`, `0..10`, `1 to 5`, `от 1 до 5`; no part of a date or of a longer number. */
const RANGE = new RegExp(
  String.raw`(?<![\d.,/]|${DASH})([01])\s*(?:${DASH}|\.{2,3}|…|to\b|do\b|до)\s*(\d{1,3})(?![\d/]|[.,]\d|${DASH}\d)`,
  "iu",
)
const HIGHEST = 100

/** The scale that a header names; `null` where it names none. */
export const scaleNamed = (header: string): Scale | null => {
  const [, min, max] = RANGE.exec(header) ?? []
  const scale = { min: Number(min), max: Number(max) }
  return max === undefined || scale.max < scale.min + 2 || scale.max > HIGHEST ? null : scale
}

/** Tops of usual scales. */
const TOPS = [5, 7, 10, HIGHEST]
/** Fewer scores off a scale than this share are slips. */
const STRAY = 0.01

const outside = (scores: ReadonlyArray<number>, { max, min }: Scale) =>
  scores.filter((score) => score < min || score > max)

/**
 * The scale of scores: the one the header names, else the smallest usual one that holds all but a few strays. What it
 * rests on is said wherever the scores alone do not decide it.
 */
export const scaleOf = (instrument: unknown, header: string, scores: ReadonlyArray<number>): Found => {
  const named = scaleNamed(header)
  const scale = named ?? usual(instrument, scores)
  const off = outside(scores, scale)
  const shown = { field: "scale", value: `${scale.min}–${scale.max}` } as const
  if (off.length > 0) return { scale, doubt: { ...shown, id: "off-scale", rival: sample(off) } }
  if (named !== null) return { scale, doubt: null }
  const [low, high] = rangeOf(scores)
  const seen = `${low}–${high}`
  return high === scale.max
    ? { scale, doubt: { id: "scale", field: "scale", value: seen } }
    : { scale, doubt: { ...shown, id: "scale-guessed", rival: seen } }
}

const rangeOf = (scores: ReadonlyArray<number>): readonly [number, number] =>
  scores.reduce<readonly [number, number]>(
    ([low, high], score) => [Math.min(low, score), Math.max(high, score)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )

/** The smallest usual scale that holds all scores but strays. */
const usual = (instrument: unknown, scores: ReadonlyArray<number>): Scale => {
  const nps = { min: 0, max: 10 }
  const holds = (scale: Scale) => outside(scores, scale).length <= scores.length * STRAY
  const fitting = [
    ...(instrument === "nps" ? [nps] : []),
    ...TOPS.flatMap((max) => [
      { min: 1, max },
      { min: 0, max },
    ]),
  ].find(holds)
  if (fitting !== undefined) return fitting
  const [low, high] = rangeOf(scores)
  return { min: Math.min(1, Math.floor(low)), max: Math.ceil(high) }
}

const SHOWN = 5

/** `2 (6, 99)`: how many, and which. */
const sample = (off: ReadonlyArray<number>): string => {
  const distinct = [...new Set(off)]
  return `${off.length} (${distinct.slice(0, SHOWN).join(", ")}${distinct.length > SHOWN ? ", …" : ""})`
}
