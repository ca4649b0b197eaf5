// A process and its promises: applications for building permits at a Dutch municipality, from an event log in XES.
// The log is published for research (4TU.ResearchData): give the folder with receipt.xes.gz.
// Run: npm run process-log -- --data <folder>
import { existsSync } from "node:fs"
import path from "node:path"
import {
  conformanceQuestion,
  funnelLives,
  type GraphPlace,
  pathGraph,
  readConformance,
  shareDifferences,
  survivalDifferences,
  survivalQuestion,
  survivalTable,
  topPaths,
} from "@touchpoint/core/analyses"
import {
  column,
  customer,
  dimension,
  eq,
  gt,
  mark,
  not,
  pathDefaults,
  paths,
  present,
  sub,
  tally,
  trails,
  transitionDefaults,
  transitions,
  value,
} from "@touchpoint/core/questions"
import { analyze, ask, type Config, readRecords, rows } from "touchpoint"
import { chance, notes, points, sure, table, time } from "../print.ts"

const at = process.argv.indexOf("--data")
const folder = at >= 0 ? process.argv[at + 1] : process.env["PROCESS_LOG_DATA"]
if (folder === undefined || !existsSync(path.join(folder, "receipt.xes.gz"))) {
  console.log("process-log: skipped, no data; give --data <folder with receipt.xes.gz> or PROCESS_LOG_DATA")
  process.exit(0)
}
const DAY = 86_400_000
const show = (what: string, published: string, own: string | number) => console.log(`  ${what}: ${published} | ${own}`)

// An event is what somebody did for a case: the case takes the place of a customer, the activity that of a touchpoint.
const eventsOf = (file: string): NonNullable<Config["facts"]> => ({
  interactions: {
    import: "xes",
    path: path.join(folder, file),
    map: { customer: "case:concept:name", touchpoint: "concept:name", at: "time:timestamp" },
  },
})
const receipt = eventsOf("receipt.xes.gz")
// What is said of the case is in every one of its events: of each case one row of promises.
const events = await readRecords(path.join(folder, "receipt.xes.gz"))
const cases = [...new Map(events.map((row) => [row["case:concept:name"], row])).values()]
const config: Config = {
  zone: "Europe/Amsterdam",
  // The day of the last event.
  asOf: "2012-01-23",
  attributes: { promises: { channel: "text" }, customers: { channel: "text" } },
  facts: {
    ...receipt,
    // The channel is known of the case as a whole.
    customers: rows(cases, { customer: "case:concept:name", channel: "case:channel" }),
    promises: rows(cases, {
      eventId: "case:concept:name",
      at: "case:startdate",
      due: "case:enddate_planned",
      fulfilledAt: "case:enddate",
      channel: "case:channel",
    }),
  },
}
/** The end of that day, where the clock is one hour ahead. */
const asOf = Date.UTC(2012, 0, 23, 23)
const everyEvent = { kinds: ["interaction"] } as const
const counts = {
  events: { stat: "count" },
  cases: { stat: "units", of: "customer" },
} as const
const activity = dimension("activity", column("touchpoint"))
const channel = dimension("channel", customer("channel"))
const done = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })
const answered = { start: done("Confirmation of receipt"), end: done("T05 Print and send confirmation of receipt") }
const late = gt(column("fulfilledAt"), column("due"))

