import { assert, describe, it } from "@effect/vitest"
import { assemble, closeIdentities, define, kindOf, standardKinds } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { decode, project, type Row, type SourceSpec, valuesOf } from "./project.ts"

const calendar = Calendar.make("UTC")
const at = (iso: string) => Date.parse(iso)
const orders = (source: string, rows: ReadonlyArray<Row>, more: Partial<SourceSpec> = {}): SourceSpec => ({
  kind: "order",
  source,
  rows,
  ...more,
})

describe("duplicates", () => {
  it.effect("are rows of one source with one id; the first stays", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", [
          { eventId: "1", amount: 10 },
          { eventId: "1", amount: 20 },
          { eventId: "2", amount: 30 },
        ]),
      ])
      assert.deepStrictEqual(valuesOf(facts, "order", "amount"), [10, 30])
      assert.deepStrictEqual(facts.rejects, [
        { source: "a", row: 3, column: "eventId", value: null, reason: "duplicate" },
      ])
    }),
  )

  it.effect("are named by the columns of the file; where a part of the key has none, by the field", () =>
    Effect.gen(function* () {
      const answer = { instrument: "nps", score: 9 }
      const answers = (more: Partial<SourceSpec>): SourceSpec => ({
        kind: "feedback",
        source: "a",
        rows: [
          { id: "1", src: "s", ...answer },
          { id: "1", src: "s", ...answer },
        ],
        ...more,
      })
      const columnOf = Effect.fnUntraced(function* (spec: SourceSpec) {
        const { rejects } = yield* project([spec])
        return rejects.map(({ column, reason, row, source }) => [source, row, column, reason])
      })
      assert.deepStrictEqual(yield* columnOf(answers({ map: { eventId: "id", source: "src" } })), [
        ["a", 3, "src + id", "duplicate"],
      ])
      const withId = { map: { eventId: "id" }, header: ["id", "instrument", "score"] }
      assert.deepStrictEqual(yield* columnOf(answers(withId)), [["a", 3, "source + id", "duplicate"]])
      assert.deepStrictEqual(yield* columnOf(answers({ ...withId, mapping: { key: ["eventId"] } })), [
        ["a", 3, "id", "duplicate"],
      ])
      const { rejects } = yield* project([orders("a", [{ no: "1" }, { no: "1" }], { map: { eventId: "no" } })])
      assert.deepStrictEqual(
        rejects.map(({ column }) => column),
        ["no"],
      )
    }),
  )

  it.effect("are not rows of two sources that happen to count alike", () =>
    Effect.gen(function* () {
      for (const kind of ["feedback", "interaction"]) {
        const row = { eventId: "1", touchpoint: "shop", ...(kind === "feedback" ? { instrument: "nps" } : {}) }
        const facts = yield* project(["a", "b"].map((source) => ({ kind, source, rows: [row] })))
        assert.strictEqual(facts.tables.get(kind)?.rows, 2, kind)
      }
    }),
  )

  it.effect("are rows of two sources where the others refer to them by id alone: orders, contacts", () =>
    Effect.gen(function* () {
      const row = { eventId: "1", touchpoint: "shop" }
      for (const kind of ["order", "contact"]) {
        const twice = ["a", "b"].map((source) => ({ kind, source, rows: [row] }))
        const facts = yield* project(twice)
        assert.strictEqual(facts.tables.get(kind)?.rows, 1, kind)
        assert.deepStrictEqual(facts.rejects, [
          { source: "b", row: 2, column: "eventId", value: null, reason: "duplicate" },
        ])
        const apart = yield* project(twice.map((spec) => ({ ...spec, mapping: { key: ["source", "eventId"] } })))
        assert.strictEqual(apart.tables.get(kind)?.rows, 2, kind)
      }
    }),
  )

  it.effect("are rows of two sources where the key leaves the source out", () =>
    Effect.gen(function* () {
      const mapping = { key: ["eventId"] }
      const facts = yield* project([
        orders("a", [{ eventId: "1" }, { eventId: "2" }], { mapping }),
        orders("b", [{ eventId: "2" }, { eventId: "3" }], { mapping }),
      ])
      assert.deepStrictEqual(valuesOf(facts, "order", "eventId"), ["1", "2", "3"])
      assert.deepStrictEqual(
        facts.sources.map(({ facts: kept, rejects, rows }) => [rows, kept, rejects]),
        [
          [2, 2, 0],
          [2, 1, 1],
        ],
      )
    }),
  )

  it.effect("are never rows whose keys name other fields", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", [{ eventId: "7" }], { mapping: { key: ["eventId"] } }),
        orders("b", [{ customer: "7" }], { mapping: { key: ["customer"] } }),
      ])
      assert.strictEqual(facts.tables.get("order")?.rows, 2)
    }),
  )

  it.effect("are never rows without a part of the key", () =>
    Effect.gen(function* () {
      const facts = yield* project([orders("a", [{ eventId: null }, { eventId: null }, { eventId: "1" }])])
      assert.strictEqual(facts.tables.get("order")?.rows, 3)
    }),
  )

  it.effect("tell 1 and 1.0 as texts apart, and as numbers not", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", [
          { eventId: "1", amount: "5" },
          { eventId: "1.0", amount: "5.0" },
        ]),
      ])
      assert.strictEqual(facts.tables.get("order")?.rows, 2)
      const byAmount = yield* project([
        orders("a", [{ amount: "5" }, { amount: "5.0" }], { mapping: { key: ["amount"] } }),
      ])
      assert.strictEqual(byAmount.tables.get("order")?.rows, 1)
    }),
  )

  it.effect("are looked for by fields that are mapped; a key that names another is refused", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        decode(orders("a", [{ eventId: "1" }], { mapping: { key: ["eventId", "order_id", "customer"] } })),
      )
      assert.strictEqual(error._tag, "MappingInvalid")
      assert.include(error.message, "order_id: part of the key, but neither in map nor in with; order has: ")
      assert.include(error.message, "customer: part of the key, but neither in map nor in with; map a column to it")
    }),
  )
})

