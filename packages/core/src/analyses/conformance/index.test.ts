import { conformanceQuestion, readConformance } from "@touchpoint/core/analyses"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import type { Conformance } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { project } from "../../../test/facts/project.ts"

const DAY = 86_400_000
const journey = { steps: ["order", "confirm", "deliver", "survey"] } as const
const plans = {
  confirm: { within: DAY, channels: ["mail", "push"] },
  deliver: { within: 2 * DAY, since: "start", channels: ["courier"] },
  survey: { required: false },
} as const

/** What customers met: `touchpoint@day/channel`. */
const factsOf = (trails: Readonly<Record<string, string>>): Promise<Facts> =>
  Effect.runPromise(
    project([
      {
        kind: "interaction",
        rows: Object.entries(trails).flatMap(([customer, text]) =>
          text.split(" ").map((word) => {
            const [touchpoint = "", at = "", channel = "web"] = word.split(/[@/]/)
            return {
              customer,
              at: new Date(Date.UTC(2026, 2, 1) + Number(at) * DAY).toISOString(),
              touchpoint,
              channel,
            }
          }),
        ),
      },
    ]),
  )

const asked = (facts: Facts, over: Parameters<typeof conformanceQuestion>[1] = {}): Promise<Conformance> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const engine = yield* Engine
      const [answer] = yield* engine.ask([conformanceQuestion(journey, { plans, ...over })])
      return answer?.groups[0]?.states["fold"] as Conformance
    }).pipe(Effect.provide(MemoryEngine.layer(facts))),
  )

const trails = {
  anna: "order@0 confirm@0.5/mail deliver@2/courier",
  bo: "order@0 confirm@2/mail deliver@2.5/courier survey@9",
  cy: "order@0 deliver@1/store confirm@1.5/push hotline@3/phone hotline@4/phone",
  di: "order@0 confirm@0.1/sms",
}

describe("how customers kept to a planned journey", () => {
  it("is told step by step: missing, out of order, by another channel, late", async () => {
    const reading = readConformance(await asked(await factsOf(trails)), { names: journey.steps })
    assert.deepStrictEqual([reading.attempts, reading.kept.numerator, reading.perfect.numerator], [4, 1, 1])
    const counts = reading.steps.map(({ late, missing, name, outOfOrder, wrongChannel }) => [
      name,
      ...[missing, outOfOrder, wrongChannel, late].map(({ numerator }) => numerator),
    ])
    assert.deepStrictEqual(counts, [
      ["order", 0, 0, 0, 0],
      ["confirm", 0, 1, 1, 2],
      ["deliver", 1, 0, 1, 1],
      ["survey", 3, 0, 0, 0],
    ])
    assert.deepStrictEqual(
      reading.unplanned.map(({ label, rows, share }) => [label, rows, share.numerator]),
      [["hotline", 2, 1]],
    )
    // Of three required steps 3, 1, 1 and 1 conform.
    assert.approximately(reading.fitness ?? 0, (3 + 1 + 1 + 1) / 12, 1e-12)
    assert.deepStrictEqual(
      reading.caveats.map(({ id }) => id),
      ["insufficient"],
    )
  })

  it("counts only those who had their time", async () => {
    const asOf = Date.UTC(2026, 2, 5)
    const reading = readConformance(await asked(await factsOf(trails), { within: 10 * DAY, asOf }))
    assert.deepStrictEqual([reading.attempts, reading.immature, reading.kept.value], [0, 4, null])
    assert.strictEqual(reading.fitness, null)
  })

  it("begins anew with each first step where it is asked to, and then has no interval", async () => {
    const again = await asked(await factsOf({ anna: `${trails.anna} order@5 confirm@5.5/mail` }), { again: true })
    const reading = readConformance(again, { clustered: true })
    assert.deepStrictEqual([reading.attempts, reading.kept.numerator, reading.kept.interval], [2, 1, null])
    assert.isNotNull(readConformance(again).kept.interval)
  })
})
