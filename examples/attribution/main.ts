// Which channels are credited with how many conversions, by rules and by models, side by side, each with its interval.
// A subset of the data of many tutorials, without a licence to ship it: give the folder with attribution_data.csv.gz.
// Run: npm run attribution -- --data <folder>
import { existsSync } from "node:fs"
import path from "node:path"
import {
  type Attribution,
  attributeByModel,
  attributeByRule,
  attributionQuestions,
  markovCredit,
  pathGraph,
  shardsOf,
} from "@touchpoint/core/analyses"
import {
  column,
  credit,
  dimension,
  eq,
  ge,
  gt,
  mark,
  paths,
  sub,
  tally,
  trails,
  transitionDefaults,
  transitions,
  uShaped,
  unitMoments,
  weeklyDecay,
} from "@touchpoint/core/questions"
import { ask, csv, rows } from "touchpoint"
import { notes, percent, table } from "../print.ts"

const at = process.argv.indexOf("--data")
const folder = at >= 0 ? process.argv[at + 1] : process.env["ATTRIBUTION_DATA"]
if (folder === undefined || !existsSync(path.join(folder, "attribution_data.csv.gz"))) {
  console.log("attribution: skipped, no data; give --data <folder with attribution_data.csv.gz> or ATTRIBUTION_DATA")
  process.exit(0)
}

const conversion = mark("conversion", { kind: "interaction", when: eq(column("touchpoint"), "conversion") })
const impression = mark("impression", { kind: "interaction", when: eq(column("touchpoint"), "impression") })
const isConversion = eq(column("touchpoint"), "conversion")
const rules = [{ rule: "first" }, { rule: "last" }, { rule: "linear" }, uShaped, weeklyDecay] as const
const ruleNames = ["first touch", "last touch", "linear", "U (40, 20, 40)", "time decay, 7 days"]
const how = {
  conversion,
  touches: [{ kind: "interaction", label: dimension("channel", column("channel")) }],
  rules,
  worth: column("value"),
  lookBack: null,
  // What led to one conversion is not credited with the next one too.
  reuse: false,
  longest: 200,
} as const
// The row that converts names its channel: it is itself the last touch.
const asked = attributionQuestions(how)
// The same where only impressions are touches: some conversions have none.
const impressions = attributionQuestions({ ...how, touch: impression })

const config = {
  attributes: { interactions: { value: "number" } },
  facts: {
    interactions: csv(path.join(folder, "attribution_data.csv.gz"), {
      customer: "customer_id",
      at: "time",
      touchpoint: "interaction",
      channel: "channel",
      value: "conversion_value",
    }),
  },
} as const
const { answers } = await ask(config, [
  tally("interaction", { rows: { stat: "count" } }, { by: [dimension("channel", column("channel"))] }),
  tally("interaction", { converting: { stat: "proportion", of: isConversion } }),
  unitMoments(
    "interaction",
    "customer",
    {
      rows: { agg: "count" },
      conversions: { agg: "count", where: isConversion },
      last: { agg: "max", of: column("at") },
      converted: { agg: "max", of: column("at"), where: isConversion },
    },
    {
      all: { stat: "count" },
      converted: { stat: "count", where: ge(column("conversions"), 1) },
      again: { stat: "count", where: ge(column("conversions"), 2) },
      later: { stat: "count", where: gt(sub(column("last"), column("converted")), 0) },
    },
  ),
])
// The answers of one list have one type, so each fold has its own.
const [byConversion, byImpression] = (await ask(config, [...asked.credit, ...impressions.credit])).answers
const credits = shardsOf(byConversion === undefined ? [] : [byConversion], credit)
const withoutLast = shardsOf(byImpression === undefined ? [] : [byImpression], credit)
const walks = shardsOf((await ask(config, asked.paths)).answers, paths)

const [byChannel, rowsOfAll, perCustomer] = answers
const { converting } = rowsOfAll.groups[0]?.states ?? {}
const all = converting?.n ?? 0
const show = (what: string, published: string, own: string) => console.log(`  ${what}: ${published} | ${own}`)
console.log("Rows of the file, published in its notebook | counted by touchpoint:")
const published: Readonly<Record<string, string>> = {
  Facebook: "18676 = 29.89 %",
  "Paid Search": "16388 = 26.23 %",
  "Online Video": "11694 = 18.72 %",
  Instagram: "8037 = 12.86 %",
  "Online Display": "7688 = 12.30 %",
}
for (const { key, states } of byChannel.groups)
  show(`${key[0]}`, published[`${key[0]}`] ?? "–", `${states.rows.n} = ${percent(states.rows.n / all, 2)}`)
show("impressions", "97.0584 %", percent(1 - (converting?.x ?? 0) / all, 4))
show("conversions", "2.9416 %", percent((converting?.x ?? 0) / all, 4))

