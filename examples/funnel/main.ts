// A funnel, read with care: who gets how far and in what time, which step to mend, two segments, month by month.
// Run: npm run funnel. Another size, or another shop: --customers 20000, --data <folder with simple-onlineshop.csv.gz>
import { existsSync } from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import {
  funnelBottlenecks,
  funnelDifferences,
  funnelQuestion,
  funnelSteps,
  stepBenchmarks,
} from "@touchpoint/core/analyses"
import { ask } from "touchpoint"
import { chance, notes, percent, points, sure, table, time } from "../print.ts"
import { onlineShop, simulatedShop } from "./sources.ts"

const { values } = parseArgs({
  options: { customers: { type: "string", default: "5000" }, data: { type: "string" } },
})
if (values.data !== undefined && !existsSync(path.join(values.data, "simple-onlineshop.csv.gz"))) {
  console.log("funnel: skipped, there is no simple-onlineshop.csv.gz in the folder given")
  process.exit(0)
}
const asked = values.data === undefined ? simulatedShop(Number(values.customers)) : await onlineShop(values.data)
const { asOf, by, config, days, months, segments, steps, title } = asked
const within = days * 86_400_000
const names = steps.map(({ id }) => id)

// The first attempt of each customer: of all, in each segment, in each month.
const { answers } = await ask(config, [
  funnelQuestion(steps, { within, asOf }),
  funnelQuestion(steps, { within, asOf, open: { by: [by] } }),
  funnelQuestion(steps, { within, asOf, open: { edges: months } }),
])
const [ofAll, bySegment, byMonth] = answers
const [whole] = ofAll.groups.map(({ states }) => states.fold)
if (whole === undefined) throw new Error("nobody took the first step")
const groups = bySegment.groups.map(({ key, states }) => ({ name: String(key[0] ?? "unknown"), state: states.fold }))
const attempts = ({ entrants, immature }: typeof whole) => entrants + immature

console.log(`${title}\n\nAll first attempts, ${days} days each:`)
const read = funnelSteps({ state: whole }, { names, horizon: within })
table(
  ["step", "customers", "of all", "of the step before", "lost", "median time", "9 of 10 within"],
  ...read.steps.map((step) => [
    step.name,
    step.reached,
    sure(step.ofFirst),
    sure(step.ofPrevious),
    step.lost ?? "",
    time(step.sinceFirst?.median?.value),
    time(step.sinceFirst?.p90?.value),
  ]),
)
console.log(`  Times are of those who arrived, since the first step. ${read.immature} attempts are still under way:`)
table(
  ["step", "there already", "still under way", `get there in ${days} days, those under way followed so far`],
  ...read.steps.slice(1).map((step) => [step.name, step.pending, step.followed?.waiting ?? 0, sure(step.followed)]),
)
notes(read.caveats)

const [first, second] = segments.map((name) => groups.find((group) => group.name === name))
if (first !== undefined && second !== undefined) {
  console.log(`\nBy ${by.id}, share of the step before, ${first.name} less ${second.name}:`)
  const { caveats, steps: differences } = funnelDifferences(first, second, { names })
  table(
    ["step", first.name, second.name, "difference", "q"],
    ...differences.map((step) => [step.name, sure(step.first), sure(step.second), points(step), chance(step.q)]),
  )
  notes(caveats)
  // A customer who came in both ways has a first attempt in each; the intervals take the two groups for different people.
  const both = groups.reduce((sum, { state }) => sum + attempts(state), 0) - attempts(whole)
  if (both > 0) console.log(`  ${both} customers are in both groups.`)
  // What both have is the benchmark; a step that loses as many everywhere is no bottleneck of one of them.
  console.log(`\nWhich step to mend for ${first.name}: by customers lost, and by the gap to both together:`)
  table(
    ["step", "lost", "share", "benchmark", "gap", "missing", "rank by lost", "rank by gap"],
    ...funnelBottlenecks(first, stepBenchmarks([first, second]), { names }).map((step, i) => [
      step.name,
      step.lost,
      percent(step.share.value),
      percent(stepBenchmarks([first, second])[i + 1]?.share),
      points({ difference: step.gap, interval: step.gapInterval }),
      step.missing?.toFixed(0) ?? "–",
      step.rankByLost ?? "–",
      step.rankByGap ?? "–",
    ]),
  )
}

console.log("\nBy month of the first step:")
table(
  ["month", "customers", names.at(-1) ?? "", "still under way", "followed so far"],
  ...byMonth.groups.map(({ bucket, states }) => {
    const month = funnelSteps({ state: states.fold }, { names, horizon: within })
    const last = month.steps.at(-1)
    // Half a day after its first instant the day has the same date everywhere in Europe.
    const name = new Date((months[bucket ?? 0] ?? 0) + 43_200_000).toISOString().slice(0, 7)
    return [name, attempts(states.fold), sure(last?.ofFirst), month.immature, sure(last?.followed)]
  }),
)
console.log("  Shares are of attempts that had their time; those followed so far count those under way as well.")
