import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { apart } from "./apart.ts"
import { chdb, database, schema } from "./server.ts"

const run = promisify(execFile)
const cwd = import.meta.dirname
const { TOUCHPOINT_CI, TOUCHPOINT_CLICKHOUSE_URL } = process.env
const asked = chdb || TOUCHPOINT_CLICKHOUSE_URL !== undefined || TOUCHPOINT_CI === "1"
if (!asked)
  console.log("note: the example clickhouse was not run, no server (set TOUCHPOINT_CLICKHOUSE_URL) and no chdb")

it("The example clickhouse has the answers of the engine in memory, or says that it skips", async () => {
  const { stderr, stdout } = await run(
    process.execPath,
    ["--conditions=@touchpoint/source", "main.ts", "--customers", "400"],
    { cwd },
  )
  assert.strictEqual(stderr, "")
  if (!asked) return assert.match(stdout, /^clickhouse: skipped, no server; .*TOUCHPOINT_CLICKHOUSE_URL.*\n$/)
  // Lines such as `  funnel: 2 groups | 2 groups`.
  const pairs = Array.from(stdout.matchAll(/^ {2}(\w+): (.+) \| (.+)$/gm), ([, what, memory, own]) => ({
    what,
    memory,
    own,
  }))
  assert.deepStrictEqual(
    pairs.map(({ what }) => what),
    ["tally", "funnel", "retention", "attribution"],
    stdout,
  )
  for (const { memory, own, what } of pairs) assert.strictEqual(own, memory, what)
  assert.match(stdout, /^ {2}checkout +\d+ +[\d.]+ % \(/m)
}, 180_000)

it("The example clickhouse would see a difference", () => {
  const answer = [{ key: ["a"], states: { n: 1, of: [0.1, null] } }]
  assert.isNull(apart(answer, [{ key: ["a"], states: { n: 1, of: [0.1 + 1e-12, null] } }]))
  assert.strictEqual(
    apart(answer, [{ key: ["a"], states: { n: 1, of: [0.2, null] } }]),
    "answer.0.states.of.0: 0.1 | 0.2",
  )
  assert.strictEqual(apart(answer, []), "answer: 1 | 0 parts")
  assert.strictEqual(apart(answer, [{ key: [null], states: answer[0]?.states }]), "answer.0.key.0: a | null")
})

/** What the tests read of a service. */
interface Service {
  readonly image: string
  readonly hostname?: string
  readonly depends_on?: unknown
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: ReadonlyArray<string>
  readonly volumes?: ReadonlyArray<string>
  readonly entrypoint?: ReadonlyArray<string>
}

describe("The cluster of docker-compose.yml", () => {
  const yaml = createRequire(path.join(cwd, "../../packages/touchpoint/package.json"))("yaml") as {
    readonly parse: (text: string, options: { readonly merge: true }) => unknown
  }
  const text = (file: string) => readFileSync(path.join(cwd, file), "utf8")
  const { services } = yaml.parse(text("docker-compose.yml"), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>
  }
  it("has a keeper, two servers that share all but name and port, and a schema that is run once", () => {
    assert.deepStrictEqual(Object.keys(services), ["keeper", "shard-1", "shard-2", "schema"])
    const { "shard-1": first, "shard-2": second } = services
    assert.deepStrictEqual({ ...second, hostname: first?.hostname, ports: first?.ports }, { ...first })
    assert.deepStrictEqual([first?.ports, second?.ports], [["127.0.0.1:8123:8123"], ["127.0.0.1:8124:8123"]])
    const tag = ({ image }: Service) => image.split(":")[1]
    assert.strictEqual(new Set(Object.values(services).map(tag)).size, 1)
  })
  it("mounts files that are there, and names hosts and a cluster that there are", () => {
    const mounted = Object.values(services).flatMap(({ volumes = [] }) => volumes.map((one) => one.split(":")[0] ?? ""))
    for (const file of mounted) assert.isTrue(existsSync(path.join(cwd, file)), file)
    const hosts = [...text("cluster.xml").matchAll(/<host>(.*?)<\/host>/g)].map(([, host]) => host)
    assert.deepStrictEqual(hosts, ["shard-1", "shard-2", "keeper"])
    for (const [name, { hostname }] of Object.entries(services))
      if (hostname !== undefined) assert.strictEqual(hostname, name)
    const clusters = [...text("schema.sql").matchAll(/ON CLUSTER (\w+)|Distributed\((\w+)/g)].map(([, a, b]) => a ?? b)
    assert.deepStrictEqual([...new Set(clusters)], ["two"])
    assert.include(text("cluster.xml"), "<two>")
    const port = /<tcp_port>(\d+)<\/tcp_port>/.exec(text("keeper.xml"))?.[1]
    assert.include(text("cluster.xml"), `<host>keeper</host>\n            <port>${port}</port>`)
  })
  it("has configuration whose elements are closed", () => {
    for (const file of ["cluster.xml", "keeper.xml"]) {
      const open: Array<string> = []
      for (const [, end, name] of text(file)
        .replaceAll(/<!--.*?-->/gs, "")
        .matchAll(/<(\/?)(\w+)>/g))
        if (end === "") open.push(name ?? "")
        else assert.strictEqual(open.pop(), name, file)
      assert.deepStrictEqual(open, [], file)
    }
  })
  it("gives a user who asks no more than to read", () => {
    const grants = schema(true).filter((statement) => statement.startsWith("GRANT"))
    assert.deepStrictEqual(grants, [
      `GRANT ON CLUSTER two SELECT ON ${database}.* TO reader`,
      "GRANT ON CLUSTER two REMOTE, CREATE TEMPORARY TABLE ON *.* TO reader",
    ])
    assert.match(schema(true).find((one) => one.startsWith("CREATE USER")) ?? "", /SETTINGS readonly = 2$/)
  })
  it("is one server's tables where there is no cluster", () => {
    assert.notInclude(schema(false).join("\n"), "two")
    assert.lengthOf(schema(false), schema(true).length - 3)
    assert.lengthOf(
      schema(false).filter((one) => one.startsWith("CREATE VIEW")),
      2,
    )
  })
})
