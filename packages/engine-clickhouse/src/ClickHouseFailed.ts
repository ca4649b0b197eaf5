import * as Schema from "effect/Schema"

/** ClickHouse could not go on: what it was doing, the query's id, why, what to do. @category errors @since 0.2.0 */
export class ClickHouseFailed extends Schema.TaggedError<ClickHouseFailed>()("ClickHouseFailed", {
  doing: Schema.String,
  reason: Schema.Literals([
    "address",
    "network",
    "busy",
    "timeout",
    "memory",
    "access",
    "settings",
    "limit",
    "interrupted",
    "form",
    "other",
  ]),
  problem: Schema.String,
  /** By which `system.query_log` knows it; empty where nothing was asked yet. */
  queryId: Schema.String,
  /** ClickHouse's own number of the error, where it said one. */
  code: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    const code = this.code === null ? "" : ` (code ${this.code})`
    return `ClickHouse failed while ${this.doing}${code}: ${this.problem}; ${fixes[this.reason]}${this.queryId === "" ? "" : ` (query ${this.queryId})`}`
  }
}

const fixes = {
  address: "give an address such as https://clickhouse.example:8443",
  network: "check that the server is up and reachable, then run it again; nothing was written",
  busy: "run it again when the server has less to do, or allow more retries",
  timeout:
    "ask for a shorter period, or allow more time (timeout, request_timeout of the client, max_execution_time of the user)",
  memory: "ask for a shorter period or fewer dimensions, or allow the user more memory (max_memory_usage)",
  access:
    "grant the user SELECT on the mapped tables, and where settings are refused, make it readonly = 2 or set settings: false",
  settings:
    "give the profile these values and leave limit and offset out of it, let a query set them (readonly = 2, no constraints, no settings: false), and let what stands before the server pass them on",
  limit: "ask for a shorter period or fewer dimensions, or raise that limit of the user",
  interrupted: "run it again",
  form: "aliases travel in a form, which servers do not unpack: use a client that does not compress its requests",
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
  "158": "limit",
  "191": "limit",
  "290": "limit",
  "307": "limit",
  "396": "limit",
  "164": "access",
  "192": "access",
  "193": "access",
  "194": "access",
  "452": "access",
  "497": "access",
  "516": "access",
  "394": "interrupted",
}

const sockets =
  /ECONNRE|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|socket hang up|fetch failed|terminated|broke off/i
/** What stands before a server says this where the server is away. */
const away = /\b50[234]\b|service (?:temporarily )?unavailable|bad gateway|gateway time-?out/i

/** What the client threw, in our words. */
export const failed = (doing: string, queryId: string, thrown: unknown): ClickHouseFailed => {
  const text = (thrown instanceof Error ? thrown.message : String(thrown)).trim()
  const given = (thrown as { readonly code?: unknown } | null)?.code
  const code = typeof given === "string" || typeof given === "number" ? String(given) : null
  const problem = text.startsWith("<")
    ? text
        .replaceAll(/<[^>]*>|\s+/g, " ")
        .replaceAll(/ {2,}/g, " ")
        .trim()
    : text.split("\n")[0]
  return new ClickHouseFailed({
    doing,
    reason: reasonOf(code, text),
    problem: problem?.slice(0, 500) || "it answered with an error, and no word why",
    queryId,
    code,
  })
}

const reasonOf = (code: string | null, text: string): ClickHouseFailed["reason"] => {
  const known = code === null ? undefined : reasons[code]
  if (known !== undefined) return known
  if (/no boundary line/i.test(text)) return "form"
  if (sockets.test(`${code ?? ""} ${text}`)) return "network"
  if (code === null && text === "") return "network"
  if (code === null && away.test(text)) return "busy"
  return /timeout/i.test(text) ? "timeout" : "other"
}
