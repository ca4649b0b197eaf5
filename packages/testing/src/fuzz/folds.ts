import type { Trails } from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { instants } from "./facts.ts"
import { or, rarely } from "./scopes.ts"

type Asked = Pick<Trails, "fold" | "options">

const asked = <O extends Trails["options"]>(fold: string, options: fc.Arbitrary<O>): fc.Arbitrary<Asked> =>
  options.map((decided) => ({ fold, options: decided }))

/** Lengths of time as far apart as the instants of random facts. */
const lengths = [0, 1, 2, 3_600_000, 7_200_000, 86_400_000, 200 * 86_400_000]
const length = fc.constantFrom(...lengths)
const asOf = or(fc.constantFrom(...instants), null, 1)

/** Options of the fold `funnel`, of which a few contradict themselves. */
const funnel = (marks: ReadonlyArray<string>) =>
  fc
    .record({
      order: fc.constantFrom("sequential", "strict", "any"),
      ties: fc.constantFrom("sequence", "either", "distinct"),
      attempt: fc.constantFrom("first", "best", "furthest", "every"),
      within: or(length, null, 1),
      tolerance: fc.constantFrom(0, 1, 3_600_000),
      asOf,
      repeated: fc.boolean(),
      windowed: fc.boolean(),
    })
    .chain(({ repeated, windowed, ...plain }) => {
      const any = plain.order === "any"
      const some =
        any || !repeated
          ? fc.shuffledSubarray([...marks], { minLength: 1 })
          : fc.array(mark(marks), { minLength: 1, maxLength: 5 })
      return some.chain((steps) =>
        fc
          .record({
            windows: any || !windowed ? fc.constant([]) : fc.tuple(...steps.slice(1).map(() => or(length, null, 1))),
            exclude: any
              ? fc.constant([])
              : or(
                  fc.array(
                    fc.record({
                      mark: mark(marks),
                      after: fc.integer({ min: 1, max: Math.max(1, steps.length - 1) }),
                      before: rarely(fc.constant(steps.length), fc.constant(1)),
                    }),
                    { maxLength: 2 },
                  ),
                  [],
                  2,
                ),
          })
          .map((between) => ({
            ...plain,
            ...between,
            steps,
            tolerance: plain.ties === "sequence" ? 0 : plain.tolerance,
          })),
      )
    })

const positive = fc.constantFrom(1, 2, 3_600_000, 86_400_000, 30 * 86_400_000)
const sorted = rarely(fc.subarray([...instants]), fc.constant([2, 1]), 100)

const retention = (marks: ReadonlyArray<string>) =>
  fc.record({
    entry: mark(marks),
    return: mark(marks),
    clock: fc.oneof(
      fc.record({ kind: fc.constant("calendar"), edges: sorted }),
      fc.record({ kind: fc.constant("elapsed"), length: positive, floor: fc.constantFrom(0, 3_600_000, 7) }),
    ),
    count: fc.integer({ min: 1, max: 6 }),
    bracket: or(
      rarely(fc.constantFrom<[number, number]>([0, 1], [1, 3], [2, 8]), fc.constant<[number, number]>([1, 1])),
      null,
      1,
    ),
    asOf,
  })

const recurrence = (marks: ReadonlyArray<string>) =>
  fc.record({ mark: mark(marks), horizons: fc.array(length, { maxLength: 3 }), apart: length, asOf })

const accrual = (marks: ReadonlyArray<string>) =>
  fc.record({ entry: mark(marks), counted: mark(marks), windows: fc.array(length, { maxLength: 3 }), asOf })

const moment = fc.constantFrom(...instants, ...lengths)

