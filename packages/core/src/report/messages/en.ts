import type { CaveatId } from "../../metrics/Caveat.ts"
import { enCaveats, enSome } from "./caveats/en.ts"
import type { PluralForms, Sentence, Wording } from "../../rules/Wording.ts"
import {
  ascending,
  baseOf,
  counted,
  figure,
  fixed,
  grainOf,
  type Grains,
  isClear,
  levelText,
  metric,
  nameOf,
  num,
  partOfDifference,
  place,
  places,
  rateOf,
  stepName,
  text,
  within,
} from "./units.ts"

const WHOLE = "all"
const REST = "the rest"
const interval = (level: unknown, w: Wording) => `${levelText(level, w)} interval`.trim()
/** Legends say in full what labels shorten. */
const inFull = (level: unknown, w: Wording) => `${levelText(level, w)} confidence interval`.trim()

const grains: Grains = {
  hour: { one: "hour", other: "hours" },
  day: { one: "day", other: "days" },
  week: { one: "week", other: "weeks" },
  month: { one: "month", other: "months" },
  quarter: { one: "quarter", other: "quarters" },
  year: { one: "year", other: "years" },
}

/** From which to which number the groups of a metric reach. */
const rangeOf: Sentence = (d, [a, b], w) => {
  const [low, high] = ascending(a, b)
  return `${metric(a, w)}: ${figure(low, w)} to ${figure(high, w)} in ${counted(d["groups"], "group", w)}`
}

