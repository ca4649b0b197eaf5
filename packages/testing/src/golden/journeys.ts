import {
  column,
  type Credit,
  credit,
  creditDefaults,
  type CreditRule,
  eq,
  jShaped,
  mark,
  pathDefaults,
  type PathOptions,
  paths,
  type Paths,
  trails,
  transitionDefaults,
  transitions,
  type Transitions,
  uShaped,
  weeklyDecay,
} from "@touchpoint/core/questions"
import { type GoldenCase, trailFacts } from "./GoldenCase.ts"

const DAY = 86_400_000

/** Paths of the specification's attribution: conversions, and journeys without one. */
const walked: ReadonlyArray<readonly [path: string, converted: number, lost: number]> = [
  ["A", 10, 90],
  ["A A B", 6, 14],
  ["A B", 30, 70],
  ["A B C", 25, 25],
  ["B", 20, 180],
  ["B A", 15, 85],
  ["B C B", 9, 21],
  ["C", 5, 45],
]
const customers = walked.flatMap(([path, converted, lost]) =>
  Array.from({ length: converted + lost }, (_, i) => ({
    id: `${path} ${i}`,
    met: path.split(" ").map((touchpoint, at) => [touchpoint, at] as const),
    buys: i < converted,
  })),
)
const journeys = trailFacts(
  Object.fromEntries(customers.map(({ id, met }) => [id, met])),
  Object.fromEntries(customers.filter(({ buys }) => buys).map(({ id, met }) => [id, [[met.length, 500] as const]])),
)
const over = { kinds: ["interaction", "order"] as const, marks: [mark("ordered", { kind: "order" })] }

const spelled = ({ paths: all }: Paths) =>
  all.map((one) => [one.path.join(" "), one.converted, one.journeys - one.converted])
const pathsAsked = (name: string, options: Partial<PathOptions>, kind: string, expected: unknown): GoldenCase => ({
  name,
  facts: journeys,
  question: trails(
    paths,
    { ...pathDefaults, transform: "unique", conversion: "ordered", ...options },
    { ...over, open: { kind } },
  ),
  read: (states) => spelled(states["fold"] as Paths),
  expected,
})

/** Rounded, since thirds are summed in another order on every engine. */
const credited = (rule: number) => (states: Readonly<Record<string, unknown>>) =>
  (states["fold"] as Credit).rules[rule]?.map((one) => [
    one.label,
    Number(one.credit.toFixed(9)),
    Number(Math.sqrt(one.squares).toFixed(7)),
  ])

const totals: ReadonlyArray<readonly [rule: CreditRule, expected: unknown]> = [
  [
    { rule: "first" },
    [
      ["A", 71, 8.4261498],
      ["B", 44, 6.6332496],
      ["C", 5, 2.236068],
    ],
  ],
  [
    { rule: "last" },
    [
      ["A", 25, 5],
      ["B", 65, 8.0622577],
      ["C", 30, 5.4772256],
    ],
  ],
  [
    { rule: "linear" },
    [
      ["A", 44.833333333, 5.1666667],
      ["B", 58.833333333, 6.2204859],
      ["C", 16.333333333, 2.9627315],
    ],
  ],
  [
    { rule: "linear-unique" },
    [
      ["A", 43.833333333, 5.0525021],
      ["B", 58.333333333, 6.146363],
      ["C", 17.833333333, 3.1666667],
    ],
  ],
  [
    uShaped,
    [
      ["A", 46.1, 5.235456],
      ["B", 57.1, 6.2425956],
      ["C", 16.8, 3.0594117],
    ],
  ],
]

const bought = trailFacts(
  {
    one: [
      ["paid", 0],
      ["social", 3 * DAY],
      ["mail", 9 * DAY],
      ["display", 9 * DAY],
    ],
  },
  { one: [[9 * DAY, 5000]] },
)
const dollars = (name: string, rule: CreditRule, expected: ReadonlyArray<number>): GoldenCase => ({
  name,
  facts: bought,
  question: trails(
    credit,
    { ...creditDefaults, conversion: "ordered", rules: [rule] },
    { ...over, kinds: ["interaction", { kind: "order", value: column("amount") }], open: { kind: "order" } },
  ),
  read: (states) => {
    const shares = new Map((states["fold"] as Credit).rules[0]?.map(({ label, value }) => [label, Math.round(value)]))
    return ["paid", "social", "mail", "display"].map((label) => shares.get(label))
  },
  expected,
})

const snowplow = trailFacts({ one: "D A B B C D C C".split(" ").map((label, at) => [label, at] as const) })
const transformed = (transform: PathOptions["transform"], expected: string): GoldenCase => ({
  name: `path transform of Snowplow: ${transform}`,
  facts: snowplow,
  question: trails(paths, { ...pathDefaults, transform }, { kinds: ["interaction"] }),
  read: (states) => (states["fold"] as Paths).paths.map(({ path }) => path.join("")),
  expected: [expected],
})

/** Journeys, credit and moves with published answers. @category golden @since 0.2.0 */
export const journeyCases: ReadonlyArray<GoldenCase> = [
  pathsAsked(
    "paths that converted",
    {},
    "order",
    walked.map(([path, converted]) => [path, converted, 0]),
  ),
  pathsAsked(
    "paths that did not",
    {},
    "interaction",
    walked.map(([path, , lost]) => [path, 0, lost]),
  ),
  ...totals.map(([rule, expected]): GoldenCase => ({
    name: `credit by the rule ${rule.rule}`,
    facts: journeys,
    question: trails(
      credit,
      { ...creditDefaults, conversion: "ordered", rules: [rule] },
      { ...over, open: { kind: "order" } },
    ),
    read: credited(0),
    expected,
  })),
  dollars("fifty dollars of Adobe, half as much with every week", weeklyDecay, [692, 932, 1688, 1688]),
  dollars("fifty dollars of Adobe, J", jShaped, [1000, 500, 500, 3000]),
  transformed("exposure", "DABCDC"),
  transformed("first", "DABC"),
  {
    name: "moves of the specification's paths, with start and end",
    facts: journeys,
    question: trails(
      transitions,
      { ...transitionDefaults, collapse: false, dwell: false },
      { kinds: [{ kind: "interaction", where: eq(column("source"), "golden") }] },
    ),
    read: (states) =>
      (states["fold"] as Transitions).moves.map(({ count, from, to }) => `${from ?? "start"}>${to ?? "end"} ${count}`),
    expected: [
      "start>A 270",
      "start>B 330",
      "start>C 50",
      "A>end 200",
      "A>A 20",
      "A>B 170",
      "B>end 350",
      "B>A 100",
      "B>C 80",
      "C>end 100",
      "C>B 30",
    ],
  },
]
