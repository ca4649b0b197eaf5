import { randomUUID } from "node:crypto"
import * as fs from "node:fs/promises"
import path from "node:path"
import type { FactsOutline } from "@touchpoint/core/facts"
import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import { type Connection, open } from "../Session.ts"
import { literal } from "../sql.ts"
import { detach } from "./database.ts"
import { keptOf, KeptText } from "./Kept.ts"
import { loadAll } from "./load.ts"
import type { DuckDBFacts, LoadError, LoadOptions } from "./LoadOptions.ts"
import type { Source } from "./Source.ts"

/** Facts cannot be kept in a file: why, and what to do. @category errors @since 0.2.0 */
export class FactsNotKept extends Schema.TaggedError<FactsNotKept>()("FactsNotKept", {
  file: Schema.String,
  problem: Schema.String,
  fix: Schema.String,
}) {
  override get message(): string {
    return `Facts cannot be kept in ${this.file}: ${this.problem}; ${this.fix}`
  }
}

/** Table that says what the others are. */
export const CONTENTS = "contents"

/**
 * Reads sources as {@link load} does and keeps the facts in a new DuckDB database file, for `reopen` to ask as often as
 * one likes: nothing is read, checked or numbered twice. The file appears whole or not at all.
 *
 * **Gotchas**
 *
 * Facts name customers as their sources do: whoever has the file has them. Sources that change later do not change it.
 *
 * @category loading
 * @since 0.2.0
 */
export const keep = Effect.fnUntraced(function* (
  file: string,
  sources: ReadonlyArray<Source>,
  options: LoadOptions,
): Effect.fn.Return<FactsOutline, LoadError | FactsNotKept> {
  yield* free(file)
  const issue = options.model.issues[0]
  if (issue !== undefined) return yield* issue
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const session = yield* open(options.resources)
      const loaded = yield* Effect.scoped(loadAll(session, sources, options))
      yield* copy(yield* session.connect, session.fresh("kept"), file, loaded)
      return loaded.outline
    }),
  )
})

/** Refuses a file that is there already: it may be somebody's. */
const free = (file: string): Effect.Effect<void, FactsNotKept> =>
  Effect.gen(function* () {
    if (file.includes("\0"))
      return yield* new FactsNotKept({ file, problem: "a path has no NUL", fix: "correct the path" })
    const there = yield* Effect.promise(() =>
      fs.lstat(file).then(
        () => true,
        () => false,
      ),
    )
    if (there)
      return yield* new FactsNotKept({
        file,
        problem: "there is a file of that name",
        fix: "name another, or remove it first",
      })
  })

const copy = Effect.fnUntraced(function* (
  connection: Connection,
  database: string,
  file: string,
  { files, outline, tables }: Omit<DuckDBFacts, "session">,
): Effect.fn.Return<void, FactsNotKept | DuckDBFailed> {
  const target = path.resolve(file)
  const unfinished = `${target}.${randomUUID()}.unfinished`
  const attempt = <A>(work: () => Promise<A>) =>
    Effect.tryPromise({
      try: work,
      catch: (thrown) =>
        new FactsNotKept({ file, problem: thrownText(thrown), fix: "name a folder that can be written, with room" }),
    })
  const names = new Set([...tables.values()].flatMap(({ coded, name }) => [name, ...coded.values()]))
  const contents = Schema.encodeSync(KeptText)(keptOf(outline, tables, files))
  const statements = [
    ...Array.from(names, (name) => `CREATE TABLE ${database}.${name} AS FROM ${name}`),
    `CREATE TABLE ${database}.${CONTENTS} AS SELECT ${literal(contents)} AS facts`,
    `CHECKPOINT ${database}`,
  ]
  yield* attempt(() => fs.mkdir(path.dirname(target), { recursive: true }))
  yield* Effect.gen(function* () {
    yield* connection.run("keeping facts", `ATTACH ${literal(unfinished)} AS ${database} (TYPE duckdb)`)
    yield* Effect.forEach(statements, (sql) => connection.run("keeping facts", sql), { discard: true }).pipe(
      Effect.ensuring(detach(connection, database)),
    )
    yield* free(file)
    yield* attempt(() => fs.rename(unfinished, target))
  }).pipe(
    Effect.ensuring(
      Effect.promise(async () => {
        for (const left of [unfinished, `${unfinished}.wal`]) await fs.rm(left, { force: true }).catch(() => undefined)
      }),
    ),
  )
})
