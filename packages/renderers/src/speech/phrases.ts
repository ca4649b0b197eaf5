import type { Interval, Measurement, Passport, Unit } from "@touchpoint/core/metrics"
import { caveatText, filterText, parameterText, periodText, stepsNamed, type Voice } from "@touchpoint/core/report"
import { nameIn } from "@touchpoint/core/model"
import { message } from "@touchpoint/core/rules"

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
  return parameters(voice, Object.fromEntries(differing), m.params)
}

/** Parameters as a line: `form: mean; scale: 1–5`. What is not set says nothing. */
const parameters = (voice: Voice, shown: Measurement["params"], params = shown): string =>
  Object.entries(shown)
    .filter(([, value]) => value !== null && !(typeof value === "object" && Object.keys(value).length === 0))
    .map(([key, value]) => `${voice.wording.name("parameter", key)}: ${parameterText(voice, key, value, params)}`)
    .join("; ")

/** A period below an axis: the Russian sign of a year goes without saying there. */
export const axisPeriod = (voice: Voice, period: Measurement["period"]): string =>
  voice.wording.period(period).replace(/\sг\.$/u, "")

/** ` (95% interval +0.1 … +4.1 pp)`: what stands behind a difference; empty where there is no interval. */
export const aroundDifference = (voice: Voice, interval: Interval | null, unit: Unit): string =>
  interval === null ? "" : ` (${voice.intervalLabel([interval])} ${voice.wording.differenceInterval(interval, unit)})`

/** `p = 0.012, q = 0.048` */
export const testText = (voice: Voice, { p, q }: NonNullable<Measurement["versus"]>): string =>
  [...(p === null ? [] : [voice.wording.pValue(p)]), ...(q === null ? [] : [voice.wording.qValue(q)])].join(", ")

/** Size of the difference in a unit of its own; empty where there is none. */
export const effectText = (voice: Voice, m: Measurement): string => voice.say(message("report/effectSize", {}, [m]))

/** Value with its interval, in brackets where there is one. */
export const valueText = (voice: Voice, m: Measurement): string =>
  m.interval === null
    ? voice.wording.value(m.value, m.unit)
    : `${voice.wording.value(m.value, m.unit)} (${voice.intervalLabel([m.interval])} ${voice.wording.interval(m.interval, m.unit)})`

/** `n 7,069 answers` */
export const sampleText = (voice: Voice, m: Measurement): string =>
  `${voice.label("sample")}\u00a0${voice.say(message("report/size", { n: m.n }, [m]))}`

/** What heads a column of n: `n, answers`; without the unit where the rows have several. */
export const sampleHeader = (voice: Voice, rows: ReadonlyArray<Measurement>): string => {
  const [unit = "", ...others] = new Set(rows.map(({ unitOfN }) => unitOfN))
  return unit === "" || others.length > 0
    ? voice.label("sample")
    : `${voice.label("sample")}, ${voice.wording.name("unitOfN", unit)}`
}

/** Everything about a measurement in one line, for where there is no picture. */
export const fullText = (voice: Voice, m: Measurement): string =>
  m.value === null
    ? [voice.wording.value(null, m.unit), ...m.caveats.map((caveat) => caveatText(voice, caveat, m))].join("; ")
    : `${valueText(voice, m)}, ${sampleText(voice, m)}`

/** A series as words: what its figures are once, then every period with its value, interval and n. */
export const seriesTexts = (voice: Voice, points: ReadonlyArray<Measurement>): ReadonlyArray<string> => {
  const intervals = points.map(({ interval }) => interval)
  const bracketed = intervals.some((interval) => interval !== null) ? [`(${voice.intervalLabel(intervals)})`] : []
  const point = (m: Measurement): string => {
    if (m.value === null) return fullText(voice, m)
    const interval = m.interval === null ? "" : ` (${voice.wording.interval(m.interval, m.unit)})`
    return `${voice.wording.value(m.value, m.unit)}${interval}, ${voice.wording.count(m.n)}`
  }
  return [
    [...points.slice(0, 1).map((m) => voice.wording.metric(m)), ...bracketed]
      .join(" ")
      .concat(`, ${sampleHeader(voice, points)}`),
    ...points.map((m) => `${periodText(voice, m.period)}: ${point(m)}`),
  ]
}

/** `points, 1–5`; `amount of money, PLN` */
const unitText = (voice: Voice, unit: Unit): string => {
  const named = voice.wording.name("unit", unit.kind)
  if (unit.kind === "money") return `${named}, ${unit.currency}`
  return unit.kind === "points" && unit.min !== undefined && unit.max !== undefined
    ? `${named}, ${unit.min}–${unit.max}`
    : named
}

/** What a definition says, as terms with texts. */
export const passportFacts = (
  voice: Voice,
  passport: Passport,
): ReadonlyArray<readonly [term: string, text: string]> => {
  const { label, wording } = voice
  const own = parameters(voice, passport.params)
  const named = (text: string) =>
    stepsNamed(text, passport.params, (id) => wording.name("touchpoint", id), voice.locale)
  return [
    [label("numerator"), named(nameIn(passport.numerator, voice.locale, ""))],
    [label("denominator"), named(nameIn(passport.denominator, voice.locale, ""))],
    ...(own === "" ? [] : [[label("parameters"), own] as const]),
    [label("unit"), unitText(voice, passport.unit)],
    [label("sample"), wording.name("unitOfN", passport.unitOfN)],
    [label("kind"), wording.name("kind", passport.kind)],
    [label("countedAt"), wording.name("clock", passport.clock)],
    [label("zone"), passport.zone],
    ...(passport.population === null ? [] : [[label("population"), filterText(voice, passport.population)] as const]),
    [label("formula"), passport.preset === null ? passport.source : `${passport.source} · ${passport.preset}`],
  ]
}

/** `not a date: 40, duplicate: 2` */
export const tallies = (voice: Voice, kind: string, counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([id, n]) => `${voice.wording.name(kind, id)}: ${voice.wording.count(n)}`)
    .join(", ")

/** What acting on a finding may bring. */
export const effectExpected = (
  voice: Voice,
  { interval, unit, unitOfN, value }: NonNullable<ExpectedEffect>,
  evidence: Measurement | undefined,
): string => {
  if (unit.kind !== "count" || evidence === undefined)
    return `${voice.wording.difference(value, unit)}${aroundDifference(voice, interval, unit)}`
  // A gain is an estimate of cases, and cases are whole.
  const whole = (x: number | null) => (x === null ? null : Math.round(x))
  const gain = voice.say(message("report/size", { n: Math.round(value) }, [{ ...evidence, unitOfN }]))
  const period = evidence.period === null ? "" : `, ${periodText(voice, evidence.period)}`
  return interval === null
    ? `${gain}${period}`
    : `${gain} (${voice.intervalLabel([interval])} ${voice.wording.interval({ ...interval, low: whole(interval.low), high: whole(interval.high) }, unit)})${period}`
}

type ExpectedEffect = {
  readonly value: number
  readonly interval: Interval | null
  readonly unit: Unit
  readonly unitOfN: string
} | null
