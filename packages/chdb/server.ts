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

/**
 * chdb 3.4 puts rows that a failed query had made before the rows of the next: a query whose rows nobody wants takes
 * them away.
 */
export const careful = (client: ClickHouseClient): Client => {
  const flush = async (thrown: unknown): Promise<never> => {
    await client.command({ query: "SELECT 1 FORMAT Null" }).catch(() => undefined)
    throw thrown
  }
  const asking = {
    query: async (params: Parameters<ClickHouseClient["query"]>[0]) => {
      const result = await client.query(params).catch(flush)
      const text = result.text.bind(result)
      return Object.assign(result, { text: () => text().catch(flush) })
    },
    command: (params: Parameters<ClickHouseClient["command"]>[0]) => client.command(params).catch(flush),
  }
  return asking
}
