import { MemoryEngine } from "@touchpoint/core/engine"
import { outlineOf } from "@touchpoint/core/metrics"
import { Plugin } from "@touchpoint/core/plugins"
import { judge } from "@touchpoint/core/rules"
import { factsOfShop, simulateShop, storyIds } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import { batteries } from "./src/project/batteries.ts"
import { prepareRules } from "./src/project/ruleset.ts"
const run = async (seed: number, stories: any, n: number) => {
  const shop = simulateShop({ customers: n, seed, stories })
  const facts = Effect.runSync(factsOfShop(shop))
  const r: any = await Effect.runPromise(
    Effect.gen(function* () {
      const registry = yield* Effect.fromResult(Plugin.register(batteries))
      const { rules } = yield* prepareRules({}, { registry, source: "shop", base: "." } as any)
      const asOf = Math.min(...[...facts.watermarks.values()].map(({ at }) => at))
      return yield* judge(rules, facts.inventory, asOf, {
        calendar: facts.calendar,
        sources: facts.sources,
        outline: outlineOf(facts),
      }).pipe(Effect.provide(MemoryEngine.layer(facts)))
    }) as any,
  )
  return { shop, findings: r.findings, failures: r.failures }
}
const n = Number(process.argv[2]),
  from = Number(process.argv[3]),
  to = Number(process.argv[4]),
  mode = process.argv[5]
let warned = 0,
  infos = 0,
  missed = 0,
  extra = 0
for (let seed = from; seed <= to; seed++) {
  if (mode === "clean") {
    const { findings } = await run(seed, [], n)
    const w = findings.filter((f: any) => f.severity !== "info")
    if (w.length) {
      warned++
      console.log(
        seed,
        w.map((f: any) => f.rule + " " + f.subject.id + " " + f.evidence.map((e: any) => `${e.value} n=${e.n}`)),
      )
    }
    if (findings.length > w.length) infos++
  } else
    for (const id of mode === "all" ? ["all"] : storyIds) {
      const { shop, findings } = await run(seed, id === "all" ? "all" : [id], n)
      const w = findings.filter((f: any) => f.severity !== "info")
      const allowed = new Set<string>()
      for (const t of shop.truth)
        for (const [rule, subs] of Object.entries(t.rules))
          for (const s of subs) {
            allowed.add(rule + " " + s.id)
            if (!w.some((f: any) => f.rule === rule && f.subject.id === s.id)) {
              missed++
              console.log("MISSED", seed, id, rule, s.id)
            }
          }
      for (const f of w)
        if (!allowed.has(f.rule + " " + f.subject.id)) {
          extra++
          console.log(
            "EXTRA",
            seed,
            id,
            f.rule,
            f.subject.id,
            f.evidence.map((e: any) => `${e.value} n=${e.n}`),
          )
        }
    }
}
console.log({ n, from, to, mode, warned, infos, missed, extra })
