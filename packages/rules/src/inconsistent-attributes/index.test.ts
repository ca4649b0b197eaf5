import { assert, describe, it } from "@effect/vitest"
import { decodeInventory } from "@touchpoint/core/model"
import { ruleTester } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { inconsistentAttributes } from "./index.ts"
import { comparable } from "./stated.ts"

const at = (id: string, attributes?: object, rest: object = {}) => ({
  id,
  stage: "during-purchase",
  ...(attributes === undefined ? {} : { attributes }),
  ...rest,
})
const touchpoints = (...list: ReadonlyArray<object>) => ({ touchpoints: list })

ruleTester(inconsistentAttributes, {
  quiet: [
    { name: "no inventory" },
    { name: "no attributes", inventory: touchpoints(at("shop"), at("site")) },
    { name: "one touchpoint", inventory: touchpoints(at("shop", { returnDays: 14 })) },
    { name: "the same", inventory: touchpoints(at("shop", { returnDays: 14 }), at("site", { returnDays: 14 })) },
    {
      name: "the same number, written otherwise",
      inventory: touchpoints(
        at("shop", { returnDays: 14 }),
        at("site", { returnDays: "14" }),
        at("app", { returnDays: " 14,0 " }),
        at("help", { returnDays: "14.00" }),
      ),
    },
    {
      name: "the same text, written otherwise",
      inventory: touchpoints(
        at("shop", { openingHours: "Mo–Fr  9–18" }),
        at("site", { openingHours: " mo–fr 9–18 " }),
        at("app", { openingHours: "ＭＯ–fr 9–18" }),
      ),
    },
    {
      name: "the same list in another order",
      inventory: touchpoints(at("shop", { openingHours: [9, "18"] }), at("site", { openingHours: ["18", 9] })),
    },
    {
      name: "one states nothing",
      inventory: touchpoints(
        at("shop", { returnDays: 14 }),
        at("site", { returnDays: null }),
        at("app", { returnDays: " " }),
      ),
    },
    {
      name: "another attribute, nobody's promise",
      inventory: touchpoints(at("shop", { url: "a" }), at("site", { url: "b" })),
    },
    {
      name: "planned and retired touchpoints",
      inventory: touchpoints(
        at("shop", { returnDays: 14 }),
        at("site", { returnDays: 30 }, { status: "retired" }),
        at("app", { returnDays: 30 }, { status: "planned" }),
      ),
    },
    {
      name: "touchpoints of different groups",
      inventory: touchpoints(at("warsaw", { price: 9 }), at("riga", { price: 8 }), at("unknown", { price: 7 })),
      options: { groups: [["warsaw"], ["riga"]] },
    },
    {
      name: "keys of the prototype, which nobody stated",
      inventory: touchpoints(at("shop", { price: 1 }), at("site", { price: 1 })),
      options: { keys: ["constructor", "toString", "__proto__", "hasOwnProperty"] },
    },
  ],
  loud: [
    {
      name: "the shop against the website",
      inventory: touchpoints(at("shop", { returnDays: 14 }), at("site", { returnDays: 30 }, { party: "partner" })),
      reports: [
        {
          messageId: "conflict",
          subject: "site",
          severity: "warning",
          certainty: "certain",
          action: "agree",
          party: "partner",
          evidence: [],
          expectedEffect: null,
        },
      ],
    },
    {
      name: "the one who stands alone is the subject, wherever it is listed",
      inventory: touchpoints(
        at("shop", { returnDays: 14 }),
        at("site", { returnDays: 30 }),
        at("app", { returnDays: "30" }),
      ),
      reports: [{ messageId: "conflict", subject: "shop" }],
    },
    {
      name: "each attribute is a finding",
      inventory: touchpoints(at("shop", { returnDays: 14, price: 9 }), at("site", { returnDays: 30, price: "9,50" })),
      reports: [
        { messageId: "conflict", subject: "site" },
        { messageId: "conflict", subject: "site" },
      ],
    },
    {
      name: "many values are counted",
      inventory: touchpoints(...Array.from({ length: 7 }, (_, i) => at(`shop-${i}`, { price: i }))),
      reports: [{ messageId: "conflict", subject: "shop-1" }],
    },
    {
      name: "a touchpoint in two groups",
      inventory: touchpoints(at("a", { price: 1 }), at("b", { price: 2 }), at("c", { price: 3 })),
      options: { groups: [["a", "b"], ["a", "c"], ["b"]] },
      reports: [
        { messageId: "conflict", subject: "b" },
        { messageId: "conflict", subject: "c" },
      ],
    },
    {
      name: "lists and structures",
      inventory: touchpoints(at("shop", { openingHours: [9, 18] }), at("site", { openingHours: [9, 20] })),
      reports: [{ messageId: "conflict" }],
    },
    {
      name: "hostile keys and texts",
      inventory: touchpoints(
        at("shop", JSON.parse('{"__proto__":"<script>alert(1)</script>","constructor":"x"}') as object),
        at("site", JSON.parse('{"__proto__":"\'; drop table;","constructor":"y"}') as object),
      ),
      options: { keys: ["__proto__", "constructor", "constructor"] },
      reports: [
        { messageId: "conflict", subject: "site" },
        { messageId: "conflict", subject: "site" },
      ],
    },
  ],
})

describe("inconsistent-attributes", () => {
  it.effect("names every value and where it is stated, long ones shortened", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory(
        touchpoints(
          at("shop", { price: "x".repeat(500) }),
          at("site", { price: 30 }),
          at("app", { price: "30" }),
          at("help", { price: { eur: 3 } }),
        ),
      )
      const { judge } = yield* inconsistentAttributes.prepare()
      const [finding] = judge({ inventory, measurements: {}, calendar: { zone: "UTC", weekStart: 1 }, asOf: null })
      assert.deepStrictEqual(finding?.message.data, {
        attribute: "price",
        listed: 3,
        more: 0,
        value0: "30",
        touchpoints0: "site app",
        value1: `${"x".repeat(79)}…`,
        touchpoints1: "shop",
        value2: '{"eur":3}',
        touchpoints2: "help",
      })
    }),
  )
  it("compares without regard to case, spaces and forms of characters", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (text) => {
        assert.strictEqual(comparable(`  ${text} `), comparable(text))
        assert.strictEqual(comparable(text.normalize("NFD")), comparable(text.normalize("NFC")))
      }),
    )
  })
  it("takes numbers and their texts for one value", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const text = `${whole}.${String(cents).padStart(2, "0")}`
        assert.strictEqual(comparable(Number(text)), comparable(text))
        assert.strictEqual(comparable(text), comparable(text.replace(".", ",")))
      }),
    )
  })
})
