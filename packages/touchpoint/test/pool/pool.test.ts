import { execFile } from "node:child_process"
import { promisify } from "node:util"
import type { Worker } from "node:worker_threads"
import { assert, describe, it } from "@effect/vitest"
import { Engine, type EngineError, MemoryEngine } from "@touchpoint/core/engine"
import { measure, metrics } from "@touchpoint/core/metrics"
import type { MemoryPool } from "@touchpoint/core/pool"
import { column, dimension, type Expr, makeFold, type Question, tally, trails, value } from "@touchpoint/core/questions"
import { factsOfShop, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll } from "vitest"
import { pool, thread } from "./threads.ts"
import { trouble } from "./trouble.ts"

const facts = await Effect.runPromise(factsOfShop(simulateShop({ customers: 200, seed: 3, stories: "all" })))

const count = tally("order", { n: { stat: "count" } })
const byCustomer = tally("order", { n: { stat: "count" } }, { by: [dimension("customer", column("customer"))] })
/** A question for the fold; `pass` tells those that share no rows. */
const ask = (does: "nothing" | "throw" | "exit" | "spin", milliseconds = 0, pass = 0): Question =>
  trails(trouble, { does, milliseconds }, { kinds: ["order"], span: { from: pass, to: 1e14 } })
const asking = (...questions: ReadonlyArray<Question>) => Effect.flatMap(Engine, (engine) => engine.ask(questions))
const problemOf = ({ engine, reason }: EngineError): string =>
  reason._tag === "Defect" ? `${engine}: ${reason.problem}` : reason._tag

/** One pool for most tests: starting one takes longer than they do. */
const scope = Scope.makeUnsafe()
let shared: Layer.Layer<Engine>
beforeAll(async () => {
  const built = await Effect.runPromise(Scope.provide(Layer.build(pool(facts)), scope))
  shared = Layer.succeedContext(built)
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))
const together = <A, E>(effect: Effect.Effect<A, E, Engine>): Effect.Effect<A, E> =>
  Effect.suspend(() => Effect.provide(effect, shared))

const asked = (...questions: ReadonlyArray<Question>) => together(asking(...questions))

