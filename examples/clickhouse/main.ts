// The same questions to ClickHouse and to the engine in memory: a tally, a funnel, attribution, retention. Equal answers.
// Run: npm run clickhouse. With TOUCHPOINT_CLICKHOUSE_URL=http://user:password@host:8123 it asks that server; --cluster
// says that it has the cluster of docker-compose.yml, --reader <url> asks as another user than writes.
import { parseArgs } from "node:util"
import {
  attributeByRule,
  attributionQuestions,
  cohortsQuestion,
  cohortTable,
  funnelQuestion,
  funnelSteps,
  shardsOf,
} from "@touchpoint/core/analyses"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import {
  type Answer,
  column,
  credit,
  type Credit,
  dimension,
  eq,
  mark,
  type Question,
  tally,
  type Trails,
  uShaped,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { ClickHouseEngine, connect, type QueryEvent, session, type TableMap } from "@touchpoint/engine-clickhouse"
import { factsOfShop, shopModel, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import { percent, sure, table, time } from "../print.ts"
import { apart } from "./apart.ts"
import { database, drop, openServer, write } from "./server.ts"

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "1000" },
    cluster: { type: "boolean", default: false },
    reader: { type: "string" },
  },
})

const shop = simulateShop({ customers: Number(values.customers), stories: ["mobile-checkout"] })
const calendar = Calendar.make(shop.zone)
const months = [Calendar.instantOf(calendar, "2025-01-01") ?? 0]
while (months.length <= 18) months.push(Calendar.next(calendar, "month", months.at(-1) ?? 0))
const asOf = (months.at(-1) ?? 0) - 1

const page = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })
const order = mark("order", { kind: "order" })
const steps = [page("company-website"), page("product-page"), page("shopping-cart"), page("checkout"), order] as const
const names = steps.map(({ id }) => id)
const within = 7 * 86_400_000
const rules = [{ rule: "first" }, { rule: "last" }, uShaped] as const

const visits = tally(
  "interaction",
  { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } },
  { by: [dimension("touchpoint", column("touchpoint"))], edges: months },
)
const funnel = funnelQuestion(steps, { within, asOf, open: { by: [dimension("device", column("device"))] } })
const [credited] = attributionQuestions({
  conversion: order,
  touches: ["interaction"],
  rules,
  worth: column("amount"),
}).credit as [Trails<Credit>]
const cohorts = cohortsQuestion({ entry: order, back: order, edges: months, count: 6, asOf })
const questions = [visits, funnel, cohorts, credited] as const

// Where the rows are, and what they are there. Each customer is on one shard, so only sums travel between servers.
const at = (name: string): TableMap["table"] =>
  values.cluster
    ? { cluster: "two", database, table: `${name}_local`, shardedBy: "customer" }
    : { database, table: name }
const mapped = {
  interactions: {
    table: at("interactions"),
    map: {
      customer: "customer",
      at: "at",
      touchpoint: "touchpoint",
      device: "device",
      source: "source",
      sequence: "sequence",
    },
  },
  orders: {
    table: at("orders"),
    map: {
      customer: "customer",
      at: "at",
      eventId: "event_id",
      amount: "amount",
      currency: "currency",
      source: "source",
    },
  },
} satisfies Record<string, TableMap>

const program = Effect.gen(function* () {
  const server = yield* openServer(values.reader)
  if (server === null) {
    console.log(
      "clickhouse: skipped, no server; set TOUCHPOINT_CLICKHOUSE_URL, or install packages/chdb (TOUCHPOINT_CI=1)",
    )
    return
  }
  const facts = yield* factsOfShop(shop)
  yield* Effect.acquireRelease(
    Effect.promise(() => write(server.writer, facts, values.cluster)),
    () => Effect.promise(() => drop(server.writer, values.cluster)),
  )
  const queries: Array<QueryEvent> = []
  const guard = { rows: 1e9, seconds: 60 }
  const asking = session(server.reader, { guard, onQuery: (event) => void queries.push(event) })
  const held = yield* connect(asking, { model: shopModel, calendar, facts: mapped, asOf })
  const cluster = yield* ClickHouseEngine.make(held)
  const memory = yield* Effect.provide(Engine, MemoryEngine.layer(facts))

  const answers = yield* cluster.ask(questions)
  const expected = yield* memory.ask(questions)
  const rows = yield* cluster.rows
  console.log(
    `${shop.customers} customers, ${rows.get("interaction")} interactions, ${rows.get("order")} orders; asked: ${server.name}` +
      `, ${queries.filter(({ phase }) => phase === "done").length} queries\n\nIn memory | ClickHouse:`,
  )
  for (const [i, name] of ["tally", "funnel", "retention", "attribution"].entries())
    compare(name, expected[i], answers[i])
  print(answers)
})

