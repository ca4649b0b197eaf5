import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { csat, type Measurement, type Metric, nps, outlineOf, promiseKeeping } from "@touchpoint/core/metrics"
import { decodeInventory, type Inventory } from "@touchpoint/core/model"
import { column, dimension, eq, inventory } from "@touchpoint/core/questions"
import {
  type Finding,
  judge,
  type JudgeOptions,
  type Need,
  Rule,
  type RuleContext,
  type Severity,
  suppress,
} from "@touchpoint/core/rules"
import { makeWording } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { project } from "../facts/project.ts"
import { answersOf, feedback } from "../metrics/asking.ts"

const words = { found: () => "found", act: () => "act" }
const subject = (id: string) => ({ kind: "touchpoint", id }) as const

/** A rule that finds what the test tells it to. */
const ruleOf = (
  id: string,
  found: (context: RuleContext) => ReadonlyArray<{
    readonly id: string
    readonly severity?: Severity
    readonly evidence?: ReadonlyArray<Measurement>
  }>,
  needs: Readonly<Record<string, Need>> = {},
) =>
  Rule.make({
    id,
    meta: { title: id, description: "", severity: "warning", category: "experience", recommended: true },
    options: Schema.Struct({ limit: Schema.optionalKey(Schema.Finite) }),
    messages: { en: words, ru: words, pl: words },
    needs: () => needs,
    judge: (context) =>
      found(context).map(({ evidence = [], id: on, severity }) => ({
        messageId: "found",
        data: { on },
        subject: subject(on),
        evidence,
        certainty: "certain",
        ...(severity === undefined ? {} : { severity }),
        recommendation: { messageId: "act", party: "brand", expectedEffect: null, effort: "low" },
      })),
  })

const judging = Effect.fnUntraced(function* (
  rules: ReadonlyArray<Rule.Rule>,
  severity?: Severity,
  listed: "inventory" | "no inventory" = "inventory",
) {
  const touchpoints = [{ id: "shop", stage: "before-purchase" }]
  const all = listed === "inventory" ? yield* decodeInventory({ touchpoints }) : null
  const facts = yield* project([feedback("nps", answersOf({ "10": 12 }, { touchpoint: "shop" }))])
  const prepared = yield* Effect.forEach(rules, (rule) => rule.prepare({}, severity))
  return yield* judge(prepared, all, null, { calendar: facts.calendar }).pipe(Effect.provide(MemoryEngine.layer(facts)))
})

