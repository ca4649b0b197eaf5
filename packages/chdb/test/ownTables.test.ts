import type { ClickHouseClient } from "@clickhouse/client"
import { assert, describe, it } from "@effect/vitest"
import { closeIdentities, define } from "@touchpoint/core/facts"
import {
  column,
  customer,
  dimension,
  funnel,
  funnelDefaults,
  link,
  mark,
  type Question,
  recurrence,
  tally,
  trails,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import {
  ClickHouseEngine,
  type Client,
  connect,
  type ConnectOptions,
  type QueryEvent,
  session,
} from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll } from "vitest"
import { careful, open } from "../server.ts"

let client: ClickHouseClient
let asking: Client
const database = `touchpoint_own_${process.pid}`
const odd = "we`ird\\ 'na;me"
const quoted = `\`${odd.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``

beforeAll(async () => {
  client = await open(process.env["TOUCHPOINT_CLICKHOUSE_URL"])
  asking = careful(client)
  const run = (query: string) => client.command({ query })
  await run(`CREATE DATABASE ${database}`)
  // A table of events of all sorts, as web shops have them.
  await run(
    `CREATE TABLE ${database}.events (ts DateTime64(6, 'Europe/Berlin'), kind LowCardinality(String), user_id UInt64, page String, props Map(String, String), revenue Decimal(18, 2), ${quoted} String) ENGINE = MergeTree ORDER BY (kind, ts)`,
  )
  const event = (second: number, kind: string, user: string, page: string, revenue = "0") =>
    `('2024-05-01 10:00:${String(second).padStart(2, "0")}', '${kind}', ${user}, '${page}', map('campaign', 'spring'), ${revenue}, 'x')`
  const rows = [
    event(0, "view", "9007199254740993", "home"),
    event(1, "view", "9007199254740992", "home"),
    event(2, "view", "9007199254740993", "cart"),
    event(3, "view", "7", ""),
    event(9, "buy", "9007199254740993", "", "1999"),
    event(10, "buy", "7", "", "500"),
  ]
  await run(
    `INSERT INTO ${database}.events SELECT * FROM VALUES('ts DateTime64(6, \\'Europe/Berlin\\'), kind String, user_id UInt64, page String, props Map(String, String), revenue Decimal(18, 2), o String', ${rows.join(", ")})`,
  )
})

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` })
  await client.close()
})

const facts: ConnectOptions["facts"] = {
  interactions: {
    table: { database, table: "events" },
    where: { kind: "view" },
    map: {
      customer: "user_id",
      at: "ts",
      touchpoint: { column: "page", values: { home: "landing-page" } },
      channel: { column: "props", key: "campaign" },
      source: { constant: "web" },
    },
  },
  orders: {
    table: { database, table: "events" },
    where: { kind: ["buy", "purchase"] },
    map: { customer: "user_id", at: "ts", amount: "revenue", status: odd },
  },
}

const options: ConnectOptions = { model: define(), calendar: Calendar.make("Europe/Berlin"), facts }

const engine = (
  more: Partial<ConnectOptions> = {},
  through: Client = asking,
  settings: {
    readonly settings?: boolean
    readonly guard?: { readonly rows: number }
    readonly onQuery?: (event: QueryEvent) => void
  } = {},
) =>
  Effect.flatMap(connect(session(through, { retries: 0, ...settings }), { ...options, ...more }), (held) =>
    ClickHouseEngine.make(held),
  )

const ask = (question: Question, ...given: Parameters<typeof engine>) =>
  Effect.gen(function* () {
    const [answer] = yield* (yield* engine(...given)).ask([question])
    return answer?.groups.map(({ bucket, key, states }) => [...key, bucket, states])
  })

const byCustomer = tally("interaction", { n: { stat: "count" } }, { by: [dimension("customer", column("customer"))] })

