import {
  mask,
  type Reject,
  type RejectReason,
  type RejectReport,
  REJECTS_KEPT,
  type FieldReader,
} from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type { Connection } from "../Session.ts"
import { readable } from "../sql.ts"
import type { KindTable } from "./KindTable.ts"
import { decodeBad } from "./rowsQuery.ts"

/** Rejects of one source: counts of all, places of the first. */
export interface RejectLog {
  readonly add: (more: RejectReport) => void
  readonly report: () => RejectReport
  /** How many more keep their place. */
  readonly room: () => number
}

/** A log of rejects. */
export const rejectLog = (): RejectLog => {
  const rejects: Array<Reject> = []
  const byReason = new Map<RejectReason, number>()
  let count = 0
  return {
    add: (more) => {
      count += more.count
      for (const [reason, n] of Object.entries(more.byReason) as ReadonlyArray<[RejectReason, number]>)
        byReason.set(reason, (byReason.get(reason) ?? 0) + n)
      rejects.push(...more.rejects.slice(0, REJECTS_KEPT - rejects.length))
    },
    report: () => ({ count, byReason: Object.fromEntries(byReason), rejects: [...rejects] }),
    room: () => REJECTS_KEPT - rejects.length,
  }
}

/** What a reject shows of a value. */
export const shown = (value: string | null, unmasked: boolean): string | null =>
  value === null || value === "" ? null : unmasked ? value : mask(value)

/** A report of the rows that the reading of a file marked as bad, and put or left in a staging table. */
export const badRows = Effect.fnUntraced(function* (
  connection: Connection,
  table: KindTable,
  part: number,
  readers: ReadonlyArray<FieldReader>,
  options: {
    readonly source: string
    readonly file: string | null
    readonly unmasked: boolean
    readonly room: number
  },
) {
  const { name } = table
  const counts = yield* connection.rows(
    "counting rejects",
    `SELECT b, count(*) FROM ${name} WHERE p = ${part} AND b IS NOT NULL GROUP BY b`,
  )
  const byReason = new Map<RejectReason, number>()
  let count = 0
  for (const [bad, n] of counts) {
    const { reason } = decodeBad(Number(bad))
    byReason.set(reason, (byReason.get(reason) ?? 0) + Number(n))
    count += Number(n)
  }
  if (count === 0) return { count, byReason: {}, rejects: [] } satisfies RejectReport
  const score = table.columns.get("score") ?? "NULL"
  const rows = yield* connection.rows(
    "listing rejects",
    `SELECT r, b, ${readable("t")}, ${score} FROM ${name} WHERE p = ${part} AND b IS NOT NULL ORDER BY r LIMIT ${options.room}`,
  )
  const rejects = rows.map(([row, bad, text, value]): Reject => {
    const { reader, reason } = decodeBad(Number(bad))
    const cell = reason === "off-scale" ? String(value) : text === null ? null : String(text)
    return {
      source: options.source,
      ...(options.file === null ? {} : { file: options.file }),
      row: Number(row),
      column: readers[reader]?.column ?? null,
      value: shown(cell, options.unmasked),
      reason,
    }
  })
  return { count, byReason: Object.fromEntries(byReason), rejects } satisfies RejectReport
})
