import * as Schema from "effect/Schema"
import { Milliseconds } from "../journeys.ts"

const Weight = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/**
 * How the touches before a conversion share its credit.
 *
 * - `first`, `last`: all to one touch; `last-non-direct` to the last of another channel than those named direct, to the
 *   last of all where there is no other.
 * - `linear`: alike, each touch, or (`linear-unique`) each channel that was met. `participation`: one whole credit to
 *   every channel that was met.
 * - `position`: weights of the first, of all between together, and of the last, as shares of their sum. Where there are
 *   none between, the two ends share all in the proportion of theirs.
 * - `time-decay`: halved with every half-life before the conversion; with `step` above 0 ages count in whole steps.
 *
 * @category folds
 * @since 0.2.0
 */
export const CreditRule = Schema.Union([
  Schema.Struct({ rule: Schema.Literals(["first", "last", "linear", "linear-unique", "participation"]) }),
  Schema.Struct({ rule: Schema.Literal("last-non-direct"), direct: Schema.Array(Schema.String) }),
  Schema.Struct({ rule: Schema.Literal("position"), first: Weight, between: Weight, last: Weight }),
  Schema.Struct({
    rule: Schema.Literal("time-decay"),
    halfLife: Schema.Finite.check(Schema.isGreaterThan(0)),
    step: Milliseconds,
  }),
])
/** @see {@link CreditRule} @category folds @since 0.2.0 */
export type CreditRule = typeof CreditRule.Type

/** U: 40 % to both ends. @category folds @since 0.2.0 */
export const uShaped = { rule: "position", first: 0.4, between: 0.2, last: 0.4 } as const
/** J: 20 % to the first, 60 % to the last. @category folds @since 0.2.0 */
export const jShaped = { rule: "position", first: 0.2, between: 0.2, last: 0.6 } as const
/** J the other way round: 60 % to the first, 20 % to the last. @category folds @since 0.2.0 */
export const inverseJShaped = { rule: "position", first: 0.6, between: 0.2, last: 0.2 } as const
/** Halved every week. @category folds @since 0.2.0 */
export const weeklyDecay = { rule: "time-decay", halfLife: 604_800_000, step: 0 } as const

/** The touches before one conversion, as columns of `n`: codes of channels, and ages in milliseconds. */
interface TouchColumns {
  n: number
  readonly channel: Int32Array
  readonly age: Float64Array
}

/** Writes the share of every touch to `out`. */
export type Share = (touches: TouchColumns, out: Float64Array) => void

/** How a rule shares, where these are the codes of the channels named direct. */
export const sharing = (credit: CreditRule, direct: ReadonlySet<number>): Share => {
  switch (credit.rule) {
    case "first":
      return ({ n }, out) => {
        out.fill(0, 0, n)
        if (n > 0) out[0] = 1
      }
    case "last":
      return ({ n }, out) => {
        out.fill(0, 0, n)
        if (n > 0) out[n - 1] = 1
      }
    case "last-non-direct":
      return ({ channel, n }, out) => {
        out.fill(0, 0, n)
        let place = n - 1
        while (place >= 0 && direct.has(channel[place] as number)) place--
        if (n > 0) out[place < 0 ? n - 1 : place] = 1
      }
    case "linear":
      return ({ n }, out) => void out.fill(1 / n, 0, n)
    case "participation":
      return (touches, out) => void firstMeetings(touches, out)
    case "linear-unique":
      return (touches, out) => {
        const met = firstMeetings(touches, out)
        for (let i = 0; i < touches.n; i++) out[i] = (out[i] as number) / met
      }
    case "position":
      return ({ n }, out) => byPosition(credit, n, out)
    case "time-decay":
      return (touches, out) => decaying(credit, touches, out)
  }
}

/** 1 for the first touch of every channel, else 0; gives how many channels there are. */
const firstMeetings = ({ channel, n }: TouchColumns, out: Float64Array): number => {
  const met = new Set<number>()
  for (let i = 0; i < n; i++) {
    const code = channel[i] as number
    out[i] = met.has(code) ? 0 : 1
    met.add(code)
  }
  return met.size
}

const byPosition = (
  { between, first, last }: Extract<CreditRule, { rule: "position" }>,
  n: number,
  out: Float64Array,
): void => {
  const ends = first + last
  const sum = n > 2 ? ends + between : ends
  if (n < 2 || sum === 0) {
    out.fill(1 / n, 0, n)
    return
  }
  out.fill(between / (n - 2) / sum, 1, n - 1)
  out[0] = first / sum
  out[n - 1] = last / sum
}

const decaying = (
  { halfLife, step }: Extract<CreditRule, { rule: "time-decay" }>,
  { age, n }: TouchColumns,
  out: Float64Array,
): void => {
  const aged = (i: number) => (step > 0 ? step * Math.floor((age[i] as number) / step) : (age[i] as number))
  // Counted from the youngest touch: the oldest would vanish where all are far from the conversion.
  let youngest = Number.POSITIVE_INFINITY
  for (let i = 0; i < n; i++) youngest = Math.min(youngest, aged(i))
  let sum = 0
  for (let i = 0; i < n; i++) {
    const weight = 2 ** ((youngest - aged(i)) / halfLife)
    out[i] = weight
    sum += weight
  }
  for (let i = 0; i < n; i++) out[i] = (out[i] as number) / sum
}

/** A touch before a conversion. @category folds @since 0.2.0 */
export interface Touch {
  readonly channel: string
  /** Milliseconds from the touch to the conversion. */
  readonly age: number
}

/**
 * The share of one conversion's credit that each touch gets, in the order of the touches; they sum
 * to 1, but for `participation`. Empty without touches: a conversion nobody can be credited with is not shared out.
 *
 * Credit is a rule, not a cause: only an experiment shows what a touch brought.
 *
 * Source: Adobe Analytics, attribution models; Google Ads, position-based and time-decay models.
 *
 * **Example** (Adobe's own, half-life 7 days)
 *
 * ```ts
 * import { creditShares, weeklyDecay } from "@touchpoint/core/questions"
 *
 * const day = 86_400_000
 * const touches = [9, 6, 0, 0].map((days, i) => ({ channel: `channel-${i}`, age: days * day }))
 * const shares = creditShares(touches, weeklyDecay)
 * console.log(shares.map((share) => (50 * share).toFixed(2)).join(" ")) // 6.92 9.32 16.88 16.88
 * ```
 *
 * @category folds
 * @since 0.2.0
 */
export const creditShares = (touches: ReadonlyArray<Touch>, credit: CreditRule): ReadonlyArray<number> => {
  const codes = new Map<string, number>()
  for (const { channel } of touches) if (!codes.has(channel)) codes.set(channel, codes.size)
  const direct = credit.rule === "last-non-direct" ? credit.direct : []
  const out = new Float64Array(touches.length)
  const columns = {
    n: touches.length,
    channel: Int32Array.from(touches, ({ channel }) => codes.get(channel) ?? -1),
    age: Float64Array.from(touches, ({ age }) => age),
  }
  if (columns.n > 0) sharing(credit, new Set(direct.map((channel) => codes.get(channel) ?? -1)))(columns, out)
  return [...out]
}