describe("tables that are there already", () => {
  it.effect("are read by mapping: exact ids, value maps, keys of maps, empty texts as absent", () =>
    Effect.gen(function* () {
      const n = (of: number) => ({ n: { n: of, w: of } })
      assert.deepStrictEqual(yield* ask(byCustomer), [
        ["7", null, n(1)],
        ["9007199254740992", null, n(1)],
        ["9007199254740993", null, n(2)],
      ])
      const byPage = tally(
        "interaction",
        { n: { stat: "count" } },
        { by: [dimension("t", column("touchpoint")), dimension("c", column("channel"))] },
      )
      assert.deepStrictEqual(yield* ask(byPage), [
        ["cart", "spring", null, n(1)],
        ["landing-page", "spring", null, n(2)],
        [null, "spring", null, n(1)],
      ])
      const spent = tally(
        "order",
        { sum: { stat: "sum", of: column("amount") } },
        { by: [dimension("s", column("status"))] },
      )
      assert.deepStrictEqual(yield* ask(spent), [["x", null, { sum: { n: 2, sum: 2499, wsum: 2499 } }]])
    }),
  )
  it.effect("say up to when they are complete, and are not seen after that", () =>
    Effect.gen(function* () {
      const at = Date.parse("2024-05-01T08:00:02Z")
      const all = yield* engine()
      assert.deepStrictEqual((yield* all.watermarks).get("interaction"), { at: at + 1000, inferred: true })
      const some = yield* engine({ asOf: at })
      assert.deepStrictEqual([(yield* some.rows).get("interaction"), (yield* some.rows).get("order")], [3, 0])
      assert.deepStrictEqual((yield* some.watermarks).get("order"), { at, inferred: false })
    }),
  )
  it.effect("know customers by their canonical ids", () =>
    Effect.gen(function* () {
      const closed = closeIdentities([
        ["9007199254740992", "guest"],
        ["guest", "9007199254740993"],
      ])
      const identities = new Map(["9007199254740992", "guest"].map((alias) => [alias, closed.canonical(alias)]))
      const groups = yield* ask(byCustomer, { identities })
      assert.deepStrictEqual(
        groups?.map(([name]) => name),
        ["7", "9007199254740993"],
      )
    }),
  )
  it.effect("know them by a table of aliases, in which each names its customer", () =>
    Effect.gen(function* () {
      const run = (query: string) => Effect.promise(() => client.command({ query }))
      yield* run(
        `CREATE TABLE ${database}.aliases (old UInt64, is String, live UInt8) ENGINE = MergeTree ORDER BY old AS SELECT * FROM VALUES('o UInt64, i String, l UInt8', (9007199254740992, '9007199254740993', 1), (7, 'seven', 1), (7, 'seven', 1), (8, '7', 0), (9, '', 1), (10, '10', 1))`,
      )
      const identities = { table: { database, table: "aliases" }, map: { alias: "old", canonical: "is" } }
      const live = { ...facts, identities: { ...identities, where: { live: 1 } } }
      const n = (of: number) => ({ n: { n: of, w: of } })
      const resolved = [
        ["9007199254740993", null, n(3)],
        ["seven", null, n(1)],
      ]
      assert.deepStrictEqual(yield* ask(byCustomer, { facts: live }), resolved)
      const both = yield* Effect.flip(ask(byCustomer, { facts: live, identities: new Map([["7", "8"]]) }))
      assert.include(both.message, "identity does not fit: aliases are given beside the table")
      const chain = yield* Effect.flip(ask(byCustomer, { facts: { ...facts, identities } }))
      assert.include(chain.message, "identity.canonical does not fit: 1 of its rows lead to another alias")
      yield* run(`INSERT INTO ${database}.aliases VALUES (7, 'sieben', 1)`)
      const several = yield* Effect.flip(ask(byCustomer, { facts: live }))
      assert.include(several.message, "identity.alias does not fit: 1 of its aliases stand for several customers")
      const none = { ...identities, where: { live: 2 } }
      const nobody = yield* connect(session(asking), { ...options, facts: { ...facts, identities: none } })
      assert.isUndefined(nobody.outline.sources[0]?.unresolved)
      const circle = [
        ["7", "8"],
        ["8", "7"],
      ] as const
      const around = yield* connect(session(asking), { ...options, identities: circle })
      assert.isUndefined(around.outline.sources[0]?.unresolved)
      const half = { ...identities, map: { alias: "old" } }
      const lacks = yield* Effect.flip(ask(byCustomer, { facts: { ...facts, identities: half } }))
      assert.include(lacks.message, "identity.canonical does not fit: aliases of customers are looked up in it")
    }),
  )
  it.effect("say how many of their rows are of customers whom neither identities nor profiles know", () =>
    Effect.gen(function* () {
      const run = (query: string) => Effect.promise(() => client.command({ query }))
      yield* run(
        `CREATE TABLE ${database}.profiles ENGINE = MergeTree ORDER BY tuple() AS SELECT 'seven' AS who UNION ALL SELECT ''`,
      )
      const customers = { table: { database, table: "profiles" }, map: { customer: "who" } }
      const unresolved = (more: Partial<ConnectOptions>) =>
        Effect.map(connect(session(asking, { retries: 0 }), { ...options, ...more }), ({ outline: { sources } }) =>
          Object.fromEntries(sources.map((one) => [one.kind, one.unresolved])),
        )
      assert.deepStrictEqual(yield* unresolved({}), { interaction: undefined, order: undefined })
      const of = (strange: number, all: number) => ({ facts: strange, of: all })
      const identities = new Map([["9007199254740992", "9007199254740993"]])
      assert.deepStrictEqual(yield* unresolved({ identities }), { interaction: of(1, 4), order: of(1, 2) })
      assert.deepStrictEqual(
        yield* unresolved({ identities: new Map([...identities, ["8", "9"]]), facts: { ...facts, customers } }),
        { interaction: of(1, 4), order: of(1, 2), customer: undefined },
      )
      assert.deepStrictEqual(
        yield* unresolved({ identities: new Map([["7", "seven"]]), facts: { ...facts, customers } }),
        {
          interaction: of(3, 4),
          order: of(1, 2),
          customer: undefined,
        },
      )
    }),
  )
  it.effect("follow aliases as they were when connected, and of a customer who is the same for all rows", () =>
    Effect.gen(function* () {
      const identities = new Map([
        ["7", "guest"],
        ["guest", "seven"],
      ])
      const made = yield* engine({ identities })
      identities.set("9007199254740992", "seven")
      const names = (asked: typeof made, kind: string) =>
        Effect.map(
          asked.ask([tally(kind, { n: { stat: "count" } }, { by: [dimension("u", column("customer"))] })]),
          ([answer]) => answer?.groups.map(({ key }) => key[0]),
        )
      assert.deepStrictEqual(yield* names(made, "interaction"), ["9007199254740992", "9007199254740993", "seven"])
      const map = { customer: { constant: "7" }, at: "ts" }
      const orders = { table: { database, table: "events" }, map }
      assert.deepStrictEqual(yield* names(yield* engine({ identities, facts: { orders } }), "order"), ["seven"])
    }),
  )
  it.effect("are sent aliases of all sorts with the questions that name customers, and with no others", () =>
    Effect.gen(function* () {
      const sent: Array<string> = []
      const watching: Client = {
        ...asking,
        exec: async (params: Parameters<Client["exec"]>[0]) => {
          sent.push(JSON.stringify(params.clickhouse_settings))
          return asking.exec(params)
        },
      }
      const strange = ["", " 7", "7\0", "7'; DROP", "--x\r\n", "\\", "\uD800", "ключ"]
      const identities = new Map([...strange.map((one) => [one, "nobody"] as const), ["7", 'it\'s\t\\ "7"']])
      const byPage = tally(
        "interaction",
        { n: { stat: "count" } },
        { by: [dimension("t", column("touchpoint")), dimension("u", column("customer"))] },
      )
      const made = yield* engine({ identities }, watching)
      sent.length = 0
      const [answer] = yield* made.ask([byPage])
      assert.deepStrictEqual(
        answer?.groups.map(({ key }) => key),
        [
          ["cart", "9007199254740993"],
          ["landing-page", "9007199254740992"],
          ["landing-page", "9007199254740993"],
          [null, 'it\'s\t\\ "7"'],
        ],
      )
      assert.strictEqual(sent.length, 1)
      assert.include(sent[0], '"_touchpoint_aliases_structure":"alias String, canonical Nullable(String)"')
      yield* made.ask([tally("interaction", { n: { stat: "count" } })])
      assert.strictEqual(sent.length, 1)
    }),
  )
  it.effect("have dates that begin at midnight of the project's zone, and none where the column has its default", () =>
    Effect.gen(function* () {
      yield* Effect.promise(() =>
        client.command({
          query: `CREATE TABLE ${database}.days ENGINE = MergeTree ORDER BY tuple() AS SELECT toDate('2024-05-01') AS d, toDateTime('2024-05-01 12:00:00', 'UTC') AS t, toUInt32(1714521600) AS s UNION ALL SELECT toDate(0), toDateTime(0, 'UTC'), toUInt32(0)`,
        }),
      )
      const at = (mapped: ConnectOptions["facts"][string]["map"][string]) =>
        ask(tally("order", { at: { stat: "histogram", of: column("at") } }), {
          facts: { order: { table: { database, table: "days" }, map: { at: mapped } } },
        })
      const levels = (...all: ReadonlyArray<number>) => [
        [null, { at: { levels: all.map((value) => ({ value, n: 1, w: 1, w2: 1 })) } }],
      ]
      assert.deepStrictEqual(yield* at("d"), levels(Date.parse("2024-04-30T22:00:00Z")))
      assert.deepStrictEqual(yield* at("t"), levels(Date.parse("2024-05-01T12:00:00Z")))
      assert.deepStrictEqual(yield* at({ column: "t", empty: "kept" }), levels(0, Date.parse("2024-05-01T12:00:00Z")))
      assert.deepStrictEqual(yield* at({ column: "s", unit: "s" }), levels(0, 1_714_521_600_000))
    }),
  )
  it.effect("are asked about many edges and many aliases at once", () =>
    Effect.gen(function* () {
      const first = Date.parse("2024-05-01T08:00:00Z")
      const edges = Array.from({ length: 50_000 }, (_, i) => first + (i - 25_000) * 1000)
      const identities = new Map(Array.from({ length: 20_000 }, (_, i) => [`alias ${i}`, `customer ${i}`] as const))
      const seconds = tally("interaction", { n: { stat: "count" } }, { edges })
      const groups = yield* ask(seconds, { identities: new Map([...identities, ["7", "seven"]]) })
      assert.deepStrictEqual(
        groups?.map(([bucket]) => bucket),
        [25_000, 25_001, 25_002, 25_003],
      )
      const names = yield* ask(byCustomer, { identities: new Map([...identities, ["7", "seven"]]) })
      assert.strictEqual(names?.at(-1)?.[0], "seven")
    }),
  )
  it.effect("need no more than a user who may only read", () =>
    Effect.gen(function* () {
      // In one process a setting of the client would stay, so it is part of the statement.
      const through = (readonly: string): Client => ({
        ...asking,
        query: (params: Parameters<Client["query"]>[0]) =>
          asking.query({ ...params, query: `${params.query} SETTINGS readonly = ${readonly}` }),
      })
      const expected = yield* ask(byCustomer)
      assert.deepStrictEqual(yield* ask(byCustomer, {}, through("1"), { settings: false }), expected)
      assert.deepStrictEqual(yield* ask(byCustomer, {}, through("2"), { guard: { rows: 1e6 } }), expected)
    }),
  )
  it.effect("are not read beyond what a question may cost", () =>
    Effect.gen(function* () {
      const held = yield* connect(session(asking), options)
      const guarded = yield* ClickHouseEngine.make({
        ...held,
        session: session(asking, { guard: { rows: 2 }, retries: 0 }),
      })
      const { reason } = yield* Effect.flip(guarded.ask([byCustomer]))
      // In one process a setting stays.
      yield* Effect.promise(() => client.command({ query: "SET max_rows_to_read = 0" }))
      assert.deepInclude(reason, { _tag: "LimitExceeded", limit: "guard.rows", allowed: 2 })
    }),
  )
  it.effect("that do not fit are found before any question is asked", () =>
    Effect.gen(function* () {
      const order = (map: ConnectOptions["facts"][string]["map"], table = "events") =>
        Effect.flip(
          connect(session(asking, { retries: 0 }), {
            ...options,
            facts: { order: { table: { database, table }, map } },
          }),
        )
      const message = (error: { readonly message: string }) => error.message
      assert.include(message(yield* order({ amount: "nothing" })), "The ClickHouse table of order does not fit")
      assert.include(message(yield* order({}, "nowhere")), "The ClickHouse table of order does not fit")
      assert.include(
        message(yield* order({ amount: "page" })),
        "order.amount does not fit: it needs a number, not String",
      )
      assert.include(message(yield* order({ at: "page" })), "an instant is a Date, a DateTime, or a number, not String")
      assert.include(message(yield* order({ amuont: "revenue" })), "order has no such field")
    }),
  )
})

