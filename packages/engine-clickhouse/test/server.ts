import * as http from "node:http"
import type { AddressInfo } from "node:net"

/** A request as a server of ClickHouse sees it. */
interface Received {
  readonly query: string
  readonly queryId: string | null
  readonly parameters: URLSearchParams
  /** Tables beside the query, as they came. */
  readonly files: ReadonlyMap<string, string>
  /** Whether the client hung up before it had its answer. */
  gone: boolean
}

/** How a server answers the n-th query, counted from 1; `KILL QUERY` it answers by itself. */
export type Behaviour = (response: http.ServerResponse, times: number) => void

/** A statement, and the files beside it where the body is a form. */
const asked = async (request: http.IncomingMessage, body: Buffer) => {
  const type = request.headers["content-type"] ?? ""
  const files = new Map<string, string>()
  if (!type.startsWith("multipart/form-data")) return { query: body.toString(), files }
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData()
  for (const [name, value] of form) if (typeof value !== "string") files.set(name, await value.text())
  const query = form.get("query")
  return { query: typeof query === "string" ? query : "", files }
}

/** A server on this machine that answers as it is told, and remembers what it was asked. */
export const startServer = async (behave: Behaviour) => {
  const queries: Array<Received> = []
  const kills: Array<Received> = []
  const server = http.createServer((request, response) => {
    const parts: Array<Buffer> = []
    request.on("data", (part: Buffer) => parts.push(part))
    const answer = async () => {
      const { searchParams } = new URL(request.url ?? "/", "http://localhost")
      const { files, query } = await asked(request, Buffer.concat(parts))
      const received: Received = {
        query: searchParams.get("query") ?? query,
        queryId: searchParams.get("query_id"),
        parameters: searchParams,
        files,
        gone: false,
      }
      response.on("close", () => {
        if (!response.writableFinished) received.gone = true
      })
      if (received.query.startsWith("KILL QUERY")) {
        kills.push(received)
        response.end()
        return
      }
      queries.push(received)
      behave(response, queries.length)
    }
    request.on("end", () => void answer())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    kills,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Sends some rows, and then something else. */
export const begin = (
  response: http.ServerResponse,
  then: () => void,
  headers: http.OutgoingHttpHeaders = {},
): void => {
  response.writeHead(200, { "content-type": "application/x-ndjson", ...headers })
  // What comes after has to come later than the rows.
  response.write('["1"]\n["2"]\n', () => setTimeout(then, 20))
}
