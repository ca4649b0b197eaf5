import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { automationShare, containment, measure, outlineOf } from "@touchpoint/core/metrics"
import { Plugin } from "@touchpoint/core/plugins"
import { column, dimension } from "@touchpoint/core/questions"
import { type Finding, judge } from "@touchpoint/core/rules"
import { factsOfShop, type Shop, simulateShop, storyIds } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import { batteries } from "../src/project/batteries.ts"
import { prepareRules } from "../src/project/ruleset.ts"

const CUSTOMERS = 2500
/** The first ten there are; none was picked. */
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)

/** What the recommended rules, as they come, find in a shop. */
const judged = Effect.fnUntraced(function* (shop: Shop) {
  const registry = yield* Effect.fromResult(Plugin.register(batteries))
  const { broken, rules } = yield* prepareRules({}, { registry, source: "shop", base: "." })
  const facts = yield* factsOfShop(shop)
  const asOf = Math.min(...[...facts.watermarks.values()].map(({ at }) => at))
  const options = { calendar: facts.calendar, sources: facts.sources, outline: outlineOf(facts) }
  const judgement = yield* judge(rules, facts.inventory, asOf, options).pipe(Effect.provide(MemoryEngine.layer(facts)))
  return { ...judgement, failures: [...broken, ...judgement.failures] }
})

const graveIn = (findings: ReadonlyArray<Finding>) => findings.filter(({ severity }) => severity !== "info")
const said = ({ rule, subject }: Pick<Finding, "rule" | "subject">) => `${rule}: ${subject.kind} ${subject.id}`
/** What the rules should find, by the truth about a shop. */
const plantedIn = ({ truth }: Shop) =>
  truth.flatMap(({ rules }) =>
    Object.entries(rules).flatMap(([rule, subjects]) => subjects.map((subject) => said({ rule, subject }))),
  )

describe.each(SEEDS)("shop %i", (seed) => {
  it.effect("is clean where nothing was planted: no warning", () =>
    Effect.gen(function* () {
      const { failures, findings } = yield* judged(simulateShop({ customers: CUSTOMERS, seed }))
      assert.deepStrictEqual(failures, [])
      assert.deepStrictEqual(graveIn(findings).map(said), [])
    }),
  )

  it.effect("with every story tells each that a rule covers, and nothing that nobody planted", () =>
    Effect.gen(function* () {
      const shop = simulateShop({ customers: CUSTOMERS, seed, stories: "all" })
      const { failures, findings } = yield* judged(shop)
      assert.deepStrictEqual(failures, [])
      assert.sameMembers(graveIn(findings).map(said), plantedIn(shop))
    }),
  )
})

it.effect("failing-chatbot shows in what the chatbot keeps, and at no other touchpoint", () =>
  Effect.gen(function* () {
    const shares = Effect.fnUntraced(function* (shop: Shop) {
      const facts = yield* factsOfShop(shop)
      const prepared = [yield* containment.prepare(undefined), yield* automationShare.prepare(undefined)]
      const by = [dimension("touchpoint", column("touchpoint"))]
      const results = yield* measure(
        prepared.map((metric) => ({ metric, by })),
        { calendar: facts.calendar },
      ).pipe(Effect.provide(MemoryEngine.layer(facts)))
      return Object.fromEntries(
        results.flatMap(({ measurements, request }) =>
          measurements.map((m) => [`${request.metric.metric} ${m.by["touchpoint"]}`, m] as const),
        ),
      )
    })
    const clean = yield* shares(simulateShop({ customers: CUSTOMERS, seed: 1 }))
    const planted = yield* shares(simulateShop({ customers: CUSTOMERS, seed: 1, stories: ["failing-chatbot"] }))
    assert.sameMembers(Object.keys(planted), [
      "containment chatbot",
      "automation-share chatbot",
      "automation-share customer-support-representative",
      "automation-share help-centre",
    ])
    for (const [id, before] of Object.entries(clean)) {
      const after = planted[id]
      if (id.endsWith("chatbot")) assert.isBelow(after?.interval?.high ?? 1, before.interval?.low ?? 0, id)
      else assert.deepStrictEqual(after, before, id)
    }
    // Of the clean shop's chats a fifth is handed over, of the planted ones 55 %.
    assert.approximately(clean["containment chatbot"]?.value ?? 0, 0.8, 0.07)
    assert.approximately(planted["containment chatbot"]?.value ?? 0, 0.45, 0.07)
  }),
)

it.effect.each(storyIds)("%s alone is found alone", (story) =>
  Effect.gen(function* () {
    const shop = simulateShop({ customers: CUSTOMERS, seed: 1, stories: [story] })
    const { findings } = yield* judged(shop)
    assert.sameMembers(graveIn(findings).map(said), plantedIn(shop))
  }),
)
