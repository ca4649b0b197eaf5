import type { Port } from "./ports.ts"

/** A thread, in Node or in a browser. */
export interface Thread {
  readonly hear: (listener: (data: unknown) => void) => void
  readonly send: (port: Port) => void
  readonly stop: () => unknown
}

type Listen = (type: "message", listener: (event: { readonly data: unknown }) => void) => void

interface WebWorker {
  readonly addEventListener: Listen
  readonly postMessage: (message: unknown, transfers: ReadonlyArray<Port>) => void
  readonly terminate: () => void
}

// Not imported: this runs in browsers too.
const node = globalThis.process?.getBuiltinModule?.("node:worker_threads")

/** Starts the thread of `thread.ts`. */
export const startThread = (): Thread => {
  if (node === undefined) {
    const Worker = (globalThis as unknown as { readonly Worker: new (url: URL, options: object) => WebWorker }).Worker
    const worker = new Worker(new URL("thread.ts", import.meta.url), { type: "module" })
    return {
      hear: (listener) => worker.addEventListener("message", ({ data }) => listener(data)),
      send: (port) => worker.postMessage(port, [port]),
      stop: () => worker.terminate(),
    }
  }
  const worker = new node.Worker(new URL("thread.ts", import.meta.url), {
    execArgv: ["--conditions=@touchpoint/source"],
  })
  return {
    hear: (listener) => worker.on("message", listener),
    send: (port) => worker.postMessage(port, [port as never]),
    stop: () => worker.terminate(),
  }
}

/** What a thread hears and says. */
export const insideThread = (): {
  readonly say: (message: unknown) => void
  readonly hear: (f: (port: Port) => void) => void
} => {
  const port = node?.parentPort
  if (port !== undefined && port !== null)
    return { say: (message) => port.postMessage(message), hear: (f) => port.on("message", f) }
  const here = globalThis as unknown as {
    readonly addEventListener: Listen
    readonly postMessage: (message: unknown, transfers: ReadonlyArray<Port>) => void
  }
  return {
    say: (message) => here.postMessage(message, []),
    hear: (f) => here.addEventListener("message", ({ data }) => f(data as Port)),
  }
}
