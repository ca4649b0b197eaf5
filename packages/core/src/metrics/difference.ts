import { cohenH, newcombe, type Successes, twoNetScores, twoProportionTest } from "../stats/index.ts"
import type { Comparison } from "./Metric.ts"

/**
 * Difference of two shares, first minus second: Newcombe's interval, pooled z or (in small whole counts) Fisher's exact
 * test, Cohen's h. `null` where a group is empty. Effective sizes may be fractions.
 */
export const shareDifference = (first: Successes, second: Successes, level: number): Comparison | null => {
  if (first.n === 0 || second.n === 0) return null
  const test = twoProportionTest(first, second)
  const [p, q] = [first.x / first.n, second.x / second.n]
  return {
    difference: p - q,
    interval: newcombe(first, second, level),
    test: test?.method ?? null,
    p: test?.p ?? null,
    effect: { kind: "cohen-h", value: cohenH(p, q) },
  }
}

/** Difference of two net scores in points, first minus second; `null` where a group is empty. */
export const netScoreDifference = (...groups: Parameters<typeof twoNetScores>): Comparison | null => {
  const test = twoNetScores(...groups)
  return test === null
    ? null
    : {
        difference: test.difference,
        interval: test.interval,
        test: "adjusted-wald-z",
        p: test.p,
        effect: { kind: "points", value: test.difference },
      }
}
