import { assert, describe, it } from "@effect/vitest"
import { Engine, type EngineError, type Limits, MemoryEngine } from "@touchpoint/core/engine"
import { type Column, type Facts } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import {
  and,
  bucket,
  coalesce,
  column,
  customer,
  dimension,
  eq,
  ge,
  inventory,
  link,
  lt,
  oneOf,
  present,
  type Question,
  tally,
  type Trails,
  trails,
  type TrailsOver,
  transitionDefaults,
  transitions,
  unitMoments,
  value,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import { project } from "../facts/project.ts"

const count = { n: { stat: "count" } } as const
const moves = (collapse: boolean, over: Partial<TrailsOver> = {}): Trails =>
  trails(transitions, { ...transitionDefaults, collapse }, { kinds: ["interaction"], ...over })

const facts = Effect.gen(function* () {
  const shop = yield* decodeInventory({
    touchpoints: [
      { id: "shop", stage: "before-purchase", channel: "store", party: "partner" },
      { id: "site", stage: "after-purchase" },
    ],
  })
  return yield* project(
    [
      {
        kind: "feedback",
        rows: [
          { eventId: "f1", customer: "anna", at: "2018-01-05", orderId: "o1", score: 5, touchpoint: "shop" },
          { eventId: "f2", customer: "ben", at: "2018-01-06", orderId: "o2", score: 3, touchpoint: "site" },
          { eventId: "f3", customer: "ben", at: "2018-01-07", orderId: null, score: 1, touchpoint: null },
        ],
        with: { instrument: "csat" },
      },
      {
        kind: "promise",
        rows: [
          { orderId: "o1", due: "2018-01-04", fulfilledAt: "2018-01-03" },
          { orderId: "o1", due: "2018-01-04", fulfilledAt: "2018-01-05" },
          { orderId: "o2", due: "2018-01-04", fulfilledAt: null },
        ],
      },
      { kind: "order", rows: [{ eventId: "o1", at: "2018-01-01", amount: 100 }] },
      {
        kind: "customer",
        rows: [
          { customer: "ben", at: "2018-01-01", segment: "new" },
          { customer: "ben", at: "2018-01-07", segment: "loyal" },
        ],
      },
      {
        kind: "interaction",
        rows: ["shop", "site", "shop"].map((touchpoint, i) => ({
          customer: "anna",
          at: `2018-01-0${i + 1}`,
          touchpoint,
        })),
      },
    ],
    { inventory: shop },
  )
})

const ask = (
  questions: ReadonlyArray<Question>,
  limits: Partial<Limits> = {},
  of: Effect.Effect<Facts, unknown> = facts,
) =>
  Effect.gen(function* () {
    const layer = MemoryEngine.layer(yield* Effect.orDie(of), limits)
    return yield* Effect.flatMap(Engine, (engine) => engine.ask(questions)).pipe(Effect.provide(layer))
  })
const failing = (question: Question) => Effect.flip(ask([question])) as Effect.Effect<EngineError, unknown>

describe("the engine in memory", () => {
  it.effect("holds no more rows than its limit, and says which limit to raise", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(ask([], { rows: 11 }))
      assert.strictEqual(error.reason._tag, "LimitExceeded")
      assert.strictEqual(error.message, "More rows than allowed: 12 > 11; raise limits.rows or ask less")
      assert.deepStrictEqual(yield* ask([], { rows: 12 }), [])
    }),
  )

  it.effect("gives no more groups than its limit, and says which limit to raise", () =>
    Effect.gen(function* () {
      const question = tally("feedback", count, { by: [dimension("eventId", column("eventId"))] })
      const error = yield* Effect.flip(ask([question], { groups: 2 }))
      assert.include(error.message, "More groups than allowed: 3 > 2; raise limits.groups")
      const opening = moves(false, { open: { by: [dimension("touchpoint", column("touchpoint"))] } })
      const split = yield* Effect.flip(ask([opening], { groups: 1 }))
      assert.include(split.message, "raise limits.groups")
      assert.strictEqual((yield* ask([question], { groups: 3 })).length, 1)
    }),
  )

  it.effect("names a column that is not there, and those that are", () =>
    Effect.gen(function* () {
      const { message, reason } = yield* failing(tally("feedback", count, { by: [dimension("x", column("region"))] }))
      assert.strictEqual(reason._tag, "DimensionUnavailable")
      assert.match(
        message,
        /^feedback has no "region"\. Map a column to it, or declare it as an own attribute \(available are: source, .*score/,
      )
      const near = yield* failing(tally("feedback", count, { by: [dimension("x", column("touchpont"))] }))
      assert.match(
        near.message,
        /^feedback has no "touchpont"\. Did you mean touchpoint\? \(available are: source, .*score.*\)$/,
      )
    }),
  )

  it.effect("names a kind that is not there, and those that are", () =>
    Effect.gen(function* () {
      for (const question of [
        tally("sales", count),
        unitMoments("sales", "customer", {}, count),
        moves(false, { kinds: ["sales"] }),
      ]) {
        const { message } = yield* failing(question)
        assert.match(message, /^There is no "sales" here; available are: interaction, contact, feedback, order/)
      }
    }),
  )

  it.effect("does not know a kind by its plural: questions are written by programs", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* failing(tally("orders", count))).reason._tag, "DimensionUnavailable")
    }),
  )

  it.effect("answers about a kind without facts as about a kind with them, with nothing", () =>
    Effect.gen(function* () {
      const [answer] = yield* ask([tally("refund", count)])
      assert.deepStrictEqual(answer?.groups, [])
      assert.strictEqual(
        (yield* failing(tally("refund", count, { where: present(column("region")) }))).reason._tag,
        "DimensionUnavailable",
      )
    }),
  )

  it.effect("does not choose among several facts a row references, and says how to join them", () =>
    Effect.gen(function* () {
      const { message, reason } = yield* failing(
        tally("feedback", count, { by: [dimension("due", link("promise", column("due")))] }),
      )
      assert.strictEqual(reason._tag, "FanOut")
      assert.include(message, "1 rows of feedback reference several promise facts each")
      assert.include(message, "reduce: every, any, min, max, sum, count")
      const [answer] = yield* ask([
        tally("feedback", count, { by: [dimension("promises", link("promise", column("due"), "count"))] }),
      ])
      assert.deepStrictEqual(
        answer?.groups.map(({ key }) => key[0]),
        [0, 1, 2],
      )
    }),
  )

  it.effect("borrows only over links the kind has", () =>
    Effect.gen(function* () {
      const { message } = yield* failing(
        tally("order", count, { where: link("feedback", present(column("score")), "any") }),
      )
      assert.include(message, 'order has no "feedback"')
    }),
  )

  it.effect("borrows from the touchpoint, the order and the profile as it was", () =>
    Effect.gen(function* () {
      const by = (of: Parameters<typeof dimension>[1]) => tally("feedback", count, { by: [dimension("d", of)] })
      const answers = yield* ask([
        by(inventory("phase")),
        by(inventory("party")),
        by(inventory("mode")),
        by(link("order", column("amount"))),
        by(customer("segment")),
      ])
      assert.deepStrictEqual(
        answers.map(({ groups }) => groups.map(({ key }) => key[0])),
        [
          ["after", "before", null],
          ["brand", "partner", null],
          ["offline", null],
          [100, null],
          ["loyal", "new", null],
        ],
      )
    }),
  )

  it.effect("needs an inventory to borrow from it", () =>
    Effect.gen(function* () {
      const bare = project([{ kind: "order", rows: [{ amount: 1 }] }])
      const error = yield* Effect.flip(
        ask([tally("order", count, { by: [dimension("stage", inventory("stage"))] })], {}, bare),
      )
      assert.strictEqual(error.reason._tag, "DimensionUnavailable")
    }),
  )

  it.effect("says what is wrong with a question that makes no sense", () =>
    Effect.gen(function* () {
      for (const [problem, question] of [
        ["a text is compared with a number", tally("feedback", count, { where: eq(column("score"), "5") })],
        ["texts have no order", tally("feedback", count, { where: lt(column("instrument"), "z") })],
        ["a text stands where a number", tally("feedback", count, { where: column("instrument") })],
        ["a text is looked for among numbers", tally("feedback", count, { where: oneOf(column("instrument"), [1]) })],
        [
          "coalesce of a text and a number",
          tally("feedback", count, { where: coalesce(column("instrument"), value(1)) }),
        ],
        ["coalesce of nothing", tally("feedback", count, { where: coalesce() })],
        ["edges must ascend", tally("feedback", count, { where: bucket(column("score"), [5, 5]) })],
        ["edges must ascend", tally("feedback", count, { edges: [2, 1] })],
        ["does not name units", tally("feedback", { n: { stat: "units", of: "score" } })],
        ["cannot name units", unitMoments("feedback", "score", {}, count)],
        [
          "texts cannot be reduced by every",
          tally("feedback", count, { where: link("order", column("status"), "every") }),
        ],
        [
          "not available over the aggregates",
          unitMoments("feedback", "customer", {}, { n: { stat: "count", where: inventory("stage") } }),
        ],
        ['there is no fold "loops"', { ...moves(false), fold: "loops" }],
        ["the options of fold transitions do not fit", { ...moves(false), options: { collapse: "yes" } }],
      ] as const) {
        const { message, reason } = yield* failing(question)
        assert.strictEqual(reason._tag, "QuestionInvalid", problem)
        assert.include(message, `The question cannot be answered: `)
        assert.include(message, problem)
      }
    }),
  )

  it.effect("reads the facts once for equal questions", () =>
    Effect.gen(function* () {
      let reads = 0
      const watched = Effect.map(facts, (all): Facts => {
        const order = all.tables.get("feedback")
        if (order === undefined) return all
        const score = order.columns.get("score") as Extract<Column, { type: "number" }>
        const counted: Column = {
          type: "number",
          get values() {
            reads++
            return score.values
          },
        }
        return {
          ...all,
          tables: new Map([
            ...all.tables,
            ["feedback", { ...order, columns: new Map([...order.columns, ["score", counted]]) }],
          ]),
        }
      })
      const question = (): Question =>
        tally("feedback", { n: { stat: "sum", of: column("score") } }, { where: ge(column("score"), 0) })
      yield* ask([question()], {}, watched)
      const once = reads
      const answers = yield* ask([question(), question(), question()], {}, watched)
      assert.isAbove(once, 0)
      assert.strictEqual(reads - once, once)
      assert.strictEqual(answers[0], answers[1])
      assert.strictEqual(answers[0], answers[2])
    }),
  )

  it.effect("answers trails asked together as it answers them apart", () =>
    Effect.gen(function* () {
      const questions = [
        moves(false),
        moves(true),
        moves(false, { kinds: ["interaction", "feedback"] }),
        moves(false, { kinds: [{ kind: "interaction", where: eq(column("touchpoint"), "shop") }] }),
        moves(false, { open: { by: [dimension("touchpoint", column("touchpoint"))] } }),
        moves(false, { span: { from: Date.UTC(2018, 0, 2), to: null } }),
        moves(false),
        tally("feedback", count),
      ]
      const together = yield* ask(questions)
      const apart = yield* Effect.forEach(questions, (question) => Effect.map(ask([question]), ([answer]) => answer))
      assert.deepStrictEqual<ReadonlyArray<unknown>>(together, apart)
      assert.deepStrictEqual(
        together.map(({ question }) => question),
        questions,
      )
    }),
  )

  it.effect("keeps a customer's other rows where only some must hold, and drops rows where all must", () =>
    Effect.gen(function* () {
      const low = lt(column("score"), 2)
      const answers = yield* ask([
        tally("feedback", count, { among: low }),
        tally("feedback", count, { where: low }),
        tally("feedback", count, { where: and() }),
      ])
      assert.deepStrictEqual(
        answers.map(({ groups }) => groups[0]?.states.n),
        [
          { n: 2, w: 2 },
          { n: 1, w: 1 },
          { n: 3, w: 3 },
        ],
      )
    }),
  )

  it.effect("tells how many rows of which kind it holds, and up to when", () =>
    Effect.gen(function* () {
      const layer = MemoryEngine.layer(yield* facts)
      yield* Effect.gen(function* () {
        const engine = yield* Engine
        assert.strictEqual(engine.id, "memory")
        assert.strictEqual((yield* engine.rows).get("feedback"), 3)
        assert.deepStrictEqual((yield* engine.watermarks).get("feedback"), { at: Date.UTC(2018, 0, 7), inferred: true })
        assert.deepStrictEqual((yield* engine.watermarks).get("promise"), { at: Date.UTC(2018, 0, 5), inferred: true })
        assert.isFalse((yield* engine.watermarks).has("contact"))
      }).pipe(Effect.provide(layer))
    }),
  )
})
