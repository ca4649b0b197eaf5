// How often intervals cover and tests cry wolf: every formula of the statistics, exactly where all samples can be
// weighed, by simulation where not. Writes calibration.md beside each formula's README; fails where a rate lies outside
// 93–97 % (3–7 %) and nothing explains it.
//
//   npm run calibration                  all: more than half an hour
//   npm run calibration -- stats nps     the pages of the statistics and of the metrics named
//   npm run calibration -- wilson        formulas of the statistics, printed only
import { writeFileSync } from "node:fs"
import path from "node:path"
import { metrics } from "@touchpoint/core/metrics"
import { root } from "../tracked.ts"
import { comparisons } from "./comparison.ts"
import { counts } from "./counts.ts"
import { curves } from "./curves.ts"
import { groups } from "./groups.ts"
import { lifetimes } from "./lifetimes.ts"
import { means } from "./means.ts"
import { metricStudies } from "./metrics.ts"
import { scores } from "./scores.ts"
import { shares } from "./shares.ts"
import { type Case, outside, type Study } from "./Study.ts"

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`

const reasonOf = (study: Study, found: Case): string | null =>
  outside(study, found) ? (study.because?.(found) ?? null) : null

const tableOf = (study: Study): string => {
  const reasons = [...new Set(study.cases.flatMap((found) => reasonOf(study, found) ?? []))]
  const rows = study.cases.map((found) => {
    const reason = reasonOf(study, found)
    const mark = !outside(study, found) ? "" : reason === null ? " ✗" : ` [${reasons.indexOf(reason) + 1}]`
    return `| ${found.setting} | ${percent(found.rate)}${mark} | ${found.runs ?? "all samples"} |`
  })
  return [
    `### \`${study.formula}\`, ${study.kind}`,
    "",
    `| setting | ${study.kind === "coverage" ? "covered" : "rejected"} | samples |`,
    "| --- | --- | --- |",
    ...rows,
    ...(reasons.length === 0 ? [] : ["", ...reasons.map((reason, i) => `[${i + 1}] ${reason}.`)]),
  ].join("\n")
}

const pageOf = (title: string, studies: ReadonlyArray<Study>): string =>
  [
    `# ${title}: how honest the intervals are`,
    "",
    "Nominal 95 % intervals should hold the truth in 93–97 % of samples, tests at 5 % should reject a true null in 3–7 %. Numbers in brackets explain what lies outside. Written by `npm run calibration`, the same every time.",
    "",
    ...studies.flatMap((study) => [tableOf(study), ""]),
  ].join("\n")

interface Page {
  readonly folder: string
  readonly title: string
  readonly studies: ReadonlyArray<Study>
}

const statistics = "stats"

const named = process.argv.slice(2)
const asked = (name: string): boolean => named.length === 0 || named.includes(name)
const ofMetrics = metrics.map(({ id }) => id)
/** Formulas of the statistics asked for one by one. */
const single = named.filter((name) => name !== statistics && !ofMetrics.includes(name))

/** Statistics on one page, metrics each beside its formula. */
async function* pages(): AsyncGenerator<Page> {
  if (asked(statistics) || single.length > 0)
    yield {
      folder: "packages/core/src/stats",
      title: "Statistics",
      studies: [
        ...shares(),
        ...counts(),
        ...means(),
        ...scores(),
        ...lifetimes(),
        ...curves(),
        ...groups(),
        ...comparisons(),
      ].filter(({ formula }) => asked(statistics) || single.includes(formula)),
    }
  for (const id of ofMetrics.filter(asked))
    yield {
      folder: `packages/core/src/metrics/${id}`,
      title: id,
      studies: await metricStudies((formula) => formula === id),
    }
}

let [cases, failures] = [0, 0]
for await (const { folder, studies, title } of pages()) {
  for (const study of studies)
    for (const one of study.cases) {
      cases++
      if (!outside(study, one) || reasonOf(study, one) !== null) continue
      failures++
      console.error(`${study.formula}, ${one.setting}: ${study.kind} ${percent(one.rate)}, and nothing explains it`)
    }
  if (studies.length === 0) continue
  if (title === "Statistics" && !asked(statistics)) console.log(pageOf(title, studies))
  else writeFileSync(path.join(root, folder, "calibration.md"), pageOf(title, studies))
}
console.log(`${cases} cases, ${failures} outside without a reason`)
process.exitCode = failures === 0 ? 0 : 1
