// Runs the modules named on the command line, one after another in this process. Started by `doctest.ts`.
import { Console } from "node:console"
import path from "node:path"
import { Writable } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import { failures } from "./expect.ts"

const patience = 30_000
const report = console
const late = Symbol("late")

for (const argument of process.argv.slice(2)) {
  const [file = "", where = ""] = argument.split("=")
  const printed: Array<string> = []
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      printed.push(String(chunk))
      done()
    },
  })
  globalThis.console = new Console(sink)
  const before = failures.length
  try {
    const waiting = new AbortController()
    const outcome = await Promise.race([
      import(pathToFileURL(path.resolve(import.meta.dirname, "../..", file)).href),
      sleep(patience, late, { signal: waiting.signal }),
    ])
    waiting.abort()
    if (outcome === late) failures.push(`${where}: still running after ${patience / 1000} s`)
  } catch (cause) {
    failures.push(`${where}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
  }
  globalThis.console = report
  if (failures.length > before && printed.length > 0) failures.push(`${where} printed:\n${printed.join("")}`)
}
for (const failure of failures) report.error(failure)
report.log("doctest finished")
process.exit(failures.length === 0 ? 0 : 1)
