import * as fc from "fast-check"
import * as Effect from "effect/Effect"
import { spec } from "./src/fuzz/facts.ts"
import { question } from "./src/fuzz/questions.ts"
import { factsOf } from "./src/fuzz/FactsSpec.ts"
import { oracle } from "./src/oracle/index.ts"
let t = performance.now()
const lap = (n: string) => { const now = performance.now(); console.log(n, (now - t).toFixed(0)); t = now }
const specs = fc.sample(spec, { seed: 1, numRuns: 500 }); lap("specs")
const qs = fc.sample(question, { seed: 1, numRuns: 1000 }); lap("questions")
const facts = specs.map(factsOf); lap("facts")
console.log("rows", specs.map((s) => [...s.tables.values()].map((t) => t.length)).flat().reduce((a, b) => a + b) / specs.length)
let groups = 0, faults = 0
qs.forEach((q, i) => { const v = oracle(facts[i % 500]!)(q); if ("faults" in v) faults++; else groups += v.answer.groups.length > 0 || (v.answer.fold as any)?.trails > 0 ? 1 : 0 }); lap("oracle"); console.log({ faults, groups })