const { answers } = await ask(config, [
  tally("interaction", counts),
  tally("interaction", counts, { by: [activity] }),
  tally("interaction", counts, { by: [channel] }),
  trails(paths, { ...pathDefaults, transform: "unique", longest: 200 }, everyEvent),
  trails(transitions, { ...transitionDefaults, collapse: false }, everyEvent),
  tally("promise", { late: { stat: "proportion", of: late } }),
  survivalQuestion({ ...answered, within: 30 * DAY, asOf, open: { by: [channel] } }),
  tally("promise", {
    closed: { stat: "histogram", of: sub(column("fulfilledAt"), column("at")) },
    open: { stat: "histogram", of: sub(value(asOf), column("at")), where: not(present(column("fulfilledAt"))) },
  }),
])
const [all, byActivity, byChannel, variants, moves, promised, toAnswer, whole] = answers
const walked = variants.groups[0]?.states.fold ?? paths.empty(pathDefaults)
const lateness = promised.groups[0]?.states.late
console.log("Receiving applications, published or counted by hand | counted by touchpoint:")
show("cases", "1434", all.groups[0]?.states.cases.n ?? 0)
show("events", "8577", all.groups[0]?.states.events.n ?? 0)
show("activities", "27", byActivity.groups.length)
show("variants", "116", topPaths(walked, 1).distinct)
const channels = byChannel.groups
  .map(({ key, states }) => ({ name: String(key[0]), cases: states.cases.n }))
  .toSorted((a, b) => b.cases - a.cases)
show(
  "cases by channel",
  "Internet 1250, Desk 109, Post 53, e-mail 21, Intern 1",
  channels.map(({ cases: n, name }) => `${name} ${n}`).join(", "),
)
show("cases with a planned and an actual end", "1329", lateness?.n ?? 0)
show("actual end after the planned one", "389", lateness?.x ?? 0)

if (existsSync(path.join(folder, "running-example.xes"))) {
  const small = await ask({ facts: eventsOf("running-example.xes") }, [
    tally("interaction", counts),
    tally("interaction", counts, { by: [activity] }),
  ])
  const { cases: n, events: of } = small.answers[0].groups[0]?.states ?? {}
  show("running-example: cases, events, activities", "6 42 8", `${n?.n} ${of?.n} ${small.answers[1].groups.length}`)
}

// The most frequent variant is taken for the plan.
const top = topPaths(walked, 5)
const [begin, ...then] = top.paths[0]?.path ?? []
if (begin === undefined) throw new Error("the log has no cases")
const plan = [begin, ...then] as const
const short = (name: string) => (name.length > 44 ? `${name.slice(0, 43)}…` : name)
console.log("\nThe most frequent variants:")
table(
  ["activities", "cases", "share"],
  ...top.paths.map(({ path: names, share }) => [
    names?.map((name) => /^T\d+(?:-\d)?/.exec(name)?.[0] ?? name.split(" ")[0]).join(" > ") ?? "all others",
    share.numerator,
    sure(share),
  ]),
)
const { answers: kept } = await ask(config, [
  conformanceQuestion({ steps: plan }),
  conformanceQuestion({ steps: plan }, { open: { by: [channel] } }),
])
const reading = kept[0].groups.map(({ states }) => readConformance(states.fold, { names: plan }))[0]
if (reading !== undefined) {
  console.log(`\nThe first of them as the plan, ${reading.attempts} cases. Of the plan's steps, in how many cases:`)
  table(
    ["step", "missing", "out of order", "as planned", "repeats per case"],
    ...reading.steps.map((step) => [
      short(step.name),
      sure(step.missing),
      sure(step.outOfOrder),
      sure(step.conforming),
      step.repeats?.toFixed(3) ?? "–",
    ]),
  )
  console.log(`  every step as planned: ${sure(reading.kept)}, and nothing else: ${sure(reading.perfect)}`)
  console.log("\nWhat nobody planned, the most frequent of it:")
  table(
    ["activity", "events", "cases"],
    ...reading.unplanned.slice(0, 5).map(({ label, rows: n, share }) => [short(label), n, sure(share)]),
  )
  notes(reading.caveats)
}
// Each channel against the largest; `q` is adjusted for how many are compared.
const perfect = kept[1].groups.map(({ key, states }) => ({
  name: String(key[0]),
  share: readConformance(states.fold).kept,
}))
const internet = perfect.find(({ name }) => name === channels[0]?.name)
const others = perfect.filter((one) => one !== internet && one.share.denominator >= 10)
if (internet !== undefined) {
  console.log("\nCases that keep every step of the plan, by channel, less those by Internet:")
  const found = shareDifferences(
    others.map(({ name, share }) => ({ ...share, name })),
    others.map(({ name }) => ({ ...internet.share, name })),
  )
  table(
    ["channel", "cases", "kept", "difference", "q"],
    [internet.name, internet.share.denominator, sure(internet.share), "", ""],
    ...found.map((one) => [one.name, one.first.denominator, sure(one.first), points(one), chance(one.q)]),
  )
}

