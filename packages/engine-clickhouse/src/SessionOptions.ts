import * as Schema from "effect/Schema"

const Positive = Schema.Finite.check(Schema.isGreaterThan(0))
const Whole = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/**
 * What one query may cost the cluster: ClickHouse refuses to go on beyond it, and the question fails with
 * `LimitExceeded`.
 *
 * @category sessions
 * @since 0.2.0
 */
export const Guard = Schema.Struct({
  /** Rows a query may read. */
  rows: Schema.optionalKey(Positive),
  /** Bytes a query may read. */
  bytes: Schema.optionalKey(Positive),
  /** Seconds a query may take on the server. */
  seconds: Schema.optionalKey(Positive),
  /** Bytes of memory a query may take on one server; from a third of it on, rows it gathers are written to disk. */
  memory: Schema.optionalKey(Positive),
})
/** @see {@link Guard} @category sessions @since 0.2.0 */
export type Guard = typeof Guard.Type

/** How a session asks. Everything may be left out. @category sessions @since 0.2.0 */
export const SessionOptions = Schema.Struct({
  guard: Schema.optionalKey(Guard),
  /** Milliseconds until a query is given up and stopped; 5 minutes where left out. */
  timeout: Schema.optionalKey(Positive),
  /** How often a query is tried again when the network or a busy server failed it; 3 where left out. */
  retries: Schema.optionalKey(Whole),
  /** Milliseconds before the first further try; they double each time, with jitter. 200 where left out. */
  backoff: Schema.optionalKey(Positive),
  /** What ids of queries begin with, so that they are found in `system.query_log`; `touchpoint` where left out. */
  prefix: Schema.optionalKey(Schema.String),
  /**
   * Whether settings may be sent with a query: `false` for a user with `readonly = 1`, whose guard is then its profile's;
   * `connect` refuses a profile that decides what is answered.
   */
  settings: Schema.optionalKey(Schema.Boolean),
})

/** @see {@link SessionOptions} @category sessions @since 0.2.0 */
export interface SessionOptions extends Schema.Schema.Type<typeof SessionOptions> {
  /** Is told of each query when it begins and ends; one that is tried again is a query of its own. */
  readonly onQuery?: (event: QueryEvent) => void
}

/** What became of a query. `sql` holds no value from a row or a question. @category sessions @since 0.2.0 */
export interface QueryEvent {
  readonly queryId: string
  readonly doing: string
  readonly phase: "begins" | "done" | "failed"
  readonly sql: string
  /** Milliseconds since it began. */
  readonly elapsed: number
}
