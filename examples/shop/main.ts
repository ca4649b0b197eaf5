// A simulated shop with every planted problem, counted by DuckDB: which of them does the report find?
// Run: npm run demo. Smaller, elsewhere, in another language: --customers 2000 --out <folder> --locale pl
import { mkdir, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import type { FactTable } from "@touchpoint/core/facts"
import { saveParquet } from "@touchpoint/engine-duckdb"
import { simulateShop, type Truth } from "@touchpoint/simulation"
import { analyze, type FindingRow } from "touchpoint"
import { fileOf, projectOf } from "./project.ts"

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "50000" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: path.join(import.meta.dirname, "out") },
    locale: { type: "string", default: "en" },
  },
})
const locale = (["en", "ru", "pl"] as const).find((known) => known === values.locale) ?? "en"
const out = path.resolve(values.out)
let last = performance.now()
/** Seconds since this was last asked. */
const seconds = () => {
  const since = last
  last = performance.now()
  return `${((last - since) / 1000).toFixed(1)} s`
}

const shop = simulateShop({ customers: Number(values.customers), seed: Number(values.seed), stories: "all" })

// Facts of all kinds come together, customers after customers; a file holds one kind.
const byKind = Map.groupBy(shop.batches(), ({ kind }) => kind.id)
const kinds = [...byKind.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
await rm(path.join(out, "facts"), { recursive: true, force: true })
await mkdir(out, { recursive: true })
let rows = 0
for (const tables of byKind.values()) {
  const [first] = tables as [FactTable, ...ReadonlyArray<FactTable>]
  rows += await saveParquet(path.join(out, fileOf(first)), tables)
}
byKind.clear()
const config = projectOf(shop, kinds)
await writeFile(path.join(out, "inventory.json"), `${JSON.stringify(shop.inventory, null, 2)}\n`)
await writeFile(path.join(out, "touchpoint.config.json"), `${JSON.stringify(config, null, 2)}\n`)
console.log(`${shop.customers} customers, ${rows} facts of ${kinds.length} kinds, written as Parquet: ${seconds()}`)

const report = await analyze(config, { base: out, locale })
const file = await report.save("report.html")
console.log(`Measured, judged and composed: ${seconds()}\n`)

const isOf = (finding: FindingRow, [rule, subjects]: readonly [string, Truth["rules"][string]]): boolean =>
  finding.rule === rule && subjects.some(({ id, kind }) => finding.subject.kind === kind && finding.subject.id === id)

const percent = (value: number | null | undefined) =>
  value === null || value === undefined ? "–" : `${(value * 100).toFixed(1)} %`
const conversionFrom = (step: string) =>
  report.measurements.filter(
    ({ metric, params }) => metric === "conversion-rate" && JSON.stringify(params["steps"]).includes(`"${step}"`),
  )
/** Stories that no rule judges yet: what the numbers show of them. */
const shown: Readonly<Record<string, () => string>> = {
  "tired-newsletter": () =>
    `clicked, quarter by quarter: ${conversionFrom("email-newsletter")
      .map(({ value }) => percent(value))
      .join(", ")}`,
  "starved-profitable": () =>
    `ordered after the video: ${percent(conversionFrom("video-tutorial")[0]?.value)}, ` +
    `after a post: ${percent(conversionFrom("blog-post")[0]?.value)}`,
}

console.log("Planted, and what was found of it:")
for (const { rules, story, title } of shop.truth) {
  const own = report.findings.filter((finding) => Object.entries(rules).some((rule) => isOf(finding, rule)))
  const verdict = own.length > 0 ? "found" : Object.keys(rules).length > 0 ? "NOT FOUND" : "no rule yet"
  console.log(`  ${verdict.padEnd(12)}${title[locale]}`)
  for (const { severity, text } of own) console.log(`${" ".repeat(14)}${severity}: ${text}`)
  const numbers = shown[story]?.()
  if (numbers !== undefined) console.log(`${" ".repeat(14)}${numbers}`)
}
for (const { owner, problem } of report.failures) console.log(`  failed: ${owner}: ${problem}`)
console.log(`\nThe report: ${path.relative(process.cwd(), file)}\n  ${pathToFileURL(file).href}`)
