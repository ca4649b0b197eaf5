import { type FieldReader, fieldReaders } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { reporter } from "../Progress.ts"
import { open, type Session } from "../Session.ts"
import { assembleKind, readIdentities } from "./assemble.ts"
import { createTable, type KindTable, kindTable } from "./KindTable.ts"
import type { DuckDBFacts, LoadError, LoadOptions } from "./LoadOptions.ts"
import { outlineOf } from "./outline.ts"
import { rejectLog } from "./rejects.ts"
import type { Part, Source } from "./Source.ts"
import { type Loading, loadSource } from "./take.ts"
import { unresolvedIn } from "./unresolved.ts"
import { createWords } from "./words.ts"

/**
 * Reads sources into DuckDB as core's `decodeRecords` and `assemble` would: the same facts, the same rejects, the same
 * watermarks. The facts live as long as the scope.
 *
 * @category loading
 * @since 0.2.0
 */
export const load = Effect.fnUntraced(function* (
  sources: ReadonlyArray<Source>,
  options: LoadOptions,
): Effect.fn.Return<DuckDBFacts, LoadError, Scope.Scope> {
  const issue = options.model.issues[0]
  if (issue !== undefined) return yield* issue
  const session = yield* open(options.resources)
  const loaded = yield* Effect.scoped(loadAll(session, sources, options))
  yield* session.lock
  return { ...loaded, session } satisfies DuckDBFacts
})

/** Reads sources into a session that may still open files. */
export const loadAll = Effect.fnUntraced(function* (
  session: Session,
  sources: ReadonlyArray<Source>,
  options: LoadOptions,
): Effect.fn.Return<Omit<DuckDBFacts, "session">, LoadError, Scope.Scope> {
  const report = reporter(options.onProgress)
  const connection = yield* session.connecting(report)
  const reading = new Map<Source, ReadonlyArray<FieldReader>>()
  for (const source of sources)
    reading.set(
      source,
      yield* fieldReaders(source.mapping, source.kind, { source: source.name, zone: options.calendar.zone }),
    )
  const words = yield* createWords(session, connection)
  const tables = new Map<string, KindTable>()
  for (const [id, some] of Map.groupBy(sources, ({ kind }) => kind.id)) {
    const kind = (some[0] as Source).kind
    const table = kindTable(
      kind,
      session.fresh("facts"),
      words,
      some.map((source) => reading.get(source) ?? []),
    )
    yield* connection.run("making tables", createTable(table))
    tables.set(id, table)
  }
  const loading: Loading = { session, connection, options, report, files: new Map(), nextFile: 0 }
  const parts: Array<Part> = []
  for (const source of sources) {
    const part: Part = {
      source,
      table: tables.get(source.kind.id) as KindTable,
      readers: reading.get(source) ?? [],
      key: source.mapping.key ?? source.kind.key,
      log: rejectLog(),
      files: new Map(),
      rows: 0,
      good: 0,
      notes: { encoding: null, suspectCells: {} },
    }
    parts.push(part)
    report.begin("read", source.name)
    report.enter("load")
    yield* Effect.yieldNow
    yield* loadSource(loading, part)
  }
  const identities = yield* readIdentities(connection, tables.get("identity"))
  for (const [id, table] of tables) {
    const own = parts.filter((part) => part.source.kind.id === id)
    yield* assembleKind(session, connection, table, own, identities, {
      inventory: options.inventory ?? null,
      asOf: options.asOf,
      unmasked: options.unmasked ?? false,
    })
  }
  const unresolved = yield* unresolvedIn(session, connection, tables, identities.known)
  const outline = yield* outlineOf(connection, parts, tables, unresolved, options)
  return {
    outline,
    files: [...loading.files.values()].toSorted((a, b) => (a.source < b.source ? -1 : 1)),
    tables,
  }
})