describe("a cluster that is sharded by customer", () => {
  it.effect("answers shard by shard, and as one table does", () =>
    Effect.gen(function* () {
      yield* Effect.promise(() =>
        client.command({
          query: `CREATE VIEW ${database}.shard AS SELECT * FROM ${database}.events WHERE cityHash64(user_id) % 2 = shardNum() - 1`,
        }),
      )
      const where = { remote: ["localhost", "localhost"], database, table: "shard", shardedBy: "customer" } as const
      const parts = Object.fromEntries(Object.entries(facts).map(([kind, map]) => [kind, { ...map, table: where }]))
      const asked: Array<string> = []
      const onQuery = ({ phase, sql }: QueryEvent) => void (phase === "begins" && asked.push(sql))
      const questions = [
        unitMoments("order", "customer", { n: { agg: "count" } }, { m: { stat: "moments", of: column("n") } }),
        trails(
          funnel,
          { ...funnelDefaults, steps: ["seen", "bought"] },
          {
            kinds: ["interaction", "order"],
            marks: [mark("seen", { kind: "interaction" }), mark("bought", { kind: "order" })],
          },
        ),
      ]
      for (const question of questions) {
        const expected = yield* ask(question)
        assert.deepStrictEqual(yield* ask(question, { facts: parts }, asking, { onQuery }), expected)
        assert.match(asked.at(-1) ?? "", /FROM remote\('localhost,localhost', view\((?:WITH|SELECT) .* GROUP BY /s)
      }
    }),
  )
})

describe("what leaves the cluster", () => {
  it.effect("is groups and sums: no column of a result names a person", () =>
    Effect.gen(function* () {
      const cells = new Set<string>()
      const columns = new Set<string>()
      const watching = {
        ...asking,
        query: async (params: Parameters<Client["query"]>[0]) => {
          const result = await asking.query(params)
          const text = result.text.bind(result)
          const outer = /^(?:WITH .*? )?SELECT (.*?) FROM /s.exec(params.query)?.[1] ?? ""
          for (const [, name = ""] of outer.matchAll(/ AS (\w+)(?:,|$)/g)) columns.add(name)
          return Object.assign(result, {
            text: async () => {
              const all = await text()
              for (const line of all.split("\n").filter((one) => one !== ""))
                for (const cell of JSON.parse(line) as ReadonlyArray<unknown>) cells.add(String(cell))
              return all
            },
          })
        },
      }
      const asked = yield* engine({}, watching)
      columns.clear()
      cells.clear()
      yield* asked.ask([
        tally("interaction", { u: { stat: "units", of: "customer" }, h: { stat: "histogram", of: column("at") } }),
        unitMoments("order", "customer", { n: { agg: "count" } }, { m: { stat: "moments", of: column("n") } }),
        tally(
          "order",
          { n: { stat: "count" } },
          { among: column("amount"), pick: { take: "latest", per: "customer" } },
        ),
        trails(
          funnel,
          { ...funnelDefaults, steps: ["seen", "bought"] },
          {
            kinds: ["interaction", "order"],
            marks: [mark("seen", { kind: "interaction" }), mark("bought", { kind: "order" })],
          },
        ),
        trails(
          recurrence,
          { mark: "seen", horizons: [], apart: 0, asOf: null },
          {
            kinds: ["interaction"],
            marks: [mark("seen", { kind: "interaction" })],
          },
        ),
      ])
      assert.isTrue(
        [...columns].every((name) => /^(?:sent|s)\d+$/.test(name)),
        [...columns].join(),
      )
      assert.isFalse(
        [...cells].some((cell) => cell === "7" || cell.includes("90071992547409")),
        [...cells].join(),
      )
    }),
  )
  it.effect("names what has no SQL, instead of a wrong answer", () =>
    Effect.gen(function* () {
      const other = { ...recurrence, id: "acme/again" }
      const held = yield* connect(session(asking), options)
      const made = yield* ClickHouseEngine.make(held, { folds: [other] })
      const { reason } = yield* Effect.flip(
        made.ask([
          trails(
            other,
            { mark: "seen", horizons: [], apart: 0, asOf: null },
            {
              kinds: ["interaction"],
              marks: [mark("seen", { kind: "interaction" })],
            },
          ),
        ]),
      )
      assert.deepInclude(reason, { _tag: "QuestionUnsupported", engine: "clickhouse", feature: "the fold acme/again" })
    }),
  )
  it.effect("holds for joins too: a profile and a link over tables that have none are absent", () =>
    Effect.gen(function* () {
      const profile = tally("order", { n: { stat: "count" } }, { by: [dimension("p", customer("birthday"))] })
      assert.deepStrictEqual(yield* ask(profile), [[null, null, { n: { n: 2, w: 2 } }]])
      const refunds = tally("order", { s: { stat: "sum", of: link("refund", column("amount"), "sum") } })
      assert.deepStrictEqual(yield* ask(refunds), [[null, { s: { n: 0, sum: 0, wsum: 0 } }]])
    }),
  )
})
