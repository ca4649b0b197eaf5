// A small online shop's clicks, half a year of them: funnel, cohorts, moves, paths, loops, and an experiment.
// The data are those of the documentation of retentioneering (MPL-2.0): give the folder with simple-onlineshop.csv.gz.
// Run: npm run clickstream -- --data <folder>
import { existsSync } from "node:fs"
import path from "node:path"
import {
  cohortsQuestion,
  cohortTable,
  funnelQuestion,
  funnelSteps,
  type GraphPlace,
  loopsOf,
  pathGraph,
  type Share,
  topPaths,
} from "@touchpoint/core/analyses"
import {
  add,
  and,
  column,
  customer,
  dimension,
  eq,
  gt,
  mark,
  mul,
  pathDefaults,
  paths,
  sub,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import { ask, csv, readRecords, rows } from "touchpoint"
import { notes, sure, table as print, time } from "../print.ts"
import { compareGroups } from "./experiment.ts"
import { publishedCohorts, publishedEvents } from "./published.ts"

const at = process.argv.indexOf("--data")
const folder = at >= 0 ? process.argv[at + 1] : process.env["CLICKSTREAM_DATA"]
if (folder === undefined || !existsSync(path.join(folder, "simple-onlineshop.csv.gz"))) {
  console.log("clickstream: skipped, no data; give --data <folder with simple-onlineshop.csv.gz> or CLICKSTREAM_DATA")
  process.exit(0)
}
const clicks = path.join(folder, "simple-onlineshop.csv.gz")
const visit = mark("visit", { kind: "interaction" })
const event = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })
const isEvent = (name: string) => eq(column("touchpoint"), name)
const MINUTE = 60_000
const DAY = 86_400_000

// Months of the cohorts, from November 2019 on; the last instant is the end of the last one.
const months = Array.from({ length: 7 }, (_, i) => Date.UTC(2019, 10 + i))
const monthName = (i: number) => new Date(months[i] ?? 0).toISOString().slice(0, 7)

// For the comparison of the documentation: the first half of the visitors in the order in which they appear, and the rest.
const visitors = [...new Set((await readRecords(clicks)).map((row) => row["client_id"] ?? ""))]
const half = (i: number) => (i < Math.floor(visitors.length / 2) ? "first" : "last")

const steps = ["catalog", "cart", "payment_done"] as const
const [first, second, third] = steps
/** What a visitor did, in numbers: of one who never did it the first time is absent. */
const each = {
  events: { agg: "count" },
  carts: { agg: "count", where: isEvent("cart") },
  product1: { agg: "count", where: isEvent("product1") },
  product2: { agg: "count", where: isEvent("product2") },
  begin: { agg: "min", of: column("at") },
  cart: { agg: "min", of: column("at"), where: isEvent("cart") },
  paid: { agg: "min", of: column("at"), where: isEvent("payment_done") },
} as const
/** A visit ends with a pause of half an hour. */
const visits = { kinds: ["interaction"] } as const
const gap = 30 * MINUTE
const cohorts = { entry: visit, back: visit, edges: months, count: 6 }
/** The clicks end in the afternoon of this day. */
const lastDay = Date.UTC(2020, 3, 29)
const config = {
  facts: {
    interactions: csv(clicks, { customer: "client_id", at: "timestamp", touchpoint: "event" }),
    customers: rows(
      visitors.map((id, i) => ({ id, half: half(i) })),
      { customer: "id", segment: "half" },
    ),
  },
}
// All questions share one pass over the clicks.
const { answers } = await ask(config, [
  funnelQuestion([event(first), event(second), event(third)], { within: null }),
  // The documentation takes every month for over; below, April is not.
  cohortsQuestion({ ...cohorts, asOf: null }),
  cohortsQuestion({ ...cohorts, asOf: lastDay }),
  tally(
    "interaction",
    { events: { stat: "count" }, visitors: { stat: "units", of: "customer" } },
    { by: [dimension("event", column("touchpoint"))] },
  ),
  tally("interaction", { at: { stat: "extent", of: column("at") }, visitors: { stat: "units", of: "customer" } }),
  unitMoments("interaction", "customer", each, {
    toCart: { stat: "histogram", of: sub(column("cart"), column("begin")) },
    toPaid: { stat: "histogram", of: sub(column("paid"), column("begin")) },
    oneOnly: { stat: "proportion", of: and(gt(column("product1"), 0), eq(column("product2"), 0)) },
    two: { stat: "proportion", of: gt(column("product2"), 0) },
  }),
  // Two counts of a visitor in one number: the histogram then knows how many visitors have which pair of them.
  unitMoments(
    "interaction",
    "customer",
    each,
    { pairs: { stat: "histogram", of: add(mul(column("events"), 1e6), column("carts")) } },
    { by: [dimension("half", customer("segment"))] },
  ),
  trails(transitions, { ...transitionDefaults, gap }, visits),
  trails(paths, { ...pathDefaults, gap, conversion: null }, visits),
])
const [funnel, table, triangle, byEvent, extent, units, halves, moves, walks] = answers