console.log("\nThree paths, published by pychattr (exact values of what it simulates) | counted by touchpoint:")
// One customer each: A > B > A > B > B > A, A > B > B > A > A, A > A; all convert in the end.
const three = ["ABABBA", "ABBAA", "AA"].flatMap((walk, customer) =>
  Array.from(walk, (channel, i) => ({ customer, channel, at: `2026-01-0${i + 1}` })),
)
const small = { facts: { interactions: rows(three, { customer: "customer", touchpoint: "channel", at: "at" }) } }
const { answers: asSmall } = await ask(small, [trails(transitions, transitionDefaults, { kinds: ["interaction"] })])
const moves = pathGraph(asSmall[0].groups[0]?.states.fold ?? { walks: 0, moves: [] }).edges
const place = ({ at: of }: { readonly at: (typeof moves)[number]["from"] }) =>
  of.place === "touchpoint" ? of.label : of.place === "end" ? "conversion" : of.place
const steps = moves.map(({ from, out, to }) => `${place({ at: from })} → ${place({ at: to })} ${out.value?.toFixed(1)}`)
show("moves", "A → B 0.5, A → conversion 0.5, B → A 1.0, start → A 1.0", steps.toSorted().join(", "))
const exact = markovCredit(["ABABBA", "ABBAA", "AA"].map((walk) => ({ path: [...walk], converted: 1, lost: 0 })))
const each = (of: ReadonlyMap<string, number> | undefined, times = 1) =>
  [...(of ?? [])].map(([channel, value]) => `${channel} ${Number((times * value).toFixed(12))}`).join(", ")
show("removal effects", "A 1, B 0.5", each(exact?.removal))
show("conversions credited", "A 2, B 1", each(exact?.share, 3))

const people = perCustomer.groups[0]?.states
console.log(
  `\n${people?.all.n} customers, ${people?.converted.n} with a conversion, ${people?.again.n} of them with several;` +
    ` ${people?.later.n} were met again after their last one: these touches are credited with nothing.`,
)
const channels = Object.keys(published)
/** The shares of one model in a line, each with its interval. */
const line = (name: string, { channels: found }: Attribution) => [
  name,
  ...channels.map((channel) => {
    const own = found.find((one) => one.channel === channel)
    const side = (x: number | null | undefined) => ((x ?? 0) * 100).toFixed(1)
    const interval = own?.shareInterval
    return `${side(own?.share)} (${interval ? `${side(interval.low)}–${side(interval.high)}` : "–"})`
  }),
]
const byRule = rules.map((_, i) => attributeByRule(credits, i))
const byModel = [
  ...[1, 2, 3].map((order) => ({ name: `Markov, order ${order}`, found: markov(order) })),
  { name: "Shapley, pooled rates", found: attributeByModel(walks, { model: "shapley", worth: "pooled-rate" }) },
  { name: "Shapley, exact rates", found: attributeByModel(walks, { model: "shapley", worth: "exact-rate" }) },
]
console.log(
  "\nCredited, % of the conversions (95 % interval by leaving out one of 128 parts of the customers in turn):",
)
const effects = new Map([
  ["Facebook", 0.3548],
  ["Paid Search", 0.3311],
  ["Instagram", 0.2173],
  ["Online Video", 0.2069],
  ["Online Display", 0.1544],
])
const sum = [...effects.values()].reduce((total, effect) => total + effect, 0)
table(
  ["", ...channels],
  ...byRule.map((found, i) => line(ruleNames[i] ?? "", found)),
  ["last non-direct", ...channels.map(() => "as last")],
  ...byModel.map(({ found, name }) => line(name, found)),
  [
    "full data, published",
    ...channels.map((channel) => `${(((effects.get(channel) ?? 0) / sum) * 100).toFixed(1)}        `),
  ],
)
console.log("  No channel is direct traffic, so last non-direct is the last touch.")
console.log("  Below 0: customers who met the channel beside others convert less often than those who did not.")
console.log("  Full data: removal effects of 240,108 customers with 2.4 rows each, as shares; here customers have 7.9.")
const [first] = byModel
if (first !== undefined) {
  console.log(`\n${first.name}, in conversions and in money:`)
  table(
    ["channel", "conversions", "interval", "value", "same rank in"],
    ...first.found.channels.map((own) => [
      own.channel,
      own.credit.toFixed(1),
      own.interval === null ? "–" : `${own.interval.low?.toFixed(1)} … ${own.interval.high?.toFixed(1)}`,
      own.value.toFixed(2),
      percent(own.rankStable),
    ]),
  )
  const { conversions, unattributed } = first.found
  console.log(
    `  ${conversions.n} conversions worth ${conversions.value.toFixed(2)}, ${unattributed.n} without a touch.`,
  )
  notes(first.found.caveats)
}
const { channels: seen, conversions, unattributed } = attributeByRule(withoutLast, 1)
const total = seen.reduce((so, own) => so + own.credit, 0)
console.log(
  `\nWith impressions alone as touches ${unattributed.n} of ${conversions.n} conversions have none, and are nobody's;` +
    ` the last impressions are credited with the other ${total}:`,
)
table(["channel", "conversions", "share"], ...seen.map((own) => [own.channel, own.credit, percent(own.share)]))
console.log("Credited, not caused: what would have happened without a channel only an experiment shows.")

/** Markov chain in which the last touches decide, as many as its order. */
function markov(order: number): Attribution {
  return attributeByModel(walks, { model: "markov", order })
}