const graph = pathGraph(moves.groups[0]?.states.fold ?? { walks: 0, moves: [] })
const place = (of: GraphPlace) => (of.place === "touchpoint" ? of.label : `(${of.place})`)
const brief = (of: GraphPlace) => /^T\d+(?:-\d)?/.exec(place(of))?.[0] ?? place(of)
console.log("\nThe most frequent moves, and how long they take:")
table(
  ["from → to", "moves", "of all from there", "median", "95 % within"],
  ...graph.edges
    .slice(0, 10)
    .map((edge) => [
      `${brief(edge.from)} → ${brief(edge.to)}`,
      edge.count,
      sure(edge.out),
      time(edge.median),
      time(edge.p95),
    ]),
)

// From the receipt to the confirmation sent. Cases without it are followed as long as they could be.
const groups = toAnswer.groups
  .map(({ key, states }) => ({ name: String(key[0]), lives: funnelLives(states.fold, 1, 30 * DAY) }))
  .filter(({ lives }) => survivalTable(lives).units >= 10)
console.log("\nFrom the receipt to the confirmation sent, those that still wait by channel (Kaplan–Meier, 30 days):")
table(
  ["channel", "cases", "after 1 h", "after 1 day", "after 7 days", "median"],
  ...groups.map(({ lives, name }) => {
    const read = survivalTable(lives, { times: [3_600_000, DAY, 7 * DAY] })
    return [name, read.units, ...read.at.map((point) => sure(point)), time(read.median)]
  }),
)
const different = survivalDifferences(groups)
console.log(
  `  all channels alike: p ${chance(different.overall?.p)} (log-rank); –: fewer than ten are followed so long`,
)

const { closed, open } = whole.groups[0]?.states ?? {}
const lives = new Map<number, { events: number; censored: number }>()
let backwards = 0
const count = (levels: ReadonlyArray<{ readonly value: number; readonly n: number }>, what: "events" | "censored") => {
  for (const { n, value: ms } of levels) {
    const day = Math.ceil(ms / DAY)
    if (ms < 0) backwards += n
    else lives.set(day, { events: 0, censored: 0, ...lives.get(day), [what]: (lives.get(day)?.[what] ?? 0) + n })
  }
}
count(closed?.levels ?? [], "events")
count(open?.levels ?? [], "censored")
const life = survivalTable(lives, { times: [30, 60, 90, 180] })
console.log("\nDays from the start of a case to its end; those that are open count as long as they have been:")
table(
  ["", "30 days", "60 days", "90 days", "180 days"],
  ["still open after", ...life.at.map((point) => sure(point))],
  ["cases followed", ...life.at.map(({ atRisk }) => atRisk)],
)
const { high, low } = life.medianInterval ?? {}
console.log(
  `  median ${life.median} days (${low} … ${high}); ${backwards} cases ended before they began and are left out`,
)
notes(life.caveats)

const { measurements } = await analyze({
  ...config,
  metrics: [{ id: "promise-keeping" }, { id: "promise-keeping", by: "channel", compare: "rest" }],
})
console.log("\nPlanned ends that were kept, those open past it counted as broken (promise-keeping):")
table(
  ["channel", "cases", "kept", "less the rest", "q", "notes"],
  ...measurements.map(({ by, caveats, denominator, interval, value: share, versus }) => [
    by["channel"] ?? "all",
    denominator ?? 0,
    sure({ value: share, interval: interval ?? null }),
    versus === undefined ? "" : points({ difference: versus.difference, interval: versus.interval }),
    versus === undefined ? "" : chance(versus.q),
    caveats.map(({ id }) => id).join(", "),
  ]),
)
