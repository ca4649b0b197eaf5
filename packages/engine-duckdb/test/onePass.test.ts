import { DuckDBConnection } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import {
  column,
  dimension,
  eq,
  funnel,
  funnelDefaults,
  mark,
  type Question,
  recurrence,
  retention,
  trails,
  transitionDefaults,
  transitions,
} from "@touchpoint/core/questions"
import { DuckDBEngine, hold } from "@touchpoint/engine-duckdb"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const customer = (i: number) => `c${(i * 13) % 37}`
const facts = factsOf(
  specOf({
    interaction: Array.from({ length: 400 }, (_, i) => ({
      source: i % 2 === 0 ? "web" : "app",
      eventId: `i${i}`,
      customer: i % 50 === 0 ? null : customer(i),
      at: ((i * 7919) % 90) * 8 * HOUR,
      touchpoint: ["home", "cart", "help"][i % 3] ?? "",
    })),
    contact: Array.from({ length: 90 }, (_, i) => ({
      source: "mail",
      customer: customer(i * 3),
      at: ((i * 31) % 90) * 8 * HOUR,
      touchpoint: "newsletter",
    })),
    order: Array.from({ length: 120 }, (_, i) => ({
      source: "shop",
      eventId: `o${i}`,
      customer: customer(i * 5),
      at: ((i * 17) % 90) * 8 * HOUR,
      touchpoint: "checkout",
      amount: i,
    })),
    promise: Array.from({ length: 60 }, (_, i) => ({
      source: "shop",
      orderId: `o${i}`,
      customer: customer(i * 5),
      at: ((i * 17) % 90) * 8 * HOUR,
      touchpoint: "delivery",
    })),
  }),
)

const kinds = ["interaction", "contact", "order", "promise"] as const
const edges = [0, 10, 20, 30].map((day) => day * DAY)
const [visited, contacted, ordered, promised] = kinds.map((kind) => mark(kind, { kind }))
const marks = [visited, contacted, ordered, promised].flatMap((one) => (one === undefined ? [] : [one]))
const help = mark("help", { kind: "interaction", when: eq(column("touchpoint"), "help") })

/** Questions about one trail of four kinds; what opens, what is marked and what is counted is each one's own. */
const questions: ReadonlyArray<Question> = [
  trails(transitions, { ...transitionDefaults, collapse: false }, { kinds }),
  trails(
    funnel,
    { ...funnelDefaults, steps: ["interaction", "contact", "order", "promise"], within: 20 * DAY },
    { kinds, marks },
  ),
  trails(
    funnel,
    { ...funnelDefaults, steps: ["help", "order"], attempt: "every" },
    { kinds, marks: [help, ...marks], open: { by: [dimension("source", column("source"))], edges } },
  ),
  trails(
    retention,
    { entry: "order", return: "interaction", clock: { kind: "calendar", edges }, count: 3, bracket: null, asOf: null },
    { kinds, marks, open: { kind: "order", edges } },
  ),
  trails(
    recurrence,
    { mark: "order", horizons: [DAY, 9 * DAY], apart: 0, asOf: null },
    { kinds, marks, open: { kind: "order" } },
  ),
]

/** What is sent to DuckDB while an effect runs. */
const sent = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const queries: Array<string> = []
    const methods = ["run", "stream", "runAndReadAll"] as const
    const before = methods.map((name) => DuckDBConnection.prototype[name])
    for (const [i, name] of methods.entries()) {
      const own = before[i] as (this: DuckDBConnection, ...given: Array<unknown>) => unknown
      Object.assign(DuckDBConnection.prototype, {
        [name](this: DuckDBConnection, ...given: Array<unknown>) {
          queries.push(String(given[0]))
          return own.apply(this, given)
        },
      })
    }
    return effect.pipe(
      Effect.map((answers) => ({ answers, queries })),
      Effect.ensuring(
        Effect.sync(() => {
          for (const [i, name] of methods.entries()) Object.assign(DuckDBConnection.prototype, { [name]: before[i] })
        }),
      ),
    )
  })

const walks = (queries: ReadonlyArray<string>) => queries.filter((sql) => / ORDER BY (?:k|unit, at_)\b/.test(sql))

describe("interactions, contacts, orders and promises", () => {
  it.live("are one trail, sorted and walked once for all questions asked together", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const memory = yield* Effect.provide(
          Effect.flatMap(Engine, (engine) => engine.ask(questions)),
          MemoryEngine.layer(facts),
        )
        const engine = yield* DuckDBEngine.make(yield* hold(facts, { threads: 2, memory: "256MB" }))
        const together = yield* sent(engine.ask(questions))
        assert.deepStrictEqual(together.answers, memory)
        const [walk = "", ...others] = walks(together.queries)
        assert.deepStrictEqual(others, [])
        // Four kinds in one query, and everything that questions read of a row in one number.
        assert.strictEqual(walk.split(" UNION ALL ").length, kinds.length)
        assert.match(walk, /, kind, v0 FROM \(SELECT/)
        // And what it is sorted by first in another.
        assert.match(walk, / ORDER BY k\b/)
        const apart = yield* sent(Effect.forEach(questions, (question) => engine.ask([question])))
        assert.deepStrictEqual(apart.answers.flat(), memory)
        assert.strictEqual(walks(apart.queries).length, questions.length)
        // A question that sees other rows is another trail.
        const other = trails(transitions, transitionDefaults, { kinds: ["interaction", "order"] })
        assert.strictEqual(walks((yield* sent(engine.ask([...questions, other, other]))).queries).length, 2)
      }),
    ),
  )
})
