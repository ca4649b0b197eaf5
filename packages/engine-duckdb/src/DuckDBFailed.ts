import * as Schema from "effect/Schema"

/** DuckDB could not go on: what it was doing, why, what to do. @category errors @since 0.2.0 */
export class DuckDBFailed extends Schema.TaggedError<DuckDBFailed>()("DuckDBFailed", {
  doing: Schema.String,
  reason: Schema.Literals(["memory", "disk", "interrupted", "unavailable", "other"]),
  problem: Schema.String,
  /** How many threads it had, where that is known. */
  threads: Schema.optionalKey(Schema.Int),
}) {
  override get message(): string {
    const fix = this.reason === "memory" && this.threads === 1 ? alone : fixes[this.reason]
    return `DuckDB failed while ${this.doing}: ${this.problem}; ${fix}`
  }
}

const fixes = {
  memory: "allow more memory (engine: { duckdb: { memory: 4GB } }), fewer threads, or a spill folder with more room",
  disk: "make room in the spill folder, or name another one (engine: { duckdb: { spill: /path } })",
  interrupted: "run it again",
  unavailable: "install @duckdb/node-api for this platform, or use the engine in memory",
  other: "report it with the question or the source that led to it",
} as const

/** What to do where there are no threads to take away. */
const alone = "allow more memory (engine: { duckdb: { memory: 4GB } }), or a spill folder with more room"

/** What DuckDB threw, in our words. */
export const failed = (doing: string, thrown: unknown, threads?: number): DuckDBFailed => {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const [first = ""] = text.split("\n")
  const reason = /no space left|disk (?:is )?full|max_temp_directory_size/i.test(text)
    ? ("disk" as const)
    : /^out of memory|could not allocate|memory limit/i.test(text)
      ? ("memory" as const)
      : /^interrupt/i.test(text)
        ? ("interrupted" as const)
        : ("other" as const)
  return new DuckDBFailed({ doing, reason, problem: first, ...(threads === undefined ? {} : { threads }) })
}