describe("touchpoints", () => {
  it.effect("become ids, and unknown ones rejects, where there is an inventory", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({
        touchpoints: [
          { id: "shop", stage: "before-purchase", aliases: ["Shop Warsaw", "__proto__"] },
          { id: "site", stage: "before-purchase" },
        ],
      })
      const spec: SourceSpec = {
        kind: "interaction",
        rows: ["Shop Warsaw", "site", "shop", "SITE", "__proto__"].map((touchpoint) => ({ touchpoint })),
      }
      const facts = yield* project([spec], { inventory })
      assert.deepStrictEqual(valuesOf(facts, "interaction", "touchpoint"), ["shop", "site", "shop", "shop"])
      assert.deepStrictEqual(
        facts.rejects.map(({ column, reason, row, value }) => [row, column, value, reason]),
        [[5, "touchpoint", "AAAA", "unknown-touchpoint"]],
      )
      const { rejects } = yield* project(
        [{ ...spec, rows: [{ place: "shop" }, { place: "shp" }], map: { touchpoint: "place" } }],
        { inventory },
      )
      assert.deepStrictEqual(
        rejects.map(({ column, row }) => [row, column]),
        [[3, "place"]],
      )
      const column = facts.tables.get("interaction")?.columns.get("touchpoint")
      assert.deepStrictEqual(column?.type === "text" ? column.dictionary.filter((word) => word === "shop") : [], [
        "shop",
      ])
      const open = yield* project([spec])
      assert.strictEqual(open.tables.get("interaction")?.rows, 5)
    }),
  )

  it.effect("may be absent where the kind allows it", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory({ touchpoints: [] })
      const facts = yield* project(
        [{ kind: "feedback", rows: [{ touchpoint: null, score: 5 }], with: { instrument: "nps" } }],
        { inventory },
      )
      assert.strictEqual(facts.tables.get("feedback")?.rows, 1)
    }),
  )
})

