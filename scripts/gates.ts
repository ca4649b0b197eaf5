// `npm test`: every gate, then the tests, then one line of totals. The first gate that fails stops the run.
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { availableParallelism } from "node:os"
import path from "node:path"
import { stripVTControlCharacters } from "node:util"
import { root, tracked } from "./tracked.ts"

// The tools of this repository come first, also when the run was not started by npm.
process.env["PATH"] = [path.join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(path.delimiter)

const insisting = process.env["TOUCHPOINT_CI"] === "1"
/** ClickHouse in the process of the tests is not installed everywhere. */
const chdb = insisting || existsSync(path.join(root, "packages/chdb/node_modules/chdb"))
const totalsFile = path.join(root, ".gates", "vitest.json")

interface Gate {
  readonly name: string
  readonly command: ReadonlyArray<string>
  /** Gates whose result this one reads. */
  readonly after?: ReadonlyArray<string>
  /** Uses every core by itself: nothing runs beside it. */
  readonly alone?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** What is still wrong although the command succeeded. */
  readonly verify?: () => ReadonlyArray<string>
  /** The part of what a failed command printed that says why; all of it where this is missing. */
  readonly explain?: (output: string) => string
}

interface Totals {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly numFailedTestSuites: number
  readonly success: boolean
  readonly testResults: ReadonlyArray<{
    readonly name: string
    readonly status: string
    readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly status: string }>
  }>
}

const totals = (): Totals | undefined =>
  existsSync(totalsFile) ? (JSON.parse(readFileSync(totalsFile, "utf8")) as Totals) : undefined

const skipped = ({ numPendingTests, numTodoTests }: Totals): number => numPendingTests + numTodoTests

/** Every test file of the repository ran: an `include` that is too narrow would leave it out without a word. */
const uncollected = (): ReadonlyArray<string> => {
  const result = totals()
  if (result === undefined) return ["vitest wrote no result"]
  const ran = new Set(result.testResults.map(({ name }) => path.relative(root, name).replaceAll(path.sep, "/")))
  return [
    ...tracked((file) => file.endsWith(".test.ts"))
      .filter((file) => !ran.has(file) && (chdb || !file.startsWith("packages/chdb/")))
      .map((file) => `${file} was not collected`),
    ...(insisting && skipped(result) > 0
      ? [`${skipped(result)} tests were skipped, and TOUCHPOINT_CI=1 forbids it`]
      : []),
  ]
}

/**
 * What failed comes first and is short: thousands of lines about what passed would hide it. Where vitest names no test
 * (a worker that died, say), the end of what it printed tells more than the beginning.
 */
const failures = (output: string): string => {
  const failed = (totals()?.testResults ?? []).filter(({ status }) => status === "failed")
  const names = failed.flatMap(({ assertionResults, name }) => {
    const file = path.relative(root, name)
    const tests = assertionResults.filter(({ status }) => status === "failed")
    return tests.length === 0 ? [`${file} did not run`] : tests.map(({ fullName }) => `${file}: ${fullName}`)
  })
  const details = output.search(/⎯ (?:Failed|Unhandled|Startup)/)
  return [...names, details < 0 ? output.slice(-4000) : output.slice(details)].join("\n")
}

const gates: ReadonlyArray<Gate> = [
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "types", command: ["tsc", "-b"] },
  ...(chdb ? [{ name: "types on chdb", command: ["tsc", "-b", "packages/chdb"], after: ["types"] }] : []),
  { name: "layers and cycles", command: ["node", "scripts/layering.ts"] },
  { name: "generated files", command: ["node", "--conditions=@touchpoint/source", "scripts/codegen.ts", "--check"] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"], after: ["types"] },
  { name: "unused code", command: ["knip", "--no-progress", "--no-config-hints"] },
  { name: "build", command: ["node", "scripts/build.ts", "--javascript"], after: ["types"] },
  { name: "built modules", command: ["node", "scripts/built.ts"], after: ["build"] },
  { name: "packages", command: ["node", "scripts/pack.ts"], after: ["build"] },
  { name: "a packed plugin", command: ["node", "scripts/packedPlugin.ts"], after: ["packages"] },
  { name: "examples in docs", command: ["node", "scripts/doctest.ts"], after: ["types"] },
  ...(insisting ? [{ name: "reference", command: ["npm", "run", "--silent", "docs"], after: ["types"] }] : []),
  {
    name: "tests",
    command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${totalsFile}`],
    alone: true,
    explain: failures,
    verify: uncollected,
  },
  // No number may depend on the zone of the machine: west of Greenwich with summer time, and a quarter of an hour off.
  ...["America/Los_Angeles", "Asia/Kathmandu"].map((zone) => ({
    name: `tests in ${zone}`,
    command: ["vitest", "run", "--project=core", "--reporter=dot", "time", "questions", "metrics"],
    env: { TOUCHPOINT_TZ: zone },
    alone: true,
  })),
]

const running = new Map<string, ChildProcess>()
const done = new Set<string>()
const state = { failed: false }

const stop = (): void => {
  for (const child of running.values()) child.kill()
}

const execute = ({
  command: [tool = "", ...args],
  env = {},
  name,
}: Gate): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    const chunks: Array<Buffer> = []
    const child = spawn(tool, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    })
    running.set(name, child)
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk))
    child.on("error", (cause) => chunks.push(Buffer.from(cause.message)))
    child.on("close", (code) => {
      running.delete(name)
      resolve({ code: code ?? 1, output: stripVTControlCharacters(Buffer.concat(chunks).toString("utf8")) })
    })
  })

const pass = async (gate: Gate): Promise<void> => {
  const start = performance.now()
  const { code, output } = await execute(gate)
  if (state.failed) return
  const faults = code === 0 ? (gate.verify?.() ?? []) : []
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  if (code === 0 && faults.length === 0) {
    console.log(`ok    ${gate.name} (${seconds} s)`)
    for (const note of new Set(output.match(/^note: .*$/gm))) console.log(`      ${note}`)
    done.add(gate.name)
    return
  }
  state.failed = true
  stop()
  console.log(`FAIL  ${gate.name} (${seconds} s)`)
  const why = code === 0 ? output : (gate.explain?.(output) ?? output)
  console.log([why.trimEnd(), ...faults].filter((text) => text !== "").join("\n"))
}

const runAll = async (): Promise<void> => {
  const waiting = [...gates]
  const active = new Set<Promise<void>>()
  const cores = Math.max(1, availableParallelism())
  while (!state.failed && (waiting.length > 0 || active.size > 0)) {
    const next = waiting.findIndex(
      (gate) => (gate.after ?? []).every((name) => done.has(name)) && (gate.alone !== true || active.size === 0),
    )
    if (next >= 0 && active.size < cores) {
      const [gate] = waiting.splice(next, 1)
      if (gate === undefined) break
      const task = pass(gate).finally(() => active.delete(task))
      active.add(task)
      if (gate.alone === true) await task
    } else {
      await Promise.race(active)
    }
  }
  await Promise.all(active)
}

mkdirSync(path.dirname(totalsFile), { recursive: true })
rmSync(totalsFile, { force: true })
const start = performance.now()
await runAll()
console.log(`${state.failed ? "stopped" : "all gates"} after ${((performance.now() - start) / 1000).toFixed(0)} s`)
const result = totals()
if (result !== undefined) {
  const more = skipped(result) > 0 ? `, ${skipped(result)} skipped` : ""
  console.log(`${result.numPassedTests} passed, ${result.numFailedTests} failed${more}`)
}
process.exitCode = state.failed ? 1 : 0
