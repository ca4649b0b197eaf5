/**
 * The questions of touchpoint answered by ClickHouse: on tables that are there already, on as many servers as there are.
 *
 * @module
 */
export { ClickHouseFailed } from "./ClickHouseFailed.ts"
export * as ClickHouseEngine from "./engine/ClickHouseEngine.ts"
export { open, type ServerOptions } from "./open.ts"
export { type Client, type Session, session } from "./Session.ts"
export { Guard, type QueryEvent, SessionOptions } from "./SessionOptions.ts"
export { type ClickHouseFacts, connect } from "./tables/connect.ts"
export type { ConnectOptions } from "./tables/ConnectOptions.ts"
export { ColumnMap, TableMap, TableMismatch, TableRef } from "./tables/TableMap.ts"
