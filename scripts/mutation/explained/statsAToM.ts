import type { Explained } from "./Explained.ts"

const border = "at the border both formulas give the same number"

/** Formulas of `stats` up to multiplicity, in the order of their files. */
export const statsAToM: ReadonlyArray<Explained> = [
  {
    file: "stats/agreement.ts",
    was: "[]",
    mutator: "ArrayDeclaration",
    why: "without items there are no raters, whatever else is added up",
  },
  {
    file: "stats/agreement.ts",
    was: "j < categories",
    mutator: "EqualityOperator",
    why: "one category more, which nobody chose",
  },
  {
    file: "stats/beta.ts",
    was: "x < y",
    mutator: "EqualityOperator",
    why: border,
  },
  {
    file: "stats/beta.ts",
    was: /^[xy] <= 0$/u,
    mutator: "EqualityOperator",
    why: "at 0 the formula itself gives 0 and 1",
  },
  {
    file: "stats/beta.ts",
    was: "x * (a + b + 2) <= a + 1",
    mutator: "EqualityOperator",
    why: border,
  },
  {
    file: "stats/beta.ts",
    was: "near < 0.999",
    now: "near <= 0.999",
    mutator: "EqualityOperator",
    why: border,
  },
  {
    file: "stats/beta.ts",
    was: "a + b",
    now: "a - b",
    why: "takes the other of two formulas for the same slope",
  },
  {
    file: "stats/binomial.ts",
    was: "logWeight(k, n, p) <= limit",
    mutator: "EqualityOperator",
    why: "no weight differs from the observed one by exactly a ten-millionth",
  },
  {
    file: "stats/binomial.ts",
    was: "x < mode",
    mutator: "EqualityOperator",
    why: "x at the mode has been answered before",
  },
  {
    file: "stats/chiSquared.ts",
    was: / > 0\.5$/u,
    mutator: "EqualityOperator",
    why: "at 1/2 both tails have the same point",
  },
  {
    file: "stats/clusteredSurvival.ts",
    was: /^share \+=/u,
    mutator: "AssignmentOperator",
    why: "turns the sign of every share; their spread stays",
  },
  {
    file: "stats/costPer.ts",
    was: "count === null",
    now: "false",
    why: "both ends of these intervals are numbers",
  },
  {
    file: "stats/fisher.ts",
    was: "to - from",
    mutator: "ArithmeticOperator",
    why: "a longer list, whose places beyond the tables stay 0",
  },
  {
    file: "stats/fisher.ts",
    was: /^(?:n1 \+ 1|total \+ 1|n1 \+ n2 \+ 2)$/u,
    mutator: "ArithmeticOperator",
    why: "starts from a table next to the likeliest: weights are relative, and their quotient stays",
  },
  {
    file: "stats/fisher.ts",
    was: /^k (?:< to|> from)$/u,
    mutator: "EqualityOperator",
    why: "writes beside the list of tables, where nothing is kept",
  },
  {
    file: "stats/fisher.ts",
    was: / > mostTables$/u,
    mutator: "EqualityOperator",
    why: "exactly ten million tables, which take too long to try: how many are added up is no formula",
  },
  {
    file: "stats/fisher.ts",
    was: "weight <= limit",
    mutator: "EqualityOperator",
    why: "the limit lies above the weights that are as likely, and below the others",
  },
  {
    file: "stats/gamma.ts",
    was: /^w < 1$| <= 0\.3$/u,
    mutator: "EqualityOperator",
    why: border,
  },
  {
    file: "stats/gamma.ts",
    was: "w < 12",
    mutator: "EqualityOperator",
    why: "one step of the recurrence more, which changes nothing but who adds it",
  },
  {
    file: "stats/gamma.ts",
    was: "stirling.length - 1",
    mutator: "ArithmeticOperator",
    why: "terms beyond the last are 0",
  },
  {
    file: "stats/incompleteGamma.ts",
    was: "term < sum * 1e-17",
    mutator: "EqualityOperator",
    why: "ends one term later, after the last digit",
  },
  {
    file: "stats/incompleteGamma.ts",
    was: "x <= 0",
    mutator: "EqualityOperator",
    why: "at 0 the formula itself gives 0 and 1",
  },
  {
    file: "stats/incompleteGamma.ts",
    was: /^(?:a >= large|x <= a \+ 1|Math\.abs\(x - a\) <= far \* Math\.sqrt\(a\))$/u,
    mutator: "EqualityOperator",
    why: border,
  },
  {
    file: "stats/incompleteGamma.ts",
    was: / \* \(tail === "lower" \? 1 : -1\)$/u,
    mutator: "ArithmeticOperator",
    why: "multiplied by 1 or -1, or divided",
  },
  {
    file: "stats/incompleteGamma.ts",
    was: "change < 0",
    why: "at the edge one step is exact in either direction",
  },
  {
    file: "stats/incompleteGamma.ts",
    was: /1e-15 \* Math\.max\(1, Math\.abs\(u\)\)$|^Math\.max\(1, Math\.abs\(u\)\)$/u,
    why: "goes on to its last step, at the same point",
  },
  {
    file: "stats/logRank.ts",
    was: "{ atRisk: 0, events: 0 }",
    mutator: "ObjectLiteral",
    why: "every table has a row at every time",
  },
  {
    file: "stats/logRank.ts",
    was: "at < times.size",
    mutator: "EqualityOperator",
    why: "one time more, at which nothing happens",
  },
  {
    file: "stats/logRank.ts",
    was: /^[ij] < k$/u,
    mutator: "EqualityOperator",
    why: "one row more, without variance, which is left out",
  },
  {
    file: "stats/logRank.ts",
    was: "i + 1",
    now: "i - 1",
    mutator: "ArithmeticOperator",
    why: "columns left of the pivot are not read again",
  },
  {
    file: "stats/mean.ts",
    was: /^interval\.(?:low|high) === null$/u,
    now: "false",
    why: "both ends of a mean's interval are numbers",
  },
  {
    file: "stats/multiplicity.ts",
    mutator: "ArrowFunction",
    now: "() => undefined",
    why: "only fills the array: every place is written before it is read",
  },
]
