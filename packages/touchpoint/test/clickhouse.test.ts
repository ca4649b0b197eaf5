import * as http from "node:http"
import type { AddressInfo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { column, dimension, eq, tally } from "@touchpoint/core/questions"
import { analyze, ask, type Config, rows, TouchpointError } from "touchpoint"
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest"

/** A server that knows the table `events`, and says of every group what it is told to: what is asked, the engine's tests see. */
const types = new Map([
  ["who", "String"],
  ["ts", "DateTime64(3, 'UTC')"],
  ["page", "LowCardinality(String)"],
])
const LATEST = Date.UTC(2026, 0, 31)
const answerTo = (query: string, settings: URLSearchParams): ReadonlyArray<ReadonlyArray<string>> | null => {
  if (query.includes("system.settings"))
    return [[JSON.stringify(Array.from(settings, ([name, value]) => [name, value, "1"]))]]
  if (query.startsWith("DESCRIBE"))
    return [
      ["t", "UInt8"],
      ...Array.from(query.matchAll(/f\.`(\w+)` AS (t\d+)/g), ([, name = "", t = ""]) => [
        t,
        types.get(name) ?? "String",
      ]),
    ]
  if (query.includes("max(")) return [["3", String(LATEST)]]
  const sums = [...query.matchAll(/ AS s\d+/g)]
  return [
    ["cart", ...sums.map(() => "1")],
    ["home", ...sums.map(() => "2")],
  ]
}

let hangs = false
let tooMuch = false
interface Asked {
  readonly query: string
  readonly user: string
  readonly database: string | null
  /** Tables beside the query. */
  readonly files: string
}
const asked: Array<Asked> = []
const formOf = async (body: Buffer, type: string) => {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData()
  const [query, file] = [form.get("query"), form.get("_touchpoint_aliases")]
  return {
    query: typeof query === "string" ? query : "",
    files: file === null || typeof file === "string" ? "" : await file.text(),
  }
}
const server = http.createServer((request, response) => {
  const parts: Array<Buffer> = []
  request.on("data", (part: Buffer) => parts.push(part))
  const answer = async () => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost")
    const type = request.headers["content-type"] ?? ""
    const body = Buffer.concat(parts)
    const { files, query } = type.startsWith("multipart/")
      ? await formOf(body, type)
      : { files: "", query: body.toString() }
    const user = Buffer.from((request.headers.authorization ?? "").replace("Basic ", ""), "base64").toString()
    asked.push({ query, user, database: searchParams.get("database"), files })
    if (hangs && !query.startsWith("KILL")) return
    if (tooMuch && query.includes("max(")) {
      const text =
        "Limit for rows (controlled by 'max_rows_to_read' setting) exceeded, max rows: 10.00, current rows: 20.00"
      response.writeHead(500).end(`Code: 158. DB::Exception: ${text}. (TOO_MANY_ROWS)\n`)
      return
    }
    if (user === "reader:wrong") {
      response.writeHead(403).end("Code: 516. DB::Exception: reader: Authentication failed. (AUTHENTICATION_FAILED)\n")
      return
    }
    response.end((answerTo(query, searchParams) ?? []).map((row) => `${JSON.stringify(row)}\n`).join(""))
  }
  request.on("end", () => void answer())
})
let url = ""
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  process.env["SHOP_PASSWORD"] = "sésame"
})
afterEach(() => {
  hangs = false
  tooMuch = false
  asked.length = 0
  delete process.env["SHOP_PASSWORD"]
})

type ClickHouse = Extract<Config["engine"], { readonly clickhouse: unknown }>["clickhouse"]
const configOf = (more: Partial<ClickHouse> = {}): Config => ({
  engine: {
    clickhouse: {
      url,
      user: "reader",
      passwordFrom: "SHOP_PASSWORD",
      database: "shop",
      tables: { interactions: { table: "events", map: { customer: "who", at: "ts", touchpoint: "page" } } },
      ...more,
    },
  },
})
const byPage = tally("interaction", { n: { stat: "count" } }, { by: [dimension("page", column("touchpoint"))] })

