import type { FactModel } from "@touchpoint/core/facts"
import type { Inventory } from "@touchpoint/core/model"
import type { Calendar } from "@touchpoint/core/time"
import type { TableMap } from "./TableMap.ts"

/** What `connect` is told of the facts. @category facts @since 0.2.0 */
export interface ConnectOptions {
  readonly model: FactModel
  readonly calendar: Calendar.Calendar
  readonly inventory?: Inventory | null
  /** Tables by kind, under its id or plural name. By one of `identities`, aliases of customers are resolved. */
  readonly facts: Readonly<Record<string, TableMap>>
  /**
   * Aliases of customers and whom they stand for; chains are followed. They travel with each query that names customers;
   * many millions belong into a table.
   */
  readonly identities?: Iterable<readonly [alias: string, customer: string]>
  /** Up to when facts are complete: later rows are not seen. Where left out, the latest fact says so. */
  readonly asOf?: number
  /** Milliseconds that facts may come late by, where `asOf` is left out. */
  readonly lateness?: number
}
