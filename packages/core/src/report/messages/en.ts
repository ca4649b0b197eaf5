import type { CaveatId } from "../../metrics/Caveat.ts"
import type { PluralForms, Sentence, Wording } from "../../rules/Wording.ts"
import {
  amountOf,
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
  stepName,
  text,
} from "./units.ts"
import { statusList } from "./statuses.ts"

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
  // What a picture shows.
  journeyLegend: fixed("score and promises kept of each touchpoint, number of interactions, findings"),
  funnelLegend: (d, _, w) => `share of all who began that reach a step within ${counted(d["days"], "day", w)}`,
  cohortsLegend: fixed("share of a cohort that is back in a period after its first"),
  pressureLegend: (d, [m], w) =>
    `${w.name("unitOfN", m?.unitOfN || "customer")} by the most contacts they got within ${counted(d["days"], "day", w)}`,
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
  // Caveats of many rows, told once without their figures.
  "some-small-sample": (d, _, w) => `small sample: fewer than ${w.count(num(d["minimum"]))}`,
  "some-small-baseline": (d, _, w) => `compared with a small sample: fewer than ${w.count(num(d["minimum"]))}`,
  "some-insufficient": (d, _, w) => `not enough data: fewer than ${w.count(num(d["minimum"]))}; not ranked`,
  "some-no-score": fixed("rows without a score, left out of the denominator (never counted as 0)"),
  "some-no-customer": fixed("rows without a customer"),
  "some-clustered": fixed("answers cluster by customer: interval widened"),
  "some-weighted": fixed("weighted sample: n counts rows, the value stands for the population"),
  "some-not-yet-due": fixed("promises not due yet, outside"),
  "some-never-fulfilled": fixed("promises due and never fulfilled, counted as broken"),
  "some-cancelled-excluded": fixed("cancelled promises, outside"),
  // Caveats.
  "zero-denominator": fixed("there is nothing to count"),
  "small-sample": (d, _, w) => `small sample: ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}`,
  insufficient: (d, _, w) =>
    `not enough data: ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}; not ranked`,
  "partial-period": fixed("incomplete period: shown, not compared"),
  undated: fixed("the source has no dates: no period can be named"),
  "watermark-inferred": fixed("complete up to the latest fact; no other date was declared"),
  "scale-mismatch": (d, _, w) =>
    `${counted(d["n"], "answer", w)} on another scale than the ${text(d["expected"])} of the definition: no number is honest; set the metric’s scale to the one asked`,
  "nonstandard-scale": (d) =>
    `asked on ${text(d["scale"])} instead of the standard ${text(d["standard"])}: not comparable with published scores`,
  "scale-missing": (d, _, w) => `${counted(d["n"], "answer", w)} without a scale; ${text(d["assumed"])} assumed`,
  "no-score": (d, _, w) =>
    `${counted(d["n"], "row", w)} without a score, left out of the denominator (never counted as 0)`,
  "no-customer": (d, _, w) => `${counted(d["n"], "row", w)} without a customer`,
  clustered: (d, _, w) => `answers cluster by customer: design effect ${w.number(num(d["deff"]), 2)}, interval widened`,
  weighted: (d, _, w) =>
    `weighted sample: stands for ${w.count(Math.round(num(d["population"])))}, effective size ${w.count(Math.round(num(d["nEffective"])))}`,
  "weights-ignored": fixed("the sample’s weights are ignored: describes the rows, not the population"),
  "no-ci": fixed("no interval can be given"),
  "not-yet-due": (d, _, w) => `${w.count(num(d["n"]))} not due yet, outside`,
  "never-fulfilled": (d, _, w) => `${w.count(num(d["n"]))} due and never fulfilled, counted as broken`,
  "cancelled-excluded": (d, _, w) => `${w.count(num(d["n"]))} cancelled, outside`,
  "currency-mixed": (d, _, w) =>
    `${counted(d["n"], "row", w)} in another currency than ${text(d["expected"])}: no sum is honest; measure each currency apart`,
  "no-rate": (d, _, w) =>
    `${counted(d["n"], "row", w)} in a currency without a rate into ${text(d["expected"])} on that day: no sum is honest; add the rate`,
  "refunds-unmatched": (d, _, w) =>
    `refunds of orders that are not in the data: ${w.count(num(d["n"]))}, taken off nothing`,
  winsorised: (d, _, w) =>
    `amounts above ${amountOf(d["cap"], d["currency"], w)} count as that much (${counted(d["n"], "order", w)}); as they are: ${amountOf(d["raw"], d["currency"], w)}`,
  skewed: (d, _, w) =>
    `a few large values make the mean (skewness ${w.number(num(d["skewness"]), 1)}): the interval is trusted from ${w.count(Math.ceil(num(d["minimum"])))} on`,
  "nonpositive-base": fixed("the period before brought nothing or less: nothing can be said to grow from it"),
  census: fixed("all sales are in it: the interval shows how much chance there was in them, not what a sample lacks"),
  "cost-missing": (d, _, w) =>
    `no cost is recorded${num(d["n"]) > 0 ? ` for ${w.count(num(d["n"]))}, outside` : ""}: a missing cost is not 0`,
  "cost-nonpositive": fixed("the costs add up to nothing or less: nothing can be related to them"),
  "cost-outside": (d, _, w) =>
    `${counted(d["n"], "row", w)} of costs for a time that lies partly outside the period: each counts in full where it begins`,
  "immature-revenue": (d, _, w) =>
    `${counted(d["n"], "order", w)} less than ${counted(d["days"], "day", w)} old: refunds to come are not taken off`,
  "margin-missing": fixed("the margin is not given: revenue is no profit"),
  backwards: (d, _, w) => `dated before what they follow: ${w.count(num(d["n"]))}, these dates are not used`,
  "history-unknown": (d, _, w) =>
    d["n"] === undefined
      ? `the facts begin less than ${w.count(num(d["days"]))} days before: customers of long standing may look new`
      : `${counted(d["n"], "customer", w)} came within ${w.count(num(d["days"]))} days of the beginning of the facts: those of long standing may look new`,
  "no-amount": (d, _, w) => `${counted(d["n"], "order", w)} without an amount, outside`,
  "statuses-counted": (d, _, w) =>
    `orders count whatever their status, as the definition leaves none out${statusList(d, w, { of: `of ${counted(d["n"], "order", w)} in the data`, others: "other statuses", none: "without a status" })}`,
  dispersed: (d, _, w) =>
    `customers differ widely: variance ${w.number(num(d["ratio"]), 1)} times the mean; few are like the average`,
  "low-response": (d, _, w) =>
    `fewer than ${w.percent(num(d["minimum"]), 0)} answered: those who did may not be like the rest`,
  "only-answers": fixed("nobody is recorded as asked without an answer: the share says nothing"),
  "partial-answers": (d, _, w) => `${w.count(num(d["n"]))} broken off half-way, not counted as answered`,
  "immature-window": (d, _, w) =>
    `${w.count(num(d["n"]))} too recent to tell, ${num(d["counted"]) > 0 ? "counted all the same" : "outside"}`,
  censored: (d, _, w) => `${w.count(num(d["n"]))} still under way: they count as long as they were followed`,
  "not-reached": (d, _, w) =>
    num(d["minimum"]) > 1
      ? `the curve does not reach so far while at least ${w.count(num(d["minimum"]))} are still followed`
      : "the curve does not reach so far: nobody has been followed that long",
  "period-needed": fixed("it looks at a period and at what was before it: ask for a period, or split time"),
  "closed-unanswered": (d, _, w) =>
    `closed without an answer: ${w.count(num(d["n"]))}, counted up to then (of a share in time: outside, unless it was late already)`,
  "last-of-session": (d, _, w) =>
    `the last of a session: ${w.count(num(d["n"]))}, outside, as nobody knows how long they lasted`,
  "contacted-only": fixed("nobody without a contact is in it: of those contacted, not of all"),
  "not-stated": (d, _, w) => `${counted(d["n"], "row", w)} without what the definition needs, outside`,
  "off-scale": (d, _, w) => `${counted(d["n"], "row", w)} with more points than possible: no number is honest`,
  "mixed-versions": (d, _, w) => `different versions of the questionnaire in one number: ${w.count(num(d["n"]))}`,
  "chosen-weights": (d, _, w) =>
    `the weights of the stages are a choice: ${w.number(num(d["low"]), 2)} to ${w.number(num(d["high"]), 2)} with those between the ends a fifth lower or higher`,
  "one-channel": (d, _, w) => `${w.count(num(d["n"]))} known from one channel only, outside`,
  "channels-excluded": (d, _, w) =>
    `${w.plural(num(d["n"]), { one: "channel", other: "channels" })} with fewer than two answers or all alike, outside`,
  "rejected-rows": (d, _, w) => `${counted(d["n"], "row", w)} rejected (${w.percent(num(d["share"]))})`,
  "suspect-text": (d, _, w) => `${counted(d["cells"], "cell", w)} with damaged text, kept as they are`,
  "definition-mismatch": (d) =>
    text(d["differs"]) === ""
      ? "defined otherwise: not compared"
      : `defined otherwise (${text(d["differs"])}): not compared`,
  "mix-shift": (d, [m], w) =>
    `the mix by ${nameOf("dimension", d["dimension"], w)} makes ${partOfDifference(d["mix"], m, w)} of the difference, its parts themselves ${partOfDifference(d["rate"], m, w)}`,
  "no-baseline": (d) =>
    text(d["baseline"]) === ""
      ? "no period was asked for, so none goes before it"
      : `there is no group ${text(d["baseline"])} to compare with`,
  "small-baseline": (d, _, w) =>
    `compared with a small sample: ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}`,
  "multiple-testing": (d, _, w) =>
    `one of ${w.count(num(d["comparisons"]))} comparisons: q is adjusted${d["adjustment"] === "holm" ? " by Holm’s method" : ""}, the interval is not`,
  "below-minimum-cell": (d, _, w) => `withheld: fewer than ${w.count(num(d["minimum"]))}`,
  failed: (d) => `failed: ${text(d["problem"])}`,
} satisfies Readonly<Record<string, Sentence>> & Readonly<Record<CaveatId, Sentence>>
