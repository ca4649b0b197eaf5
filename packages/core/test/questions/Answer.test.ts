import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import {
  type Answer,
  answerCodec,
  cases,
  column,
  compareGroups,
  dimension,
  emptyGroup,
  emptyStates,
  eq,
  makeFold,
  merge,
  mergeAxes,
  present,
  type Question,
  tally,
  trails,
  transitionDefaults,
  transitions as transitionsFold,
  unitMoments,
  withFolds,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { project, type Row } from "../facts/project.ts"

const rows: ReadonlyArray<Row> = [
  { customer: "anna", at: "2018-01-01", amount: 12, status: "paid" },
  { customer: "anna", at: "2018-01-02", amount: 4, status: "paid", weight: 3 },
  { customer: "ben", at: "2018-02-01", amount: 40, status: "<new>" },
  { customer: null, at: "2018-02-02", amount: 1, status: null },
]

const ask = Effect.fnUntraced(function* (questions: ReadonlyArray<Question>, some: ReadonlyArray<Row> = rows) {
  const facts = yield* project([
    { kind: "order", rows: some, header: ["customer", "at", "amount", "status", "weight"] },
  ])
  return yield* Effect.flatMap(Engine, (engine) => engine.ask(questions)).pipe(
    Effect.provide(MemoryEngine.layer(facts)),
  )
})

const amount = column("amount")
const all = tally(
  "order",
  {
    count: { stat: "count" },
    sum: { stat: "sum", of: amount },
    share: { stat: "proportion", of: eq(column("status"), "paid") },
    moments: { stat: "moments", of: amount },
    levels: { stat: "histogram", of: amount },
    range: { stat: "extent", of: amount },
  },
  { by: [dimension("status", column("status"))] },
)
const customers = unitMoments(
  "order",
  "customer",
  { orders: { agg: "count" }, spent: { agg: "sum", of: amount } },
  {
    sums: { stat: "products", of: [column("spent"), column("orders")] },
    orders: { stat: "moments", of: column("orders") },
  },
)
const distinct = tally("order", { customers: { stat: "units", of: "customer" } })
const transitions: Question = trails(transitionsFold, { ...transitionDefaults, collapse: false }, { kinds: ["order"] })
const every = [all, customers, distinct, transitions]

const merged = (a: Answer, b: Answer, axis: "unit" | "time") => Result.getOrThrow(merge(a, b, axis))
const refusal = (result: Result.Result<Answer, { readonly reason: string; readonly message: string }>) =>
  Result.isFailure(result) ? result.failure : null

describe("an answer", () => {
  it.effect("merges over shards of units", () =>
    Effect.gen(function* () {
      const whole = yield* ask(every)
      const left = yield* ask(every, rows.slice(0, 2))
      const right = yield* ask(every, rows.slice(2))
      for (const [i, answer] of whole.entries())
        assert.deepStrictEqual(merged(left[i] as Answer, right[i] as Answer, "unit"), answer, `question ${i}`)
    }),
  )

  it.effect("of events merges over time", () =>
    Effect.gen(function* () {
      const [left] = yield* ask([all], [rows[0] as Row, rows[2] as Row])
      const [right] = yield* ask([all], [rows[1] as Row, rows[3] as Row])
      const [whole] = yield* ask([all])
      assert.deepStrictEqual(merged(left as Answer, right as Answer, "time"), whole)
    }),
  )

  it.effect("of units is refused along time, and says to ask the whole period", () =>
    Effect.gen(function* () {
      const latest = tally("order", { n: { stat: "count" } }, { pick: { take: "latest", per: "customer" } })
      const among = tally("order", { n: { stat: "count" } }, { among: eq(column("status"), "paid") })
      for (const question of [customers, distinct, transitions, latest, among]) {
        assert.deepStrictEqual(mergeAxes(question), ["unit"])
        const [answer] = yield* ask([question])
        const refused = refusal(merge(answer as Answer, answer as Answer, "time"))
        assert.strictEqual(refused?.reason, "not-along-time")
        assert.include(refused?.message ?? "", "ask the whole period at once")
      }
      assert.deepStrictEqual(mergeAxes(all), ["unit", "time"])
    }),
  )

  it.effect("to another question is refused", () =>
    Effect.gen(function* () {
      const other = tally("order", all.measures, { by: [dimension("status", column("source"))] })
      const [a, b] = yield* ask([all, other])
      const refused = refusal(merge(a as Answer, b as Answer))
      assert.strictEqual(refused?.reason, "different-questions")
      assert.include(refused?.message ?? "", "ask one question on every shard")
    }),
  )

  it("of a fold of a plugin merges where the fold is given", () => {
    const visits = makeFold<{ readonly n: number }, { readonly [x: string]: never }>({
      id: "acme/visits",
      version: 1,
      label: null,
      options: Schema.Record(Schema.String, Schema.Never),
      axes: ["unit", "time"],
      schema: Schema.Struct({ n: Schema.Int }),
      empty: () => ({ n: 0 }),
      merge: (a, b) => ({ n: a.n + b.n }),
      run: () => ({ unit: () => undefined, finish: () => [] }),
    })
    const question = trails(visits, {}, { kinds: ["order"] })
    const answerOf = (n: number): Answer<typeof question> => ({
      version: 1,
      question,
      groups: [{ key: [], bucket: null, states: { fold: { n } } }],
    })
    const known = withFolds([visits])
    const joined = Result.getOrThrow(merge(answerOf(1), answerOf(2), "time", known))
    assert.strictEqual(joined.groups[0]?.states.fold.n, 3)
    assert.deepStrictEqual(emptyGroup(question, known), { fold: { n: 0 } })
    assert.deepStrictEqual(Schema.decodeUnknownSync(answerCodec(question, known))(joined), joined)
    assert.isTrue(Result.isFailure(Schema.decodeUnknownResult(answerCodec(question))(joined)))
    const refused = refusal(merge(answerOf(1), answerOf(2)))
    assert.strictEqual(refused?.reason, "unknown-fold")
    assert.include(refused?.message ?? "", "give the folds of its plugin")
  })

  it.effect("travels as JSON", () =>
    Effect.gen(function* () {
      for (const answer of yield* ask([
        ...every,
        tally(
          "order",
          { n: { stat: "extent", of: column("weight") } },
          { by: [cases("kind", { paid: eq(column("status"), "paid") })] },
        ),
      ])) {
        const codec = answerCodec(answer.question)
        const json: unknown = JSON.parse(JSON.stringify(yield* Schema.encodeEffect(codec)(answer)))
        assert.deepStrictEqual(yield* Schema.decodeUnknownEffect(codec)(json), answer)
      }
    }),
  )

  it.effect("of another question does not pass for this one's JSON", () =>
    Effect.gen(function* () {
      const [answer] = yield* ask([all])
      const json = (yield* Schema.encodeEffect(answerCodec(all))(answer as Answer)) as object
      for (const broken of [
        { ...json, version: 2 },
        { ...json, groups: [{ key: [], bucket: null, states: {} }] },
        { ...json, question: {} },
      ])
        assert.strictEqual((yield* Effect.result(Schema.decodeUnknownEffect(answerCodec(all))(broken)))._tag, "Failure")
    }),
  )
})

describe("groups of an answer", () => {
  it("are ordered alike everywhere: numbers, texts by code unit, absent last, then time", () => {
    const keys = [
      ["b", 0],
      ["a", 1],
      ["a", 0],
      [null, 0],
      [10, 0],
      [9, 0],
      ["B", 0],
      ["ä", 0],
    ] as const
    const groups = keys.map(([key, bucket]) => ({ key: [key], bucket }))
    assert.deepStrictEqual(
      groups.toSorted(compareGroups).map(({ bucket, key }) => [key[0], bucket]),
      [
        [9, 0],
        [10, 0],
        ["B", 0],
        ["a", 0],
        ["a", 1],
        ["b", 0],
        ["ä", 0],
        [null, 0],
      ],
    )
  })

  it("without rows have empty states", () => {
    assert.deepStrictEqual(emptyStates(distinct.measures), { customers: { n: 0 } })
    assert.deepStrictEqual(Object.keys(emptyStates(all.measures)), Object.keys(all.measures))
  })

  it.effect("are none where no row arrived, even without dimensions", () =>
    Effect.gen(function* () {
      const answers = yield* ask(
        [tally("order", { n: { stat: "count", where: present(amount) } }), distinct, customers],
        [],
      )
      assert.deepStrictEqual(
        answers.map(({ groups }) => groups.length),
        [0, 0, 0],
      )
    }),
  )
})
