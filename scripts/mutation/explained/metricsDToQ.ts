import type { Explained } from "./Explained.ts"

const unlooked = "of nothing the variance is not looked at: where nothing weighs anything, nothing clusters"
const tested = "two groups that are not empty always have the test: the type alone allows for none"
const bounded = "an interval of what varies is always there: the type alone allows for none"
const ranked = "a rank is at most the count, so that the loop has returned before"

const deviations = "of a product of deviations: those of the other factor add up to nothing"
const said = "measuring says so of every number that does not count by weights"
const told =
  "a share or a mean of these days is told by then, and so is all that it is made of: the types alone allow for none"

/** Formulas of `metrics` from customer survival to quiet hours. */
export const metricsDToQ: ReadonlyArray<Explained> = [
  {
    file: "metrics/customer-survival/estimate.ts",
    was: /^(?:mean|apart|curve|x|y) === null(?: \|\| y === null)?$/u,
    now: /^(?:false|x === null && y === null)$/u,
    why: told,
  },
  {
    file: "metrics/customer-survival/index.ts",
    was: "asOf === null",
    now: "false",
    why: "where a subscription has a date it is known how far the facts reach",
  },
  {
    file: "metrics/customer-survival/index.ts",
    was: "since === null",
    now: "false",
    why: "what is no day has no instant, which is none all the same: the type alone asks",
  },
  {
    file: "metrics/exit-share/index.ts",
    was: "size < n / 1.01",
    now: "size <= n / 1.01",
    why: "the caveat is of clear losses: a size of exactly this share is rounding",
  },
  {
    file: "metrics/k-factor/index.ts",
    was: /^one\.(?:accepted|invitations) - mean[XY]$/u,
    now: /^one\.(?:accepted|invitations) \+ mean[XY]$/u,
    why: deviations,
  },
  { file: "metrics/k-factor/index.ts", was: "interval === null", now: "false", why: bounded },
  { file: "metrics/lifecycle/index.ts", mutator: "OptionalChaining", why: tested },
  { file: "metrics/market-readiness/index.ts", was: "interval === null", now: "false", why: bounded },
  {
    file: "metrics/market-readiness/index.ts",
    mutator: "OptionalChaining",
    why: "it is asked of answers that weigh something, and they have a mean",
  },
  { file: "metrics/median-order-value/index.ts", was: "weights === rows", now: "true", why: said },
  { file: "metrics/median-order-value/index.ts", was: '[caveat("weights-ignored")]', now: "[]", why: said },
  {
    file: "metrics/median-order-value/index.ts",
    was: "nEffective < rows / 1.01",
    now: "nEffective <= rows / 1.01",
    why: "the caveat is of clear losses: a size of exactly this share is rounding",
  },
  { file: "metrics/median-order-value/quantile.ts", was: /^(?:levels\.at\(-1\).*|-1)$/u, why: ranked },
  {
    file: "metrics/median-order-value/quantile.ts",
    mutator: "OptionalChaining",
    why: "there are orders, and so there are ranks, a design effect and a test: the types alone allow for none",
  },
  {
    file: "metrics/median-order-value/quantile.ts",
    was: "1 + level",
    now: "1 - level",
    why: "the other tail is as far out, and what is made of it is squared",
  },
  {
    file: "metrics/median-order-value/quantile.ts",
    was: "both === null",
    now: "false",
    why: "where both sides have orders, so have both together",
  },
  {
    file: "metrics/median-order-value/quantile.ts",
    was: "value <= amount",
    now: "value > amount",
    why: "how many orders are above varies between customers as how many are not",
  },
  {
    file: "metrics/median-order-value/quantile.ts",
    was: /^units\.reduce\(.*\) \/ n$/u,
    mutator: "ArithmeticOperator",
    why: "all means are larger by one factor then, and a design effect is a ratio in which it cancels out",
  },
  {
    file: "metrics/median-order-value/quantile.ts",
    was: /^[xy] - mean[XY]$/u,
    now: /^[xy] \+ mean[XY]$/u,
    why: deviations,
  },
  {
    file: "metrics/median-order-value/quantile.ts",
    was: "value <= both.value",
    now: "value > both.value",
    why: "two shares above differ by as much as those that are not, and the test is two-sided",
  },
  { file: "metrics/nps/index.ts", was: "n === 0", now: "false", why: unlooked },
  {
    file: "metrics/occasion-share/index.ts",
    was: /^(?:arrived === null|\[\])$/u,
    why: "contacts are always told by whether they arrived: the type is that of all kinds",
  },
  { file: "metrics/promise-keeping/index.ts", was: "n === 0", now: "false", why: unlooked },
  {
    file: "metrics/promise-keeping/outcome.ts",
    was: /^(?:rule === "instant"|tolerance === 0)$/u,
    now: "false",
    why: "makes more edges of days than are needed, which tell the same",
  },
  {
    file: "metrics/promise-keeping/outcome.ts",
    was: /^(?:asOf \?\? Number\.POSITIVE_INFINITY|Math\.max\(first, fulfilments\.min\))$/u,
    why: "makes more edges of days than are needed, which tell the same",
  },
  {
    file: "metrics/promise-keeping/outcome.ts",
    was: /^(?:\[\]|\(\) => \[\]|dues\.length === 0)$/u,
    why: "fewer than two edges hold no day, and the instants decide",
  },
  {
    file: "metrics/promise-keeping/outcome.ts",
    was: "false",
    now: "true",
    why: "what does not say whether it was complete is outside, and so is neither kept nor broken",
  },
  {
    file: "metrics/promise-keeping/outcome.ts",
    was: 'inFull === "require"',
    now: "true",
    why: "where completeness is not asked for nothing leaves it unstated: the condition added always holds",
  },
  { file: "metrics/pulse/index.ts", was: /^test\?\./u, mutator: "OptionalChaining", why: tested },
  { file: "metrics/pulse/index.ts", was: /^(?:share|end) === null$/u, now: "false", why: bounded },
  { file: "metrics/purchase-frequency/index.ts", was: "rows.all.w === rows.all.n", now: "true", why: said },
  { file: "metrics/purchase-frequency/index.ts", was: '[caveat("weights-ignored")]', now: "[]", why: said },
  {
    file: "metrics/purchase-frequency/questions.ts",
    was: 'base === "buyers"',
    now: "false",
    why: "a metric is told a period only where it is periodic, which it is not of buyers",
  },
  {
    file: "metrics/purchase-frequency/questions.ts",
    was: "all.length === 0",
    now: "false",
    why: "a condition made of no conditions always holds",
  },
  {
    file: "metrics/purchase-frequency/questions.ts",
    was: '[column("orders"), value(1)]',
    now: "[]",
    why: "orders beside years are read of customer-years only",
  },
  {
    file: "metrics/purchase-frequency/index.ts",
    now: "(dispersion ?? 0) >= 1 + 1e-9",
    why: "the border stands for rounding: no dispersion of counts lies on it",
  },
  {
    file: "metrics/purchase-frequency/questions.ts",
    was: 'base === "customer-years"',
    now: "true",
    why: "years are counted for every base, and looked at by their own only",
  },
  {
    file: "metrics/purchase-frequency/questions.ts",
    was: "asOf === null",
    now: "false",
    why: "a period is known only where it is known how far the facts reach",
  },
  {
    file: "metrics/quiet-hours-share/index.ts",
    was: "from > to",
    now: "from >= to",
    why: "hours that end when they begin are refused",
  },
  {
    file: "metrics/quiet-hours-share/index.ts",
    was: "[]",
    why: "what is no hour, no edge and no holiday is left out: as if there were none",
  },
]
