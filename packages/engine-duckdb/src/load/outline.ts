import {
  type AssembleOptions,
  type FactsOutline,
  HAPPENED,
  type Reject,
  type SourceReport,
} from "@touchpoint/core/facts"
import type { Watermark } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import type { Connection } from "../Session.ts"
import type { KindTable } from "./KindTable.ts"
import type { Part } from "./Source.ts"
import type { Unresolved } from "./unresolved.ts"

/** What there is to know of the facts without their rows. */
export const outlineOf = Effect.fnUntraced(function* (
  connection: Connection,
  parts: ReadonlyArray<Part>,
  tables: ReadonlyMap<string, KindTable>,
  unresolved: Unresolved,
  options: AssembleOptions,
) {
  const facts = new Map<number, number>()
  const rows = new Map<string, number>()
  const watermarks = new Map<string, Watermark.Watermark>()
  for (const [id, { columns, name }] of tables) {
    const happened = HAPPENED.flatMap((field) => columns.get(field) ?? [])
    const latest = happened.length === 0 ? "NULL" : `greatest(${happened.map((column) => `max(${column})`).join(", ")})`
    const counts = yield* connection.rows("counting facts", `SELECT p, count(*), ${latest} FROM ${name} GROUP BY p`)
    let at: number | null = null
    let total = 0
    for (const [file, count, until] of counts) {
      facts.set(Number(file), Number(count))
      total += Number(count)
      if (until !== null && until !== undefined) at = Math.max(at ?? Number.NEGATIVE_INFINITY, Number(until))
    }
    rows.set(id, total)
    if (options.asOf !== undefined) watermarks.set(id, { at: options.asOf, inferred: false })
    else if (at !== null) watermarks.set(id, { at: at - (options.lateness ?? 0), inferred: true })
  }
  const reports = parts.map((part): SourceReport => {
    const { byReason, count } = part.log.report()
    const sum = (of: ReadonlyMap<number, number>) =>
      [...part.files.keys()].reduce((all, file) => all + (of.get(file) ?? 0), 0)
    const named = sum(unresolved.named)
    return {
      source: part.source.name,
      origin: part.source.origin ?? part.source.name,
      kind: part.source.kind.id,
      rows: part.rows,
      facts: sum(facts),
      rejects: count,
      byReason: { ...byReason },
      undated: !part.readers.some(({ name }) => name === "at"),
      ...(named === 0 ? {} : { unresolved: { facts: sum(unresolved.strange), of: named } }),
      notes: part.notes,
    }
  })
  return {
    model: options.model,
    calendar: options.calendar,
    inventory: options.inventory ?? null,
    rows,
    watermarks,
    bands: new Map(
      parts.flatMap((part) =>
        part.readers.flatMap(({ banded, known, name }) =>
          banded ? [[`${part.source.kind.id}/${name}`, known] as const] : [],
        ),
      ),
    ),
    sources: reports,
    rejects: parts.flatMap((part): ReadonlyArray<Reject> => part.log.report().rejects),
  } satisfies FactsOutline
})
