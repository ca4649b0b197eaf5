import { nearest } from "@touchpoint/core/model"
import * as Schema from "effect/Schema"

const Positive = Schema.Finite.check(Schema.isGreaterThan(0))

/** Variable of the environment with the password, where the configuration names none. */
export const PASSWORD = "TOUCHPOINT_CLICKHOUSE_PASSWORD"

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

const DuckDB = Schema.Struct({
  memory: Schema.optionalKey(Schema.Union([Schema.Finite, Schema.String])),
  threads: Schema.optionalKey(Schema.Int),
  spill: Schema.optionalKey(Schema.String),
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
  Schema.Struct({ duckdb: DuckDB }),
  Schema.Struct({ clickhouse: ClickHouse }),
]).annotate({ identifier: "EngineChoice" })
/** @see {@link EngineChoice} @category config @since 0.2.0 */
export type EngineChoice = typeof EngineChoice.Type

const engines = { duckdb: DuckDB, clickhouse: ClickHouse }

/** Keys there are where a path under `engine` ends; `null` where any may be. */
export const engineKeysAt = ([, engine, key, ...inner]: ReadonlyArray<string>): ReadonlyArray<string> | null => {
  if (key === undefined) return Object.keys(engines)
  if (inner.length === 0)
    return engine === "duckdb" || engine === "clickhouse" ? Object.keys(engines[engine].fields) : null
  return engine === "clickhouse" && key === "guard" && inner.length === 1
    ? Object.keys(ClickHouse.fields.guard.schema.fields)
    : null
}

/** A password in a configuration would be in everybody's hands who has it. */
export const oddPassword = (path: ReadonlyArray<string>): string | null =>
  path.join(".") === "engine.clickhouse.password"
    ? `a configuration holds no password; set it in the environment as ${PASSWORD}, or name another variable: passwordFrom: CLICKHOUSE_PASSWORD`
    : null

/** Whether an issue is that of an engine the configuration does not choose: it has to have one of several shapes. */
export const ofOtherEngine = (given: unknown, path: ReadonlyArray<string>, message: string): boolean => {
  const [root, engine = ""] = path
  if (root !== "engine" || path.length !== 2 || typeof given !== "object" || given === null) return false
  const chosen = Object.keys(engines).filter((one) => Object.hasOwn(given, one))
  if (chosen.length !== 1 || !Object.hasOwn(engines, engine)) return false
  return engine !== chosen[0] || message.startsWith("Expected no excess")
}

/** What is wrong with what is given as an engine, where it is none of the shapes; `null` where the fault lies deeper. */
export const oddEngine = (given: unknown): string | null => {
  const wanted = "write memory, duckdb, { duckdb: { memory: 4GB } } or { clickhouse: { url: …, tables: … } }"
  if (typeof given === "string") {
    if (given === "memory" || given === "duckdb") return null
    if (given === "clickhouse") return "clickhouse needs to know where it is: { clickhouse: { url: …, tables: … } }"
    const near = nearest(given, ["memory", ...Object.keys(engines)])
    return `there is no engine ${JSON.stringify(given)}; ${near === undefined ? wanted : `did you mean ${near}?`}`
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return wanted
  const names = Object.keys(given)
  const strange = names.find((name) => !Object.hasOwn(engines, name))
  const near = strange === undefined ? undefined : nearest(strange, Object.keys(engines))
  if (near !== undefined) return `there is no engine ${JSON.stringify(strange)}; did you mean ${near}?`
  return names.length === 1 && strange === undefined ? null : wanted
}
