import type { LimitExceeded } from "@touchpoint/core/engine"
import { type FactKind, type FactsOutline, HAPPENED, kindOf } from "@touchpoint/core/facts"
import type { Watermark } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import { checkSettings } from "../checkSettings.ts"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { Session } from "../Session.ts"
import { type Parameters, parameters } from "../sql.ts"
import { aliasesOf } from "./aliases.ts"
import { mapTable } from "./mapTable.ts"
import type { KindTable } from "./KindTable.ts"
import type { ConnectOptions } from "./ConnectOptions.ts"
import { unresolvedIn } from "./unresolved.ts"
import { type TableMap, TableMismatch } from "./TableMap.ts"

/** Facts that stay where they are, in tables of ClickHouse. @category facts @since 0.2.0 */
export interface ClickHouseFacts {
  readonly outline: FactsOutline
  readonly tables: ReadonlyMap<string, KindTable>
  readonly parameters: Parameters
  readonly session: Session
}

/**
 * Looks at the mapped tables, and finds what does not fit before any question is asked. Nothing is copied and nothing is
 * written: a user who may SELECT from the tables is enough.
 *
 * @category facts
 * @since 0.2.0
 */
export const connect = Effect.fnUntraced(function* (
  session: Session,
  options: ConnectOptions,
): Effect.fn.Return<ClickHouseFacts, ClickHouseFailed | LimitExceeded | TableMismatch> {
  yield* checkSettings(session)
  const values = parameters()
  const mapped = yield* kindsOf(options)
  const identity = mapped.find(({ kind }) => kind.id === "identity")
  const own = identity === undefined ? null : yield* mapTable(session, identity, values, { ...options, aliases: null })
  const aliases = yield* aliasesOf(session, options.identities, own, values)
  const named: Array<readonly [name: string, table: KindTable]> = []
  for (const one of mapped)
    named.push([
      one.name,
      one === identity && own !== null ? own : yield* mapTable(session, one, values, { ...options, aliases }),
    ])
  const tables = new Map(named.map(([, table]) => [table.kind.id, table] as const))
  const rows = new Map<string, number>()
  const watermarks = new Map<string, Watermark.Watermark>()
  const sources: Array<FactsOutline["sources"][number]> = []
  for (const [name, table] of named) {
    const { kind } = table
    const { count, latest } = yield* sizeOf(session, table, values)
    rows.set(kind.id, count)
    const unresolved =
      aliases === null ? null : yield* unresolvedIn(session, table, aliases, tables.get("customer"), values)
    if (options.asOf !== undefined) watermarks.set(kind.id, { at: options.asOf, inferred: false })
    else if (latest !== null) watermarks.set(kind.id, { at: latest - (options.lateness ?? 0), inferred: true })
    sources.push({
      source: name,
      origin: table.origin,
      kind: kind.id,
      rows: count,
      facts: count,
      rejects: 0,
      byReason: {},
      undated: !table.columns.has("at"),
      ...(unresolved === null ? {} : { unresolved }),
      notes: { encoding: null, suspectCells: {} },
    })
  }
  return {
    outline: {
      model: options.model,
      calendar: options.calendar,
      inventory: options.inventory ?? null,
      rows,
      watermarks,
      bands: new Map(),
      sources,
      rejects: [],
    },
    tables,
    parameters: values,
    session,
  }
})

/** The tables by their kinds. */
const kindsOf = Effect.fnUntraced(function* ({ facts, model }: ConnectOptions) {
  const mapped: Array<{ readonly name: string; readonly kind: FactKind.FactKind; readonly map: TableMap }> = []
  for (const [name, map] of Object.entries(facts)) {
    const kind = kindOf(model, name)
    if (kind === undefined)
      return yield* new TableMismatch({
        kind: name,
        field: null,
        problem: `there is no such kind of facts; known are ${Object.keys(model.kinds).join(", ")}`,
      })
    if (mapped.some((one) => one.kind.id === kind.id))
      return yield* new TableMismatch({ kind: kind.id, field: null, problem: "it is mapped twice" })
    mapped.push({ name, kind, map })
  }
  return mapped
})

const sizeOf = Effect.fnUntraced(function* (session: Session, table: KindTable, values: Parameters) {
  const happened = HAPPENED.flatMap((field) => table.columns.get(field)?.("f") ?? [])
  const latest = happened.map((at) => `toString(max(${at}))`)
  const where = table.where.map((condition) => condition("f")).join(" AND ")
  const sql = `SELECT ${["toString(count())", ...latest].join(", ")} FROM ${table.from("f")}${where === "" ? "" : ` WHERE ${where}`}`
  const [row = []] = yield* session.rows("counting facts", sql, values.of(sql))
  const instants = row.slice(1).flatMap((at) => (at === null ? [] : [Number(at)]))
  return {
    count: Number(row[0] ?? 0),
    latest: instants.length === 0 ? null : Math.max(...instants),
  }
})
