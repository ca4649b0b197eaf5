import * as Effect from "effect/Effect"
import type { Inventory } from "../model/Inventory.ts"
import type { Calendar } from "../time/Calendar.ts"
import type { Watermark } from "../time/Watermark.ts"
import { type Column, concat, take, type TextColumn } from "./Column.ts"
import type { DecodedSource } from "./Decoder.ts"
import type { Facts, FactModel } from "./Facts.ts"
import type { FactTable } from "./FactTable.ts"
import { aliasPairs, type Closure, closedPairs, closeIdentities, mayBeUnresolved, recode } from "./identities.ts"
import { mask, type Reject, type RejectCollector, rejectCollector, type RejectReason } from "./Rejects.ts"
import type { SourceReport } from "./SourceReport.ts"

/** What assembling needs beside the decoded sources. @category facts @since 0.1.0 */
export interface AssembleOptions {
  readonly model: FactModel
  readonly calendar: Calendar
  readonly inventory?: Inventory | null
  /** All sources are complete up to here; later rows are rejects. Inferred per kind where absent. */
  readonly asOf?: number
  /** Milliseconds that facts may come late by: where `asOf` is inferred, it is this long before the latest fact. */
  readonly lateness?: number
  readonly unmasked?: boolean
}

/**
 * Joins decoded sources into the facts of a project: duplicates, unknown touchpoints and rows after the watermark
 * become rejects of their source, touchpoint aliases become ids, customer aliases become customers.
 *
 * Fails with `AttributeUnsupported` where the model's own attributes cannot be columns.
 *
 * @category facts
 * @since 0.1.0
 */
export const assemble = Effect.fnUntraced(function* (parts: ReadonlyArray<DecodedSource>, options: AssembleOptions) {
  const issue = options.model.issues[0]
  if (issue !== undefined) return yield* issue
  const touchpoints = touchpointNames(options.inventory ?? null)
  const identity = parts.filter((part) => part.table.kind.id === "identity")
  const pairs = identity.flatMap(({ table }) => aliasPairs(table))
  const closure = closeIdentities(pairs)
  const tables = new Map<string, FactTable>()
  const watermarks = new Map<string, Watermark>()
  const seen = new Map<string, Set<string>>()
  const kept: Array<Kept> = []
  for (const part of parts) {
    const known = seen.get(part.table.kind.id) ?? new Set<string>()
    seen.set(part.table.kind.id, known)
    // Parts may be assembled again: their own rejects stay as they are.
    const rejects = rejectCollector(part.rejects.report())
    kept.push({ part, rejects, table: keepGoodRows(part, rejects, known, touchpoints, closure.cycles, options) })
  }
  for (const id of seen.keys()) {
    const own = kept.flatMap(({ table }) => (table.kind.id === id ? [table] : []))
    const table = join(own, closure.canonical)
    tables.set(id, table)
    const watermark = watermarkOf(table, options)
    if (watermark !== null) watermarks.set(id, watermark)
  }
  const led = [...closedPairs(pairs, closure).values()]
  const profiles = tables.get("customer")
  const described = profiles === undefined ? [] : textsOf(profiles, "customer")
  // Without an identity that leads to anybody, nothing tells who is somebody else.
  const known = led.length === 0 ? null : new Set([...led, ...described])
  return {
    model: options.model,
    calendar: options.calendar,
    inventory: options.inventory ?? null,
    tables,
    watermarks,
    bands: new Map(
      parts.flatMap((part) => [...part.bands].map(([name, labels]) => [`${part.table.kind.id}/${name}`, labels])),
    ),
    sources: kept.map((one) => ({ ...sourceReport(one), ...unresolvedIn(one, closure, known) })),
    rejects: kept.flatMap(({ rejects }): ReadonlyArray<Reject> => rejects.report().rejects),
  } satisfies Facts
})

/** A source with the rows that stayed and all rejects, those of decoding included. */
interface Kept {
  readonly part: DecodedSource
  readonly rejects: RejectCollector
  readonly table: FactTable
}

const touchpointNames = (inventory: Inventory | null): ReadonlyMap<string, string> | null =>
  inventory === null
    ? null
    : new Map(inventory.touchpoints.flatMap((t) => [t.id, ...(t.aliases ?? [])].map((name) => [name, t.id] as const)))

const textOf = (table: FactTable, name: string): TextColumn | null => {
  const column = table.columns.get(name)
  return column?.type === "text" ? column : null
}

/** Texts that rows have. */
const textsOf = (table: FactTable, name: string): ReadonlySet<string> => {
  const column = textOf(table, name)
  return new Set(column === null ? [] : [...new Set(column.codes)].flatMap((code) => column.dictionary[code] ?? []))
}

/** How many facts that name customers are of those who are not known, where anything tells who is. */
const unresolvedIn = (
  { table }: Kept,
  { canonical }: Closure,
  known: ReadonlySet<string> | null,
): Pick<SourceReport, "unresolved"> => {
  if (known === null || !mayBeUnresolved(table.kind)) return {}
  const strange = table.kind.people.flatMap((name) => {
    const column = textOf(table, name)
    return column === null
      ? []
      : [{ codes: column.codes, unknown: column.dictionary.map((customer) => !known.has(canonical(customer))) }]
  })
  let [facts, of] = [0, 0]
  for (let row = 0; row < table.rows; row++) {
    if (strange.some(({ codes }) => (codes[row] ?? -1) >= 0)) of++
    if (strange.some(({ codes, unknown }) => unknown[codes[row] ?? -1] === true)) facts++
  }
  return of === 0 ? {} : { unresolved: { facts, of } }
}

