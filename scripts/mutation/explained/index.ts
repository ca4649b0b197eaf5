// Why changes that no test notices need not be noticed: most make another text for the same number.
import type { Explained, Unnoticed } from "./Explained.ts"
import { metricsAToC } from "./metricsAToC.ts"
import { metricsDToQ } from "./metricsDToQ.ts"
import { metricsRToV } from "./metricsRToV.ts"
import { statsAToM } from "./statsAToM.ts"
import { statsNToZ } from "./statsNToZ.ts"

const explained: ReadonlyArray<Explained> = [
  ...statsAToM,
  ...statsNToZ,
  ...metricsAToC,
  ...metricsDToQ,
  ...metricsRToV,
  {
    file: /^(?:stats|moments)\//u,
    was: /^\w+(?:\[\w+\]|\.at\(-1\))\?\.\w+$/u,
    mutator: "OptionalChaining",
    why: "the index is always inside",
  },
  {
    was: /^\w+ < (?:mostTerms|STEPS|200)$/u,
    mutator: "EqualityOperator",
    why: "ends one step later, after convergence",
  },
  {
    file: /^stats\//u,
    was: "value === 0",
    now: "false",
    mutator: "ConditionalExpression",
    why: "no term was ever zero: the guard is part of Lentz's method, against a division by zero",
  },
  {
    was: "Math.abs(c * d - 1) < 4e-16",
    mutator: "EqualityOperator",
    why: "differences from 1 are multiples of 1.1e-16, and none of them is 4e-16",
  },
]

const fits = (pattern: string | RegExp | undefined, text: string): boolean =>
  pattern === undefined || (typeof pattern === "string" ? pattern === text : pattern.test(text))

/** The reason why a change need not be noticed; `undefined` where none is known. */
export const explanationOf = ({ file, mutator, now, was }: Unnoticed): string | undefined =>
  explained.find(
    (one) =>
      fits(one.file, file) &&
      fits(one.was, was) &&
      fits(one.now, now) &&
      (one.mutator === undefined || one.mutator === mutator),
  )?.why
