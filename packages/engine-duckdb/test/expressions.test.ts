import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import {
  add,
  and,
  bucket,
  coalesce,
  column,
  dimension,
  eq,
  type Expr,
  mul,
  not,
  or,
  present,
  type Question,
  sub,
  tally,
  value,
} from "@touchpoint/core/questions"
import { DuckDBEngine, hold } from "@touchpoint/engine-duckdb"
import { factsOf, specOf } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const HOUR = 3_600_000
const facts = factsOf(
  specOf({
    order: Array.from({ length: 3000 }, (_, i) => ({
      source: "s",
      eventId: `o${i}`,
      customer: `c${i % 7}`,
      at: i * HOUR * 29 - (i % 2),
      amount: i % 11 === 0 ? null : i,
      rating: i % 3 === 0 ? 1e308 : i,
    })),
    refund: [{ source: "s", refundOf: "o3", at: 5 }],
    contact: [{ source: "s", eventId: "k", touchpoint: "mail", weight: 2 }],
  }),
)

/** Both engines answer alike. */
const same = (questions: ReadonlyArray<Question>) =>
  Effect.gen(function* () {
    const layers = [
      MemoryEngine.layer(facts),
      Layer.unwrap(Effect.map(hold(facts, { threads: 2, memory: "256MB" }), (held) => DuckDBEngine.layer(held))),
    ]
    const [memory, duck] = yield* Effect.forEach(layers, (layer) =>
      Effect.provide(
        Effect.flatMap(Engine, (engine) => engine.ask(questions)),
        layer,
      ),
    )
    assert.deepStrictEqual(duck, memory)
    return memory
  })

const deep = (levels: number, of: (inner: Expr) => Expr, base: Expr): Expr =>
  levels === 0 ? base : of(deep(levels - 1, of, base))
const count = (where: Expr) => tally("order", { n: { stat: "count", where } })
const sum = (of: Expr) => tally("order", { n: { stat: "sum", of } })

describe("expressions", () => {
  it.live("nest as deep as core allows, and grow no faster than they nest", () =>
    same([
      count(deep(195, not, eq(column("amount"), 1))),
      count(deep(97, (inner) => or(and(inner)), eq(column("amount"), 1))),
      sum(deep(195, (inner) => add(inner, 1), column("amount"))),
      sum(deep(195, (inner) => coalesce(inner, column("at")), column("amount"))),
      sum(deep(8, (inner) => bucket(inner, [0, 1, 10, 100, 1000, 10_000]), column("amount"))),
      sum(deep(60, (inner) => bucket(inner, [-1, 0, 1, 2]), column("amount"))),
    ]),
  )

  it.live("make of infinities what core makes of them: nothing", () =>
    Effect.gen(function* () {
      const huge = mul(column("rating"), column("rating"))
      const nothing = sub(huge, huge)
      const answers = yield* same([
        count(present(nothing)),
        count(eq(nothing, nothing)),
        count(present(mul(huge, 0))),
        count(not(present(sub(mul(huge, huge), add(huge, 1))))),
      ])
      // A third of the rows overflows, and infinity less infinity is no number.
      assert.deepStrictEqual(answers?.[0]?.groups[0]?.states["n"], { n: 2000, w: 2000 })
    }),
  )

  it.live("search in more edges than comparisons are made for", () => {
    const hours = Array.from({ length: 20_000 }, (_, i) => i * HOUR)
    return same([
      tally("order", { n: { stat: "count" } }, { edges: hours }),
      tally("order", { n: { stat: "count" } }, { by: [dimension("hour", bucket(column("at"), hours))] }),
      tally("order", { n: { stat: "count" } }, { by: [dimension("hour", bucket(column("amount"), hours))] }),
      tally("order", { n: { stat: "count" } }, { by: [dimension("hour", bucket(value(HOUR * 3.5), hours))] }),
      tally("refund", { n: { stat: "count" } }, { edges: hours, clock: "at" }),
      // Contacts have no dates here: the number is absent of every row.
      tally("contact", { n: { stat: "histogram", of: bucket(sub(column("weight"), column("at")), hours) } }),
    ])
  })
})
