import { assert, describe, it } from "@effect/vitest"
import { define, type FactKind, kindOf } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { analyze, rows } from "touchpoint"
import { compileWhere, parseCondition } from "../src/project/where.ts"
import { map, refusal, survey } from "./project.ts"

const parsed = (text: string) => {
  const { name, op, values } = Result.getOrThrow(parseCondition(text))
  return [name, op, ...values]
}
const problem = (text: string): string => {
  const result = parseCondition(text)
  return Result.isFailure(result) ? `${result.failure.message} | ${result.failure.fix}` : "none"
}

describe("a condition", () => {
  it("is taken apart", () => {
    assert.deepStrictEqual(parsed("channel=web"), ["channel", "eq", "web"])
    assert.deepStrictEqual(parsed("  channel = web , e mail "), ["channel", "eq", "web", "e mail"])
    assert.deepStrictEqual(parsed("status!=test,void"), ["status", "ne", "test", "void"])
    assert.deepStrictEqual(parsed("score>=4"), ["score", "ge", "4"])
    assert.deepStrictEqual(parsed("score<-1.5"), ["score", "lt", "-1.5"])
    assert.deepStrictEqual(parsed("customer.segment"), ["customer.segment", "present"])
    assert.deepStrictEqual(parsed("!регион"), ["регион", "absent"])
    assert.deepStrictEqual(parsed(`city="a,b",'c''d',"e""f"`), ["city", "eq", "a,b", "c'd", 'e"f'])
    // Signs of a query language are only signs of a value.
    assert.deepStrictEqual(parsed("city=x'; drop table t; --"), ["city", "eq", "x'; drop table t; --"])
    assert.deepStrictEqual(parsed("city=a=b"), ["city", "eq", "a=b"])
  })
  it("says what is wrong with it", () => {
    assert.include(problem(""), "it is no condition")
    assert.include(problem("=web"), "it is no condition")
    assert.include(problem("a b=1"), "it is no condition")
    assert.include(problem("channel="), "write !channel")
    assert.include(problem('city="a'), "a quote is not closed")
    assert.include(problem("!city=a"), "name!=value")
    assert.include(problem("score>4,5"), "with one value, not with 2")
    assert.include(problem(`city=${"x".repeat(2000)}`), "longer than 1000")
    assert.include(problem("channel ~ web"), "Write name=value")
  })
})

const model = define({ feedback: { attributes: { region: Schema.String, vip: Schema.Boolean } } })
const feedback = kindOf(model, "feedback") as FactKind.FactKind
const inventory = Effect.runSync(
  decodeInventory({ touchpoints: [{ id: "shop", stage: "during-purchase", channel: "store" }] }),
)
const promises = { calendar: Calendar.make("UTC"), asOf: null, extent: () => null, period: null }
const outline = { model, inventory, bands: new Map(), kinds: new Set(["feedback"]) }
const compiled = (...texts: ReadonlyArray<string>) =>
  Effect.runSync(
    Effect.result(
      compileWhere(
        texts.map((text) => Result.getOrThrow(parseCondition(text))),
        { kind: feedback, outline, promises },
      ),
    ),
  )
const refused = (text: string): string => {
  const result = compiled(text)
  return Result.isFailure(result) ? `${result.failure.message} | ${result.failure.fix}` : "none"
}

describe("a filter", () => {
  it("is an expression with values of the column's type", () => {
    const column = (name: string) => ({ op: "column", column: name })
    const value = (constant: unknown) => ({ op: "value", value: constant })
    assert.deepStrictEqual(compiled(), Result.succeed(null))
    assert.deepStrictEqual<unknown>(
      compiled("score>=4"),
      Result.succeed({ op: "ge", left: column("score"), right: value(4) }),
    )
    assert.deepStrictEqual<unknown>(
      compiled("region=4", "vip=true"),
      Result.succeed({
        op: "and",
        all: [
          { op: "eq", left: column("region"), right: value("4") },
          { op: "eq", left: column("vip"), right: value(true) },
        ],
      }),
    )
    assert.deepStrictEqual<unknown>(
      compiled("score!=1,2"),
      Result.succeed({ op: "not", of: { op: "in", of: column("score"), values: [1, 2] } }),
    )
    assert.deepStrictEqual<unknown>(
      compiled("channel=store"),
      Result.succeed({ op: "eq", left: { op: "inventory", attribute: "channel" }, right: value("store") }),
    )
  })
  it("is refused where the column or the value cannot be", () => {
    assert.include(refused("regoin=west"), 'feedback have no "regoin" | Did you mean region?')
    assert.include(refused("constructor=x"), 'have no "constructor"')
    assert.include(refused("score>=many"), 'score is a number, and "many" is none')
    assert.include(refused("score=Infinity"), "is none")
    assert.include(refused("vip=maybe"), "vip=true or vip=false")
    assert.include(refused("region>west"), "has no order")
    assert.include(refused("at>=2026"), "Select time with --from")
    assert.include(refused("touchpoint=shap"), "Did you mean shop?")
    assert.include(refused("status=answred"), "Did you mean answered?")
    assert.include(refused("stage=nowhere"), "Use one of: before-purchase")
  })
})

