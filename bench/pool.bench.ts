// The standard report in memory: by one thread, and by a pool of them. TOUCHPOINT_MILLIONS=10 TOUCHPOINT_THREADS=4
// npm run bench -- pool
import { Worker } from "node:worker_threads"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { MemoryPool } from "@touchpoint/core/pool"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import type { Bench } from "./measure.ts"
import { threads } from "./pool/platform.ts"
import { factsOf } from "./standard/columns.ts"
import { ensure, fileOf } from "./standard/data.ts"
import { questions } from "./standard/questions.ts"

const millions = Number(process.env["TOUCHPOINT_MILLIONS"] ?? 1)
const size = Number(process.env["TOUCHPOINT_THREADS"] ?? 2)

await ensure(millions)
const facts = await factsOf(fileOf(millions))

const pool = MemoryPool.layer(facts, { size }).pipe(
  Layer.provide(threads(() => new Worker(new URL("pool/worker.ts", import.meta.url)))),
)

interface Started {
  readonly engine: Engine["Service"]
  readonly scope: Scope.Closeable
}

const start = async (layer: Layer.Layer<Engine, unknown>): Promise<Started> => {
  const scope = Scope.makeUnsafe()
  const built = await Effect.runPromise(Scope.provide(Layer.build(layer), scope))
  return { scope, engine: Context.get(built, Engine) }
}
const end = ({ scope }: Started) => Effect.runPromise(Scope.close(scope, Exit.void))

const report = (name: string, layer: Layer.Layer<Engine, unknown>): Bench<Started> => ({
  name: `${name}: standard report`,
  rows: millions * 1e6,
  prepare: () => start(layer),
  run: ({ engine }) => Effect.runPromise(engine.ask(Object.values(questions))),
  release: end,
})

const alone = MemoryEngine.layer(facts)
const benches: ReadonlyArray<Bench<Started>> = [
  report("one thread", alone),
  report(`${size} threads`, pool),
  {
    name: `${size} threads: start and end`,
    prepare: () => start(alone),
    run: async () => end(await start(pool)),
  },
]
export default benches
