import {
  column,
  eq,
  type Funnel,
  funnel,
  funnelDefaults,
  type FunnelOptions,
  mark,
  type Question,
  type Retention,
  retention,
  type RetentionClock,
  trails,
} from "@touchpoint/core/questions"
import { type GoldenCase, trailFacts } from "./GoldenCase.ts"

const DAY = 86_400_000
const HOUR = 3_600_000
const SECOND = 1000

const step = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })

const asked = (steps: ReadonlyArray<string>, options: Partial<FunnelOptions>): Question =>
  trails(
    funnel,
    { ...funnelDefaults, steps, ...options },
    { kinds: ["interaction"], marks: [...new Set(steps)].map(step) },
  )

const reached = (states: Readonly<Record<string, unknown>>) => (states["fold"] as Funnel).reached

/** Eight customers of the specification's funnel, times in days. */
const eight = trailFacts(
  Object.fromEntries(
    Object.entries({
      c1: "A0 B1 C2",
      c2: "A0 C3 B4",
      c3: "A0 A9 B10",
      c4: "B0 A1",
      c5: "A0 X1 B2 C2",
      c6: "A0 B6 C8",
      c7: "A0 B0",
      c8: "C5",
    }).map(([customer, text]) => [
      customer,
      text.split(" ").map((one) => [one.slice(0, 1), Number(one.slice(1)) * DAY] as const),
    ]),
  ),
)

const eightCases = (
  [
    ["first attempt", { attempt: "first" }, [7, 5, 2]],
    ["best attempt", { attempt: "best" }, [7, 6, 2]],
    ["best attempt, later steps only", { attempt: "best", ties: "distinct" }, [7, 5, 1]],
    ["best attempt, nothing between", { attempt: "best", order: "strict" }, [7, 4, 1]],
  ] as const
).map(([name, options, expected]): GoldenCase => ({
  name: `funnel of eight customers within a week: ${name}`,
  facts: eight,
  question: asked(["A", "B", "C"], { within: 7 * DAY, ...options }),
  read: reached,
  expected,
}))

const one = (
  name: string,
  trail: ReadonlyArray<readonly [string, number]>,
  steps: ReadonlyArray<string>,
  options: Partial<FunnelOptions>,
  expected: ReadonlyArray<number>,
): GoldenCase => ({
  name,
  facts: trailFacts({ one: trail }),
  question: asked(steps, options),
  read: reached,
  expected,
})

const again: ReadonlyArray<readonly [string, number]> = [
  ["A", 0],
  ["A", HOUR / 2],
  ["B", 0.75 * HOUR],
  ["C", 1.25 * HOUR],
]
const tied: ReadonlyArray<readonly [string, number]> = [
  ["cart", 0],
  ["checkout", 0],
]
const reverse: ReadonlyArray<readonly [string, number]> = [
  ["B", 0],
  ["A", 2 * SECOND],
]

const inAndOut = (
  name: string,
  [from, to]: readonly [number, number],
  clock: RetentionClock,
  index: number,
): GoldenCase => ({
  name,
  facts: trailFacts({
    one: [
      ["in", from],
      ["out", to],
    ],
  }),
  question: trails(
    retention,
    { entry: "in", return: "out", clock, count: 3, bracket: null, asOf: null },
    { kinds: ["interaction"], marks: [step("in"), step("out")] },
  ),
  read: (states) => (states["fold"] as Retention).indices.findIndex(({ on }) => on === 1),
  expected: index,
})

const evening = [Date.UTC(2025, 11, 1, 17, 59), Date.UTC(2025, 11, 2, 17, 0)] as const
const days = Array.from({ length: 5 }, (_, i) => Date.UTC(2025, 11, 1 + i))

/** Funnels and retention that other tools got wrong, or count by conventions of their own. @category golden @since 0.2.0 */
export const funnelCases: ReadonlyArray<GoldenCase> = [
  ...eightCases,
  one("funnel window of an hour: the first entry", again, ["A", "B", "C"], { within: HOUR }, [1, 1, 0]),
  one("funnel window of an hour: any entry", again, ["A", "B", "C"], { within: HOUR, attempt: "best" }, [1, 1, 1]),
  one(
    "three distinct steps, umami#4144",
    [
      ["A", 0],
      ["B", 10 * SECOND],
      ["C", 20 * SECOND],
    ],
    ["A", "B", "C"],
    { within: HOUR },
    [1, 1, 1],
  ),
  one(
    "duplicates and ties, PostHog#25048",
    [
      ["onboarding", 0],
      ["pageview", SECOND],
      ["pageview", SECOND],
      ["pageview", 2 * SECOND],
    ],
    ["onboarding", "pageview", "pageview"],
    {},
    [1, 1, 1],
  ),
  one("tie policy, rybbit#1133: later only", tied, ["cart", "checkout"], { ties: "distinct" }, [1, 0]),
  one("tie policy, rybbit#1133: in sequence", tied, ["cart", "checkout"], { ties: "sequence" }, [1, 1]),
  one("tie policy, rybbit#1133: either order", tied, ["checkout", "cart"], { ties: "either" }, [1, 1]),
  one(
    "a step that comes again is no stranger, ClickHouse#99003",
    [
      ["install", 0],
      ["start", SECOND],
      ["login", 2 * SECOND],
      ["install", 3 * SECOND],
    ],
    ["install", "start", "login", "pay"],
    { order: "strict", within: 60 * SECOND },
    [1, 1, 1, 0],
  ),
  one("two seconds of grace", reverse, ["A", "B"], { ties: "either", tolerance: 2 * SECOND }, [1, 1]),
  one("no grace", reverse, ["A", "B"], { ties: "either", tolerance: 0 }, [1, 0]),
  inAndOut("retention clock: floored hours", evening, { kind: "elapsed", length: DAY, floor: HOUR }, 1),
  inAndOut("retention clock: exact hours", evening, { kind: "elapsed", length: DAY, floor: 0 }, 0),
  inAndOut("retention clock: days of the calendar", evening, { kind: "calendar", edges: days }, 1),
]