describe("pool of workers", () => {
  it.live("measures every metric as one thread does", () =>
    Effect.gen(function* () {
      const prepared = yield* Effect.forEach(metrics, (metric) => Effect.option(metric.prepare({})))
      const requests = prepared.flatMap((metric) => (metric._tag === "Some" ? [{ metric: metric.value }] : []))
      assert.isAbove(requests.length, 20)
      const measured = measure(requests, { calendar: facts.calendar })
      const alone = yield* measured.pipe(Effect.provide(MemoryEngine.layer(facts)))
      assert.deepStrictEqual(rounded(yield* together(measured)), rounded(alone))
    }),
  )

  it.live("keeps limits for what is merged", () =>
    Effect.gen(function* () {
      const rows = yield* Effect.flip(asking().pipe(Effect.provide(pool(facts, { rows: 10 }))))
      assert.strictEqual(problemOf(rows), "LimitExceeded")
      const customers = (yield* asked(byCustomer))[0]?.groups.length ?? 0
      // Each of two workers has fewer groups than that.
      const groups = yield* Effect.flip(asking(byCustomer).pipe(Effect.provide(pool(facts, { groups: customers - 1 }))))
      assert.deepInclude(groups.reason, { _tag: "LimitExceeded", limit: "groups", found: customers })
    }),
  )

  it.live("refuses questions as one thread does", () =>
    Effect.gen(function* () {
      const refused = (question: Question) => Effect.map(Effect.flip(asked(count, question)), problemOf)
      assert.strictEqual(yield* refused(tally("nothing", { n: { stat: "count" } })), "DimensionUnavailable")
      assert.strictEqual(yield* refused({ ...count, by: [dimension("x", column("x"))] }), "DimensionUnavailable")
      assert.strictEqual(yield* refused({ ...count, edges: [2, 1] }), "QuestionInvalid")
      // What JSON cannot say would arrive as another question.
      assert.strictEqual(yield* refused({ ...count, edges: [0, Number.POSITIVE_INFINITY] }), "QuestionInvalid")
      let deep: Expr = value(1)
      for (let i = 0; i < 10_000; i++) deep = { op: "not", of: deep }
      assert.strictEqual(yield* refused({ ...count, where: deep }), "QuestionInvalid")
      const round: { op: "not"; of: Expr } = { op: "not", of: value(1) }
      round.of = round
      assert.strictEqual(yield* refused({ ...count, where: round }), "QuestionInvalid")
    }),
  )

  it.live("gives equal questions one answer, and no questions none", () =>
    Effect.gen(function* () {
      const [first, second, third] = yield* asked(count, byCustomer, { ...count })
      assert.strictEqual(first, third)
      assert.strictEqual(second?.question, byCustomer)
      assert.deepStrictEqual(yield* asked(), [])
    }),
  )

  it.live("says that a worker lacks a fold the pool was given", () =>
    Effect.gen(function* () {
      const lacking = makeFold({ ...trouble, id: "test/unknown" })
      const error = yield* Effect.flip(asking().pipe(Effect.provide(pool(facts, { folds: [lacking] }))))
      assert.match(problemOf(error), /^memory-pool: worker \d of 2 does not know version 1 of the fold test\/unknown/)
      const older = makeFold({ ...trouble, version: 2 })
      const other = yield* Effect.flip(asking().pipe(Effect.provide(pool(facts, { folds: [older] }))))
      assert.match(problemOf(other), /version 2 of the fold test\/trouble/)
    }),
  )

  const starting = (spawn: (id: number) => Worker, options: Partial<MemoryPool.PoolOptions> = {}) =>
    Effect.map(Effect.flip(asking().pipe(Effect.provide(pool(facts, options, spawn)))), problemOf)

  it.live("says which worker cannot start, and why", () =>
    Effect.gen(function* () {
      const first = (other: () => Worker) => (id: number) => (id === 0 ? other() : thread())
      const missing = yield* starting(first(() => thread(new URL("nowhere.ts", import.meta.url))))
      assert.match(missing, /^memory-pool: worker 1 of 2 cannot start: .*nowhere\.ts.*MemoryPool\.runner/s)
      const thrown = yield* starting(
        first(() => {
          throw new Error("no more threads")
        }),
      )
      assert.match(thrown, /^memory-pool: worker 1 of 2 cannot start: no more threads/)
      const ended = yield* starting(first(() => thread(new URL("empty.ts", import.meta.url))))
      assert.match(ended, /^memory-pool: worker 1 of 2 cannot start: .*exited with code: 0/)
      const silent = yield* starting(
        first(() => thread(new URL("silent.ts", import.meta.url))),
        { startWithin: "2 seconds" },
      )
      assert.match(silent, /^memory-pool: worker 1 of 2 cannot start: it said nothing for 2s/)
      const none = yield* starting(() => thread(), { size: 0 })
      assert.match(none, /a pool of 0 workers/)
    }),
  )

  it.live("survives a fold that throws, and a worker that dies", () =>
    Effect.gen(function* () {
      const thrown = yield* Effect.flip(asked(ask("throw")))
      assert.match(problemOf(thrown), /^memory-pool: worker \d of 2 cannot count: a fold with a fault/)
      const whole = yield* asked(count)
      const died = yield* Effect.flip(asked(ask("exit")))
      assert.match(problemOf(died), /^memory-pool: worker \d of 2 has died while it counted: .*exited with code: 3/)
      // Another takes the place of each.
      assert.deepStrictEqual(yield* asked(count), whole)
    }),
  )

  it.live("stops between questions when it is interrupted, and answers others", () =>
    Effect.gen(function* () {
      const long = yield* Effect.forkChild(asked(...Array.from({ length: 40 }, (_, pass) => ask("spin", 250, pass))))
      yield* Effect.sleep(400)
      const before = performance.now()
      yield* Fiber.interrupt(long)
      assert.isBelow(performance.now() - before, 1000)
      const [answer] = yield* asked(ask("nothing"))
      assert.isAbove(Number(answer?.groups[0]?.states["fold"]), 0)
      // All of them take ten seconds.
      assert.isBelow(performance.now() - before, 4000)
    }),
  )

  it.live("answers several who ask at once", () =>
    Effect.gen(function* () {
      const asks = Array.from({ length: 8 }, (_, pass) => asked(ask("spin", 10, pass), count))
      const answers = yield* Effect.all(asks, { concurrency: "unbounded" })
      for (const [, counted] of answers) assert.deepStrictEqual(counted, answers[0]?.[1])
    }),
  )

  it.live("ends its workers with itself, also in the middle of a question", () =>
    Effect.gen(function* () {
      const ended = [0, 0]
      const spawn = (id: number) => thread().on("exit", () => (ended[id] = (ended[id] ?? 0) + 1))
      yield* asking(count).pipe(Effect.provide(pool(facts, {}, spawn)))
      assert.deepStrictEqual(ended, [1, 1])
      yield* asking(ask("spin", 1500)).pipe(Effect.timeoutOption("300 millis"), Effect.provide(pool(facts, {}, spawn)))
      assert.deepStrictEqual(ended, [2, 2])
    }),
  )

  it("lets the program end", async () => {
    const program = new URL("program.ts", import.meta.url).pathname
    const { stderr, stdout } = await promisify(execFile)(process.execPath, ["--conditions=@touchpoint/source", program])
    assert.deepStrictEqual(JSON.parse(stdout), [{ key: [], bucket: null, states: { n: { n: 20 } } }])
    assert.strictEqual(stderr, "")
  })
})

const rounded = (measured: unknown): unknown =>
  JSON.parse(
    JSON.stringify(measured, (_, inner: unknown) =>
      typeof inner === "number" && !Number.isInteger(inner) ? Number(inner.toPrecision(9)) : inner,
    ),
  )