const show = (what: string, published: string, own: string) => console.log(`  ${what}: ${published} | ${own}`)
console.log("Simple online shop, published in the documentation of retentioneering | counted by touchpoint:")

const state = funnel.groups[0]?.states.fold
if (state === undefined) throw new Error("nobody saw the catalogue")
const read = funnelSteps({ state }, { names: steps })
const shares = (of: ReadonlyArray<Share | null>) => of.map((share) => ((share?.value ?? 1) * 100).toFixed(2)).join(" ")
show("catalog → cart → payment_done, visitors", "3611 1924 653", state.reached.join(" "))
show("share of the first stage, %", "100.00 53.28 18.08", shares(read.steps.map(({ ofFirst }) => ofFirst)))
show("share of the stage before, %", "100.00 53.28 33.94", shares(read.steps.map(({ ofPrevious }) => ofPrevious)))

const states = (answer: typeof table) =>
  answer.groups.map(({ bucket, states: { fold } }) => ({ cohort: monthName(bucket ?? 0), state: fold }))
for (const { cells, cohort, members } of cohortTable(states(table)).rows) {
  const [size, published] = publishedCohorts[cohort] ?? [0, ""]
  const own = cells.slice(1, 1 + published.split(" ").length).map(({ value }) => value?.toFixed(6) ?? "–")
  show(`cohort ${cohort}, members and shares by month`, `${size}: ${published}`, `${members}: ${own.join(" ")}`)
}

for (const { key, states: own } of byEvent.groups)
  show(`${key[0]}, events and visitors`, publishedEvents[String(key[0])] ?? "–", `${own.events.n} ${own.visitors.n}`)

const { at: all } = extent.groups[0]?.states ?? {}
const [start, end] = [all?.min ?? 0, all?.max ?? 0]
show("first event", "2019-11-01 17:59:13", secondOf(start))
show("last event", "2020-04-29 12:48:07", secondOf(end))
show("length", "179 days 18:48:53", duration(end - start))

const { oneOnly, toCart, toPaid, two } = units.groups[0]?.states ?? {}
const times = [
  ["cart", toCart, "0 days 00:00:56", "3 days 08:59:14"],
  ["payment_done", toPaid, "0 days 00:01:34", "7 days 01:37:54"],
] as const
for (const [name, histogram, median, mean] of times) {
  const levels = histogram?.levels ?? []
  show(`first ${name} after the first event, median`, median, duration(quantileOf(levels, 0.5)))
  show(`first ${name} after the first event, mean`, mean, duration(meanOf(levels, (x) => x)))
}
const paidAfter = (toPaid?.levels ?? []).map(({ value }) => value)
show("first payment_done after the first event, minimum", "0 days 00:00:08", duration(Math.min(...paidAfter)))
show("first payment_done after the first event, maximum", "115 days 09:18:59", duration(Math.max(...paidAfter)))

