import * as Schema from "effect/Schema"

const Positive = Schema.Finite.check(Schema.isGreaterThan(0))

/** Tables of a ClickHouse that is there already, instead of sources. */
const ClickHouse = Schema.Struct({
  /** `https://clickhouse.example:8443` */
  url: Schema.String,
  user: Schema.optionalKey(Schema.String),
  /** Variable of the environment that holds the password; `TOUCHPOINT_CLICKHOUSE_PASSWORD` where absent. */
  passwordFrom: Schema.optionalKey(Schema.String),
  /** Database of tables that are named without one. */
  database: Schema.optionalKey(Schema.String),
  /** What one query may cost. */
  guard: Schema.optionalKey(
    Schema.Struct({
      rows: Schema.optionalKey(Positive),
      bytes: Schema.optionalKey(Positive),
      seconds: Schema.optionalKey(Positive),
      memory: Schema.optionalKey(Positive),
    }),
  ),
  /** Milliseconds until a query is given up. */
  timeout: Schema.optionalKey(Positive),
  /** Tables by the kind of facts they hold, as `TableMap` of `@touchpoint/engine-clickhouse`: `table`, `map`, `where` … */
  tables: Schema.Record(Schema.String, Schema.Record(Schema.String, Schema.Json)),
})

/**
 * What holds and counts the facts: `memory`, or `duckdb` with what it may use. Beyond `memory` (such as `4GB`) DuckDB
 * writes to the folder `spill`; both are its own choice where absent. `clickhouse` asks tables that are there already,
 * instead of sources.
 *
 * @category config
 * @since 0.2.0
 */
export const EngineChoice = Schema.Union([
  Schema.Literals(["memory", "duckdb"]),
  Schema.Struct({
    duckdb: Schema.Struct({
      memory: Schema.optionalKey(Schema.Union([Schema.Finite, Schema.String])),
      threads: Schema.optionalKey(Schema.Int),
      spill: Schema.optionalKey(Schema.String),
    }),
  }),
  Schema.Struct({ clickhouse: ClickHouse }),
]).annotate({ identifier: "EngineChoice" })
/** @see {@link EngineChoice} @category config @since 0.2.0 */
export type EngineChoice = typeof EngineChoice.Type
