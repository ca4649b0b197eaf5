import type { Measurement } from "@touchpoint/core/metrics"
import { type Change, changeOf, isFew, periodText, type Voice } from "@touchpoint/core/report"

/** Which direction of a number is good. */
export type Better = "higher" | "lower" | "neutral"

/**
 * The measurement that says how a key figure changed: itself where it is compared with the previous period, else the
 * last complete point of its trend that is.
 */
export const latestChange = (m: Measurement, trend: ReadonlyArray<Measurement>): Measurement | null => {
  const compared = [m, ...trend.toReversed()].find(({ versus }) => versus?.period !== undefined)
  return compared ?? null
}

const words = {
  better: "changeBetter",
  worse: "changeWorse",
  up: "changeUp",
  down: "changeDown",
  none: "changeNone",
  withheld: "changeWithheld",
} as const

/** What a change is called; where it is withheld, why. */
export const changeWord = (voice: Voice, change: Change, m: Measurement): string =>
  voice.label(change === "withheld" && isFew(m) ? "fewMark" : words[change])

/** An arrow by the sign of a clear difference, another sign where none is clear or nothing is compared. */
export const changeArrow = ({ versus }: Measurement, change: Change): string =>
  change === "none" ? "≈" : change === "withheld" ? "–" : (versus?.difference ?? 0) > 0 ? "▲" : "▼"

/** What a change is told against: the previous period, or another named. */
export const againstPeriod = (
  voice: Voice,
  m: Measurement,
  period: NonNullable<NonNullable<Measurement["versus"]>["period"]>,
): string =>
  voice.label("changeTo", {
    period: periodText(voice, period),
    apart: m.period === null || m.period.from === period.to ? 0 : 1,
  })

/** `+1.4 against the previous period (Apr 2026), 95% interval −0.4 … +3.2: no clear change`; empty where not compared. */
export const changeText = (voice: Voice, m: Measurement, better: Better): string => {
  const change = changeOf(m, better)
  const { versus } = m
  if (change === null || versus?.period === undefined) return ""
  const against = againstPeriod(voice, m, versus.period)
  const word = changeWord(voice, change, m)
  if (change === "withheld") return `${against}: ${word}`
  const around =
    versus.interval === null
      ? ""
      : `, ${voice.intervalLabel([versus.interval])} ${voice.wording.differenceInterval(versus.interval, m.unit)}`
  return `${voice.wording.difference(versus.difference, m.unit)} ${against}${around}: ${word}`
}
