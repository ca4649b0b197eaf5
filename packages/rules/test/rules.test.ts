import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { outlineOf } from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import { Plugin } from "@touchpoint/core/plugins"
import { judge } from "@touchpoint/core/rules"
import { Calendar } from "@touchpoint/core/time"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { plugin, recommended, rules } from "../src/index.ts"

const options = { calendar: Calendar.make("Europe/Berlin") }
const DAY = 86_400_000

describe("the package", () => {
  it("has one folder, one readme and one entry for each rule", () => {
    const source = new URL("../src/", import.meta.url)
    const folders = readdirSync(source, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
    const ids = rules.map(({ id }) => id).toSorted()
    assert.deepStrictEqual(folders.toSorted(), ids)
    const entries = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { exports: object }
    for (const id of ids) {
      assert.isTrue(existsSync(new URL(`${id}/README.md`, source)), id)
      assert.property(entries.exports, `./${id}`)
    }
  })

  it("registers as a plugin", () => {
    const registry = Result.getOrThrow(Plugin.register([plugin]))
    assert.deepStrictEqual(
      [...registry.rules.keys()],
      rules.map(({ id }) => id),
    )
  })

  it.effect("recommends rules with their own defaults", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        Object.keys(recommended).toSorted(),
        rules.flatMap(({ id, meta }) => (meta.recommended ? [id] : [])).toSorted(),
      )
      for (const { id, options: schema } of rules.filter(({ meta }) => meta.recommended))
        assert.deepStrictEqual(
          yield* Schema.decodeUnknownEffect(schema as Schema.Codec<unknown, unknown>)({}),
          recommended[id as keyof typeof recommended],
        )
    }),
  )
})

describe("rules over facts", () => {
  const row = (i: number) => ({ source: "shop", eventId: `${i}`, customer: `c${i}`, at: i * DAY })
  const answer = (i: number, touchpoint: string, score: number) => ({
    ...row(i),
    touchpoint,
    instrument: "nps",
    score,
    scaleMin: 0,
    scaleMax: 10,
  })
  const promise = (i: number, party: string | null, kept: boolean) => ({
    ...row(i),
    party,
    due: i * DAY,
    fulfilledAt: kept ? i * DAY : null,
  })
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const facts = factsOf(
    specOf({
      interaction: range(500).map((i) => ({ ...row(i), at: (i % 60) * DAY, touchpoint: "shop" })),
      order: range(200).map((i) => ({ ...row(i), at: (i % 60) * DAY })),
      contact: range(900).map((i) => ({
        ...row(i),
        // A message a day for six days, to customers who ordered nothing.
        customer: `c${300 + (i % 150)}`,
        at: (70 + Math.floor(i / 150)) * DAY,
        touchpoint: "newsletter",
        class: "marketing",
      })),
      feedback: [
        ...range(40).map((i) => answer(i, "delivery", 2)),
        // The same customers later praise the shop: their word about the delivery stands.
        ...range(40).map((i) => ({ ...answer(i + 40, "shop", 10), customer: `c${i}` })),
      ],
      promise: [
        ...range(50).map((i) => promise(i, "courier", i % 2 === 0)),
        ...range(50).map((i) => promise(i + 200, "post", i % 2 === 0)),
        ...range(100).map((i) => promise(i + 400, null, true)),
      ].map((one, i) => {
        const due = (i % 60) * DAY
        return { ...one, eventId: `p${i}`, due, at: due, fulfilledAt: one.fulfilledAt === null ? null : due }
      }),
    }),
  )

  it.effect("find what is planted, the largest first within a severity", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({
        touchpoints: [
          { id: "shop", stage: "during-purchase", reviewed: "1970-02-01", attributes: { returnDays: 14 } },
          { id: "checkout", stage: "during-purchase", reviewed: "1970-02-01" },
          { id: "delivery", stage: "after-purchase", reviewed: "1968-02-01", attributes: { returnDays: 30 } },
          { id: "newsletter", stage: "after-purchase", reviewed: "1970-02-01" },
        ],
        parties: [{ id: "post", kind: "partner", sla: 0.9 }],
        journeys: [{ id: "buy", steps: ["shop", "checkout"] }],
      })
      const prepared = yield* Effect.forEach(rules, (rule) => rule.prepare())
      const { failures, findings, idle } = yield* judge(prepared, inventory, 80 * DAY, {
        ...options,
        outline: outlineOf(facts),
      }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.deepStrictEqual([failures, idle], [[], []])
      assert.deepStrictEqual(
        findings.map(({ certainty, rule, severity, subject }) => [severity, certainty, rule, subject.id]),
        [
          ["critical", "likely", "broken-promise", "courier"],
          ["critical", "likely", "partner-below-sla", "post"],
          ["critical", "likely", "ignored-negative-touchpoint", "delivery"],
          ["critical", "certain", "stage-gap", "before"],
          ["warning", "likely", "over-cap", "brand"],
          ["warning", "likely", "silence-after-purchase", "after"],
          ["warning", "likely", "big-drop-off", "checkout"],
          ["warning", "certain", "inconsistent-attributes", "delivery"],
          ["warning", "certain", "missing-feedback", "newsletter"],
          ["warning", "certain", "stale-review", "delivery"],
        ],
      )
    }),
  )

  it.effect("are silent without facts and inventory", () =>
    Effect.gen(function* () {
      const prepared = yield* Effect.forEach(rules, (rule) => rule.prepare())
      const judgement = yield* judge(prepared, null, null, options).pipe(
        Effect.provide(MemoryEngine.layer(factsOf(specOf({})))),
      )
      assert.deepStrictEqual(judgement, {
        findings: [],
        evidence: [],
        failures: [],
        idle: rules.map(({ id }) => id),
      })
    }),
  )
})