describe("analyze with a part selected", () => {
  const records = ["01-31", "02-01", "02-28", "03-01"].flatMap((day, i) =>
    [9, 3].map((answer, j) => ({
      id: `c${i}${j}`,
      date: `2026-${day}`,
      answer: i === 1 ? 10 : answer,
      region: j === 0 ? "west" : null,
    })),
  )
  const config = {
    attributes: { feedback: { region: "text" } },
    facts: { feedback: rows(records, { ...map, region: "region" }, survey) },
    metrics: ["nps"],
  } as const
  const numbers = async (options: Parameters<typeof analyze>[1]) => {
    const [m] = (await analyze(config, options)).measurements
    return [m?.n, m?.value, m?.period?.from.slice(0, 10), m?.period?.to.slice(0, 10)]
  }

  it("counts what lies in the days named, ends included, and says so", async () => {
    assert.deepStrictEqual(await numbers({}), [8, 25, "2026-01-31", "2026-03-01"])
    assert.deepStrictEqual(await numbers({ from: "2026-02", to: "2026-02" }), [4, 50, "2026-02-01", "2026-03-01"])
    assert.deepStrictEqual(await numbers({ from: "2026-02-01", to: "2026-02-01" }), [
      2,
      100,
      "2026-02-01",
      "2026-02-02",
    ])
    assert.deepStrictEqual((await numbers({ from: "2026-02-28" })).slice(0, 3), [4, 0, "2026-02-28"])
    assert.deepStrictEqual((await numbers({ to: "2026-01" })).slice(0, 3), [2, 0, "2026-01-31"])
  })
  it("counts rows for which all conditions hold; rows without a value are neither equal nor unequal", async () => {
    assert.strictEqual((await numbers({ where: "region=west" }))[0], 4)
    assert.strictEqual((await numbers({ where: "region!=east" }))[0], 4)
    assert.strictEqual((await numbers({ where: "!region" }))[0], 4)
    assert.deepStrictEqual((await numbers({ where: ["region", "score>=10"] })).slice(0, 2), [1, 100])
  })
  it("is another definition with a filter, and the same one in another period", async () => {
    const definitionOf = async (options: Parameters<typeof analyze>[1]) =>
      (await analyze(config, options)).measurements[0]?.definition
    assert.strictEqual(await definitionOf({ from: "2026-02" }), await definitionOf({}))
    assert.notStrictEqual(await definitionOf({ where: "region=west" }), await definitionOf({}))
  })
  it("leaves out what has no such column, and fails where nothing is left", async () => {
    const orders = rows([{ id: "o", who: "a", on: "2026-02-01" }], { eventId: "id", customer: "who", at: "on" })
    const both = { ...config, facts: { ...config.facts, orders }, metrics: ["nps", "repeat-rate"] }
    const report = await analyze(both, { where: "score>=0" })
    assert.deepStrictEqual(
      report.measurements.map(({ metric }) => metric),
      ["nps"],
    )
    assert.deepStrictEqual(report.omitted, [
      { metric: "repeat-rate", problem: 'where "score>=0": orders have no "score"' },
    ])
    const error = await refusal(analyze({ ...both, metrics: ["repeat-rate"] }, { where: "score>=0" }))
    assert.deepStrictEqual([error.code, error.fix], ["question", "Select another part of the facts"])
  })
  it("refuses options that contradict each other, and those that are none", async () => {
    const messageOf = async (options: object) => (await refusal(analyze(config, options))).message
    assert.include(await messageOf({ from: "2026-03", to: "2026-02" }), "from and to contradict each other")
    assert.include(await messageOf({ from: "2026-03", asOf: "2026-02-28" }), "from and asOf contradict each other")
    assert.include(await messageOf({ from: "yesterday" }), '"yesterday" is not a period')
    assert.include(await messageOf({ asOf: "soon" }), 'asOf: "soon" is not a period')
    for (const odd of [{ from: 2026 }, { where: [1] }, { where: {} }, { compare: "last" }, { to: null }])
      assert.include(await messageOf(odd), "cannot be used")
  })
})
