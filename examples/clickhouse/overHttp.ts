// ClickHouse in this process behind an address of this machine: for tests of what asks a server by its address.
import * as http from "node:http"
import type { AddressInfo } from "node:net"
import type { open } from "@touchpoint/engine-clickhouse"
import type * as Effect from "effect/Effect"

type Writer = Effect.Success<ReturnType<typeof open>>

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

/** What a request asks: its statement, and the parameters beside it as ClickHouse writes them. */
const askedOf = async (request: http.IncomingMessage) => {
  const parts: Array<Uint8Array> = []
  for await (const part of request) parts.push(part as Uint8Array)
  const body = Buffer.concat(parts)
  const { searchParams } = new URL(request.url ?? "/", "http://localhost")
  const type = request.headers["content-type"] ?? ""
  const given = [...searchParams]
  if (type.includes("multipart")) {
    const form = await new Response(body, { headers: { "content-type": type } }).formData()
    for (const [name, value] of form) given.push([name, typeof value === "string" ? value : ""])
  } else given.push(["query", body.toString()])
  const fields = new Map(given.filter(([, value]) => value !== ""))
  return {
    query: fields.get("query") ?? "",
    parameters: [...fields].filter(([name]) => name.startsWith("param_")),
  }
}

/** Answers one request after the other, as a server of ClickHouse does. */
export const serve = async (client: Writer) => {
  let queries = 0
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    try {
      const { parameters, query } = await askedOf(request)
      for (const [name, value] of parameters) await client.command({ query: `SET ${name} = ${quoted(value)}` })
      queries++
      const parts: Array<Uint8Array> = []
      for await (const part of (await client.exec({ query })).stream) parts.push(part as Uint8Array)
      response.end(Buffer.concat(parts))
    } catch (error) {
      // Rows of what failed would come before those of the next.
      await client.command({ query: "SELECT 1 FORMAT Null" }).catch(() => undefined)
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
