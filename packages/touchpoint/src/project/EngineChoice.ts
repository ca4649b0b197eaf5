import * as Schema from "effect/Schema"

/**
 * What holds and counts the facts: `memory`, or `duckdb` with what it may use. Beyond `memory` (such as `4GB`) DuckDB
 * writes to the folder `spill`; both are its own choice where absent.
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
]).annotate({ identifier: "EngineChoice" })
/** @see {@link EngineChoice} @category config @since 0.2.0 */
export type EngineChoice = typeof EngineChoice.Type