describe("the watermark", () => {
  const rows = ["2018-01-01", "2018-02-01", "2018-03-01"].map((day) => ({ at: day }))

  it.effect("is the latest fact of the kind where none is declared", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", rows),
        orders("b", [{ at: "2018-05-01" }]),
        { kind: "refund", rows: [{ refundOf: "1" }] },
      ])
      assert.deepStrictEqual(facts.watermarks.get("order"), { at: at("2018-05-01Z"), inferred: true })
      assert.isFalse(facts.watermarks.has("refund"))
      assert.deepStrictEqual(
        facts.sources.map(({ undated }) => undated),
        [false, false, true],
      )
    }),
  )

  it.effect("is the latest thing that happened, which no promise to come is", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        {
          kind: "promise",
          rows: [
            { at: "2018-01-01", due: "2018-09-01", fulfilledAt: "2018-03-01" },
            { at: "2018-02-01", due: "2018-10-01", fulfilledAt: null },
          ],
        },
        { kind: "contact", rows: [{ touchpoint: "mail", at: "2018-01-01", deliveredAt: "2018-01-02" }] },
      ])
      assert.strictEqual(facts.watermarks.get("promise")?.at, at("2018-03-01Z"))
      assert.strictEqual(facts.watermarks.get("contact")?.at, at("2018-01-02Z"))
    }),
  )

  it.effect("where declared rejects what lies after it, and keeps what lies on it", () =>
    Effect.gen(function* () {
      const facts = yield* project([orders("a", rows)], { asOf: at("2018-02-01Z") })
      assert.deepStrictEqual(facts.watermarks.get("order"), { at: at("2018-02-01Z"), inferred: false })
      assert.deepStrictEqual(valuesOf(facts, "order", "at"), [at("2018-01-01Z"), at("2018-02-01Z")])
      assert.deepStrictEqual(
        facts.rejects.map(({ column, reason, row }) => [row, column, reason]),
        [[4, "at", "after-watermark"]],
      )
      const named = rows.map(({ at: day, ...row }) => ({ ...row, day }))
      const { rejects } = yield* project([orders("a", named, { map: { at: "day" } })], { asOf: at("2018-02-01Z") })
      assert.deepStrictEqual(
        rejects.map(({ column, row }) => [row, column]),
        [[4, "day"]],
      )
    }),
  )
})

