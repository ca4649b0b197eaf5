import type { Caveat, Interval, Measurement, Unit } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"

/** Name of the group a measurement is of; all of them where it is not split. */
export const groupName = (voice: Voice, by: Measurement["by"]): string =>
  Object.keys(by).length === 0 ? voice.label("total") : voice.wording.group({ by }) || "“”"

/** A measurement as far as it has a name. */
type Named = Pick<Measurement, "metric" | "definition" | "params">

/** Name of the number, with those parameters in which it differs from its namesakes. */
export const metricName = (voice: Voice, m: Named, among: ReadonlyArray<Named>): string => {
  const own = ownParameters(voice, m, among)
  return own === "" ? voice.wording.metric(m) : `${voice.wording.metric(m)} · ${own}`
}

/** Parameters in which a number differs from others of the same name. */
export const ownParameters = (voice: Voice, m: Named, among: ReadonlyArray<Named>): string => {
  const title = voice.wording.metric(m)
  const namesakes = among.filter((other) => other.definition !== m.definition && voice.wording.metric(other) === title)
  const differing = Object.entries(m.params).filter(([key, value]) =>
    namesakes.some((other) => JSON.stringify(other.params[key]) !== JSON.stringify(value)),
  )
  return parameters(Object.fromEntries(differing))
}

/** Parameters as a line: `form: mean, scale: {"min":1,"max":5}`. */
export const parameters = (params: Measurement["params"]): string =>
  Object.entries(params)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")

/** What a caveat says. */
export const caveatText = (voice: Voice, { data = {}, id }: Caveat): string => voice.say(message(`report/${id}`, data))

/** The period, and whether it is incomplete. */
export const periodText = (voice: Voice, period: Measurement["period"]): string =>
  period === null
    ? voice.label("undatedPeriod")
    : period.complete
      ? voice.wording.period(period)
      : `${voice.wording.period(period)} (${voice.label("partial")})`

/** The interval of a difference. Differences of shares are percentage points, never percents. */
export const differenceInterval = (voice: Voice, interval: Interval | null, unit: Unit): string => {
  if (interval === null || unit.kind !== "proportion") return voice.wording.interval(interval, unit)
  const points = (side: number | null) => (side === null ? null : side * 100)
  return voice.wording.interval(
    { ...interval, low: points(interval.low), high: points(interval.high) },
    { kind: "points" },
  )
}

/** The baseline of a comparison: a group, a period, or both. */
export const baselineName = (voice: Voice, versus: NonNullable<Measurement["versus"]>): string =>
  [
    ...(versus.by === undefined ? [] : [groupName(voice, versus.by)]),
    ...(versus.period === undefined ? [] : [periodText(voice, versus.period)]),
  ].join(" · ")

/** `p = 0.012, q = 0.048` */
export const testText = (voice: Voice, { p, q }: NonNullable<Measurement["versus"]>): string =>
  [
    ...(p === null ? [] : [voice.wording.pValue(p)]),
    ...(q === null ? [] : [voice.wording.pValue(q).replace(/^p/, "q")]),
  ].join(", ")

/** Size of the difference in a unit of its own; empty where there is none. */
export const effectText = (voice: Voice, m: Measurement): string => voice.say(message("report/effectSize", {}, [m]))

/** Value with its interval, in brackets where there is one. */
export const valueText = (voice: Voice, m: Measurement): string =>
  m.interval === null
    ? voice.wording.value(m.value, m.unit)
    : `${voice.wording.value(m.value, m.unit)} (${voice.label("interval")} ${voice.wording.interval(m.interval, m.unit)})`

/** `n 7,069` */
export const sampleText = (voice: Voice, m: Measurement): string =>
  `${voice.label("sample")} ${voice.wording.count(m.n)}`

/** Everything about a measurement in one line, for where there is no picture. */
export const fullText = (voice: Voice, m: Measurement): string =>
  m.value === null
    ? [voice.wording.value(null, m.unit), ...m.caveats.map((caveat) => caveatText(voice, caveat))].join("; ")
    : `${valueText(voice, m)}, ${sampleText(voice, m)}`

/** What acting on a finding may bring. */
export const effectExpected = (
  voice: Voice,
  { interval, unit, unitOfN, value }: NonNullable<ExpectedEffect>,
  evidence: Measurement | undefined,
): string => {
  const gain =
    unit.kind === "count" && evidence !== undefined
      ? voice.say(message("report/size", { n: value }, [{ ...evidence, unitOfN }]))
      : voice.wording.difference(value, unit)
  return interval === null ? gain : `${gain} (${voice.label("interval")} ${differenceInterval(voice, interval, unit)})`
}

type ExpectedEffect = {
  readonly value: number
  readonly interval: Interval | null
  readonly unit: Unit
  readonly unitOfN: string
} | null
