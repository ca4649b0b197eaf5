import { type AssembleOptions, kindOf, SourceUnreadable } from "@touchpoint/core/facts"
import type { OptionsInvalid } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Resources } from "../Resources.ts"
import { type Connection, open } from "../Session.ts"
import { literal, readable } from "../sql.ts"
import { attached, notRead } from "./database.ts"
import { CONTENTS } from "./keep.ts"
import { KeptText, underOf } from "./Kept.ts"
import type { KindTable } from "./KindTable.ts"
import type { DuckDBFacts } from "./LoadOptions.ts"
import { lookAt } from "./SourceFile.ts"

/** Under what kept facts are asked: the model, calendar and inventory they were loaded under. @category loading @since 0.2.0 */
export interface ReopenOptions extends Pick<AssembleOptions, "model" | "calendar" | "inventory"> {
  readonly resources?: Resources
}

/**
 * Opens facts that {@link keep} put into a database file: nothing is read, checked or numbered again. The file
 * is opened read-only, for as long as the scope lives; several programs may ask it at once.
 *
 * @category loading
 * @since 0.2.0
 */
export const reopen = Effect.fnUntraced(function* (
  file: string,
  options: ReopenOptions,
): Effect.fn.Return<DuckDBFacts, SourceUnreadable | OptionsInvalid | DuckDBFailed, Scope.Scope> {
  const { calendar, inventory = null, model, resources } = options
  yield* lookAt(file, file)
  const session = yield* open(resources)
  const opened = yield* Effect.scoped(
    Effect.gen(function* () {
      const connection = yield* session.connect
      const database = yield* attached(session, connection, file, file)
      const kept = yield* contentsOf(connection, file, database)
      if (kept.under !== underOf({ model, calendar, inventory }))
        return yield* new SourceUnreadable({
          source: file,
          problem: "its facts were kept under other kinds, another calendar or another inventory",
          fix: "give those it was loaded with, or load the sources again",
        })
      const tables = new Map<string, KindTable>()
      for (const { coded, columns, kind: id, name, sequenced } of kept.tables) {
        const kind = kindOf(model, id)
        if (kind === undefined) continue
        tables.set(id, {
          kind,
          name: `${database}.${name}`,
          columns: new Map(columns),
          coded: new Map(coded.map(([field, words]) => [field, `${database}.${words}`] as const)),
          sequenced,
        })
      }
      return {
        tables,
        files: kept.files,
        outline: {
          model,
          calendar,
          inventory,
          rows: new Map(kept.rows),
          watermarks: new Map(kept.watermarks),
          bands: new Map(kept.bands),
          sources: kept.sources,
          rejects: kept.rejects,
        },
      }
    }),
  )
  yield* session.lock
  return { ...opened, session }
})

/** What the file says is in it, if it is one of ours. */
const contentsOf = Effect.fnUntraced(function* (connection: Connection, file: string, database: string) {
  const strange = (problem: string) =>
    new SourceUnreadable({ source: file, problem, fix: "name a file that keep wrote" })
  // A view of that name could be any query.
  const there = yield* connection.rows(
    "looking for facts",
    `SELECT table_name FROM duckdb_tables() WHERE database_name = ${literal(database)} AND schema_name = 'main'`,
  )
  const names = new Set(there.map(([name]) => String(name)))
  if (!names.has(CONTENTS)) return yield* strange("it is a database, and has no kept facts in it")
  const [row] = yield* connection
    .rows("reading facts", `SELECT ${readable("facts")} FROM ${database}.${CONTENTS}`)
    .pipe(Effect.mapError(notRead(file)))
  const kept = yield* Schema.decodeUnknownEffect(KeptText)(row?.[0]).pipe(
    Effect.mapError(() => strange("its facts were kept by another version, or by something else")),
  )
  const missing = kept.tables
    .flatMap(({ coded, name }) => [name, ...coded.map(([, words]) => words)])
    .find((name) => !names.has(name))
  if (missing !== undefined) return yield* strange(`it lacks its table ${missing}`)
  return kept
})
