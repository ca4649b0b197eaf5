// A program with a pool: it prints one number and ends by itself.
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Engine } from "@touchpoint/core/engine"
import { tally } from "@touchpoint/core/questions"
import { factsOfShop, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { pool } from "./threads.ts"

const program = Effect.gen(function* () {
  const engine = yield* Engine
  const [answer] = yield* engine.ask([tally("customer", { n: { stat: "units", of: "customer" } })])
  console.log(JSON.stringify(answer?.groups))
})
const facts = factsOfShop(simulateShop({ customers: 20 })).pipe(Effect.orDie)
program.pipe(Effect.provide(Layer.unwrap(Effect.map(facts, (held) => pool(held)))), NodeRuntime.runMain)
