import type { CaveatId } from "../../../metrics/Caveat.ts"
import type { Sentence } from "../../../rules/Wording.ts"
import {
  amountOf,
  baselineOf,
  counted,
  differencesOf,
  fixed,
  nameOf,
  num,
  partOfDifference,
  scaleOf,
  text,
  within,
} from "../units.ts"
import { statusList } from "../statuses.ts"

/** What definitions differ in beside parameters. */
const differing = { metric: "metric", unit: "unit", zone: "time zone", filter: "filter" }

/** What is said of a caveat in English. */
export const enCaveats: Readonly<Record<CaveatId, Sentence>> = {
  "zero-denominator": fixed("there is nothing to count"),
  "small-sample": (d, _, w) =>
    d["effective"] === undefined
      ? `small sample: ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}`
      : `small sample: effective size ${w.count(Math.floor(num(d["effective"])))} of ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}`,
  insufficient: (d, _, w) =>
    `not enough data: ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}; not ranked`,
  "partial-period": (d) =>
    d["of"] === "previous"
      ? "the period before is incomplete: not compared with it"
      : "incomplete period: shown, not compared",
  undated: fixed("the source has no dates: no period can be named"),
  "watermark-inferred": fixed("complete up to the latest fact; no other date was declared"),
  "scale-mismatch": (d, _, w) =>
    `${counted(d["n"], "answer", w)} on another scale than the ${scaleOf(d["expected"], w)} of the definition: no number is honest; set the metric’s scale to the one asked`,
  "nonstandard-scale": (d, _, w) =>
    `asked on ${scaleOf(d["scale"], w)} instead of the standard ${scaleOf(d["standard"], w)}: not comparable with published scores`,
  "scale-missing": (d, _, w) => `${counted(d["n"], "answer", w)} without a scale; ${scaleOf(d["assumed"], w)} assumed`,
  "no-score": (d, _, w) =>
    `${counted(d["n"], "row", w)} without a score, left out of the denominator (never counted as 0)`,
  "no-customer": (d, _, w) => `${counted(d["n"], "row", w)} without a customer`,
  clustered: (d, _, w) =>
    `data of one customer are alike: design effect ${w.number(num(d["deff"]), 2)}, interval widened`,
  weighted: (d, _, w) =>
    `weighted sample: stands for ${w.count(Math.round(num(d["population"])))}, effective size ${w.count(Math.round(num(d["nEffective"])))}`,
  "weights-ignored": fixed("the sample’s weights are ignored: describes the rows, not the population"),
  "no-ci": (d, _, w) => {
    const why = "no interval can be given"
    if (d["pairs"] === undefined) return why
    if (d["pairs"] !== "day")
      return `${why}: costs and what they brought make too few pairs (${w.count(num(d["units"]))}), or too unlike ones; set pairs: day`
    const even = d["spread"] === "even" ? "" : "spread: even and the end of each cost (until), or "
    return `${why}: costs lie on ${w.count(num(d["paid"]))} of ${counted(d["units"], "day", w)}; set ${even}pairs: touchpoint or campaign`
  },
  "not-yet-due": (d, _, w) => `${w.count(num(d["n"]))} not due yet, outside`,
  "never-fulfilled": (d, _, w) => `${w.count(num(d["n"]))} due and never fulfilled, counted as broken`,
  "cancelled-excluded": (d, _, w) => `${w.count(num(d["n"]))} cancelled, outside`,
  "currency-mixed": (d, _, w) =>
    `${counted(d["n"], "row", w)} in another currency than ${text(d["expected"])}: no sum is honest; give rates to convert them, or measure each currency apart`,
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
      ? `the facts begin less than ${counted(d["days"], "day", w)} before: customers of long standing may look new`
      : `${counted(d["n"], "customer", w)} came within ${counted(d["days"], "day", w)} of the beginning of the facts: those of long standing may look new`,
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
    d["of"] === "share"
      ? `closed without an answer before it was due: ${w.count(num(d["n"]))}, outside`
      : `closed without an answer: ${w.count(num(d["n"]))}, counted up to then`,
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
  "unresolved-customers": (d, _, w) =>
    `${counted(d["n"], "row", w)} of customers no identity or profile knows (${w.percent(num(d["share"]))}): one person may count as several`,
  "definition-mismatch": (d, _, w) =>
    text(d["differs"]) === ""
      ? "defined otherwise: not compared"
      : `defined otherwise (${differencesOf(d["differs"], w, differing)}): not compared`,
  "mix-shift": (d, [m], w) =>
    `the mix by ${within(nameOf("dimension", d["dimension"], w))} makes ${partOfDifference(d["mix"], m, w)} of the difference, its parts themselves ${partOfDifference(d["rate"], m, w)}`,
  "no-baseline": (d, _, w) =>
    text(d["baseline"]) === ""
      ? "no period was asked for, so none goes before it"
      : `there is no group ${baselineOf(d["baseline"], w)} to compare with`,
  "small-baseline": (d, _, w) =>
    `compared with a small sample: ${w.count(num(d["n"]))}, fewer than ${w.count(num(d["minimum"]))}`,
  "multiple-testing": (d, _, w) =>
    `one of ${w.count(num(d["comparisons"]))} comparisons: q is adjusted${d["adjustment"] === "holm" ? " by Holm’s method" : ""}, the interval is not`,
  "below-minimum-cell": (d, _, w) => `withheld: fewer than ${w.count(num(d["minimum"]))}`,
  failed: (d) => `failed: ${text(d["problem"])}`,
}

/** Caveats of many rows in English, told once without their figures. */
export const enSome = {
  "some-small-sample": (d, _, w) => `small sample: effective size below ${w.count(num(d["minimum"]))}`,
  "some-small-baseline": (d, _, w) => `compared with a small sample: fewer than ${w.count(num(d["minimum"]))}`,
  "some-insufficient": (d, _, w) => `not enough data: fewer than ${w.count(num(d["minimum"]))}; not ranked`,
  "some-no-score": fixed("rows without a score, left out of the denominator (never counted as 0)"),
  "some-no-customer": fixed("rows without a customer"),
  "some-clustered": fixed("data of one customer are alike: interval widened"),
  "some-weighted": fixed("weighted sample: n counts rows, the value stands for the population"),
  "some-not-yet-due": fixed("promises not due yet, outside"),
  "some-never-fulfilled": fixed("promises due and never fulfilled, counted as broken"),
  "some-cancelled-excluded": fixed("cancelled promises, outside"),
  "some-immature-window": (d) =>
    `some too recent to tell, ${num(d["counted"]) > 0 ? "counted all the same" : "outside"}`,
  "some-censored": fixed("some still under way: they count as long as they were followed"),
  "some-closed-unanswered": (d) =>
    d["of"] === "share"
      ? "some closed without an answer before it was due, outside"
      : "some closed without an answer, counted up to then",
  "some-not-stated": fixed("rows without what the definition needs, outside"),
  "some-no-amount": fixed("orders without an amount, outside"),
  "some-mix-shift": (d, _, w) =>
    `the mix by ${within(nameOf("dimension", d["dimension"], w))} makes more of the difference than its parts themselves, or works against them`,
} satisfies Readonly<Record<string, Sentence>>
