import { describe, it } from "@effect/vitest"
import { automationShare } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { enquiryFacts, events } from "../../../test/metrics/enquiryFacts.ts"
import { newcombe, twoProportionTest } from "@touchpoint/core/stats"
import { compared } from "../../../test/metrics/comparing.ts"
import { assert } from "../../../test/stats/assert.ts"

const measured = (texts: ReadonlyArray<string>, params: unknown = {}) =>
  Effect.flatMap(
    enquiryFacts(
      texts.flatMap((text, i) => events(`e${i}`, text)),
      10_000,
    ),
    (facts) => measureOne(facts, automationShare, params),
  )
const repeated = (text: string, times: number) => Array.from({ length: times }, () => text)

describe("automation-share", () => {
  it.effect("is the share of enquiries closed without a person, with Wilson's interval", () =>
    Effect.gen(function* () {
      // Wilson of 15 in 148, published by Newcombe 1998: 0.0624 to 0.1605.
      const m = yield* measured([
        ...repeated("in 0, out:bot 1, close:bot 2", 15),
        ...repeated("in 0, out:bot 1, out:human 2, close:human 3", 133),
      ])
      assert.deepStrictEqual([m.numerator, m.denominator, m.unitOfN], [15, 148, "enquiry"])
      assert.near(m.value, 15 / 148)
      assert.strictEqual(m.nEffective, 148)
      assert.interval(m.interval, [0.0623863995, 0.1604872417], 1e-9)
      assert.deepStrictEqual(m.unit, { kind: "proportion" })
    }),
  )

  it.effect("takes every act of a person for one, and who is not named for one that answers", () =>
    Effect.gen(function* () {
      const share = (text: string) => Effect.map(measured([text]), ({ value }) => value)
      assert.strictEqual(yield* share("in 0, out:bot 1, close:human 2"), 0)
      assert.strictEqual(yield* share("in 0, out 1, close:bot 2"), 0)
      assert.strictEqual(yield* share("in 0, out:auto 1, close 2"), 1)
      assert.strictEqual(yield* share("in 0, out:bot 1, handoff:bot 2, close:auto 9"), 1)
      // Whoever wrote first, or beside the customer.
      assert.strictEqual(yield* share("out:human 0, in 1, out:bot 2, close:bot 3"), 0)
      assert.strictEqual(yield* share("in:human 0, in:human 1, out:bot 2, close:bot 3"), 1)
      // A person's answer decides at once, and later too.
      assert.strictEqual(yield* share("in 0, out:human 1"), 0)
      assert.strictEqual(yield* share("in 0, out:bot 1, close:bot 2, reopen 50, out:human 60"), 0)
    }),
  )

  it.effect("leaves out what may still go either way", () =>
    Effect.gen(function* () {
      const m = yield* measured(["in 0, out:bot 1", "in 0, out:bot 1, close:bot 2, reopen 9", "in 0, close:bot 5"])
      assert.deepStrictEqual([m.value, m.n], [1, 1])
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 2 })
      const none = yield* measured(["in 0, out:bot 1"])
      assert.deepStrictEqual([none.value, none.interval, none.nEffective], [null, null, null])
      assert.include(caveatsOf(none), "zero-denominator")
      const backwards = yield* measured(["close:bot 0, in 1"])
      assert.deepStrictEqual(caveatData(backwards, "backwards"), { n: 1 })
    }),
  )

  it.effect("counts replies, whose authors are alike within an enquiry", () =>
    Effect.gen(function* () {
      const m = yield* measured(["in 0, out:bot 1, out:bot 2, out:auto 3, out:human 4, out 5, in 6"], { of: "replies" })
      assert.deepStrictEqual([m.numerator, m.denominator, m.unitOfN], [3, 5, "reply"])
      const bot = "in 0, out:bot 1, out:bot 2, out:bot 3, out:bot 4"
      const many = yield* measured([...repeated(bot, 20), ...repeated(bot.replaceAll("bot", "human"), 20)], {
        of: "replies",
      })
      // Four alike of each enquiry: as much as 39 replies of 40 enquiries say.
      assert.near(many.nEffective, 39, 1e-9)
      assert.include(caveatsOf(many), "clustered")
      const none = yield* measured(["in 0"], { of: "replies" })
      assert.deepStrictEqual([none.value, none.interval, none.n, none.nEffective], [null, null, 0, null])
      const uneven = yield* measured(["in 0, out:bot 1, out:bot 2, out:bot 3, out:human 4"], { of: "replies" })
      assert.strictEqual(uneven.value, 0.75)
    }),
  )

  it.effect("compares two groups", () =>
    Effect.gen(function* () {
      const group = (channel: string, machine: number) =>
        Array.from({ length: 20 }, (_, i) =>
          events(`${channel}${i}`, i < machine ? "in 0, out:bot 1, close:bot 2" : "in 0, out:human 1", { channel }),
        ).flat()
      const facts = yield* enquiryFacts([...group("chat", 15), ...group("mail", 5)], 1000)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "chat" } }
      for (const of of ["enquiries", "replies"]) {
        const found = yield* measurements(facts, automationShare, { of }, request)
        const mail = found.find((m) => m.versus !== undefined)
        assert.deepStrictEqual([mail?.versus?.difference, mail?.versus?.test], [-0.5, "pooled-z"])
      }
    }),
  )

  it.effect("compares at what replies to one enquiry are worth, and nothing with nobody", () =>
    Effect.gen(function* () {
      const factsOf = (texts: ReadonlyArray<string>) =>
        enquiryFacts(
          texts.flatMap((text, i) => events(`e${i}`, text)),
          10_000,
        )
      const human = "in 0, out:human 1, out:human 2, out:human 3, out:human 4, close:human 5"
      const half = yield* factsOf([...repeated(human.replaceAll("human", "bot"), 20), ...repeated(human, 20)])
      const all = yield* factsOf(repeated(human, 40))
      const nobody = yield* factsOf([])
      for (const [of, n] of [
        ["enquiries", 40],
        // Alike within an enquiry: 39 independent replies, and one of each enquiry where all are alike.
        ["replies", 39],
      ] as const) {
        const [a, b] = [
          { x: n / 2, n },
          { x: 0, n: 40 },
        ]
        const found = yield* compared(automationShare, { of }, half, all)
        const { high, low } = newcombe(a, b) ?? {}
        assert.near(found?.difference, 0.5)
        assert.interval(found?.interval, [low ?? Number.NaN, high ?? Number.NaN], 1e-9)
        assert.near(found?.p, twoProportionTest(a, b)?.p ?? Number.NaN, 1e-9)
        const back = yield* compared(automationShare, { of }, all, half)
        assert.near(back?.difference, -0.5)
        assert.isNull(yield* compared(automationShare, { of }, half, nobody))
        assert.isNull(yield* compared(automationShare, { of }, nobody, half))
      }
    }),
  )

  it("is the same over shards of enquiries as over the whole", async () => {
    const text = fc.constantFrom(
      "in 0, out:bot 1, close 2",
      "in 0, out:human 1",
      "in 0, out:bot 1",
      "in 0, close:bot 3",
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        fc.constantFrom("enquiries", "replies"),
        fc.nat(4095),
        async (all, of, mask) => {
          const rows = all.flatMap((one, i) => events(`e${i}`, one))
          const isLeft = ({ enquiry: id }: Row) => ((mask >> Number(String(id).slice(1))) & 1) === 1
          const facts = (some: ReadonlyArray<Row>) => enquiryFacts(some, 300)
          await Effect.runPromise(
            Effect.gen(function* () {
              yield* sameOverShards(yield* automationShare.prepare({ of }), yield* facts(rows), [
                yield* facts(rows.filter(isLeft)),
                yield* facts(rows.filter((row) => !isLeft(row))),
              ])
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
