import { describe, it } from "@effect/vitest"
import { kFactor } from "@touchpoint/core/metrics"
import { clusteredProportion, garwood, hedgesG, newcombe, wilson } from "@touchpoint/core/stats"
import * as Effect from "effect/Effect"
import { project, type Row } from "../../../test/facts/project.ts"
import { caveatsOf, measureOne } from "../../../test/metrics/asking.ts"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const DAY = 86_400_000
const start = Date.parse("2026-01-01T00:00:00Z")
const at = (days: number) => new Date(start + days * DAY).toISOString()
type Member = readonly [sent: number, won: number]
/** One member for each pair: how many she invited, and how many of them accepted. */
const cohort = (all: ReadonlyArray<Member>) =>
  project(
    [
      {
        kind: "order",
        rows: all.map((_, i): Row => ({ customer: `c${i}`, at: at(0) })),
        header: ["customer", "at", "status"],
      },
      {
        kind: "referral",
        rows: all.flatMap(([sent, won], i) =>
          Array.from({ length: sent }, (__, j): Row => ({
            customer: `c${i}`,
            invitee: `i${i}-${j}`,
            at: at(1),
            acceptedAt: j < won ? at(2) : null,
          })),
        ),
        header: ["customer", "invitee", "at", "acceptedAt"],
      },
    ],
    { asOf: start + 100 * DAY },
  )
const times = (n: number, member: Member): ReadonlyArray<Member> => Array.from({ length: n }, () => member)
const measured = (all: ReadonlyArray<Member>, params: object = {}, level = 0.95) =>
  Effect.flatMap(cohort(all), (facts) => measureOne(facts, kFactor, params, {}, { level }))

