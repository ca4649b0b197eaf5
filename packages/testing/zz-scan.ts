import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import { differential } from "./src/fuzz/differential.ts"
import { oracleLayer } from "./src/oracle/index.ts"
import { kinds } from "./src/fuzz/FactsSpec.ts"
const seen = new Map<string, number>()
const [from, to] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 30)]
const full = (facts: Facts): Facts => ({ ...facts, tables: new Map([...kinds].map(([id, kind]) => [id, ones(facts.tables.get(id) ?? { kind, rows: 0, columns: new Map() })])) })
const ones = (t: any): any => { const w = t.columns.get('weight'); return w === undefined ? t : { ...t, columns: new Map([...t.columns, ['weight', { type: 'number', values: w.values.map((x: number) => (x === x ? x : 1)) }]]) } }
const known = (q: any): boolean => {
  if (q.by?.some((d: any) => d.cases !== undefined && new Set(d.cases.map((c: any) => c.label)).size < d.cases.length)) return true
  if (q.clock !== undefined && (kinds.get(q.kind)?.fields as any)?.[q.clock]?.type !== "instant") return true
  if (q.shape === "trails") return q.kinds.some((k: string) => (kinds.get(k)?.fields as any)[q.unit]?.type !== "text")
  return q.shape === "unit-moments" && Object.values(q.measures).some((m: any) => m.stat === "units")
}
const raw = process.argv[5] === "raw"
const layer = (facts: Facts) => raw ? MemoryEngine.layer(facts) : Layer.effect(Engine, Effect.gen(function* () {
  const memory = yield* Effect.provide(Engine, MemoryEngine.layer(full(facts)))
  const truth = yield* Effect.provide(Engine, oracleLayer(facts))
  return { ...memory, ask: (qs: any) => qs.some(known) ? truth.ask(qs) : memory.ask(qs) } as any
}))
for (let seed = from; seed <= to; seed++) {
  const r = await Effect.runPromise(differential({ name: "memory", layer: layer as any, runs: Number(process.argv[4] ?? 100), seed }))
  if (r.difference === null) { console.log(seed, "ok", r.questions); continue }
  const lines = r.difference.split("\n")
  const head = lines.slice(1, 2).join("").slice(0, 600)
  const key = head.slice(0, 60)
  seen.set(key, (seen.get(key) ?? 0) + 1)
  if ((seen.get(key) ?? 0) > 2) { console.log(seed, "again", key); continue }
  console.log("=== seed", seed, r.difference.replace(/\n\s*/g, " ").slice(0, 2200))
}
console.log(seen)
