/**
 * touchpoint with batteries: one function from exports to an honest report, without a word of Effect.
 *
 * @module
 */
export {
  type AnalysisReport,
  analyze,
  type AnalyzeOptions,
  type FindingRow,
  type MeasurementRow,
  type RejectRow,
} from "./analyze.ts"
export { ask, type Asked, type AskOptions } from "./ask.ts"
export type { AskNote } from "./project/unseen.ts"
export { catalog, entryOf, inventoryOf, searchCatalog } from "@touchpoint/catalog"
export { compareDefinitions, type DefinitionRow, type DefinitionsOptions } from "./compareDefinitions.ts"
export type { Config, MetricRequest, Source } from "./project/Config.ts"
export type { Progress } from "./project/load.ts"
export type { RenderOptions } from "./project/render.ts"
/** Filters for `where`: `expr.eq(expr.column("status"), "paid")`. */
export * as expr from "@touchpoint/core/questions"
export type { Cell } from "./project/records.ts"
export {
  type Columns,
  type Constants,
  csv,
  defineConfig,
  duckdb,
  jsonl,
  parquet,
  readRecords,
  type Reading,
  rows,
} from "./sources.ts"
export type { TableRow } from "./TableRow.ts"
export { type ErrorCode, TouchpointError } from "./TouchpointError.ts"
