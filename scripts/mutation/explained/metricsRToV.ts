import type { Explained } from "./Explained.ts"

const together = "both sides are there, or neither: one condition tells"
const unread = "read only where the condition beside it holds"

/** Metrics from `rater-agreement` on, in the order of their files. */
export const metricsRToV: ReadonlyArray<Explained> = [
  {
    file: "metrics/rater-agreement/estimate.ts",
    was: /^(?:first|second)\.levels\[0\]\?\.value$/u,
    why: "each of the two gave one score here",
  },
  {
    file: "metrics/rater-agreement/estimate.ts",
    was: "kappa.value === null",
    now: "false",
    why: "where all gave one score they did so without any one visit too, which the next condition sees",
  },
  {
    file: "metrics/rater-agreement/estimate.ts",
    was: /^(?:1 - expected|spread\.se) < 1e-12$/u,
    mutator: "EqualityOperator",
    why: "what is left by rounding is far from the border",
  },
  {
    file: "metrics/rater-agreement/estimate.ts",
    was: /^interval\.(?:low|high) === null$/u,
    now: "false",
    why: "an interval of the jackknife has both ends",
  },
  {
    file: "metrics/rater-agreement/index.ts",
    was: /^(?:first|second) [!=]== undefined(?: (?:&&|\|\|) (?:first|second) [!=]== undefined)?$/u,
    why: "two raters are named or none: one condition tells",
  },
  { file: "metrics/rater-agreement/index.ts", was: "false", now: "true", why: unread },
  {
    file: "metrics/rater-agreement/index.ts",
    was: "two",
    now: "false",
    why: "rows of neither rater make items that nobody scored, and such items do not count",
  },
  {
    file: "metrics/repeat-rate/index.ts",
    was: /^(?:low|high) === null(?: \|\| (?:low|high) === null)?$/u,
    now: /^(?:false|high === null && low === null|low === null && high === null)$/u,
    why: together,
  },
  {
    file: "metrics/repurchase-within/index.ts",
    was: /^(?:horizons\[0\] \?\? )?\{ n: 0, x: 0 \}$/u,
    why: "there is always the one horizon asked for",
  },
  {
    file: "metrics/resolution-time/index.ts",
    was: "[]",
    mutator: "ArrayDeclaration",
    why: "shards are read only where waits are alike",
  },
  {
    file: "metrics/response-rate/index.ts",
    was: "n > 0",
    now: /^(?:true|n >= 0)$/u,
    why: "of nobody the share is 0 / 0, which is not below anything",
  },
  {
    file: "metrics/response-rate/index.ts",
    was: "n === 0",
    now: "false",
    why: "where nothing weighs anything no cluster is worth anything, whatever the share",
  },
  {
    file: "metrics/response-time/index.ts",
    was: "[]",
    mutator: "ArrayDeclaration",
    why: "shards are read only where waits are alike",
  },
  {
    file: "metrics/response-time/index.ts",
    was: 'decided.responses === "every"',
    now: "true",
    why: "shards are read only where waits are alike",
  },
  {
    file: "metrics/retention/index.ts",
    was: /^(?:at|bracket)\?\.\w+$/u,
    mutator: "OptionalChaining",
    why: "the fold has every index asked for, and a bracket where one is",
  },
  {
    file: "metrics/retention/index.ts",
    was: "false",
    now: "true",
    why: "rows that are no step change nothing: they are only left out sooner",
  },
  {
    file: "metrics/return-on-investment/index.ts",
    was: /^(?:revenue|cost) === null(?: \|\| cost === null)?$/u,
    now: /^(?:false|revenue === null && cost === null)$/u,
    why: together,
  },
  {
    file: "metrics/returning-customers/index.ts",
    was: "asked?.previous?.from",
    now: "asked?.previous.from",
    why: "a period is asked for only with one before it",
  },
  {
    file: "metrics/returning-customers/index.ts",
    was: "false",
    now: "true",
    why: "who is not there now has not returned, whoever was there before",
  },
  {
    file: "metrics/sales-growth/estimate.ts",
    was: "Math.abs(mean) <= NOISE * Math.sqrt(m2)",
    mutator: "EqualityOperator",
    now: /</u,
    why: "at the border the mean is 0",
  },
  {
    file: "metrics/sales-growth/estimate.ts",
    was: "salesOf(states, said).before <= 0",
    now: "salesOf(states, said).before < 0",
    why: "from nothing there is no growth, which is seen a line later",
  },
  {
    file: "metrics/sales-growth/estimate.ts",
    was: "growth === null",
    now: "false",
    why: "there is a growth wherever something was sold before",
  },
  {
    file: "metrics/sales-growth/index.ts",
    was: "before > 0",
    now: "before >= 0",
    why: "from nothing there is no growth, which is seen a line later",
  },
  {
    file: "metrics/sales-growth/index.ts",
    was: "growth === null",
    now: "false",
    why: "without a growth there is no value either",
  },
  {
    file: "metrics/touchpoint-usage/index.ts",
    was: "real === null",
    now: "false",
    why: "of both kinds something is left out",
  },
  {
    file: "metrics/touchpoint-usage/index.ts",
    was: "period === null",
    now: "false",
    why: "without a period there are no days, wherever they would begin",
  },
  {
    file: "metrics/touchpoint-usage/index.ts",
    was: /^[ab]\.size === null(?: \|\| b\.size === null)?$/u,
    now: /^(?:false|a\.size === null && b\.size === null)$/u,
    why: together,
  },
  {
    file: "metrics/touchpoint-usage/index.ts",
    was: "here.n === 0",
    now: "false",
    why: "without rows nothing reads the share",
  },
  {
    file: "metrics/viral-cycle-time/estimate.ts",
    was: /^(?:-1|bins\.at\(-1\)\?\.\[0\](?: \?\? 0)?)$/u,
    why: "no rank is beyond the last duration",
  },
  {
    file: "metrics/viral-cycle-time/estimate.ts",
    was: /^\(?a === null(?: \|\| b === null)?\)?(?: \|\| test === null)?$/u,
    why: "an empty side has neither a quantile nor a test: one condition tells",
  },
  {
    file: "metrics/viral-cycle-time/estimate.ts",
    was: /^(?:b|test) === null$/u,
    now: "false",
    why: "an empty side has neither a quantile nor a test: one condition tells",
  },
  {
    file: "metrics/viral-cycle-time/estimate.ts",
    was: "zero > 0",
    now: /^(?:true|zero >= 0)$/u,
    why: "a level that nobody has changes no rank",
  },
  {
    file: "metrics/viral-cycle-time/index.ts",
    was: "false",
    now: "true",
    why: "whether an invitation was accepted is always known",
  },
]
