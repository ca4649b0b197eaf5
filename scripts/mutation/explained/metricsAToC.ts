import type { Explained } from "./Explained.ts"

const ends = "an interval of a ratio or a mean has both ends, or there is none: only the type knows others"
const noSize = "Wilson's interval of no size, or of an endless one, is none all the same"
const ofAll = "a condition made of no conditions always holds"
const known = "is never absent there: only the type knows otherwise"

/** Metrics from `audit-score` to `customer-value`, in the order of their files. */
export const metricsAToC: ReadonlyArray<Explained> = [
  {
    file: "metrics/audit-score/estimate.ts",
    was: /^one\.[xy] - mean[XY]$/u,
    now: /^one\.[xy] \+ mean[XY]$/u,
    why: "of a product of deviations: those of the other factor add up to nothing",
  },
  { file: "metrics/audit-score/estimate.ts", was: /^interval\.(?:low|high) === null$/u, now: "false", why: ends },
  {
    file: "metrics/audit-score/estimate.ts",
    was: /^(?:size === null \|\| left === 0|size === null|left === 0)$/u,
    now: /^(?:false|size === null && left === 0)$/u,
    why: noSize,
  },
  {
    file: "metrics/audit-score/estimate.ts",
    now: "missed <= 1e-9",
    why: "what is missed is a whole number but for rounding, never a billionth",
  },
  {
    file: "metrics/audit-score/estimate.ts",
    was: "clusteredProportion(pairs)?.nEffective",
    why: "visits that have no critical item are no units: there are always trials, and no more failures than trials",
  },
  {
    file: "metrics/audit-score/index.ts",
    was: '{ rows: { stat: "count" } }',
    why: "only the versions themselves are looked at, not how many rows they have",
  },
  {
    file: "metrics/automation-share/index.ts",
    was: "(one: number) => one",
    why: "every reply names its enquiry: there are no loose ones whose worth is asked",
  },
  {
    file: "metrics/average-order-value/index.ts",
    was: "cap !== null",
    now: "true",
    why: "without a cap no order is over it",
  },
  {
    file: "metrics/average-order-value/questions.ts",
    was: 'basis === "net-by-refund-date"',
    now: "true",
    why: "a metric is told a period only where it is periodic, which it is with this basis alone",
  },
  {
    file: "metrics/average-order-value/questions.ts",
    was: "within === null",
    now: "false",
    why: "of all time every order is placed and touched: the conditions always hold",
  },
  {
    file: "metrics/average-order-value/questions.ts",
    was: "false",
    now: "true",
    why: "without a cap nobody reads how many are over it",
  },
  {
    file: "metrics/churn-rate/estimate.ts",
    was: "interval.low === null",
    now: "false",
    why: ends,
  },
  {
    file: "metrics/churn-rate/estimate.ts",
    was: "ratio === null",
    now: "false",
    why: known,
  },
  {
    file: "metrics/churn-rate/estimate.ts",
    was: /^test(?: === null|\?\.(?:p|interval))$/u,
    now: /^(?:false|test\.(?:p|interval))$/u,
    why: "few losses are compared before: with thirty customers and more both ratios have an error",
  },
  { file: "metrics/churn-rate/index.ts", was: "all.length === 0", now: "false", why: ofAll },
  {
    file: "metrics/contact-gap/index.ts",
    was: /^[ab] === null|^test === null/u,
    now: /^(?:false|\(?[ab] === null && b === null\)?.*)$/u,
    why: "quantiles and ranks are absent together, where a group is empty",
  },
  {
    file: "metrics/contact-gap/index.ts",
    was: /^a === null \|\| b === null/u,
    why: "quantiles and ranks are absent together, where a group is empty",
  },
  {
    file: "metrics/contact-pressure/estimate.ts",
    was: /^(?:[ab]|test) === null$|^a === null \|\| b === null/u,
    now: /^false$|&&/u,
    why: "quantiles and ranks are absent together, where a group is empty",
  },
  {
    file: "metrics/contact-pressure/estimate.ts",
    was: /\?\.value(?: \?\? 0)?$/u,
    mutator: "OptionalChaining",
    why: "the rank asked for is always somebody's",
  },
  { file: "metrics/contact-pressure/estimate.ts", was: "interval.low === null", now: "false", why: ends },
  {
    file: "metrics/contact-pressure/index.ts",
    was: "period?.previous",
    why: "asked only where there is a period",
  },
  {
    file: "metrics/contact-pressure/index.ts",
    was: 'base === "customers"',
    now: "true",
    why: "with another base whoever only has other rows is none of those divided by",
  },
  {
    file: "metrics/contact-pressure/index.ts",
    was: "all.length === 0",
    now: "false",
    why: "without channels every contact weighs 1, said or not",
  },
  {
    file: "metrics/conversion-rate/estimate.ts",
    was: /^(?:low|high) === null$/u,
    now: "false",
    why: ends,
  },
  {
    file: "metrics/conversion-rate/estimate.ts",
    was: "histogram.zero > 0",
    now: /^(?:true|histogram\.zero >= 0)$/u,
    why: "nobody more at an instant changes no curve",
  },
  { file: "metrics/conversion-rate/estimate.ts", was: "histogram === undefined", now: "false", why: known },
  {
    file: "metrics/conversion-rate/estimate.ts",
    was: /^reached\[to\]\?\.(?:cross|squares)$/u,
    mutator: "OptionalChaining",
    why: "the step asked about is one of the steps, and each of them has its sums",
  },
  {
    file: "metrics/conversion-rate/estimate.ts",
    was: "[]",
    now: '["Stryker was here"]',
    why: "parts are asked for together with people, without whom nobody looks at them",
  },
  {
    file: "metrics/conversion-rate/estimate.ts",
    was: /^survivalShare\([ab], time, level\)\?\.value$/u,
    mutator: "OptionalChaining",
    why: "both curves are known where their difference is",
  },
  {
    file: "metrics/conversion-rate/estimate.ts",
    was: /^(?:n === 0 \|\| size === null|n === 0|size === null)$/u,
    now: /^(?:false|n === 0 && size === null)$/u,
    why: noSize,
  },
  {
    file: "metrics/conversion-rate/eventRatio.ts",
    was: /^given\.low === null$/u,
    now: "false",
    why: ends,
  },
  { file: "metrics/conversion-rate/params.ts", was: "step !== null", now: "true", why: "no step is beyond all steps" },
  {
    file: "metrics/conversion-rate/questions.ts",
    was: 'order === "strict"',
    now: "true",
    why: "other rows are seen as well, which only a strict order minds",
  },
  { file: "metrics/conversion-rate/questions.ts", was: "all.length === 0", now: "false", why: ofAll },
  {
    file: "metrics/cost-per-acquisition/estimate.ts",
    was: "rateRatio(a, b)?.p",
    why: "costs and conversions of both are above nothing by then",
  },
  { file: "metrics/cost-per-acquisition/index.ts", was: "conditions.length === 0", now: "false", why: ofAll },
  { file: "metrics/cost-per-contact/index.ts", was: "interval.low === null", now: "false", why: ends },
  {
    file: "metrics/cross-channel-consistency/content.ts",
    was: /<= margin \+ SAME$/u,
    mutator: "EqualityOperator",
    why: "the border lies a billionth beyond the margin, which keeps rounding out, and no points are that fine",
  },
  {
    file: "metrics/cross-channel-consistency/gap.ts",
    was: "[]",
    now: '["Stryker was here"]',
    why: "this form is refused unless it names its two channels",
  },
  {
    file: "metrics/cross-channel-consistency/gap.ts",
    was: "max - min",
    now: "max + min",
    why: ends,
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: "answers === 0",
    now: "false",
    why: "a channel that was left out whole has no precision, whatever its mean",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: /1e-12|^xx \+ yy$/u,
    why: "what is left by rounding is far below this border, and any spread far above it",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: "n >= 2",
    now: "true",
    why: "one customer has no spread, so that the other condition fails",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: /< 1e-9$/u,
    mutator: "EqualityOperator",
    why: "means that differ by rounding differ by far less, others by far more",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: "tau2 !== null",
    now: "true",
    why: "where the whole is not told, nothing is without a shard",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: /^(?:[ab]\.value === null|a\.value === null \|\| b\.value === null)$/u,
    now: /^(?:false|a\.value === null && b\.value === null)$/u,
    why: "without a value there are no shards left out either, which is asked next",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: "leftOut?.get",
    why: "asked only where both sides have shards that were left out",
  },
  {
    file: "metrics/cross-channel-consistency/spread.ts",
    was: "found === null",
    now: "false",
    why: "twenty shards and more, which is fewest, always make a jackknife",
  },
  {
    file: "metrics/customer-value/index.ts",
    was: /^odd\.weighted\.n > 0$|^\[caveat\("weights-ignored"\)\]$/u,
    now: /^(?:false|\[\])$/u,
    why: "measuring says so of every number that does not count by weights",
  },
  {
    file: "metrics/customer-value/index.ts",
    was: /^\{ n: 0, mean: 0, m2: 0, m3: 0 \}$/u,
    why: "there is always the one window that was asked for",
  },
]