const keepGoodRows = (
  part: DecodedSource,
  rejects: RejectCollector,
  seen: Set<string>,
  touchpoints: ReadonlyMap<string, string> | null,
  cycles: ReadonlySet<string>,
  options: AssembleOptions,
): FactTable => {
  const { table } = part
  const at = table.columns.get("at")
  const touchpoint = touchpoints === null ? null : textOf(table, "touchpoint")
  const unknown = touchpoint?.dictionary.map((name) => touchpoints?.has(name) === false)
  const alias = table.kind.id === "identity" ? textOf(table, "alias") : null
  const key = part.key.map((name) => table.columns.get(name))
  const rows: Array<number> = []
  for (let row = 0; row < table.rows; row++) {
    const reject = (fields: ReadonlyArray<string>, value: string | null, reason: RejectReason) =>
      rejects.add({
        source: part.source,
        row: part.rowNumbers[row] ?? 0,
        column: fields.map((field) => part.columns.get(field) ?? field).join(" + "),
        value: value === null || options.unmasked ? value : mask(value),
        reason,
      })
    const code = touchpoint?.codes[row] ?? -1
    if (unknown?.[code] === true) {
      reject(["touchpoint"], touchpoint?.dictionary[code] ?? null, "unknown-touchpoint")
      continue
    }
    if (options.asOf !== undefined && at?.type === "number" && (at.values[row] ?? Number.NaN) > options.asOf) {
      reject(["at"], new Date(at.values[row] ?? 0).toISOString(), "after-watermark")
      continue
    }
    const name = alias?.dictionary[alias.codes[row] ?? -1]
    if (name !== undefined && cycles.has(name)) {
      reject(["alias"], name, "alias-cycle")
      continue
    }
    const id = rowKey(part.key, key, row)
    if (id !== null && seen.has(id)) {
      reject(part.key, null, "duplicate")
      continue
    }
    if (id !== null) seen.add(id)
    rows.push(row)
  }
  const places = Int32Array.from(rows)
  const columns = new Map([...table.columns].map(([column, values]) => [column, take(values, places)] as const))
  const renamed = columns.get("touchpoint")
  if (touchpoints !== null && renamed?.type === "text")
    columns.set(
      "touchpoint",
      recode(renamed, (text) => touchpoints.get(text) ?? text),
    )
  return { kind: table.kind, rows: rows.length, columns }
}

/** The key of a row as text; `null` where a part of it is absent, since then nothing says two rows are one. */
const rowKey = (names: ReadonlyArray<string>, key: ReadonlyArray<Column | undefined>, row: number): string | null => {
  const parts: Array<string | number> = []
  for (const column of key) {
    if (column === undefined) return null
    const value = column.type === "text" ? column.dictionary[column.codes[row] ?? -1] : column.values[row]
    if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return null
    parts.push(value)
  }
  return parts.length === 0 ? null : JSON.stringify([names, parts])
}

const join = (tables: ReadonlyArray<FactTable>, canonical: (id: string) => string): FactTable => {
  const [first] = tables as [FactTable, ...ReadonlyArray<FactTable>]
  const columns = new Map<string, Column>()
  for (const name of new Set(tables.flatMap((table) => [...table.columns.keys()])))
    columns.set(name, concat(tables.map((table) => ({ column: table.columns.get(name) ?? null, rows: table.rows }))))
  for (const name of first.kind.people) {
    const people = columns.get(name)
    if (people?.type === "text") columns.set(name, recode(people, canonical))
  }
  const weight = columns.get("weight")
  if (weight?.type === "number")
    columns.set("weight", { type: "number", values: weight.values.map((w) => (Number.isNaN(w) ? 1 : w)) })
  return { kind: first.kind, rows: tables.reduce((sum, table) => sum + table.rows, 0), columns }
}

/**
 * Columns of instants at which something happened; what is only due says nothing about how far the facts reach.
 *
 * @category facts
 * @since 0.2.0
 */
export const HAPPENED: ReadonlyArray<string> = ["at", "fulfilledAt", "deliveredAt", "acceptedAt"]

const watermarkOf = (table: FactTable, { asOf, lateness = 0 }: AssembleOptions): Watermark | null => {
  if (asOf !== undefined) return { at: asOf, inferred: false }
  let latest = Number.NEGATIVE_INFINITY
  for (const name of HAPPENED) {
    const column = table.columns.get(name)
    if (column?.type === "number") for (const value of column.values) if (value > latest) latest = value
  }
  return Number.isFinite(latest) ? { at: latest - lateness, inferred: true } : null
}

const sourceReport = ({ part, rejects, table }: Kept): SourceReport => {
  const { byReason, count } = rejects.report()
  return {
    source: part.source,
    origin: part.origin,
    kind: part.table.kind.id,
    rows: part.rows,
    facts: table.rows,
    rejects: count,
    byReason: { ...byReason },
    undated: part.undated,
    notes: part.notes,
  }
}
