import type { Explained } from "./Explained.ts"

const unlooked = "of nothing the variance is not looked at: where nothing weighs anything, nothing clusters"
const tested = "two groups that are not empty always have the test: the type alone allows for none"
const bounded = "an interval of what varies is always there: the type alone allows for none"
const ranked = "a rank is at most the count, so that the loop has returned before"

/** Formulas of `metrics` from dwell time to quiet hours. */
export const metricsDToQ: ReadonlyArray<Explained> = [
  {
    file: "metrics/exit-share/index.ts",
    was: "size < n / 1.01",
    now: "size <= n / 1.01",
    why: "the caveat is of clear losses: a size of exactly this share is rounding",
  },
  { file: "metrics/k-factor/index.ts", was: "interval === null", now: "false", why: bounded },
  { file: "metrics/lifecycle/index.ts", mutator: "OptionalChaining", why: tested },
  { file: "metrics/market-readiness/index.ts", was: "interval === null", now: "false", why: bounded },
  {
    file: "metrics/market-readiness/index.ts",
    mutator: "OptionalChaining",
    why: "it is asked of answers that weigh something, and they have a mean",
  },
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
  { file: "metrics/pulse/index.ts", was: /^test\?\./u, mutator: "OptionalChaining", why: tested },
  { file: "metrics/pulse/index.ts", was: /^(?:share|end) === null$/u, now: "false", why: bounded },
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
