import { assert, describe, it } from "@effect/vitest"
import {
  accrual,
  conformance,
  credit,
  durations,
  type Fold,
  funnel,
  paths,
  pressure,
  recurrence,
  referrals,
  retention,
  spells,
  transitions,
} from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { census } from "../src/fuzz/census.ts"
import { sameValue } from "../src/fuzz/compare.ts"
import { foldAsked } from "../src/fuzz/folds.ts"
import type { Seen } from "../src/oracle/Seen.ts"
import { naiveFolds } from "../src/oracle/trails.ts"

// Random facts rarely meet in one instant; these rows hardly do otherwise.
const MARKS = ["a", "b", "c"]
const times = [0, 1, 2, 3_600_000, 3_600_001, 7_200_000, 86_400_000, 90_000_000, 40 * 86_400_000]
const row: fc.Arbitrary<FoldRow> = fc.record({
  at: fc.constantFrom(...times),
  marks: fc.subarray(MARKS).map((some) => some.join(" ")),
  kind: fc.constantFrom("interaction", "order"),
  label: fc.constantFrom("x", "y", null),
  group: fc.constantFrom("", "", "west", null),
  value: fc.constantFrom(null, null, null, null, 1, 0.5, 2, 7_200_000),
})
const trail = fc.array(row, { maxLength: 12 }).map((rows) => rows.toSorted((p, q) => p.at - q.at))
const units = fc.array(trail, { maxLength: 4 })

const seen = (rows: ReadonlyArray<FoldRow>): ReadonlyArray<Seen> =>
  rows.map(({ at, group = "", kind = "interaction", label = null, marks = "", value = null }) => ({
    at,
    kind,
    marks: new Set(marks.split(" ").filter((id) => id !== "")),
    group: group === null ? null : { key: [group], bucket: null },
    value,
    label: () => label,
  }))

const shipped: ReadonlyArray<Fold> = [
  accrual,
  conformance,
  credit,
  durations,
  funnel,
  paths,
  pressure,
  recurrence,
  referrals,
  retention,
  spells,
  transitions,
  census,
]

/** Options the fold takes, over the three marks. */
const optionsOf = (fold: Fold): fc.Arbitrary<unknown> =>
  foldAsked(MARKS)
    .filter((asked) => asked.fold === fold.id)
    .map(({ options }) => Schema.decodeUnknownResult(fold.options)(options))
    .filter((decoded) => decoded._tag === "Success")
    .map((decoded) => decoded.success)
    .filter((options) => (fold.problem?.(options, { marks: MARKS, kinds: [] }) ?? null) === null)

describe.each(shipped.map((fold) => [fold.id, fold] as const))("the fold %s", (id, fold) => {
  const options = optionsOf(fold)
  // The second group makes every question a split one.
  const run = (decided: unknown, some: ReadonlyArray<ReadonlyArray<FoldRow>>) =>
    runFold(fold, decided, [...some, [{ at: 0, group: "never", marks: "a b c" }]])

  it("counts as the oracle does, row by row", { timeout: 600_000 }, () => {
    const naive = naiveFolds.get(id)
    fc.assert(
      fc.property(options, units, (decided, some) => {
        const all = [...some, [{ at: 0, group: "never", marks: "a b c" }]].filter((unit) => unit.length > 0)
        const question = { open: { kind: "", where: null, span: null, edges: [0], by: [] } }
        const expected = naive?.count(all.map(seen), decided, question as never) ?? []
        const actual = run(decided, some)
        assert.deepStrictEqual([...actual.keys()].toSorted(), expected.map(([{ key }]) => String(key[0])).toSorted())
        for (const [{ key }, state] of expected) {
          const own = actual.get(String(key[0]))
          if (!sameValue(state, own)) assert.deepStrictEqual(own, state)
        }
      }),
      { numRuns: Number(process.env["TOUCHPOINT_FUZZ_RUNS"] ?? 2000) },
    )
  })

  it("merges the answers of shards into that of the whole, also when they were sent as JSON", () => {
    const sent = (state: unknown): unknown =>
      Schema.decodeUnknownSync(fold.schema)(JSON.parse(JSON.stringify(Schema.encodeSync(fold.schema)(state))))
    fc.assert(
      fc.property(options, units, units, (decided, some, others) => {
        const [left, right] = [run(decided, some), run(decided, others)]
        const whole = run(decided, [...some, ...others])
        for (const name of ["", "west"]) {
          const [a, b] = [left.get(name), right.get(name)].map((state) => sent(state ?? fold.empty(decided)))
          assert.isTrue(sameValue(whole.get(name) ?? fold.empty(decided), fold.merge(a, b)))
          assert.isTrue(sameValue(fold.merge(b, a), fold.merge(a, b)))
          assert.isTrue(sameValue(fold.merge(a, fold.empty(decided)), a))
        }
      }),
    )
  })

  it("gives a group what it has when only its rows open", () => {
    fc.assert(
      fc.property(options, units, (decided, some) => {
        const alone = some.map((unit) => unit.map((one) => ({ ...one, group: one.group === "west" ? "west" : null })))
        const [split, only] = [run(decided, some).get("west"), run(decided, alone).get("west")]
        assert.isTrue(sameValue(split ?? null, only ?? null))
      }),
    )
  })
})
