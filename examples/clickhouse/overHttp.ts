// ClickHouse in this process behind an address of this machine: for tests of what asks a server by its address.
import * as http from "node:http"
import type { AddressInfo } from "node:net"
import { buffer, text } from "node:stream/consumers"
import type { Client } from "@touchpoint/engine-clickhouse"

const quoted = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

/** The answer to a request, as it comes. */
const answerOf = async (client: Client, request: http.IncomingMessage) => {
  const { searchParams } = new URL(request.url ?? "/", "http://localhost")
  const type = request.headers["content-type"] ?? ""
  if (type.startsWith("multipart/"))
    return client.exec({
      query: "",
      values: request,
      http_headers: { "Content-Type": type },
      clickhouse_settings: Object.fromEntries(
        [...searchParams].filter(([name]) => /_(?:format|structure)$/.test(name)),
      ),
    })
  for (const [name, value] of searchParams)
    if (name.startsWith("param_")) await client.command({ query: `SET ${name} = ${quoted(value)}` })
  return client.exec({ query: await text(request) })
}

/** Answers one request after the other, as a server of ClickHouse does. */
export const serve = async (client: Client) => {
  let queries = 0
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    try {
      queries++
      const { stream } = await answerOf(client, request)
      response.end(await buffer(stream))
    } catch (error) {
      const { code = "0", message = "", type = "ERROR" } = error as Record<string, string>
      response.writeHead(500).end(`Code: ${code}. DB::Exception: ${message} (${type})\n`)
    }
  }
  let last = Promise.resolve()
  const server = http.createServer((request, response) => {
    last = last.then(() => answer(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries: () => queries,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
