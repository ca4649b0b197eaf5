import type { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { type ClickHouseClient, createClient } from "@clickhouse/client"
import type { Client } from "@touchpoint/engine-clickhouse"

/** A server for tests: ClickHouse in this process, or the one that TOUCHPOINT_CLICKHOUSE_URL names. */
export const open = async (url: string | undefined): Promise<ClickHouseClient> => {
  if (url !== undefined) return createClient({ url })
  const { createChdbConnection } = await import("chdb/connection")
  // Its kind of connection is not among the client's own.
  const config: object = { connection: createChdbConnection({ path: ":memory:" }) }
  return createClient(config)
}

/** A client as sessions need one; ClickHouse in this process is not all that a server is. */
export const careful = (client: ClickHouseClient): Client =>
  process.env["TOUCHPOINT_CLICKHOUSE_URL"] === undefined ? inProcess(client) : client

const inProcess = (client: ClickHouseClient): Client => {
  // chdb 3.4 puts rows that a failed query had made before the rows of the next: a query whose rows nobody wants takes
  // them away.
  const flush = async (thrown: unknown): Promise<never> => {
    await client.command({ query: "SELECT 1 FORMAT Null" }).catch(() => undefined)
    throw thrown
  }
  const asking = {
    query: async (params: Parameters<ClickHouseClient["query"]>[0]) => {
      const result = await client.query(params).catch(flush)
      const read = result.text.bind(result)
      return Object.assign(result, { text: () => read().catch(flush) })
    },
    exec: async (params: Parameters<ClickHouseClient["exec"]>[0]) => {
      const type = params.http_headers?.["Content-Type"] ?? ""
      // A body is taken for rows to insert: what servers make of one is made of it here.
      if (!("values" in params) || !type.startsWith("multipart/")) return client.exec(params).catch(flush)
      const { fields, files } = await formOf(params.values, type)
      for (const [name, file] of files) {
        const structure = String(params.clickhouse_settings?.[`${name}_structure`])
        const format = String(params.clickhouse_settings?.[`${name}_format`])
        await client.command({ query: `CREATE OR REPLACE TABLE ${name} (${structure}) ENGINE = Memory` })
        await client.command({ query: `INSERT INTO ${name} FORMAT ${format}\n${file}` })
      }
      for (const [name, value] of fields)
        if (name.startsWith("param_")) await client.command({ query: `SET ${name} = ${quoted(value)}` })
      const { values: _, http_headers: __, ...rest } = params
      const own = Object.entries(params.clickhouse_settings ?? {}).filter(
        ([name]) => !files.has(name.replace(/_(?:structure|format)$/, "")),
      )
      try {
        return await client.exec({
          ...rest,
          query: fields.get("query") ?? "",
          clickhouse_settings: Object.fromEntries(own),
        })
      } catch (thrown) {
        return await flush(thrown)
      } finally {
        for (const name of files.keys()) await client.command({ query: `DROP TABLE ${name}` })
      }
    },
    command: (params: Parameters<ClickHouseClient["command"]>[0]) => client.command(params).catch(flush),
  }
  return asking
}

const quoted = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

/** A body as servers read it: fields, and files by the tables they are. */
const formOf = async (body: Readable, type: string) => {
  const form = await new Response(await text(body), { headers: { "content-type": type } }).formData()
  const fields = new Map<string, string>()
  const files = new Map<string, string>()
  for (const [name, value] of form)
    if (typeof value === "string") fields.set(name, (fields.get(name) ?? "") + value)
    else files.set(name, await value.text())
  return { fields, files }
}
