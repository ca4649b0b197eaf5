import { MemoryEngine } from "@touchpoint/core/engine"
import { outlineOf } from "@touchpoint/core/metrics"
import { Plugin } from "@touchpoint/core/plugins"
import { judge } from "@touchpoint/core/rules"
import { factsOfShop, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import { batteries } from "./src/project/batteries.ts"
import { prepareRules } from "./src/project/ruleset.ts"
const n = Number(process.argv[2] ?? 2500)
const arg = process.argv[3]
const stories: any = arg === "all" ? ("all" as const) : arg ? arg.split(",") : []
for (const seed of (process.argv[4] ?? "1").split(",").map(Number)) {
  const shop = simulateShop({ customers: n, seed, stories })
  const t0 = performance.now()
  const facts = Effect.runSync(factsOfShop(shop))
  const t1 = performance.now()
  const r: any = await Effect.runPromise(
    Effect.gen(function* () {
      const registry = yield* Effect.fromResult(Plugin.register(batteries))
      const { broken, rules } = yield* prepareRules({}, { registry, source: "shop", base: "." } as any)
      const asOf = Math.min(...[...facts.watermarks.values()].map(({ at }) => at))
      return {
        broken,
        ...(yield* judge(rules, facts.inventory, asOf, {
          calendar: facts.calendar,
          sources: facts.sources,
          outline: outlineOf(facts),
        }).pipe(Effect.provide(MemoryEngine.layer(facts)))),
      }
    }) as any,
  )
  console.log(
    "seed",
    seed,
    "facts",
    (t1 - t0).toFixed(),
    "judge",
    (performance.now() - t1).toFixed(),
    "failures",
    r.failures,
    r.broken,
    "idle",
    r.idle,
  )
  for (const f of r.findings)
    console.log(
      f.severity,
      f.certainty,
      f.rule,
      f.subject,
      JSON.stringify(f.message?.data ?? f.data),
      f.evidence.map((e: any) =>
        [e.metric, JSON.stringify(e.by), e.value, e.n, e.interval?.low, e.interval?.high].join(" "),
      ),
    )
}
