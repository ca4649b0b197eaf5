// Threads of Node for pools. The benches are no package: what they run on is taken from the one that depends on it.
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
import type { Worker as Thread } from "node:worker_threads"
import type { Layer } from "effect"
import type { Worker, WorkerRunner } from "effect/workers"

const { resolve } = createRequire(new URL("../../packages/touchpoint/package.json", import.meta.url))
const load = async <A>(name: string): Promise<A> =>
  (await import(pathToFileURL(resolve(`@effect/platform-node/${name}`)).href)) as A

export const { layer: threads } = await load<{
  readonly layer: (spawn: () => Thread) => Layer.Layer<Worker.WorkerPlatform | Worker.Spawner>
}>("NodeWorker")

export const { layer: inThread } = await load<{
  readonly layer: Layer.Layer<WorkerRunner.WorkerRunnerPlatform>
}>("NodeWorkerRunner")
