import * as Schema from "effect/Schema"

/** ClickHouse could not go on: what it was doing, the query's id, why, what to do. @category errors @since 0.2.0 */
export class ClickHouseFailed extends Schema.TaggedError<ClickHouseFailed>()("ClickHouseFailed", {
  doing: Schema.String,
  reason: Schema.Literals(["network", "busy", "timeout", "memory", "access", "interrupted", "other"]),
  problem: Schema.String,
  /** By which `system.query_log` knows it. */
  queryId: Schema.String,
  /** ClickHouse's own number of the error, where it said one. */
  code: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    const code = this.code === null ? "" : ` (code ${this.code})`
    return `ClickHouse failed while ${this.doing}${code}: ${this.problem}; ${fixes[this.reason]} (query ${this.queryId})`
  }
}

const fixes = {
  network: "check that the server is up and reachable, then run it again; nothing was written",
  busy: "run it again when the server has less to do, or allow more retries",
  timeout: "ask for a shorter period, or allow more time (timeout)",
  memory: "ask for a shorter period or fewer dimensions, or allow the user more memory (max_memory_usage)",
  access:
    "grant the user SELECT on the mapped tables, and where settings are refused, make it readonly = 2 or set settings: false",
  interrupted: "run it again",
  other: "look for the query in system.query_log; report it with the question that led to it",
} as const

/** The reason ClickHouse's error codes stand for. */
const reasons: Readonly<Record<string, ClickHouseFailed["reason"]>> = {
  "202": "busy",
  "203": "busy",
  "204": "network",
  "209": "network",
  "210": "network",
  "279": "network",
  "159": "timeout",
  "160": "timeout",
  "241": "memory",
  "164": "access",
  "192": "access",
  "193": "access",
  "194": "access",
  "452": "access",
  "497": "access",
  "516": "access",
  "394": "interrupted",
}

const sockets = /ECONNRE|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|socket hang up|fetch failed|terminated/i

/** What the client threw, in our words. */
export const failed = (doing: string, queryId: string, thrown: unknown): ClickHouseFailed => {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const given = (thrown as { readonly code?: unknown } | null)?.code
  const code = typeof given === "string" || typeof given === "number" ? String(given) : null
  const [first = ""] = text.split("\n")
  const reason: ClickHouseFailed["reason"] =
    (code === null ? undefined : reasons[code]) ??
    (sockets.test(`${code ?? ""} ${text}`) ? "network" : /timeout/i.test(text) ? "timeout" : "other")
  return new ClickHouseFailed({ doing, reason, problem: first.slice(0, 500), queryId, code })
}
