import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { csat, type Measurement, nps, promiseKeeping } from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import { column, dimension, inventory } from "@touchpoint/core/questions"
import { type Finding, judge, type Need, Rule, type RuleContext, type Severity, suppress } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
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
