// What the runs of the standard report took, as a table with targets, and as JSON to see growth with.
import * as fs from "node:fs"
import * as os from "node:os"
import path from "node:path"

/** What one program took in one run. */
export interface Took {
  /** Seconds from the first look at the file to the last figure; without the start of the process and its imports. */
  readonly seconds: number
  /** Seconds from the start of the process to its end. */
  readonly process: number
  /** MiB resident at most. */
  readonly peak: number
  /** Seconds of processor time of all threads, where the program tells. */
  readonly cpu: number | null
}

/** Medians by the names of programs; `null` with the reason where one did not run. */
export interface Results {
  readonly millions: number
  readonly date: string
  readonly runs: number
  readonly machine: string
  readonly versions: string
  readonly took: Readonly<Record<string, Took | { readonly skipped: string }>>
}

const folder = path.join(import.meta.dirname, "..", "results")

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** The median of each number on its own; the largest peak. */
export const middle = (runs: ReadonlyArray<Took>): Took => {
  const cpu = runs.flatMap((run) => (run.cpu === null ? [] : [run.cpu]))
  return {
    seconds: median(runs.map((run) => run.seconds)),
    process: median(runs.map((run) => run.process)),
    peak: Math.max(...runs.map((run) => run.peak)),
    cpu: cpu.length === 0 ? null : median(cpu),
  }
}

/** Processor, cores and memory. */
export const machine = (): string =>
  `${os.cpus()[0]?.model.trim() ?? "unknown processor"}, ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`

/** A target: what was reached, in words, and whether that is enough; `null` where it was not measured. */
interface Target {
  readonly what: string
  readonly reached: string
  readonly met: boolean | null
}

const GIB = 1024

const targetsOf = (results: Results, grown: ReadonlyArray<Results>): ReadonlyArray<Target> => {
  const { millions, took } = results
  const of = (name: string): Took | null => {
    const one = took[name]
    return one === undefined || "skipped" in one ? null : one
  }
  const targets: Array<Target> = []
  const [engine, csv, scan] = [of("engine (Parquet)"), of("engine (CSV)"), of("bare scan")]
  const ratio = (what: string, over: Took | null, under: Took | null, enough: (ratio: number) => boolean) => {
    if (over === null || under === null) {
      targets.push({ what, reached: "not measured", met: null })
      return
    }
    const times = over.seconds / under.seconds
    targets.push({ what, reached: `${times.toFixed(1)} ×`, met: enough(times) })
  }
  ratio("engine (Parquet) ≤ 12 × bare scan", engine, scan, (times) => times <= 12)
  ratio("engine ≥ 5 × faster than SQL by hand, work shared", of("SQL by hand (shared)"), engine, (times) => times >= 5)
  ratio("engine ≥ 5 × faster than SQL by hand, part by part", of("SQL by hand (parts)"), engine, (times) => times >= 5)
  const pandas = of("pandas (Parquet)")
  ratio("engine ≥ 10 × faster than pandas, both Parquet", pandas, engine, (times) => times >= 10)
  ratio("engine ≥ 10 × faster than pandas, both CSV", of("pandas (CSV)"), csv, (times) => times >= 10)
  ratio("engine ≥ 3 × faster than polars, both Parquet", of("polars (Parquet)"), engine, (times) => times >= 3)
  const memory = of("memory engine (sequential)")
  if (memory?.cpu != null) {
    const perSecond = millions / memory.cpu
    const reached = `${perSecond.toFixed(2)} M/s of processor time`
    targets.push({ what: "memory engine ≥ 5 M interactions/s/core", reached, met: perSecond >= 5 })
  }
  if (engine !== null) {
    const most = millions > 10 ? 2 : 1.2
    const peak = engine.peak / GIB
    targets.push({ what: `engine's peak ≤ ${most} GiB`, reached: `${peak.toFixed(2)} GiB`, met: peak <= most })
  }
  const points = grown.flatMap((one): ReadonlyArray<readonly [number, number]> => {
    const own = one.took["engine (Parquet)"]
    return own === undefined || "skipped" in own ? [] : [[Math.log(one.millions), Math.log(own.seconds)]]
  })
  if (points.length > 1) {
    const slope = slopeOf(points)
    const sizes = grown.map((one) => one.millions).join(", ")
    targets.push({ what: `slope ≤ 1.1, of ${sizes} M`, reached: slope.toFixed(2), met: slope <= 1.1 })
  }
  return targets
}

/** Slope of the line of least squares. */
const slopeOf = (points: ReadonlyArray<readonly [number, number]>): number => {
  const mean = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const cross = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return cross / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}

/** Results as Markdown. */
const markdown = (results: Results, grown: ReadonlyArray<Results>): string => {
  const { date, machine: on, millions, runs, took, versions } = results
  const scan = took["bare scan"]
  const bare = scan === undefined || "skipped" in scan ? null : scan.seconds
  const rows = Object.entries(took).map(([name, one]) =>
    "skipped" in one
      ? `| ${name} | – | – | – | – | ${one.skipped} |`
      : `| ${name} | ${one.seconds.toFixed(2)} | ${bare === null ? "–" : (one.seconds / bare).toFixed(1)} | ${one.process.toFixed(2)} | ${one.peak.toFixed(0)} | |`,
  )
  const targets = targetsOf(results, grown).map(
    ({ met, reached, what }) => `| ${what} | ${reached} | ${met === null ? "–" : met ? "met" : "missed"} |`,
  )
  return `# The standard report over ${millions} million interactions

Taken on ${date}; ${on}; ${versions}. Medians of ${runs} ${runs === 1 ? "run" : "runs"}, each in a process of its own; the peak is the largest.

| | seconds | ÷ bare scan | with the process | peak, MiB | |
| --- | ---: | ---: | ---: | ---: | --- |
${rows.join("\n")}

\`seconds\` go from the first look at the file to the last figure; \`with the process\` adds its start and imports. The memory
engine is given columns.

| target | reached | |
| --- | ---: | --- |
${targets.join("\n")}
`
}

const fileOf = (millions: number, ending: "md" | "json"): string => path.join(folder, `standard-${millions}m.${ending}`)

/** Writes results, and gives the text. */
export const write = (results: Results): string => {
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(fileOf(results.millions, "json"), `${JSON.stringify(results, null, 2)}\n`)
  const grown = fs
    .globSync("standard-*m.json", { cwd: folder })
    .map((file) => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as Results)
    .toSorted((a, b) => a.millions - b.millions)
  const text = markdown(results, grown)
  fs.writeFileSync(fileOf(results.millions, "md"), text)
  return text
}