const failure = async (running: Promise<unknown>): Promise<TouchpointError> => {
  const error = await running.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TouchpointError)) throw new Error(`no TouchpointError: ${String(error)}`)
  return error
}

describe("a configuration of tables of ClickHouse", () => {
  it("is asked where the rows are, as the user and with the password of the environment", async () => {
    const { answers, rejects, watermarks } = await ask(configOf(), [byPage])
    assert.deepStrictEqual(
      answers[0].groups.map(({ key, states }) => [key[0], states.n.n]),
      [
        ["cart", 1],
        ["home", 2],
      ],
    )
    assert.deepStrictEqual([watermarks, rejects], [{ interaction: LATEST }, []])
    assert.deepStrictEqual(
      [...new Set(asked.map(({ database, user }) => `${user}@${database}`))],
      ["reader:sésame@shop"],
    )
    assert.match(asked.at(-1)?.query ?? "", /FROM `events` AS f\d+/)
  })
  it("reads identities beside the tables, follows their chains, and sends them with what names customers", async () => {
    const people = tally("interaction", { u: { stat: "units", of: "customer" } })
    const aliases = [
      { old: "cookie", is: "anna@work" },
      { old: "anna@work", is: "anna@home" },
      { old: "", is: "nobody" },
      // What is rejected tells who is who all the same, as on every other engine.
      { old: "late", is: "carl", at: "2026-02-01" },
      { old: "self", is: "self" },
      { old: "self", is: "other" },
      { old: "round", is: "about" },
      { old: "about", is: "round" },
    ]
    const dated = aliases.map((one) => ({ at: "2026-01-01", ...one }))
    const facts = { identities: rows(dated, { alias: "old", canonical: "is", at: "at" }) }
    const { rejects } = await ask({ ...configOf(), facts, asOf: "2026-01-31" }, [people, byPage])
    assert.deepStrictEqual(
      rejects.map(({ reason, row }) => [reason, row]),
      [
        ["missing", 3],
        ["after-watermark", 4],
        ["duplicate", 6],
        ["alias-cycle", 7],
        ["alias-cycle", 8],
      ],
    )
    const [first, second] = asked.slice(-2)
    assert.match(first?.query ?? "", /GLOBAL ANY LEFT JOIN `_touchpoint_aliases`/)
    assert.deepStrictEqual(first?.files.split("\r\n"), [
      '["cookie","anna@home"]',
      '["anna@work","anna@home"]',
      '["late","carl"]',
      '["self","other"]',
      "",
    ])
    assert.deepStrictEqual([second?.files, second?.query.includes("JOIN")], ["", false])
    const other = await failure(ask({ ...configOf(), facts: { ...facts, orders: rows([], {}) } }, [people]))
    assert.include(other.message, "reads no sources but identities")
    const question = tally("identity", { n: { stat: "count" } })
    assert.include(
      (await failure(ask({ ...configOf(), facts }, [question]))).message,
      "there are no facts of identities",
    )
  })
  it("gives a report, which names the engine that counted", async () => {
    const report = await analyze(
      { ...configOf(), metrics: [{ id: "touchpoint-reach", where: eq(column("touchpoint"), "home") }] },
      { asOf: "2026-01-31" },
    )
    assert.isAbove(report.measurements.length, 0)
    const json = new TextDecoder().decode(await report.render("json"))
    assert.include(json, "@touchpoint/engine-clickhouse")
    assert.notInclude(json, url)
  })
  it("reads no sources beside", async () => {
    const facts = { interactions: rows([{ who: "a" }], { customer: "who" }) }
    const error = await failure(ask({ ...configOf(), facts }, [byPage]))
    assert.strictEqual(error.code, "config")
    assert.include(error.message, "facts.interactions: ClickHouse asks its own tables")
    assert.lengthOf(asked, 0)
  })
  it("is checked before a server is asked, and against its tables before a question is", async () => {
    const odd = await failure(ask(configOf({ tables: { interactions: { tabel: "events", map: {} } } }), [byPage]))
    assert.strictEqual(odd.code, "config")
    assert.include(odd.message, "engine.clickhouse.tables.interactions")
    assert.lengthOf(asked, 0)
    const misfit = await failure(
      ask(configOf({ tables: { interactions: { table: "events", map: { at: "page" } } } }), [byPage]),
    )
    assert.strictEqual(misfit.where, "engine.clickhouse.tables.interactions")
    assert.include(misfit.message, "interaction.at does not fit: an instant is a Date, a DateTime, or a number")
  })
  it("knows its kinds before a server is asked, and which one was meant", async () => {
    const unknown = await failure(ask(configOf({ tables: { interactons: { table: "events", map: {} } } }), [byPage]))
    assert.include(
      unknown.message,
      'engine.clickhouse.tables.interactons: there is no kind of facts "interactons"; did you mean interactions?',
    )
    assert.lengthOf(asked, 0)
  })
  it("does not go on without the password it names, nor with one it holds", async () => {
    const unset = await failure(ask(configOf({ passwordFrom: "NOPE" }), [byPage]))
    assert.strictEqual(unset.code, "config")
    assert.include(unset.message, "engine.clickhouse.passwordFrom: the environment variable NOPE is not set")
    const written = await failure(ask(configOf({ ...({ password: "hunter2" } as object) }), [byPage]))
    const [, ...issues] = written.message.split("\n")
    assert.lengthOf(issues, 1)
    assert.match(issues[0] ?? "", /engine\.clickhouse\.password: a configuration holds no password; .*passwordFrom/)
    assert.notInclude(written.message, "hunter2")
    assert.lengthOf(asked, 0)
  })
  it("says of a key that is not there which one was meant, and nothing of other engines", async () => {
    const wrong = await failure(ask(configOf({ ...({ guard: { row: 1 } } as object) }), [byPage]))
    assert.match(wrong.message, /:\s*engine\.clickhouse\.guard\.row: there is no such key; did you mean rows\?$/)
    const engine = { clickhouse: 3 } as unknown as Config["engine"]
    const odd = await failure(ask({ engine } as Config, [byPage]))
    assert.match(odd.message, /:\s*engine\.clickhouse: Expected object$/)
  })
  it("names the key of the limit that a question reached", async () => {
    tooMuch = true
    const { message } = await failure(ask(configOf({ guard: { rows: 10 } }), [byPage]))
    assert.include(message, "More guard.rows than allowed: 20 > 10; raise engine.clickhouse.guard.rows")
  })
  it("is one clear error where the server is away, or refuses", async () => {
    const away = await failure(ask(configOf({ url: "http://127.0.0.1:1", timeout: 500 }), [byPage]))
    assert.deepInclude(away, { code: "source", where: "engine.clickhouse" })
    assert.match(
      away.message,
      /^ClickHouse failed while looking at the settings \(code ECONNREFUSED\).*check that the server is up/,
    )
    process.env["SHOP_PASSWORD"] = "wrong"
    const refused = await failure(ask(configOf(), [byPage]))
    assert.include(refused.message, "Authentication failed")
    assert.notInclude(refused.message, "wrong")
    const odd = await failure(ask(configOf({ url: "clickhouse" }), [byPage]))
    assert.include(odd.message, "give an address such as https://")
  })
  it("stops what it asked when it is aborted", async () => {
    hangs = true
    const controller = new AbortController()
    const running = failure(ask(configOf(), [byPage], { signal: controller.signal }))
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort()
    assert.strictEqual((await running).code, "aborted")
    assert.isTrue(asked.some(({ query }) => query.startsWith("KILL QUERY")))
  })
})
