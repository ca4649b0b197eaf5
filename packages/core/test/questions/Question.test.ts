import { assert, describe, it } from "@effect/vitest"
import {
  add,
  and,
  bucket,
  canonicalJson,
  cases,
  coalesce,
  column,
  customer,
  dimension,
  eq,
  type Expr,
  Expr as ExprSchema,
  ge,
  gt,
  inventory,
  le,
  link,
  lt,
  mul,
  ne,
  not,
  oneOf,
  or,
  present,
  Question,
  questionKey,
  sub,
  tally,
  unitMoments,
  value,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const { expr } = fc.letrec<{ expr: Expr; leaf: Expr }>((tie) => ({
  leaf: fc.oneof(
    fc
      .oneof(fc.string(), fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map((x) => value(Object.is(x, -0) ? 0 : x)),
    fc.string().map(column),
    fc.string().map(customer),
    fc.constantFrom(inventory("stage"), inventory("partyKind")),
  ),
  expr: fc.oneof(
    { maxDepth: 3 },
    tie("leaf"),
    fc
      .tuple(fc.constantFrom(eq, ne, lt, le, gt, ge, add, sub, mul), tie("expr"), tie("expr"))
      .map(([op, a, b]) => op(a, b)),
    fc.array(tie("expr"), { maxLength: 3 }).chain((all) => fc.constantFrom(and(...all), or(...all), coalesce(...all))),
    tie("expr").chain((of) =>
      fc.constantFrom(not(of), present(of), link("order", of, "any"), oneOf(of, ["a", 1]), bucket(of, [0, 10])),
    ),
  ),
}))

const question = fc.tuple(expr, expr, fc.boolean(), fc.option(fc.nat())).map(([a, b, units, from]): Question => {
  const scope = {
    where: a,
    among: b,
    span: from === null ? null : { from, to: null },
    edges: from === null ? null : [from, from + 1],
    by: [dimension("d", a), { ...dimension("o", b), order: ["x"] }, cases("c", { one: a, __proto: b })],
    pick: units ? ({ take: "latest", per: "customer" } as const) : ({ take: "all" } as const),
  }
  return units
    ? unitMoments(
        "order",
        "customer",
        { n: { agg: "count", where: b }, s: { agg: "sum", of: a } },
        { m: { stat: "products", of: [a, b] } },
        scope,
      )
    : tally(
        "order",
        { n: { stat: "count" }, u: { stat: "units", of: "customer", where: a }, h: { stat: "histogram", of: b } },
        scope,
      )
})

describe("a question", () => {
  it("travels as JSON", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const json: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(Question)(asked)))
        assert.deepStrictEqual(Schema.decodeUnknownSync(Question)(json), asked)
      }),
    )
  })

  it("has a key that does not depend on the order of its parts' names", () => {
    const reversed = (input: unknown): unknown =>
      Array.isArray(input)
        ? input.map(reversed)
        : typeof input === "object" && input !== null
          ? Object.fromEntries(
              Object.entries(input)
                .map(([key, inner]) => [key, reversed(inner)] as const)
                .toReversed(),
            )
          : input
    fc.assert(
      fc.property(question, (asked) =>
        assert.strictEqual(questionKey(reversed(asked) as Question), questionKey(asked)),
      ),
    )
  })

  it("has another key where it asks for anything else", () => {
    const base = tally("order", { n: { stat: "count" } })
    const others: ReadonlyArray<Question> = [
      { ...base, kind: "refund" },
      { ...base, where: present(column("customer")) },
      { ...base, among: present(column("customer")) },
      { ...base, clock: "due" },
      { ...base, span: { from: 0, to: null } },
      { ...base, span: { from: null, to: 0 } },
      { ...base, edges: [0, 1] },
      { ...base, by: [dimension("a", column("a"))] },
      { ...base, by: [dimension("a", column("b"))] },
      { ...base, pick: { take: "first", per: "customer" } },
      { ...base, pick: { take: "latest", per: "customer" } },
      { ...base, measures: { m: { stat: "count" } } },
      unitMoments("order", "customer", {}, { n: { stat: "count" } }),
    ]
    assert.strictEqual(new Set([base, ...others].map(questionKey)).size, others.length + 1)
  })

  it.effect("of another shape is refused", () =>
    Effect.gen(function* () {
      for (const json of [
        null,
        {},
        { shape: "tally" },
        { ...tally("order", {}), shape: "pivot" },
        { ...tally("order", {}), pick: { take: "last" } },
      ])
        assert.strictEqual((yield* Effect.result(Schema.decodeUnknownEffect(Question)(json)))._tag, "Failure")
    }),
  )
})

describe("an expression", () => {
  it("takes plain operands for constants", () => {
    assert.deepStrictEqual(ge(column("a"), 1), ge(column("a"), value(1)))
    assert.deepStrictEqual(eq(column("a"), "x"), {
      op: "eq",
      left: { op: "column", column: "a" },
      right: { op: "value", value: "x" },
    })
    assert.deepStrictEqual(eq(column("a"), false).op, "eq")
  })

  it("holds finite numbers only", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => Schema.encodeSync(ExprSchema)(value(bad)))
  })
})

describe("canonical JSON", () => {
  it("sorts the names of every object and keeps lists as they are", () => {
    assert.strictEqual(canonicalJson({ b: [{ d: 1, c: [2, 1] }], a: null }), '{"a":null,"b":[{"c":[2,1],"d":1}]}')
    assert.strictEqual(
      canonicalJson(JSON.parse('{"b": 1, "__proto__": {"z": 1, "y": 2}}')),
      '{"__proto__":{"y":2,"z":1},"b":1}',
    )
  })
})