const spells = fc.record({
  grace: length,
  asOf: or(moment, null, 1),
  period: or(
    fc.tuple(moment, moment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    null,
    1,
  ),
  days: or(rarely(fc.subarray(lengths.slice(0, -1)), sorted, 3), null, 1),
  since: or(moment, null, 1),
})

const referrals = (marks: ReadonlyArray<string>) =>
  fc.record({ start: mark(marks), invitation: mark(marks), accepted: mark(marks), within: length, asOf })

/** Options of the fold `durations`, of which a few contradict themselves. */
const durations = (marks: ReadonlyArray<string>) => {
  const maybe = or(mark(marks), null, 1)
  const open = or(sorted, null, 1)
  return fc
    .record({
      start: mark(marks),
      stop: mark(marks),
      restart: maybe,
      drop: maybe,
      held: rarely(or(fc.tuple(mark(marks), mark(marks)), [null, null], 1), fc.tuple(mark(marks), fc.constant(null))),
      count: fc.constantFrom("every", "first-stopped", "whole"),
      collapse: fc.boolean(),
      clocks: fc
        .tuple(fc.array(fc.record({ mark: mark(marks), open }), { maxLength: 2 }), open)
        .map(([own, rest]) => [...own, { mark: null, open: rest }]),
      targets: fc.array(length, { maxLength: 2 }),
      asOf,
    })
    .map(({ held: [pause, resume], ...rest }) => ({ ...rest, pause, resume }))
}

const pressure = (marks: ReadonlyArray<string>) =>
  fc.record({
    clock: fc.oneof(
      fc.record({ kind: fc.constant("rolling"), length: positive }),
      fc.record({ kind: fc.constant("calendar"), edges: sorted }),
      fc.record({ kind: fc.constant("decaying"), halfLife: positive, at: fc.constantFrom(...instants) }),
    ),
    packages: fc.constantFrom("once", "each"),
    among: or(mark(marks), null, 4),
  })

const cuts = (marks: ReadonlyArray<string>) => ({
  touch: or(mark(marks), null, 2),
  gap: or(length, null, 1),
  lookBack: or(length, null, 1),
  reuse: fc.boolean(),
})

const paths = (marks: ReadonlyArray<string>) =>
  fc.record({
    ...cuts(marks),
    conversion: or(mark(marks), null, 1),
    start: or(mark(marks), null, 1),
    transform: fc.constantFrom("unique", "exposure", "first"),
    longest: fc.constantFrom(1, 2, 3, 20),
    keep: fc.constantFrom("first", "last"),
    most: fc.constantFrom(1, 2, 3, 1000),
    asOf,
  })

const weight = fc.constantFrom(0, 0.2, 0.4, 3)
const rule = fc.oneof(
  fc.record({ rule: fc.constantFrom("first", "last", "linear", "linear-unique", "participation") }),
  fc.record({ rule: fc.constant("last-non-direct"), direct: fc.subarray(["x", "home", "__proto__"]) }),
  fc.record({ rule: fc.constant("position"), first: weight, between: weight, last: weight }),
  fc.record({ rule: fc.constant("time-decay"), halfLife: positive, step: length }),
)

const credit = (marks: ReadonlyArray<string>) =>
  fc.record({
    ...cuts(marks),
    conversion: mark(marks),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    longest: fc.constantFrom(1, 2, 1000),
  })

const conformance = (marks: ReadonlyArray<string>) =>
  fc.record({
    steps: fc.array(
      fc.record({
        mark: mark(marks),
        channel: or(mark(marks), null, 1),
        required: fc.boolean(),
        within: or(length, null, 1),
        since: fc.constantFrom("start", "previous"),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    start: or(mark(marks), null, 1),
    within: or(length, null, 1),
    asOf,
  })

const mark = (marks: ReadonlyArray<string>) => rarely(fc.constantFrom(...marks), fc.constant("nobody"), 100)

/** A fold with options over the marks given; now and then unknown, or with options it cannot read. @category fuzz @since 0.2.0 */
export const foldAsked = (marks: ReadonlyArray<string>): fc.Arbitrary<Asked> => {
  const one = rarely(fc.constantFrom(...marks), fc.constant("nobody"))
  return rarely(
    fc.oneof(
      { weight: 3, arbitrary: asked("funnel", funnel(marks)) },
      asked("retention", retention(marks)),
      asked("spells", spells),
      asked("accrual", accrual(marks)),
      asked("durations", durations(marks)),
      asked("recurrence", recurrence(marks)),
      asked("referrals", referrals(marks)),
      { weight: 2, arbitrary: asked("pressure", pressure(marks)) },
      { weight: 2, arbitrary: asked("paths", paths(marks)) },
      { weight: 2, arbitrary: asked("credit", credit(marks)) },
      { weight: 2, arbitrary: asked("conformance", conformance(marks)) },
      asked("transitions", fc.record({ collapse: fc.boolean(), gap: or(length, null, 1), dwell: fc.boolean() })),
      asked("test/census", fc.record({ after: or(one, null, 1) })),
    ),
    fc.constantFrom(
      { fold: "nothing", options: {} },
      { fold: "transitions", options: { collapse: "yes" } },
      { fold: "__proto__", options: {} },
    ),
  )
}