// Share of `cart` among the events of a visitor: mean over visitors, with its standard deviation.
const carts = ["first", "last"].map((name) => {
  const levels = halves.groups.find(({ key }) => key[0] === name)?.states.pairs.levels ?? []
  const share = (pair: number) => (pair % 1e6) / Math.floor(pair / 1e6)
  const mean = meanOf(levels, share)
  return `${mean.toFixed(3)} ± ${Math.sqrt(meanOf(levels, (pair) => (share(pair) - mean) ** 2)).toFixed(3)}`
})
show("mean share of cart events, first half of the visitors", "0.075 ± 0.095", carts[0] ?? "")
show("mean share of cart events, last half of the visitors", "0.078 ± 0.102", carts[1] ?? "")
show("visitors with product1 and not product2", "580", String(oneOnly?.x))
// Published as those with product2 and not product1; so many visitors have product2 at all.
show("visitors with product2", "1430", String(two?.x))

console.log(
  "\nBeside them, what the documentation does not print. Visitors who came back, by month of the first visit:",
)
const { caveats, overall, rows: cohortRows } = cohortTable(states(triangle))
const ages = [1, 2, 3, 4, 5]
print(
  ["cohort", "visitors", ...ages.map((age) => `after ${age}`)],
  ...cohortRows.map(({ cells, cohort, members }) => [cohort, members, ...ages.map((age) => sure(cells[age]))]),
  ["all", "", ...ages.map((age) => sure(overall[age]))],
)
console.log("  April is not over: nothing is said of it. All: only of cohorts that are old enough.")
notes(caveats)

const graph = pathGraph(moves.groups[0]?.states.fold ?? { walks: 0, moves: [] })
const place = (of: GraphPlace) => (of.place === "touchpoint" ? of.label : `(${of.place})`)
console.log(`\nWhere ${graph.walks} visits go (a pause of half an hour ends one), and where they end:`)
print(
  ["event", "entered", "visits that end here"],
  ...graph.nodes.filter(({ exit }) => exit !== null).map((node) => [place(node.at), node.visits, sure(node.exit)]),
)
console.log("\nThe twelve most frequent moves:")
print(
  ["from → to", "moves", "of all from there", "lift", "median time"],
  ...graph.edges
    .slice(0, 12)
    .map((edge) => [
      `${place(edge.from)} → ${place(edge.to)}`,
      edge.count,
      sure(edge.out),
      edge.lift?.toFixed(2) ?? "–",
      time(edge.median),
    ]),
)
console.log("  Moves of one visitor are alike: these intervals promise too much. No time is known of starts and ends.")
notes(graph.caveats)

const walked = walks.groups[0]?.states.fold ?? paths.empty(pathDefaults)
const top = topPaths(walked, 8)
console.log(`\nThe most frequent of ${top.distinct} different paths:`)
print(
  ["path", "visits", "share"],
  ...top.paths.map(({ path: names, share }) => [names?.join(" > ") ?? "all others", share.numerator, sure(share)]),
)
notes(top.caveats)
console.log("\nWhere visits come back to, after something else:")
print(
  ["event", "visits that come back", "returns", "most often through"],
  ...loopsOf(walked)
    .slice(0, 5)
    .map(({ label, returns, share, through }) => [
      label,
      sure(share),
      returns,
      through === null ? "–" : `${through.label} (${through.times})`,
    ]),
)

const experiment = path.join(folder, "ab_test_demo.csv.gz")
if (existsSync(experiment)) await compareGroups(experiment)

/** To the nearest second, as in the documentation. */
function secondOf(instant: number): string {
  return new Date(Math.round(instant / 1000) * 1000).toISOString().slice(0, 19).replace("T", " ")
}
function duration(ms: number): string {
  return `${Math.floor(ms / DAY)} days ${secondOf(ms).slice(11)}`
}
function meanOf(levels: Levels, of: (value: number) => number): number {
  const n = levels.reduce((sum, level) => sum + level.n, 0)
  return levels.reduce((sum, level) => sum + level.n * of(level.value), 0) / n
}
/** The middle one, or the mean of the two in the middle. */
function quantileOf(levels: Levels, q: number): number {
  const n = levels.reduce((sum, level) => sum + level.n, 0)
  const ranked = (rank: number) => {
    let seen = 0
    return levels.find((level) => (seen += level.n) > rank)?.value ?? 0
  }
  return (ranked(Math.floor((n - 1) * q)) + ranked(Math.ceil((n - 1) * q))) / 2
}
type Levels = ReadonlyArray<{ readonly value: number; readonly n: number }>