describe("customer aliases", () => {
  const identities = (pairs: ReadonlyArray<readonly [string, string]>): SourceSpec => ({
    kind: "identity",
    rows: pairs.map(([alias, canonical]) => ({ alias, canonical })),
  })

  it.effect("lead to the customer, however long the way", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders(
          "a",
          ["cookie", "device", "phone", "anna", "other"].map((customer) => ({ customer })),
        ),
        identities([
          ["device", "phone"],
          ["cookie", "device"],
          ["phone", "anna"],
        ]),
      ])
      assert.deepStrictEqual(valuesOf(facts, "order", "customer"), ["anna", "anna", "anna", "anna", "other"])
      const column = facts.tables.get("order")?.columns.get("customer")
      assert.strictEqual(column?.type === "text" ? column.dictionary.length : 0, 2)
    }),
  )

  it.effect("that lead in a circle are rejects, and rename nobody", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders(
          "a",
          ["a", "b", "x", "c"].map((customer) => ({ customer })),
        ),
        identities([
          ["a", "b"],
          ["b", "a"],
          ["x", "a"],
          ["c", "d"],
        ]),
      ])
      assert.deepStrictEqual(valuesOf(facts, "order", "customer"), ["a", "b", "a", "d"])
      assert.deepStrictEqual(
        facts.rejects.map(({ reason, row }) => [row, reason]),
        [
          [2, "alias-cycle"],
          [3, "alias-cycle"],
        ],
      )
      const circle = {
        kind: "identity",
        rows: [
          { old: "a", new: "b" },
          { old: "b", new: "a" },
        ],
      }
      const { rejects } = yield* project([{ ...circle, map: { alias: "old", canonical: "new" } }])
      assert.deepStrictEqual(
        rejects.map(({ column, reason }) => [column, reason]),
        [
          ["old", "alias-cycle"],
          ["old", "alias-cycle"],
        ],
      )
    }),
  )

  it.effect("given twice count once: the first", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", [{ customer: "x" }]),
        identities([
          ["x", "a"],
          ["x", "b"],
          ["y", "y"],
        ]),
      ])
      assert.deepStrictEqual(valuesOf(facts, "order", "customer"), ["a"])
      assert.deepStrictEqual(
        facts.rejects.map(({ reason }) => reason),
        ["duplicate"],
      )
    }),
  )

  it.effect(
    "leave customers whom they do not lead to and no profile describes: how many facts are theirs is told",
    () =>
      Effect.gen(function* () {
        const sales = ["cookie", "anna", "bo", "bo", "circle", "carl", null]
        const pairs = identities([
          ["cookie", "anna"],
          ["circle", "round"],
          ["round", "circle"],
        ])
        const sources = [
          orders(
            "a",
            sales.map((customer) => ({ customer })),
          ),
          orders("b", [{ customer: "bo" }, { customer: "anna" }]),
          {
            kind: "referral",
            rows: [
              { customer: "anna", invitee: "dora", sent: "2018-01-01" },
              { customer: "eve", invitee: "dora", sent: "2018-01-01" },
              { customer: "anna", invitee: "carl", sent: "2018-01-01" },
            ],
            map: { customer: "customer", invitee: "invitee", at: "sent" },
          },
          { kind: "cost", rows: [{ amount: "1" }] },
          { kind: "customer", rows: [{ customer: "carl" }] },
        ]
        const told = (all: ReadonlyArray<SourceSpec>) =>
          Effect.map(project(all), (facts) => facts.sources.map(({ kind, unresolved }) => [kind, unresolved]))
        assert.deepStrictEqual(yield* told([...sources, pairs]), [
          ["order", { facts: 3, of: 6 }],
          ["order", { facts: 1, of: 2 }],
          ["referral", { facts: 2, of: 3 }],
          ["cost", undefined],
          ["customer", undefined],
          ["identity", undefined],
        ])
        assert.deepStrictEqual(
          (yield* told(sources)).map(([, unresolved]) => unresolved),
          [undefined, undefined, undefined, undefined, undefined],
        )
      }),
  )

  it("close to one step: a customer's customer is itself, and only circles stay", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e", "f")
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { maxLength: 10 }), (pairs) => {
        const { canonical, cycles } = closeIdentities(pairs)
        const next = new Map<string, string>()
        for (const [alias, customer] of pairs) if (alias !== customer && !next.has(alias)) next.set(alias, customer)
        for (const start of ["a", "b", "c", "d", "e", "f"]) {
          const end = canonical(start)
          assert.strictEqual(canonical(end), end)
          // Walking further than there are ids ends on a circle or at the customer.
          let last = start
          for (let step = 0; step < 6; step++) last = next.get(last) ?? last
          if (next.has(last)) assert.isTrue(cycles.has(end), `${start} → ${end}`)
          else assert.strictEqual(end, last)
          let around: string | undefined = next.get(start)
          for (let step = 0; step < 6 && around !== start && around !== undefined; step++) around = next.get(around)
          assert.strictEqual(cycles.has(start), around === start)
        }
      }),
    )
  })
})

