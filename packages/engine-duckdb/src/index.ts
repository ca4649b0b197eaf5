/**
 * The questions of touchpoint answered by DuckDB: files larger than memory on one machine.
 *
 * @module
 */
export { DuckDBFailed } from "./DuckDBFailed.ts"
export * as DuckDBEngine from "./engine/DuckDBEngine.ts"
export { fileRecords } from "./load/fileRecords.ts"
export { hold } from "./load/hold.ts"
export { type Connection, open, type Session } from "./Session.ts"
export { FactsNotKept, keep } from "./load/keep.ts"
export { load } from "./load/load.ts"
export type { DuckDBFacts, LoadError, LoadOptions } from "./load/LoadOptions.ts"
export type { FileUse } from "./load/files.ts"
export { reopen, type ReopenOptions } from "./load/reopen.ts"
export type { Origin, Source } from "./load/Source.ts"
export type { OnProgress, Phase, Progress } from "./Progress.ts"
export { Memory, Resources } from "./Resources.ts"
export * from "./writeParquet.ts"
