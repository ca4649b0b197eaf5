import { describe, it } from "@effect/vitest"
import { containment } from "@touchpoint/core/metrics"
import { column, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Row } from "../../../test/facts/project.ts"
import { caveatData, caveatsOf, measurements, measureOne, sameOverShards } from "../../../test/metrics/asking.ts"
import { enquiryFacts, events } from "../../../test/metrics/enquiryFacts.ts"
import { assert } from "../../../test/stats/assert.ts"

const measured = (texts: ReadonlyArray<string>) =>
  Effect.flatMap(
    enquiryFacts(
      texts.flatMap((text, i) => events(`e${i}`, text)),
      10_000,
    ),
    (facts) => measureOne(facts, containment),
  )
const repeated = (text: string, times: number) => Array.from({ length: times }, () => text)

describe("containment", () => {
  it.effect("is the share of enquiries begun with a bot that it kept, with Wilson's interval", () =>
    Effect.gen(function* () {
      // Wilson of 81 in 263, published by Newcombe 1998: 0.2553 to 0.3662.
      const m = yield* measured([
        ...repeated("in 0, out:bot 1, close:bot 2", 81),
        ...repeated("in 0, out:bot 1, handoff:bot 2, out:human 3, close:human 4", 182),
        ...repeated("in 0, out:human 1, close:human 2", 50),
      ])
      assert.deepStrictEqual([m.numerator, m.denominator, m.unitOfN], [81, 263, "enquiry"])
      assert.near(m.value, 81 / 263)
      assert.strictEqual(m.nEffective, 263)
      assert.interval(m.interval, [0.2552885199, 0.366209577], 1e-9)
    }),
  )

  it.effect("counts a hand-off and a person's reply, whenever they come", () =>
    Effect.gen(function* () {
      const share = (text: string) => Effect.map(measured([text]), ({ value }) => value)
      assert.strictEqual(yield* share("in 0, out:bot 1, handoff:bot 2"), 0)
      assert.strictEqual(yield* share("in 0, out:bot 1, handoff:bot 2, close:auto 90"), 0)
      assert.strictEqual(yield* share("in 0, out:auto 1, out:human 2"), 0)
      // An automatic "somebody will be with you" after it is no bot that kept the enquiry.
      assert.strictEqual(yield* share("in 0, handoff:bot 1, out:auto 2, close:auto 90"), 0)
      assert.strictEqual(yield* share("in 0, out:bot 1, close:human 2"), 1)
      assert.strictEqual(yield* share("in 0, out:bot 1, close 2, reopen 9, out:bot 10, close 11"), 1)
      // chatwoot#12058: closed by the bot on Monday, reopened and answered by a person on Friday.
      assert.strictEqual(yield* share("in 0, out:bot 1, close:bot 2, reopen 5000, out:human 5010"), 0)
    }),
  )

  it.effect("leaves out what is open, and what a bot did not answer first", () =>
    Effect.gen(function* () {
      const m = yield* measured([
        "in 0, out:bot 1",
        "in 0, out:bot 1, close 2, reopen 9",
        "in 0, out:human 1, out:bot 2, close 3",
        "in 0, close:bot 1",
      ])
      assert.deepStrictEqual([m.value, m.interval, m.n, m.nEffective], [null, null, 0, null])
      assert.deepStrictEqual(caveatData(m, "immature-window"), { n: 2 })
      assert.include(caveatsOf(m), "zero-denominator")
    }),
  )

  it.effect("says in its passport what is divided by what", () =>
    Effect.gen(function* () {
      const { passport } = yield* containment.prepare()
      assert.include(JSON.stringify(passport.numerator), "closed, and not reopened since")
      assert.include(JSON.stringify(passport.denominator), "a bot answered first")
    }),
  )

  it.effect("compares two groups", () =>
    Effect.gen(function* () {
      const group = (channel: string, kept: number) =>
        Array.from({ length: 20 }, (_, i) =>
          events(`${channel}${i}`, `in 0, out:bot 1, ${i < kept ? "close:bot" : "handoff:bot"} 2`, { channel }),
        ).flat()
      const facts = yield* enquiryFacts([...group("chat", 15), ...group("mail", 5)], 1000)
      const request = { by: [dimension("channel", column("channel"))], versus: { channel: "chat" } }
      const mail = (yield* measurements(facts, containment, {}, request)).find((m) => m.versus !== undefined)
      assert.deepStrictEqual([mail?.versus?.difference, mail?.versus?.test], [-0.5, "pooled-z"])
    }),
  )

  it("is the same over shards of enquiries as over the whole", async () => {
    const text = fc.constantFrom(
      "in 0, out:bot 1, close 2",
      "in 0, out:bot 1, handoff 2",
      "in 0, out:bot 1",
      "in 0, out:human 3",
    )
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), fc.nat(4095), async (all, mask) => {
        const rows = all.flatMap((one, i) => events(`e${i}`, one))
        const isLeft = ({ enquiry: id }: Row) => ((mask >> Number(String(id).slice(1))) & 1) === 1
        const facts = (some: ReadonlyArray<Row>) => enquiryFacts(some, 300)
        await Effect.runPromise(
          Effect.gen(function* () {
            yield* sameOverShards(yield* containment.prepare(), yield* facts(rows), [
              yield* facts(rows.filter(isLeft)),
              yield* facts(rows.filter((row) => !isLeft(row))),
            ])
          }),
        )
      }),
      { numRuns: 30 },
    )
  })
})