describe("sources of one kind", () => {
  it.effect("join with all their columns; what one lacks is absent", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", [{ customer: "anna", amount: 5, weight: 2 }]),
        orders("b", [{ customer: "ben", status: "paid" }]),
      ])
      assert.deepStrictEqual(valuesOf(facts, "order", "amount"), [5, null])
      assert.deepStrictEqual(valuesOf(facts, "order", "status"), [null, "paid"])
      assert.deepStrictEqual(valuesOf(facts, "order", "customer"), ["anna", "ben"])
      assert.deepStrictEqual(valuesOf(facts, "order", "source"), ["a", "b"])
      assert.deepStrictEqual(valuesOf(facts, "order", "weight"), [2, 1])
    }),
  )

  it.effect("weigh one where no weight is written", () =>
    Effect.gen(function* () {
      const facts = yield* project([orders("a", [{ weight: 3 }, { weight: null }, { weight: 0 }, { weight: -1 }])])
      assert.deepStrictEqual(valuesOf(facts, "order", "weight"), [3, 1, 0])
      assert.deepStrictEqual(
        facts.rejects.map(({ reason }) => reason),
        ["out-of-range"],
      )
    }),
  )

  it.effect("join even if they were read for two models of the same kind", () =>
    Effect.gen(function* () {
      const parts = [
        yield* decode(orders("a", [{ amount: 1 }])),
        yield* decode(orders("b", [{ amount: 2 }]), { model: define() }),
      ]
      const facts = yield* assemble(parts, { model: define(), calendar })
      assert.deepStrictEqual(valuesOf(facts, "order", "amount"), [1, 2])
    }),
  )

  it.effect("are the same facts and rejects however often they are assembled", () =>
    Effect.gen(function* () {
      const part = yield* decode(
        orders("a", [
          { eventId: "1", at: "2018-01-01" },
          { eventId: "1", at: "2018-01-01" },
          { eventId: "x", at: "" },
        ]),
      )
      const options = { model: define(), calendar }
      const first = yield* assemble([part], options)
      const again = yield* assemble([part], options)
      assert.deepStrictEqual(again.sources, first.sources)
      assert.deepStrictEqual(again.rejects, first.rejects)
      assert.deepStrictEqual(first.sources[0]?.byReason, { missing: 1, duplicate: 1 })
    }),
  )

  it.effect("name bands in their order by kind and column", () =>
    Effect.gen(function* () {
      const facts = yield* project([
        orders("a", [{ n: 5 }], { map: { status: { column: "n", bands: { big: 10, small: 0 } } } }),
      ])
      assert.deepStrictEqual(facts.bands.get("order/status"), ["small", "big"])
    }),
  )

  it("give as many facts and rejects as they had rows, whatever they hold", async () => {
    const word = fc.constantFrom("a", "b", "c", "", "1", "2018-01-01", "2018-06-01", "shop")
    const row = fc.record({ eventId: word, customer: word, at: word, touchpoint: word })
    const source = fc.array(row, { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        source,
        source,
        fc.option(fc.constantFrom(at("2018-03-01Z")), { nil: undefined }),
        async (a, b, asOf) => {
          const facts = await Effect.runPromise(
            Effect.gen(function* () {
              const inventory = yield* decodeInventory({
                touchpoints: [{ id: "shop", stage: "before-purchase", aliases: ["a"] }],
              })
              const header = ["eventId", "customer", "at", "touchpoint"]
              return yield* project(
                [
                  { kind: "interaction", source: "a", rows: a, header },
                  { kind: "interaction", source: "b", rows: b, header, mapping: { key: ["eventId"] } },
                  {
                    kind: "identity",
                    rows: a,
                    map: { alias: "customer", canonical: "eventId" },
                    header: ["customer", "eventId"],
                  },
                ],
                { inventory, ...(asOf === undefined ? {} : { asOf }) },
              )
            }),
          )
          for (const report of facts.sources) assert.strictEqual(report.rows, report.facts + report.rejects)
          const kept = facts.sources
            .filter(({ kind }) => kind === "interaction")
            .reduce((sum, { facts: n }) => sum + n, 0)
          assert.strictEqual(facts.tables.get("interaction")?.rows, kept)
          assert.strictEqual(
            facts.rejects.length,
            facts.sources.reduce((sum, { rejects }) => sum + rejects, 0),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe("a kind", () => {
  it("is found by its id and by the plural of configurations", () => {
    const model = define()
    for (const kind of Object.values(standardKinds)) {
      assert.strictEqual(kindOf(model, kind.id)?.id, kind.id)
      assert.strictEqual(kindOf(model, kind.plural)?.id, kind.id)
    }
    for (const id of ["", "toString", "__proto__", "ordre"]) assert.isUndefined(kindOf(model, id))
  })

  it("links only to columns that exist", () => {
    const model = define()
    for (const kind of Object.values(standardKinds))
      for (const { key, target, targetKey } of kind.links) {
        assert.property(kind.fields, key)
        assert.property(kindOf(model, target)?.fields, targetKey)
      }
  })

  it("has its own place among facts of one instant", () => {
    const ranks = Object.values(standardKinds)
      .filter(({ id }) => id !== "customer" && id !== "identity")
      .map(({ rank }) => rank)
    assert.strictEqual(new Set(ranks).size, ranks.length)
  })
})
