import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { nps } from "@touchpoint/core/metrics"
import { thrownText } from "@touchpoint/core/model"
import { makeVoice } from "@touchpoint/core/report"
import { FINDINGS_MOST, judge, type PreparedRule, Rule } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { project } from "../facts/project.ts"
import { answersOf, feedback } from "../metrics/asking.ts"

const said = { found: () => "found" }
const finding = {
  messageId: "found",
  subject: { kind: "segment", id: "all" },
  evidence: [],
  certainty: "certain",
  recommendation: { messageId: "found", party: "brand", expectedEffect: null, effort: "low" },
}
const effect = { value: 1, interval: null, unit: { kind: "count" }, unitOfN: "answer" }

const ruleOf = (id: string, found: () => unknown, needs: () => unknown = () => ({})) =>
  Rule.make({
    id,
    meta: { title: id, description: "", severity: "warning", category: "test", recommended: true },
    options: Schema.Struct({}),
    messages: { en: said, ru: said, pl: said },
    needs: needs as () => Readonly<Record<string, never>>,
    judge: found as () => ReadonlyArray<Rule.Report<"found">>,
  })

/** What became of a hostile rule that judged beside a good one, which must be heard. */
const failureOf = Effect.fnUntraced(function* (hostile: PreparedRule) {
  const facts = yield* project([feedback("nps", answersOf({ "10": 12 }))])
  const fine = yield* ruleOf("fine", () => [finding]).prepare()
  const judged = yield* judge([hostile, fine], null, null, { calendar: facts.calendar }).pipe(
    Effect.provide(MemoryEngine.layer(facts)),
  )
  assert.deepStrictEqual(
    judged.findings.map(({ rule }) => rule),
    ["fine"],
  )
  assert.lengthOf(judged.failures, 1)
  assert.strictEqual(judged.failures[0]?.rule, "odd")
  return judged.failures[0]?.problem ?? ""
})

const recommending = (more: object) => [{ ...finding, recommendation: { ...finding.recommendation, ...more } }]
const throws = (thrown: unknown) => () => {
  throw thrown
}

describe("a rule that gives nonsense is one failure", () => {
  it.effect.each<readonly [() => unknown, string]>([
    [() => Array.from({ length: 200_000 }, () => finding), `200000 findings, more than the ${FINDINGS_MOST} allowed`],
    [() => Object.assign([], { length: 4_000_000_000 }), "more than the"],
    [() => null, "its findings are not a list"],
    [() => "many", "its findings are not a list"],
    [() => Promise.reject(new Error("late")), "it gave a promise"],
    [() => [finding, null], "finding 2: it is no finding"],
    [() => [{}], "finding 1: it is no finding"],
    [() => [{ ...finding, subject: { kind: "planet", id: "x" } }], "finding 1: subject.kind: Expected"],
    [() => [{ ...finding, subject: undefined }], "finding 1: subject is missing"],
    [() => [{ ...finding, severity: "fatal" }], "finding 1: severity: Expected"],
    [() => [{ ...finding, certainty: 1 }], "finding 1: certainty: Expected"],
    [() => [{ ...finding, evidence: [{ value: 1 }] }], "0.schema is missing"],
    [() => [{ ...finding, data: { n: Number.NaN } }], "finding 1: message.data.n is NaN"],
    [() => recommending({ effort: "huge" }), "finding 1: recommendation.effort: Expected"],
    [() => recommending({ expectedEffect: 5 }), "finding 1: recommendation.expectedEffect: Expected"],
    [() => recommending({ expectedEffect: { ...effect, value: Number.NaN } }), "expectedEffect.value is NaN"],
    [
      () => recommending({ expectedEffect: { ...effect, interval: { low: 2, high: 1, level: 0.9, method: "x" } } }),
      "begins at 2, above its end 1",
    ],
    [throws(Object.create(null)), "something that has no text"],
    [throws({ toString: throws("again") }), "something that has no text"],
    [throws(undefined), "undefined"],
    [throws(Symbol("x")), "Symbol(x)"],
  ])("%#", ([found, problem]) =>
    Effect.gen(function* () {
      assert.include(yield* failureOf(yield* ruleOf("odd", found).prepare()), problem)
    }),
  )
})

describe("a rule that needs nonsense is one failure", () => {
  it.effect.each<readonly [unknown, string]>([
    [null, "its needs are not an object"],
    [{ a: null }, 'its need "a" names no metric'],
    [{ a: {} }, 'its need "a" names no metric'],
    [{ a: { metric: { id: "acme/x", prepare: 42 } } }, "The metric acme/x failed"],
    [{ a: { metric: { id: "acme/x", prepare: throws(new Error("boo")) } } }, "Error: boo"],
    [{ a: { metric: nps, by: "touchpoint" } }, "Expected array"],
    [{ a: { metric: nps, by: [{ id: "x", of: { op: "magic" } }] } }, "0.of"],
    [{ a: { metric: nps, params: { scale: "ten" } } }, "metric nps"],
  ])("%#", ([needs, problem]) =>
    Effect.gen(function* () {
      assert.include(
        yield* failureOf(
          yield* ruleOf(
            "odd",
            () => [],
            () => needs,
          ).prepare(),
        ),
        problem,
      )
    }),
  )
  it.effect("also when it was not made by Rule.make", () =>
    Effect.gen(function* () {
      const rule = ruleOf("odd", () => [])
      assert.include(
        yield* failureOf({ rule, needs: () => ({}), judge: () => 7 as never }),
        "its findings are not a list",
      )
      const borrowed = yield* ruleOf("stage-gap", () => [finding]).prepare()
      assert.include(yield* failureOf({ ...borrowed, rule }), 'it is of "stage-gap", another rule')
    }),
  )
})

describe("sentences of somebody else's", () => {
  it("that are not there, throw or are no texts are the message's id", () => {
    const message = { id: "odd/found", data: {}, of: [] }
    const spoken = [
      undefined,
      null,
      {},
      { en: null },
      { en: {} },
      { en: { found: "found" } },
      { en: { found: () => 42 } },
      { en: { found: () => undefined } },
      { en: { found: throws(Object.create(null)) } },
      { en: { found: () => Promise.reject(new Error("late")) } },
    ]
    for (const messages of spoken) {
      const voice = makeVoice("en", {}, "UTC", [{ id: "odd", messages: messages as never }])
      assert.strictEqual(voice.say(message), "odd/found")
    }
  })
})

describe("what was thrown", () => {
  it("has a text, whatever it is, and no endless one", () => {
    assert.strictEqual(thrownText(new RangeError("boo")), "RangeError: boo")
    assert.strictEqual(thrownText("boo"), "boo")
    assert.isBelow(thrownText(new Error("x".repeat(1_000_000))).length, 3000)
  })
})
