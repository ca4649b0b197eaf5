// Changes the formulas one place at a time and sees whether a test notices. Minutes to hours, so it is no gate:
//   npm run mutation -- stats/wilson moments metrics/nps   rooms, files or folders of core; all without arguments
// It works on a copy, remembers what it has tried, and writes `mutation.md` beside the README of each room.
import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { root, tracked } from "../tracked.ts"
import { explanationOf } from "./explained/index.ts"

/** A mutant as the report of Stryker has it. */
interface Mutant {
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: string
  readonly location: { readonly start: Place; readonly end: Place }
}
interface Place {
  readonly line: number
  readonly column: number
}
interface Reported {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: ReadonlyArray<Mutant> }>>
}

const core = "packages/core/src"
/** What is changed, room by room, and the tests that have to notice. */
const rooms: Readonly<Record<string, ReadonlyArray<string>>> = {
  stats: ["test/stats/**/*.test.ts"],
  moments: ["test/moments/**/*.test.ts"],
  metrics: ["src/metrics/**/*.test.ts", "test/metrics/**/*.test.ts"],
}
const reports = path.join(root, "reports", "mutation")
const copy = path.join(root, ".stryker-tmp", String(process.pid))

/** Files of a room that hold formulas: texts and lists of exports decide no number. */
const filesOf = (room: string, wanted: ReadonlyArray<string>): ReadonlyArray<string> =>
  tracked((file) => file.startsWith(`${core}/${room}/`) && file.endsWith(".ts"))
    .filter((file) => !/\.test\.ts$|\/texts\.ts$/u.test(file) && file !== `${core}/${room}/index.ts`)
    .filter((file) => room !== "metrics" || file.split("/").length > 5)
    .filter((file) => wanted.some((one) => file.startsWith(`${core}/${one}`)))

const run = (room: string, files: ReadonlyArray<string>): Reported => {
  const config = {
    plugins: ["@stryker-mutator/vitest-runner"],
    // Stryker reads configurations with a compiler that is not ours.
    tsconfigFile: "no-tsconfig.json",
    testRunner: "vitest",
    mutate: files,
    coverageAnalysis: "perTest",
    concurrency: 2,
    // Loops without end are common among mutants; the tests of one place take a second or two.
    timeoutMS: 2500,
    timeoutFactor: 1.25,
    // The copy's own links lead into it, where those of Stryker's sandbox would lead out.
    inPlace: true,
    // A metric's declarations (passport, texts, ids, schemas of parameters) have tests of the whole catalogue; what is
    // tried here is its questions and its estimator, which run.
    ...(room === "metrics" ? { ignoreStatic: true, mutator: { excludedMutations: ["StringLiteral"] } } : {}),
    incremental: true,
    incrementalFile: path.join(reports, `${room}.incremental.json`),
    reporters: ["dots", "json"],
    jsonReporter: { fileName: path.join(reports, `${room}.json`) },
    vitest: { configFile: "packages/core/vitest.mutation.config.ts", dir: "packages/core", related: false },
  }
  writeFileSync(path.join(copy, "stryker.config.json"), JSON.stringify(config))
  const own =
    room === "metrics" ? files.map((file) => `${path.relative("packages/core", path.dirname(file))}/*.test.ts`) : []
  const tests = own.length > 0 ? [...new Set(own)] : (rooms[room] ?? [])
  const { status } = spawnSync("npx", ["stryker", "run"], {
    cwd: copy,
    stdio: "inherit",
    env: { ...process.env, TOUCHPOINT_MUTATED: tests.join(",") },
  })
  if (status !== 0) process.exit(status ?? 1)
  return JSON.parse(readFileSync(path.join(reports, `${room}.json`), "utf8")) as Reported
}

const detected = new Set(["Killed", "Timeout"])
const counted = new Set([...detected, "Survived", "NoCoverage"])

/** What stood where a mutant was put, in one line. */
const originalOf = (source: string, { end, start }: Mutant["location"]): string => {
  const lines = source.split("\n").slice(start.line - 1, end.line)
  const text = lines.map((line, i) =>
    line.slice(i === 0 ? start.column - 1 : 0, i === lines.length - 1 ? end.column - 1 : undefined),
  )
  return text.join(" ").replaceAll(/\s+/gu, " ").trim()
}

const cell = (text: string): string => `\`${text.slice(0, 100).replaceAll("`", "'").replaceAll("|", "\\|")}\``

/** What a room leaves out, said above its table. */
const leftOut: Readonly<Record<string, string>> = {
  metrics:
    "Declarations (passports, ids, schemas of parameters) and texts are left out: the tests of the whole catalogue and the compiler hold them.",
}

const write = (room: string, { files }: Reported): void => {
  const table: Array<string> = []
  const survivors: Array<string> = []
  for (const [file, { mutants, source }] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = path.relative(`${core}/${room}`, file)
    const all = mutants.filter(({ status }) => counted.has(status))
    const found = all.filter(({ status }) => detected.has(status))
    if (all.length === 0) continue
    table.push(
      `| \`${name}\` | ${all.length} | ${found.length} | ${((100 * found.length) / all.length).toFixed(1)} % |`,
    )
    for (const mutant of all.filter(({ status }) => !detected.has(status))) {
      const was = originalOf(source, mutant.location)
      const now = (mutant.replacement ?? "").replaceAll(/\s+/gu, " ")
      const why = explanationOf({ file: `${room}/${name}`, was, now, mutator: mutant.mutatorName })
      survivors.push(`| \`${name}\` | ${cell(was)} | ${cell(now)} | ${why ?? "**unexplained**"} |`)
    }
  }
  const text = [
    `# Mutations of \`${room}\``,
    "",
    "One place of a formula is changed at a time; a test has to notice. Written by `npm run mutation`, never by hand; explanations are in `scripts/mutation/explained`.",
    ...(leftOut[room] === undefined ? [] : ["", leftOut[room]]),
    "",
    "| file | changes | noticed | share |",
    "| --- | --- | --- | --- |",
    ...table,
    "",
    "## Not noticed",
    "",
    "| file | was | changed into | why no test can or need notice |",
    "| --- | --- | --- | --- |",
    ...survivors,
    "",
  ].join("\n")
  writeFileSync(path.join(root, core, room, "mutation.md"), text)
}

const wanted = process.argv.slice(2)
const asked = wanted.length === 0 ? Object.keys(rooms) : wanted
mkdirSync(reports, { recursive: true })
rmSync(copy, { recursive: true, force: true })
mkdirSync(copy, { recursive: true })
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split(
  "\n",
)
for (const file of files.filter((one) => one !== "" && existsSync(path.join(root, one))))
  cpSync(path.join(root, file), path.join(copy, file))
spawnSync("npx", ["--yes", "pnpm@12.21.0", "install", "--offline", "--frozen-lockfile"], {
  cwd: copy,
  stdio: "inherit",
})
for (const room of Object.keys(rooms)) {
  const own = filesOf(room, asked)
  if (own.length > 0) write(room, run(room, own))
}
rmSync(copy, { recursive: true, force: true })