/** What the core's reports say in English. Keys of this record are the message ids of every locale. */
export const en = {
  // Titles that state the finding.
  verdict: (d, _, w) => {
    const part = (id: string, forms: PluralForms) => (num(d[id]) === 0 ? [] : [w.plural(num(d[id]), forms)])
    const parts = [
      ...part("critical", { other: "critical" }),
      ...part("warning", { one: "warning", other: "warnings" }),
      ...part("info", { other: "for information" }),
    ]
    return [w.plural(num(d["findings"]), { one: "finding", other: "findings" }), parts.join(", ")]
      .filter(Boolean)
      .join(": ")
  },
  title: (d) => text(d["title"]) || "Touchpoints",
  overall: (_, [m], w) =>
    m === undefined || m.value === null
      ? `${metric(m, w)}: nothing can be said`
      : m.interval === null
        ? `${metric(m, w)}: ${figure(m, w)}`
        : `${metric(m, w)}: ${figure(m, w)}, ${interval(m.interval.level, w)} ${w.interval(m.interval, m.unit)}`,
  differs: (_, [low, high], w) => {
    const [one, other] = places(low, high, WHOLE, w)
    return `${metric(low, w)}: ${figure(low, w)} for ${one} against ${figure(high, w)} for ${other}`
  },
  alike: (d, [a, b], w) => {
    const [low, high] = ascending(a, b)
    return `${metric(a, w)}: no clear difference between ${counted(d["groups"], "group", w)} (${figure(low, w)} to ${figure(high, w)})`
  },
  unlike: (d, of, w) => `${rangeOf(d, of, w)}, farther apart than chance alone makes them`,
  range: rangeOf,
  versus: (_, [m], w) => {
    const v = m?.versus
    if (m === undefined || v === undefined || v.difference === null) return `${metric(m, w)} is not compared`
    const [own, base] = [place({ by: m.by }, WHOLE, w), baseOf(v, WHOLE, REST, w)]
    const both = `${figure(m, w)} for ${own} against ${w.value(v.value, m.unit)} for ${base}`
    return isClear(m)
      ? `${metric(m, w)}: ${both}, a difference of ${w.difference(v.difference, m.unit)}`
      : `${metric(m, w)}: ${both}, no clear difference`
  },
  trend: (_, [m, a, b], w) => {
    if (m === undefined) return "No complete period yet"
    const [low, high] = ascending(a, b)
    const at = (end: typeof m | undefined) => `${figure(end, w)} (${end === undefined ? "" : w.period(end.period)})`
    const before = low === high ? at(low) : `between ${at(low)} and ${at(high)}`
    return `${metric(m, w)}: ${figure(m, w)} in the last complete period (${w.period(m.period)}); before that ${before}`
  },
  trendOnly: (_, [m], w) =>
    m === undefined
      ? "No complete period yet"
      : `${metric(m, w)}: ${figure(m, w)} in the only complete period (${w.period(m.period)})`,
  empty: (d, [m], w) => `${m === undefined ? w.name("metric", text(d["metric"])) : metric(m, w)}: no facts to measure`,
  noPeriod: (_, [m], w) => `${metric(m, w)}: no complete period yet`,
  withheld: (_, [m], w) => `${metric(m, w)}: no honest number, see the notes`,
  few: (_, [m], w) => `${metric(m, w)}: too few to compare groups`,
  idleRules: (d) => `Without facts or an inventory to judge by: ${text(d["rules"])}`,
  suppressed: (d, _, w) =>
    `${w.plural(num(d["n"]), { one: "finding", other: "findings" })} suppressed by decision, with reason and end in the configuration`,
  journey: (d, [worst], w) => {
    const [touchpoints, stages] = [counted(d["touchpoints"], "touchpoint", w), counted(d["stages"], "stage", w)]
    const has = (n: unknown) => (num(n) === 1 ? "has" : "have")
    const said = [
      ...(worst === undefined ? [] : [`“${place({ by: worst.by }, WHOLE, w)}” scores worst (${figure(worst, w)})`]),
      ...(num(d["found"]) === 0 ? [] : [`${w.count(num(d["found"]))} of ${touchpoints} ${has(d["found"])} findings`]),
      ...(num(d["gaps"]) === 0 ? [] : [`${w.count(num(d["gaps"]))} of ${stages} ${has(d["gaps"])} no touchpoint`]),
    ]
    return `Customer journey: ${said.length === 0 ? `${touchpoints} in ${stages}` : said.join("; ")}`
  },
  funnel: (d, [last, worst], w) => {
    const reached = `${nameOf("funnel", d["funnel"], w)}: ${figure(last, w)} of ${counted(last?.n, last?.unitOfN, w)} reach the last step`
    return worst === undefined || worst.value === null
      ? reached
      : `${reached}; the largest drop-off is before “${stepName(d["step"], w)}” (${w.percent(1 - worst.value)})`
  },
  funnelWithheld: (d, _, w) => `${nameOf("funnel", d["funnel"], w)}: no honest number yet, see the notes`,
  cohorts: (d, [low, high], w) => {
    const later = `${w.plural(num(d["index"]), grains[grainOf(d["every"])])} later`
    const at = (m: typeof low) => `${figure(m, w)} (${w.period(m?.period ?? null)})`
    if (low === undefined) return "Retention by cohort: no cohort is old enough yet"
    return low === high || high === undefined
      ? `Retention by cohort: ${at(low)} are back ${later}`
      : `Retention by cohort: between ${at(low)} and ${at(high)} are back ${later}`
  },
  pressure: (d, [m], w) =>
    m === undefined || m.value === null
      ? "Contact pressure: no honest number, see the notes"
      : `${figure(m, w)} of ${counted(m.n, m.unitOfN, w)} got more than ${counted(d["cap"], "contact", w)} within ${counted(d["days"], "day", w)}`,
  growth: (d, [m, worth], w) => {
    const factor = text(d["factor"])
    const credited =
      factor === "" ? "" : `; the largest part of the change is credited to ${within(nameOf("factor", factor, w))}`
    return `Sales: ${rateOf(d["growth"], w)} (${w.period(m?.period ?? null)} against ${w.period(worth?.versus?.period ?? null)})${credited}`
  },
  // What a picture shows.
  journeyLegend: fixed("score and promises kept of each touchpoint, number of interactions, findings"),
  funnelLegend: (d, _, w) => `share of all who began that reach a step within ${counted(d["days"], "day", w)}`,
  cohortsLegend: fixed("share of a cohort that is back in a period after its first"),
  pressureLegend: (d, [m], w) =>
    `${w.name("unitOfN", m?.unitOfN || "customer")} by the most contacts they got within ${counted(d["days"], "day", w)}`,
  growthLegend: fixed(
    "revenue is buyers × orders per buyer × revenue per order; the parts are credited by arithmetic (logarithmic means), add up to the change, and are no causes",
  ),
  // Sections and labels.
  score: fixed("Score"),
  notMeasured: fixed("not measured"),
  hidden: fixed("withheld"),
  fewMark: fixed("not enough data"),
  noTouchpoint: fixed("no touchpoint"),
  step: fixed("Step"),
  reached: fixed("Reached"),
  ofAll: fixed("Of all"),
  ofPrevious: fixed("Of the step before"),
  dropOff: fixed("Drop-off"),
  cohort: fixed("Cohort"),
  cohortColumns: (d) => `columns: ${grains[grainOf(d["every"])].other} after the first`,
  periodsLater: (d, _, w) => `${w.plural(num(d["index"]), grains[grainOf(d["every"])])} later`,
  share: fixed("Share"),
  shadesLegend: fixed("shades: range of this report"),
  growthFactor: fixed("Factor"),
  growthEffect: fixed("Part of the change"),
  growthShare: fixed("Part of the growth"),
  cap: (d, _, w) => `cap: ${w.count(num(d["cap"]))}`,
  overCap: fixed("over the cap"),
  changeTo: (d) =>
    d["apart"] === 1 ? `against ${text(d["period"])}` : `against the previous period (${text(d["period"])})`,
  changeBetter: fixed("better"),
  changeWorse: fixed("worse"),
  changeUp: fixed("up"),
  changeDown: fixed("down"),
  changeNone: fixed("no clear change"),
  changeWithheld: fixed("not compared"),
  keyFigures: fixed("Key figures"),
  findings: fixed("Findings"),
  noFindings: fixed("No rule found anything to mend."),
  dataQuality: fixed("Where the numbers come from"),
  definitions: fixed("How the numbers are defined"),
  failures: fixed("What could not be computed"),
  allNumbers: fixed("All numbers"),
  group: fixed("Group"),
  period: fixed("Period"),
  value: fixed("Value"),
  interval: (d, _, w) => interval(d["level"], w),
  sample: fixed("n"),
  effectiveSample: fixed("effective n"),
  difference: fixed("Difference"),
  against: (d) => `Difference from ${text(d["baseline"])}`,
  takenApart: (_, [m], w) => {
    const mix = m?.versus?.mix
    return mix === undefined || mix === null
      ? "not taken apart: the parts do not add up"
      : `its parts ${partOfDifference(mix.rate, m, w)}, mix ${partOfDifference(mix.mix, m, w)}`
  },
  test: fixed("Test"),
  caveats: fixed("Note"),
  total: fixed("All"),
  rest: fixed(REST),
  partial: fixed("incomplete period"),
  partialLegend: fixed("hollow: incomplete period, not compared"),
  insufficientLegend: fixed("grey: not enough data"),
  offScaleLegend: fixed("arrow: not enough data, the value lies off the scale"),
  intervalLegend: (d, _, w) => `dot: value, line: ${inFull(d["level"], w)}`,
  bandLegend: (d, _, w) => `band: ${inFull(d["level"], w)}`,
  effectSize: (_, [m], w) => {
    const effect = m?.versus?.effect
    if (effect === null || effect === undefined || effect.value === null || effect.kind === "points") return ""
    const name = { "cohen-h": "Cohen’s h", "hedges-g": "Hedges’ g", "cliffs-delta": "Cliff’s δ" }[effect.kind]
    return `${name} ${w.number(effect.value, 2)}`
  },
  source: fixed("Source"),
  kind: fixed("Facts"),
  rows: fixed("Rows read"),
  facts: fixed("Facts kept"),
  rejects: fixed("Rows rejected"),
  reasons: fixed("Reasons"),
  encoding: fixed("Encoding"),
  suspect: fixed("Cells with damaged text"),
  certain: fixed("certain"),
  likely: fixed("clear in the data"),
  possible: fixed("may be chance"),
  certaintyLegend: fixed(
    "How sure a finding is – certain: it follows from the inventory or a full count; clear in the data: the whole interval lies beyond the limit; may be chance: the interval reaches back over the limit.",
  ),
  info: fixed("info"),
  warning: fixed("warning"),
  critical: fixed("critical"),
  recommendation: fixed("Recommended"),
  evidence: fixed("Evidence"),
  party: fixed("Who"),
  effort: fixed("Effort"),
  low: fixed("low"),
  medium: fixed("medium"),
  high: fixed("high"),
  expected: fixed("If the target is reached"),
  numerator: fixed("Numerator"),
  denominator: fixed("Denominator"),
  formula: fixed("Formula"),
  definition: fixed("Definition"),
  parameters: fixed("Parameters"),
  asOf: (d, _, w) =>
    typeof d["at"] === "number" ? `Facts complete up to ${w.day(d["at"])}` : "There are no facts with dates",
  noFacts: fixed(
    "There are no facts yet: touchpoint import FILE --as feedback proposes how a file is read; put it under facts of the configuration",
  ),
  undatedPeriod: fixed("undated"),
  size: (d, [m], w) => counted(d["n"], m?.unitOfN, w),
  manifest: fixed("Manifest"),
  skip: fixed("Skip to content"),
  metric: fixed("Metric"),
  unit: fixed("Unit"),
  countedAt: fixed("Placed in time by"),
  zone: fixed("Time zone"),
  population: fixed("Only rows where"),
  bytes: fixed("Bytes"),
  hash: fixed("Hash (SHA-256)"),
  configuration: fixed("Configuration"),
  versions: fixed("Versions"),
  seed: fixed("Seed of random numbers"),
  generated: fixed("Made by touchpoint from the files below; the same files and settings give the same page."),
  ...enSome,
  ...enCaveats,
} satisfies Readonly<Record<string, Sentence>> & Readonly<Record<CaveatId, Sentence>>
