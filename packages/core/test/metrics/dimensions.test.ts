import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import { define, type FactModel, standardKinds } from "@touchpoint/core/facts"
import { contextOf, csat, dimensionOf, type Measurement, outlineOf, promiseKeeping } from "@touchpoint/core/metrics"
import { decodeInventory } from "@touchpoint/core/model"
import type { Dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { project } from "../facts/project.ts"
import { feedback, measurements } from "./asking.ts"

const model: FactModel = define({
  feedback: { attributes: { region: Schema.String } },
  customer: { attributes: { tier: Schema.Literals(["new", "old"]) } },
})
const asOf = Date.parse("2018-12-31T00:00:00Z")

const facts = Effect.gen(function* () {
  const inventory = yield* decodeInventory({
    touchpoints: [
      { id: "site", stage: "after-purchase", channel: "web", category: "content", owner: "Ola" },
      { id: "shop", stage: "before-purchase", channel: "store", party: "partner" },
    ],
  })
  const row = (i: number, touchpoint: string | null, orderId: string, region: string) => ({
    customer: `c${i}`,
    at: "2018-06-01",
    touchpoint,
    orderId,
    region,
    score: 5,
  })
  return yield* project(
    [
      { ...feedback("csat", [row(1, "shop", "o1", "west"), row(2, "site", "o2", "east"), row(3, null, "o3", "west")]) },
      {
        kind: "order",
        rows: [
          { eventId: "o1", at: "2018-05-01", status: "paid" },
          { eventId: "o2", at: "2018-05-01", status: "open" },
        ],
      },
      {
        kind: "promise",
        rows: [
          { orderId: "o1", at: "2018-05-01", due: "2018-05-05", fulfilledAt: "2018-05-04" },
          { orderId: "o2", at: "2018-05-01", due: "2018-05-05", fulfilledAt: null },
        ],
      },
      {
        kind: "customer",
        rows: [
          { customer: "c1", at: "2018-01-01", tier: "new" },
          { customer: "c1", at: "2018-05-01", tier: "old" },
          { customer: "c1", at: "2018-07-01", tier: "new" },
        ],
      },
      {
        kind: "contact",
        rows: [
          { at: "2018-05-01", touchpoint: "shop", channel: "phone" },
          { at: "2018-05-01", touchpoint: "shop", channel: null },
        ],
      },
    ],
    { inventory, model, asOf },
  )
})

const resolve = Effect.fnUntraced(function* (
  id: string,
  of: "feedback" | "contact" | "promise" | "order" = "feedback",
  bare = false,
) {
  const all = yield* facts
  const context = yield* contextOf("promise", ["due", "fulfilledAt"], all.calendar).pipe(
    Effect.provide(MemoryEngine.layer(all)),
  )
  const outline = outlineOf(
    bare ? { ...all, inventory: null, tables: new Map([...all.tables].filter(([kind]) => kind === "feedback")) } : all,
  )
  return dimensionOf(id, model.kinds[of], outline, context)
})
const found = Effect.fnUntraced(function* (...args: Parameters<typeof resolve>) {
  return Result.getOrThrow(yield* resolve(...args))
})
const groups = Effect.fnUntraced(function* (by: Dimension) {
  const all: ReadonlyArray<Measurement> = yield* measurements(yield* facts, csat, {}, { by: [by] })
  return all.map((m) => [m.by[by.id], m.n])
})

describe("the dimension of an id", () => {
  it.effect(
    "is an own column, a column of the kind, an attribute of the touchpoint, of the order, of the customer as of the fact",
    () =>
      Effect.gen(function* () {
        for (const [id, expected] of [
          [
            "region",
            [
              ["east", 1],
              ["west", 2],
            ],
          ],
          [
            "touchpoint",
            [
              ["site", 1],
              ["shop", 1],
              [null, 1],
            ],
          ],
          [
            "stage",
            [
              ["before-purchase", 1],
              ["after-purchase", 1],
              [null, 1],
            ],
          ],
          [
            "phase",
            [
              ["before", 1],
              ["after", 1],
              [null, 1],
            ],
          ],
          [
            "channel",
            [
              ["store", 1],
              ["web", 1],
              [null, 1],
            ],
          ],
          [
            "mode",
            [
              ["offline", 1],
              ["online", 1],
              [null, 1],
            ],
          ],
          [
            "category",
            [
              ["content", 1],
              [null, 2],
            ],
          ],
          [
            "party",
            [
              ["brand", 1],
              ["partner", 1],
              [null, 1],
            ],
          ],
          [
            "owner",
            [
              ["Ola", 1],
              [null, 2],
            ],
          ],
          [
            "promise",
            [
              ["kept", 1],
              ["broken", 1],
              [null, 1],
            ],
          ],
          [
            "order.status",
            [
              ["open", 1],
              ["paid", 1],
              [null, 1],
            ],
          ],
          [
            "customer.tier",
            [
              ["old", 1],
              [null, 2],
            ],
          ],
        ] as const) {
          const by = yield* found(id)
          assert.strictEqual(by.id, id)
          assert.deepStrictEqual<unknown>(yield* groups(by), expected, id)
        }
      }),
  )

  it.effect("prefers what the fact says of itself to what its touchpoint says", () =>
    Effect.gen(function* () {
      const by = yield* found("channel", "contact")
      assert.strictEqual("of" in by ? by.of.op : null, "coalesce")
    }),
  )

  it.effect("keeps the order of stages, touchpoints and closed lists", () =>
    Effect.gen(function* () {
      const orderOf = (by: Dimension) => ("of" in by ? by.order : by.cases.map(({ label }) => label))
      assert.deepStrictEqual(orderOf(yield* found("stage")), ["before-purchase", "during-purchase", "after-purchase"])
      assert.deepStrictEqual(orderOf(yield* found("touchpoint")), ["site", "shop"])
      assert.deepStrictEqual(orderOf(yield* found("status")), standardKinds.feedback.fields.status.values)
      assert.deepStrictEqual(orderOf(yield* found("promise")), ["kept", "broken"])
    }),
  )

  it.effect("that is unknown is refused, with the one that was meant and those people ask by", () =>
    Effect.gen(function* () {
      for (const [id, near] of [
        ["regoin", "region"],
        ["Stage", "stage"],
        ["promises", "promise"],
        ["chanel", "channel"],
      ] as const) {
        const result = yield* resolve(id)
        const { available = [], message = "" } = Result.isFailure(result) ? result.failure : {}
        assert.include(available, near)
        assert.strictEqual(
          message,
          `feedback has no "${id}". Did you mean ${near}? (available are: ${available.join(", ")})`,
        )
      }
      const far = yield* resolve("colour")
      const { available = [], message = "" } = Result.isFailure(far) ? far.failure : {}
      assert.include(
        message,
        'feedback has no "colour". Map a column to it, or declare it as an own attribute (available',
      )
      assert.strictEqual(new Set(available).size, available.length)
      assert.includeMembers([...available], ["touchpoint", "instrument", "wave", "score", "stage", "promise"])
      // What places or identifies a row is nobody's question.
      for (const plumbing of ["source", "eventId", "sequence", "weight", "at", "scaleMin", "scaleMax", "customer"])
        assert.notInclude(available, plumbing)
      for (const id of [
        "",
        ".",
        "order.",
        ".status",
        "order.colour",
        "customer.colour",
        "refund.status",
        "order.status.x",
        "toString",
        "__proto__",
        "constructor",
      ])
        assert.isTrue(Result.isFailure(yield* resolve(id)), id)
    }),
  )

  it.effect("of a kind is refused where the kind does not reach so far", () =>
    Effect.gen(function* () {
      for (const [id, kind] of [
        ["promise", "promise"],
        ["promise", "order"],
        ["order.status", "order"],
        ["region", "order"],
      ] as const)
        assert.isTrue(Result.isFailure(yield* resolve(id, kind)), `${id} of ${kind}`)
    }),
  )

  it.effect("borrows nothing from an inventory, orders or profiles that are not there", () =>
    Effect.gen(function* () {
      for (const id of ["stage", "phase", "mode", "order.status", "customer.tier", "promise"])
        assert.isTrue(Result.isFailure(yield* resolve(id, "feedback", true)), id)
      assert.strictEqual((yield* found("touchpoint", "feedback", true)).id, "touchpoint")
    }),
  )

  it.effect("of a promise splits promises by their party", () =>
    Effect.gen(function* () {
      const all = yield* measurements(yield* facts, promiseKeeping, {}, { by: [yield* found("party", "promise")] })
      assert.deepStrictEqual(
        all.map((m) => [m.by["party"], m.value]),
        [[null, 0.5]],
      )
    }),
  )
})
