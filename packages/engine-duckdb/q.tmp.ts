import { DuckDBEngine, hold } from "./src/index.ts"
import { MemoryEngine, Engine } from "@touchpoint/core/engine"
import { factsOf, specOf } from "@touchpoint/testing"
import { add, and, coalesce, column, eq, not, or, tally, bucket, type Expr, ge, dimension } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
const facts = factsOf(specOf({ order: Array.from({ length: 5000 }, (_, i) => ({ source: "s", eventId: `o${i}`, customer: `c${i % 7}`, at: i * 3_600_000 * 17, amount: i })) }))
const deep = (n: number, f: (e: Expr) => Expr, base: Expr): Expr => n === 0 ? base : f(deep(n - 1, f, base))
const hours = Array.from({ length: 90_000 }, (_, i) => i * 3_600_000)
const qs = [
  tally("order", { n: { stat: "count", where: deep(195, not, eq(column("amount"), 1)) } }),
  tally("order", { n: { stat: "sum", of: deep(195, (e) => add(e, 1), column("amount")) } }),
  tally("order", { n: { stat: "sum", of: deep(95, (e) => add(e, bucket(column("amount"), [0, 10, 100])), column("amount")) } }),
  tally("order", { n: { stat: "count", where: deep(195, (e) => or(and(e)), eq(column("amount"), 1)).op === "or" ? deep(97, (e) => or(and(e)), eq(column("amount"), 1)) : eq(1 as any, 1) } }),
  tally("order", { n: { stat: "sum", of: deep(195, (e) => coalesce(e, column("at")), column("amount")) } }),
  tally("order", { n: { stat: "count" } }, { edges: hours }),
  tally("order", { n: { stat: "count" } }, { by: [dimension("x", bucket(column("at"), hours))] }),
]
await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
  const held = yield* hold(facts, { threads: 2 })
  const duck = yield* DuckDBEngine.make(held)
  const mem = yield* Engine.pipe(Effect.provide(MemoryEngine.layer(facts)))
  for (const [i, q] of qs.entries()) {
    const t = performance.now()
    const a = yield* Effect.result(duck.ask([q])); const d = performance.now() - t
    const b = yield* Effect.result(mem.ask([q]))
    console.log(i, a._tag, JSON.stringify(a).slice(0, 2000) === JSON.stringify(b).slice(0, 2000), d.toFixed(0), "ms", a._tag === "Failure" ? JSON.stringify(a).slice(0, 300) : "", b._tag === "Failure" ? JSON.stringify(b).slice(0, 200): "")
  }
})))