describe("judging", () => {
  it.effect("gives what evidence was measured from, under the title the rule gave it", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 12 }, { touchpoint: "shop" }))])
      const title = { en: "How the shop fares", ru: "Дела магазина", pl: "Jak radzi sobie sklep" }
      const needs = {
        named: { metric: nps, title },
        plain: { metric: csat },
        unused: { metric: nps, params: { weights: "ignore" } },
      }
      const rule = ruleOf(
        "own",
        ({ measurements: { named = [], plain = [] } }) => [
          { id: "a", evidence: named },
          { id: "b", evidence: [...plain, ...named] },
        ],
        needs,
      )
      const { evidence, findings } = yield* judge([yield* rule.prepare()], null, null, {
        calendar: facts.calendar,
        outline: outlineOf(facts),
      }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.lengthOf(findings, 2)
      assert.deepStrictEqual(
        evidence.map(({ request }) => request.metric.title),
        [title, (yield* csat.prepare()).title],
      )
      const { definition } = evidence[0] ?? {}
      assert.strictEqual(findings[0]?.evidence[0]?.definition, definition)
    }),
  )

  it("lets a sentence say which data it reads", () => {
    const said = {
      found: ({ limit, on }: { on: string; limit: number }) => `${on} above ${limit}`,
      act: ({ on }: { on: string }) => on,
    }
    const rule = Rule.make({
      id: "own",
      meta: { title: "own", description: "", severity: "warning", category: "experience", recommended: true },
      options: Schema.Struct({}),
      messages: { en: said, ru: said, pl: said },
      needs: () => ({}),
      judge: () => [],
    })
    assert.strictEqual(
      rule.messages.en["found"]?.({ on: "shop", limit: 3 }, [], makeWording("en", {}, "UTC")),
      "shop above 3",
    )
  })

  it.effect("gives findings with the rule's id, category and severity, and its messages by id", () =>
    Effect.gen(function* () {
      const { failures, findings } = yield* judging([ruleOf("gap", () => [{ id: "shop" }])])
      assert.deepStrictEqual(failures, [])
      assert.deepStrictEqual(findings, [
        {
          rule: "gap",
          category: "experience",
          severity: "warning",
          subject: subject("shop"),
          message: { id: "gap/found", data: { on: "shop" }, of: [] },
          evidence: [],
          certainty: "certain",
          recommendation: {
            action: { id: "gap/act", data: {}, of: [] },
            party: "brand",
            expectedEffect: null,
            effort: "low",
          },
        },
      ])
    }),
  )

  it.effect("puts the gravest first, then by rule and subject", () =>
    Effect.gen(function* () {
      const { findings } = yield* judging([
        ruleOf("b", () => [{ id: "z", severity: "info" }, { id: "y", severity: "critical" }, { id: "b" }, { id: "a" }]),
        ruleOf("a", () => [{ id: "x" }]),
      ])
      assert.deepStrictEqual(
        findings.map((f) => `${f.severity} ${f.rule} ${f.subject.id}`),
        ["critical b y", "warning a x", "warning b a", "warning b b", "info b z"],
      )
    }),
  )

  it.effect("takes the severity of the configuration over all others", () =>
    Effect.gen(function* () {
      const { findings } = yield* judging([ruleOf("a", () => [{ id: "x" }, { id: "y", severity: "critical" }])], "info")
      assert.deepStrictEqual(
        findings.map(({ severity }) => severity),
        ["info", "info"],
      )
    }),
  )

  it.effect("goes on where a rule throws: one failure, all other findings", () =>
    Effect.gen(function* () {
      const { failures, findings } = yield* judging([
        ruleOf("broken", () => {
          throw new RangeError("no such limit")
        }),
        ruleOf("mute", () => {
          throw "nothing"
        }),
        ruleOf("fine", () => [{ id: "shop" }]),
      ])
      assert.deepStrictEqual(failures, [
        { rule: "broken", problem: "RangeError: no such limit" },
        { rule: "mute", problem: "nothing" },
      ])
      assert.deepStrictEqual(
        findings.map(({ rule }) => rule),
        ["fine"],
      )
    }),
  )

  it.effect(
    "measures what a rule needs, and gives nothing for kinds without facts or dimensions that are not there",
    () =>
      Effect.gen(function* () {
        let seen: RuleContext["measurements"] = {}
        const rule = ruleOf(
          "needy",
          ({ measurements }) => {
            seen = measurements
            return []
          },
          {
            nps: { metric: nps },
            byStage: { metric: nps, by: [dimension("stage", inventory("stage"))] },
            promises: { metric: promiseKeeping },
            byRegion: { metric: nps, by: [dimension("region", { op: "column", column: "region" })] },
            other: { metric: csat, params: { instrument: "nps", scale: { min: 0, max: 10 } } },
          },
        )
        const { failures } = yield* judging([rule])
        // The facts were assembled without an inventory, so no stage can be borrowed.
        assert.deepStrictEqual(
          Object.entries(seen).map(([name, all]) => [name, all.length]),
          [
            ["nps", 1],
            ["byStage", 0],
            ["promises", 0],
            ["byRegion", 0],
            ["other", 1],
          ],
        )
        assert.strictEqual(seen["nps"]?.[0]?.value, 100)
        assert.deepStrictEqual(failures, [])
      }),
  )

  it.effect("finds dimensions by the ids of configurations, and gives nothing for those that are not there", () =>
    Effect.gen(function* () {
      const seen: Array<RuleContext["measurements"]> = []
      const rule = ruleOf(
        "needy",
        ({ measurements }) => {
          seen.push(measurements)
          return []
        },
        {
          own: { metric: nps, by: ["touchpoint"] },
          borrowed: { metric: nps, by: ["stage"] },
          profile: { metric: nps, by: ["customer.segment"] },
          unknown: { metric: nps, by: ["device"] },
          prototype: { metric: nps, by: ["constructor"] },
          linked: { metric: nps, by: ["promise"] },
          where: { metric: nps, where: eq(column("touchpoint"), "elsewhere") },
        },
      )
      const touchpoints = [{ id: "shop", stage: "before-purchase" }]
      const inventoried = yield* decodeInventory({ touchpoints })
      const facts = yield* project([feedback("nps", answersOf({ "10": 12 }, { touchpoint: "shop" }))], {
        inventory: inventoried,
      })
      const run = (options: JudgeOptions) =>
        Effect.gen(function* () {
          const { failures, idle } = yield* judge([yield* rule.prepare()], inventoried, null, options)
          return [failures, idle]
        }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.deepStrictEqual(yield* run({ calendar: facts.calendar, outline: outlineOf(facts) }), [[], []])
      assert.deepStrictEqual(
        Object.entries(seen[0] ?? {}).map(([name, all]) => [name, ...all.map(({ by, n }) => [by, n])]),
        [
          ["own", [{ touchpoint: "shop" }, 12]],
          ["borrowed", [{ stage: "before-purchase" }, 12]],
          ["profile"],
          ["unknown"],
          ["prototype"],
          ["linked"],
          ["where", [{}, 0]],
        ],
      )
      // Without an outline nothing is known by its id.
      assert.deepStrictEqual(yield* run({ calendar: facts.calendar }), [[], []])
      assert.deepStrictEqual(
        Object.values(seen[1] ?? {}).map((all) => all.length),
        [0, 0, 0, 0, 0, 0, 1],
      )
    }),
  )

  it.effect("lets a rule need what the inventory and the kinds of facts call for", () =>
    Effect.gen(function* () {
      const base = ruleOf("asking", () => [])
      const asked: Array<readonly [ReadonlyArray<string>, ReadonlyArray<string>]> = []
      const rule: Rule.Rule = {
        ...base,
        prepare: (options) =>
          Effect.map(base.prepare(options), (prepared) => ({
            ...prepared,
            needs: ({ inventory: listed, kinds }) => {
              asked.push([(listed?.touchpoints ?? []).map(({ id }) => id), [...kinds]])
              return {}
            },
          })),
      }
      yield* judging([rule])
      assert.deepStrictEqual(asked, [[["shop"], ["feedback"]]])
    }),
  )

  it.effect("asks the questions of all rules together, once", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("nps", answersOf({ "10": 12 }))])
      const asks: Array<number> = []
      const counting = Layer.effect(
        Engine,
        Effect.gen(function* () {
          const engine = yield* Engine
          return {
            ...engine,
            ask: (questions: Parameters<typeof engine.ask>[0]) => {
              asks.push(questions.length)
              return engine.ask(questions)
            },
          }
        }),
      ).pipe(Layer.provide(MemoryEngine.layer(facts)))
      const rules = ["a", "b", "c"].map((id) => ruleOf(id, () => [{ id }], { nps: { metric: nps } }))
      const prepared = yield* Effect.forEach(rules, (rule) => rule.prepare())
      const { findings } = yield* judge(prepared, null, null, { calendar: facts.calendar }).pipe(
        Effect.provide(counting),
      )
      assert.lengthOf(findings, 3)
      // The ranges, then the questions.
      assert.lengthOf(asks, 2)
    }),
  )

  it.effect("asks apart where one rule's needs cannot be asked: the others get theirs", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const reading = (id: string, needs: Readonly<Record<string, Need>>) =>
        ruleOf(
          id,
          ({ measurements }) => {
            seen.push(...Object.values(measurements).map((all) => all.length))
            return []
          },
          needs,
        )
      const { failures, idle } = yield* judging([
        reading("by-region", { byRegion: { metric: nps, by: [dimension("region", column("region"))] } }),
        reading("odd", { nps: { metric: nps, where: eq(column("score"), "ten") } }),
        reading("fine", { nps: { metric: nps } }),
      ])
      assert.deepStrictEqual([idle, failures.map(({ rule }) => rule), seen], [["by-region"], ["odd"], [0, 1]])
    }),
  )

  it.effect("adjusts the comparisons of each rule by themselves", () =>
    Effect.gen(function* () {
      const comparing: Metric.Metric = {
        ...nps,
        prepare: (params) =>
          Effect.map(nps.prepare(params), (prepared) => ({
            ...prepared,
            compare: () => ({ difference: 1, interval: null, test: "test", p: 0.04, effect: null }),
          })),
      }
      const facts = yield* project([
        feedback("nps", [
          ...answersOf({ "10": 12 }, { touchpoint: "a" }),
          ...answersOf({ "1": 12 }, { touchpoint: "b" }),
        ]),
      ])
      const qs: Array<ReadonlyArray<number | null | undefined>> = []
      const rule = (id: string) =>
        ruleOf(
          id,
          ({ measurements }) => {
            qs.push((measurements["nps"] ?? []).map(({ versus }) => versus?.q))
            return []
          },
          {
            nps: {
              metric: comparing,
              by: [dimension("touchpoint", column("touchpoint"))],
              versus: { touchpoint: "a" },
            },
          },
        )
      const prepared = yield* Effect.forEach([rule("a"), rule("b")], (one) => one.prepare())
      yield* judge(prepared, null, null, { calendar: facts.calendar }).pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.deepStrictEqual(qs, [
        [undefined, 0.04],
        [undefined, 0.04],
      ])
    }),
  )

  it.effect("shows every rule the same inventory, which none can change", () =>
    Effect.gen(function* () {
      const declared = yield* decodeInventory({
        touchpoints: [
          { id: "shop", stage: "before-purchase", attributes: JSON.parse('{"__proto__":{"deep":[1]},"hours":[9,18]}') },
        ],
      })
      type Write = (listed: Inventory) => void
      const writes: ReadonlyArray<Write> = [
        (listed) => void (listed.touchpoints as Array<unknown>).push(0),
        (listed) => void Object.assign(listed.touchpoints[0] ?? {}, { owner: "me" }),
        (listed) => {
          const hours = listed.touchpoints[0]?.attributes?.["hours"]
          if (Array.isArray(hours)) hours.pop()
        },
        (listed) => void (listed.allStages as Array<unknown>).pop(),
        (listed) => void Object.assign(listed.allParties[0] ?? {}, { kind: "peer" }),
      ]
      const rules = writes.map((write, i) =>
        ruleOf(`writer-${i}`, ({ inventory: listed }) => {
          if (listed !== null) write(listed)
          return []
        }),
      )
      const seen: Array<unknown> = []
      const reader = ruleOf("reader", ({ inventory: listed }) => {
        seen.push(JSON.parse(JSON.stringify(listed)), listed?.allStages.length, listed?.allParties[0]?.kind)
        return []
      })
      const before = JSON.stringify(declared)
      const facts = yield* project([feedback("nps", answersOf({ "10": 12 }))])
      const prepared = yield* Effect.forEach([...rules, reader], (rule) => rule.prepare())
      const { failures } = yield* judge(prepared, declared, null, { calendar: facts.calendar }).pipe(
        Effect.provide(MemoryEngine.layer(facts)),
      )
      assert.deepStrictEqual(
        failures.map(({ rule }) => rule),
        writes.map((_, i) => `writer-${i}`),
      )
      assert.deepStrictEqual(seen, [JSON.parse(before), 3, "brand"])
      assert.strictEqual(JSON.stringify(declared), before)
      // What the caller gave stays the caller's to change.
      assert.isFalse(Object.isFrozen(declared))
    }),
  )

  it.effect("names the rules that had nothing to judge by: no measurement of their needs, nor an inventory", () =>
    Effect.gen(function* () {
      const rules = [
        ruleOf("by-nps", () => [], { nps: { metric: nps }, promises: { metric: promiseKeeping } }),
        ruleOf("by-promises", () => [], { promises: { metric: promiseKeeping } }),
        ruleOf("by-region", () => [], { byRegion: { metric: nps, by: [dimension("region", column("region"))] } }),
        ruleOf("by-inventory", () => []),
      ]
      const listed = yield* judging(rules)
      assert.deepStrictEqual(listed.idle, ["by-promises", "by-region"])
      const bare = yield* judging(rules, undefined, "no inventory")
      assert.deepStrictEqual(bare.idle, ["by-promises", "by-region", "by-inventory"])
      // A rule that cannot measure failed; it was not idle.
      const odd = yield* judging([ruleOf("odd", () => [], { nps: { metric: nps, params: { scale: "ten" } } })])
      assert.deepStrictEqual([odd.idle, odd.failures.length], [[], 1])
      assert.deepStrictEqual((yield* judging([])).idle, [])
    }),
  )

  it.effect("fails a rule whose need cannot be measured as it is written, and goes on", () =>
    Effect.gen(function* () {
      const { failures, findings } = yield* judging([
        ruleOf("odd", () => [{ id: "x" }], { nps: { metric: nps, params: { scale: "ten" } } }),
        ruleOf("fine", () => [{ id: "y" }]),
      ])
      assert.deepStrictEqual(
        failures.map(({ rule }) => rule),
        ["odd"],
      )
      assert.include(failures[0]?.problem ?? "", "metric nps")
      assert.deepStrictEqual(
        findings.map(({ rule }) => rule),
        ["fine"],
      )
    }),
  )

  it.effect("refuses options a rule does not know", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(ruleOf("gap", () => []).prepare({ limit: "3", more: 1 }))
      assert.include(error.message, "The options of rule gap cannot be used")
      assert.deepStrictEqual(error.issues.map(({ path }) => path).toSorted(), ["limit", "more"])
    }),
  )

  it.effect("knows the inventory and the day up to which facts are complete", () =>
    Effect.gen(function* () {
      const { findings } = yield* judging([
        ruleOf("inventory", ({ asOf, inventory: known }) =>
          (known?.touchpoints ?? []).map(({ id }) => ({ id: `${id} ${asOf}` })),
        ),
      ])
      assert.deepStrictEqual(
        findings.map(({ subject: on }) => on.id),
        ["shop null"],
      )
    }),
  )
})

