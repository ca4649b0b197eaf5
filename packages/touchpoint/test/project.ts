import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import process from "node:process"
import { afterAll, assert } from "@effect/vitest"
import { csv, type Source, TouchpointError } from "touchpoint"

const packages = path.resolve(import.meta.dirname, "../..")
/** Node starts faster the second time. */
const compiled = path.join(packages, "touchpoint/node_modules/.cache/node")
const made: Array<string> = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own with these files, gone after the tests. */
export const folderWith = (files: Readonly<Record<string, string | Uint8Array>> = {}): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "touchpoint-test-"))
  made.push(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
  return folder
}

/** The fixture `shop` in a folder of its own, with more files beside it; plugins there find touchpoint and effect. */
export const shopWith = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = folderWith(files)
  cpSync(path.join(import.meta.dirname, "fixtures/shop"), folder, { recursive: true, force: false })
  const modules = path.join(folder, "node_modules")
  mkdirSync(path.join(modules, "@touchpoint"), { recursive: true })
  symlinkSync(path.join(packages, "touchpoint"), path.join(modules, "touchpoint"))
  symlinkSync(path.join(packages, "core"), path.join(modules, "@touchpoint/core"))
  symlinkSync(path.join(packages, "core/node_modules/effect"), path.join(modules, "effect"))
  return folder
}

/** What a promise is refused with. Everything a caller sees is a TouchpointError that says what to do. */
export const refusal = async (promise: Promise<unknown>): Promise<TouchpointError> => {
  const error: unknown = await promise.then(
    () => assert.fail("expected a refusal"),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TouchpointError)) throw error
  assert.notStrictEqual(error.code, "internal", error.message)
  assert.notStrictEqual(error.message, "")
  return error
}

/** How most tests read their answers. */
export const map = { customer: "id", at: "date", score: "answer" } as const
/** Constants of an NPS survey. */
export const survey = { instrument: "nps", scale: { min: 0, max: 10 } } as const

/** Answers of a file, as a configuration. */
export const answers = (
  file = "nps.csv",
  columns: Source["map"] = map,
  constants: Source["with"] = survey,
  reading: Parameters<typeof csv>[3] = {},
) => ({ facts: { feedback: csv(file, columns, constants, reading) } })

/** What a run of the command left. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const main = path.join(packages, "touchpoint/src/command/main.ts")

/** Runs the command in a folder. `during` sees what it writes to stderr while it runs, and may signal it. */
export const command = (
  folder: string,
  args: ReadonlyArray<string>,
  {
    during,
    env = {},
    started,
  }: {
    /** Is told once the process runs, and may signal it. */
    readonly started?: (kill: (signal: NodeJS.Signals) => void) => void
    readonly env?: Readonly<Record<string, string>>
    readonly during?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void
  } = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=@touchpoint/source", main, ...args], {
      cwd: folder,
      env: { PATH: process.env["PATH"], TZ: "UTC", NODE_COMPILE_CACHE: compiled, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    started?.((signal) => child.kill(signal))
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
      during?.(stderr, (signal) => child.kill(signal))
    })
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })
