import { assert, describe, it } from "@effect/vitest"
import { assemble, define, type FactModel } from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const fieldsOf = (attributes: Readonly<Record<string, unknown>>) => {
  const model: FactModel = define({ order: { attributes } } as Parameters<typeof define>[0])
  return {
    fields: model.kinds.order.fields as Readonly<
      Record<string, { readonly type: string; readonly values?: ReadonlyArray<string> }>
    >,
    issues: model.issues,
    own: model.kinds.order.attributes,
  }
}

describe("an own attribute", () => {
  it("becomes a column of the type of its schema", () => {
    const { fields, issues, own } = fieldsOf({
      state: Schema.String,
      code: Schema.NonEmptyString,
      size: Schema.Finite,
      pieces: Schema.Int,
      gift: Schema.Boolean,
      grade: Schema.Literals(["a", "b"]),
      one: Schema.Literal("x"),
    })
    assert.deepStrictEqual(issues, [])
    assert.deepStrictEqual(own, ["state", "code", "size", "pieces", "gift", "grade", "one"])
    assert.deepStrictEqual(
      own.map((name) => fields[name]?.type),
      ["text", "text", "number", "integer", "boolean", "text", "text"],
    )
    assert.deepStrictEqual(fields["grade"]?.values, ["a", "b"])
    assert.deepStrictEqual(fields["one"]?.values, ["x"])
  })

  it("may be called like a property of every object", () => {
    const { fields, issues } = fieldsOf({ constructor: Schema.String, toString: Schema.Finite })
    assert.deepStrictEqual(issues, [])
    assert.strictEqual(fields["constructor"]?.type, "text")
  })

  it("of a schema that is no column is an issue that says which are", () => {
    const { fields, issues } = fieldsOf({
      a: Schema.Array(Schema.String),
      b: Schema.NullOr(Schema.String),
      c: Schema.Literals([1, 2]),
      d: Schema.Date,
      e: Schema.Trim,
      f: Schema.Struct({}),
    })
    assert.deepStrictEqual(
      issues.map(({ attribute }) => attribute),
      ["a", "b", "c", "d", "e", "f"],
    )
    for (const issue of issues) assert.include(issue.message, "use Schema.String, Schema.Literals([...])")
    assert.notProperty(fields, "a")
  })

  it("whose name is taken is an issue that says so", () => {
    const { fields, issues } = fieldsOf({
      amount: Schema.String,
      customer: Schema.String,
      ...(JSON.parse('{"__proto__": null}') as object),
      ["__proto__"]: Schema.String,
    })
    assert.deepStrictEqual(
      issues.map(({ attribute }) => attribute),
      ["amount", "customer", "__proto__"],
    )
    assert.include(issues[0]?.message ?? "", 'The attribute "amount" of order cannot be a column: the name is taken')
    assert.strictEqual(fields["amount"]?.type, "integer")
  })

  it.effect("that cannot be a column fails the assembling of facts", () =>
    Effect.gen(function* () {
      const model: FactModel = define({ order: { attributes: { amount: Schema.String } } })
      const error = yield* Effect.flip(assemble([], { model, calendar: Calendar.make("UTC") }))
      assert.strictEqual(error._tag, "AttributeUnsupported")
    }),
  )
})

describe("a reference to a column", () => {
  it("names kind and column", () => {
    const model = define({ order: { attributes: { state: Schema.String } } })
    assert.deepStrictEqual(model.column("order", "state"), { kind: "order", column: "state" })
  })
})