describe("suppressing", () => {
  const findings = Effect.map(
    judging([ruleOf("a", () => [{ id: "x" }, { id: "y" }]), ruleOf("b", () => [{ id: "x" }])]),
    ({ findings: all }): ReadonlyArray<Finding> => all,
  )
  const kept = (all: ReadonlyArray<Finding>) => all.map(({ rule, subject: on }) => `${rule} ${on.id}`)
  const reason = "known"

  it.effect("hides a rule's findings about one subject, or about all, and counts them", () =>
    Effect.gen(function* () {
      const all = yield* findings
      const one = suppress(all, [{ rule: "a", subject: "x", reason, until: "2018-12-31" }], "2018-06-01")
      assert.deepStrictEqual([kept(one.findings), one.suppressed], [["a y", "b x"], 1])
      const every = suppress(all, [{ rule: "a", reason, until: "2018-12-31" }], "2018-06-01")
      assert.deepStrictEqual([kept(every.findings), every.suppressed], [["b x"], 2])
      const twice = suppress(
        all,
        [
          { rule: "a", reason, until: "2018-12-31" },
          { rule: "a", subject: "x", reason, until: "2018-12-31" },
        ],
        "2018-06-01",
      )
      assert.strictEqual(twice.suppressed, 2)
      assert.strictEqual(suppress(all, [], "2018-06-01").findings.length, 3)
    }),
  )

  it.effect("holds through its last day and no longer", () =>
    Effect.gen(function* () {
      const all = yield* findings
      const until = [{ rule: "a", reason, until: "2018-06-30" }]
      assert.strictEqual(suppress(all, until, "2018-06-30").suppressed, 2)
      assert.strictEqual(suppress(all, until, "2018-07-01").suppressed, 0)
      assert.strictEqual(suppress(all, until, "2019-01-01").suppressed, 0)
    }),
  )
})