/** Counts what an answer says; where the two differ, it says where. */
const compare = (name: string, expected: Answer | undefined, actual: Answer | undefined) => {
  const where = apart(expected?.groups, actual?.groups)
  const groups = (answer: Answer | undefined) => `${answer?.groups.length ?? 0} groups`
  console.log(`  ${name}: ${groups(expected)} | ${where === null ? groups(actual) : `differs at ${where}`}`)
  if (where !== null) process.exitCode = 1
}

const answerOf = <Q extends Question>(answers: ReadonlyArray<Answer>, question: Q) =>
  answers[(questions as ReadonlyArray<Question>).indexOf(question)] as unknown as Answer<Q>

const print = (answers: ReadonlyArray<Answer>) => {
  const byTouchpoint = Map.groupBy(answerOf(answers, visits).groups, ({ key }) => String(key[0]))
  const busiest = Array.from(byTouchpoint, ([name, groups]) => ({
    name,
    rows: groups.reduce((sum, { states }) => sum + states.rows.n, 0),
    most: Math.max(...groups.map(({ states }) => states.customers.n)),
  })).toSorted((a, b) => b.rows - a.rows)
  console.log("\nThe five busiest touchpoints:")
  table(
    ["touchpoint", "interactions", "most customers in a month"],
    ...busiest.slice(0, 5).map(({ most, name, rows }) => [name, rows, most]),
  )

  for (const { key, states } of answerOf(answers, funnel).groups) {
    if (key[0] === null) continue
    const read = funnelSteps({ state: states.fold }, { names, horizon: within })
    console.log(`\nFirst attempts on ${key[0]}, 7 days each:`)
    table(
      ["step", "customers", "of the step before", "median time"],
      ...read.steps.map((step) => [
        step.name,
        step.reached,
        sure(step.ofPrevious),
        time(step.sinceFirst?.median?.value),
      ]),
    )
  }

  const shards = shardsOf([answerOf(answers, credited)], credit)
  const byRule = rules.map((_, i) => attributeByRule(shards, i))
  const best = byRule[0]?.channels.toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0)).slice(0, 5) ?? []
  console.log("\nOrders credited, % (95 % interval), by the touchpoints first met most:")
  table(
    ["touchpoint", "first", "last", "U (40, 20, 40)"],
    ...best.map(({ channel }) => [
      channel,
      ...byRule.map(({ channels }) => {
        const own = channels.find((one) => one.channel === channel)
        return sure(own === undefined ? null : { value: own.share, interval: own.shareInterval })
      }),
    ]),
  )

  const retained = cohortTable(
    answerOf(answers, cohorts).groups.map(({ bucket, states }) => ({
      cohort: new Date((months[bucket ?? 0] ?? 0) + 43_200_000).toISOString().slice(0, 7),
      state: states.fold,
    })),
  )
  console.log("\nOrdered again, by the month of the first order:")
  table(
    ["first order", "customers", ...[1, 2, 3, 4, 5].map((age) => `month ${age}`)],
    ...retained.rows
      .slice(0, 6)
      .map(({ cells, cohort, members }) => [
        cohort,
        members,
        ...cells.slice(1).map(({ mature, value }) => (mature ? percent(value) : "–")),
      ]),
  )
}

await Effect.runPromise(Effect.scoped(program))