describe("k-factor, its interval", () => {
  it.effect("counts as many independent acceptances as the members' own come to", () =>
    Effect.gen(function* () {
      // Two of one member and one of another: (2 + 1)² ÷ (4 + 1) = 1.8 of 50 · 1.8 ÷ 3 = 30 members.
      const m = yield* measured([[3, 2], [1, 1], ...times(48, [0, 0])])
      const expected = garwood(1.8, 30)
      assert.near(m.value, 0.06)
      assert.interval(m.interval, [expected?.low ?? 0, expected?.high ?? 0])
      // Three and one sent: 16 ÷ 10 of 50 · 1.6 ÷ 4 = 20.
      const sent = yield* measured([[3, 2], [1, 1], ...times(48, [0, 0])], { form: "invitations" })
      const other = garwood(1.6, 20)
      assert.near(sent.value, 0.08)
      assert.interval(sent.interval, [other?.low ?? 0, other?.high ?? 0])
    }),
  )

  it.effect("is withheld of one member, and of members all alike", () =>
    Effect.gen(function* () {
      for (const all of [times(1, [1, 0]), times(1, [1, 1]), times(3, [1, 1])]) {
        const m = yield* measured(all)
        assert.isNotNull(m.value)
        assert.isNull(m.interval)
        assert.include(caveatsOf(m), "no-ci")
      }
      // Two who differ have one.
      const two = yield* measured([...times(1, [1, 1]), ...times(1, [0, 0])])
      assert.strictEqual(two.interval?.method, "garwood")
      assert.notInclude(caveatsOf(two), "no-ci")
    }),
  )

  it.effect("never reaches below 0, at whatever level", () =>
    Effect.gen(function* () {
      // 31 of 1000: the mean is 5.65 standard errors above 0, and the level asks for 5.8.
      const m = yield* measured([...times(31, [1, 1]), ...times(969, [0, 0])], {}, 0.99999999)
      assert.deepStrictEqual([m.interval?.low, m.interval?.method], [0, "student-t"])
    }),
  )

  it.effect("of the share accepted is Wilson's at the effective size of the inviters", () =>
    Effect.gen(function* () {
      const all: ReadonlyArray<Member> = [...times(10, [4, 4]), ...times(10, [4, 0]), ...times(10, [1, 0])]
      const m = yield* measured(all, { form: "acceptance" })
      // 40 of 90; residuals 4 − 4 · 4/9, −4 · 4/9 and −4/9, ten of each.
      const [p, squares] = [4 / 9, 10 * ((20 / 9) ** 2 + (16 / 9) ** 2 + (4 / 9) ** 2)]
      const size = (p * (1 - p)) / (((30 / 29) * squares) / 90 ** 2)
      assert.near(m.value, p)
      assert.near(m.nEffective, size, 1e-9)
      const expected = wilson(p * size, size)
      assert.interval(m.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
      assert.notInclude(caveatsOf(m), "no-ci")
      // One inviter does not show how inviters differ.
      const one = yield* measured([[4, 1]], { form: "acceptance" })
      assert.deepStrictEqual([one.value, one.interval, one.nEffective, one.numerator, one.n], [0.25, null, null, 1, 4])
      assert.include(caveatsOf(one), "no-ci")
      const unsent = yield* measured(times(5, [0, 0]), { form: "acceptance" })
      assert.deepStrictEqual([unsent.numerator, unsent.denominator, unsent.nEffective], [null, null, null])
    }),
  )

  it.effect("says nothing of what it did not leave out", () =>
    Effect.gen(function* () {
      for (const form of ["k", "invitations", "acceptance"])
        assert.deepStrictEqual(caveatsOf(yield* measured([...times(40, [2, 1]), ...times(60, [1, 0])], { form })), [])
    }),
  )
})

describe("k-factor, compared", () => {
  const of = Effect.fnUntraced(function* (params: object, a: ReadonlyArray<Member>, b: ReadonlyArray<Member>) {
    return yield* compared(kFactor, params, yield* cohort(a), yield* cohort(b))
  })

  it.effect("has no difference from nobody", () =>
    Effect.gen(function* () {
      const some = [...times(10, [2, 1]), ...times(10, [1, 0])]
      for (const form of ["k", "invitations", "acceptance"]) {
        assert.isNull(yield* of({ form }, some, []), form)
        assert.isNull(yield* of({ form }, [], some), form)
      }
      // Who sent nothing has no share to compare.
      assert.isNull(yield* of({ form: "acceptance" }, some, times(5, [0, 0])))
    }),
  )

  it.effect("takes no single member for a sample, however many there are to compare with", () =>
    Effect.gen(function* () {
      const many = [...times(10, [1, 1]), ...times(10, [0, 0])]
      for (const [a, b, difference] of [
        [times(1, [1, 1]), many, 0.5],
        [many, times(1, [1, 1]), -0.5],
      ] as const) {
        const found = yield* of({}, a, b)
        assert.deepStrictEqual([found?.difference, found?.interval, found?.p], [difference, null, null])
      }
      const pair = yield* of({}, [...times(1, [1, 1]), ...times(1, [0, 0])], [...times(1, [1, 1]), ...times(1, [0, 0])])
      assert.deepStrictEqual([pair?.test, pair?.difference, pair?.p], ["conditional-binomial", 0, 1])
    }),
  )

  it.effect("of few sent tells the effect by the members' own spread", () =>
    Effect.gen(function* () {
      const found = yield* of({ form: "invitations" }, times(4, [1, 0]).concat(times(16, [0, 0])), times(20, [0, 0]))
      assert.near(found?.difference, 0.2)
      // Four of one group, none of the other: 2 · ½⁴.
      assert.near(found?.p, 0.125, 1e-9)
      assert.near(found?.effect?.value, hedgesG({ n: 20, mean: 0.2, m2: 3.2 }, { n: 20, mean: 0, m2: 0 }) ?? 0, 1e-9)
    }),
  )

  it.effect("compares shares accepted by as many invitations as are independent", () =>
    Effect.gen(function* () {
      const a: ReadonlyArray<Member> = [...times(20, [4, 4]), ...times(10, [4, 0])]
      const b: ReadonlyArray<Member> = [...times(10, [4, 4]), ...times(20, [4, 0])]
      const found = yield* of({ form: "acceptance" }, a, b)
      // Each inviter's four are one: 30 inviters less one for the mean, p (1 − p) · 29 ÷ (p (1 − p)).
      const size = 29
      const expected = newcombe({ x: (2 / 3) * size, n: size }, { x: (1 / 3) * size, n: size })
      assert.near(found?.difference, 1 / 3)
      assert.interval(found?.interval, [expected?.low ?? 0, expected?.high ?? 0], 1e-9)
      const pairs = { n: 30, meanX: 8 / 3, meanY: 4, mxx: 30 * 16 * (2 / 9), myy: 0, cxy: 0 }
      assert.near(clusteredProportion(pairs)?.nEffective, size, 1e-9)
      // One inviter is worth what she sent.
      const one = yield* of({ form: "acceptance" }, [[4, 1]], b)
      const other = newcombe({ x: 1, n: 4 }, { x: (1 / 3) * size, n: size })
      assert.interval(one?.interval, [other?.low ?? 0, other?.high ?? 0], 1e-9)
    }),
  )
})

describe("k-factor, prepared", () => {
  it.effect("waits for orders and invitations, and for the days members have", () =>
    Effect.gen(function* () {
      const usual = yield* kFactor.prepare()
      assert.deepStrictEqual([usual.kinds, usual.horizon, usual.everyStatus], [["order", "referral"], 30 * DAY, true])
      assert.deepStrictEqual([usual.passport.kind, usual.passport.clock], ["order", "at"])
      const other = yield* kFactor.prepare({ entry: { kind: "referral" }, within: 7 })
      assert.deepStrictEqual([other.kinds, other.horizon, other.everyStatus], [["referral"], 7 * DAY, false])
      const sent = yield* kFactor.prepare({ form: "invitations" })
      assert.deepStrictEqual([sent.passport.unit, sent.passport.unitOfN], [{ kind: "ratio" }, "customer"])
    }),
  )
})
