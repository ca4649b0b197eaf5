import { LimitExceeded, QuestionInvalid, trailsProblem } from "@touchpoint/core/engine"
import { canonicalJson, everything, type Group, openFold, type Trails } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { append, valuesIn } from "../chunks.ts"
import { double, readable } from "../sql.ts"
import { compileNumber, num, truth } from "./expressions.ts"
import { groupBy, type Key, keyValue, sentKey, textOf } from "./grouping.ts"
import { fromOf, type Ground, groundOf, type Reason } from "./Ground.ts"
import { inSpan, projection, type Projection, select, textColumn } from "./selection.ts"
import type { Coded, Failed, PartPlan, Pass, Plan } from "./trailPlan.ts"
import { walk } from "./trailSort.ts"

/** Questions that read the same rows share a key: they are sorted once and walked once. */
export const passKey = ({ kinds, span, unit }: Trails): string =>
  canonicalJson([kinds.map(({ kind, where }) => [kind, where]), unit, span])

/** Groups with the states of questions asked together over one pass. */
export const askTrails = Effect.fnUntraced(function* (
  questions: ReadonlyArray<Trails>,
  pass: Pass,
): Effect.fn.Return<ReadonlyArray<ReadonlyArray<Group>>, Failed> {
  const [first] = questions
  if (first === undefined) return []
  for (const question of questions) {
    const problem = trailsProblem(question)
    if (problem !== null) return yield* Effect.fail(problem)
  }
  const made: Array<string> = []
  return yield* Effect.gen(function* () {
    const parts: Array<PartPlan> = []
    for (const { kind, where } of first.kinds) parts.push(yield* Effect.fromResult(planPart(pass, kind, where, first)))
    const once = sharing()
    const plans: Array<Plan> = []
    for (const question of questions) {
      const opened = openFold(question, pass.folds)
      if (Result.isFailure(opened)) return yield* Effect.fail(new QuestionInvalid({ problem: opened.failure }))
      const { fold, options } = opened.success
      const labels = yield* once(["label", fold.label, question.kinds.map((one) => one.label)], () =>
        labelColumn(pass, parts, { kinds: question.kinds, column: fold.label }, made),
      )
      const marks = yield* once(["marks", question.marks], () => Effect.fromResult(markColumn(parts, question)))
      const value = yield* once(["value", question.kinds.map((one) => one.value)], () =>
        Effect.fromResult(valueColumn(parts, question)),
      )
      const groups = yield* once(["open", question.open], () => groupColumn(pass, parts, question, made))
      plans.push({ question, fold, options, labels, marks, value, groups })
    }
    return yield* walk(pass, parts, plans, first.unit)
  }).pipe(
    Effect.ensuring(
      Effect.suspend(() =>
        made.length === 0
          ? Effect.void
          : Effect.ignore(
              pass.connection.run("clearing up", made.map((name) => `DROP TABLE IF EXISTS ${name}`).join("; ")),
            ),
      ),
    ),
  )
})

const sharing = () => {
  const known = new Map<string, unknown>()
  return <A, E>(of: unknown, make: () => Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      const key = canonicalJson(of)
      if (known.has(key)) return Effect.succeed(known.get(key) as A)
      return Effect.map(make(), (value) => {
        known.set(key, value)
        return value
      })
    })
}

const planPart = (
  { held, ordering }: Pass,
  kind: string,
  where: Trails["kinds"][number]["where"],
  { span, unit }: Trails,
): Result.Result<PartPlan, Reason> =>
  Result.gen(function* () {
    const ground = groundOf(held, kind)
    const columns = projection("c")
    const selected = yield* select(ground, { ...everything, where, span }, columns, ordering)
    const named = columns.add((yield* textColumn(ground, unit)).sql)
    const own = (yield* ground.own("at")).sql
    // Undated profiles were always valid; other rows without a time have no place in a trail.
    const undated = span === null && kind === "customer"
    const at = columns.add(undated ? `coalesce(${own}, ${double(Number.NEGATIVE_INFINITY)})` : own)
    const relation = () => `SELECT * FROM (${selected.relation()}) WHERE ${named} IS NOT NULL AND ${at} IS NOT NULL`
    return { ground, columns, relation, joins: new Map<string, string>(), unit: named, at }
  })

/** A dictionary in DuckDB: distinct texts and their codes. */
const dictionary = Effect.fnUntraced(function* (pass: Pass, query: string, made: Array<string>) {
  const words: Array<string> = []
  yield* pass.connection.stream("reading names", `SELECT ${readable("w")} FROM (${query})`, (chunk) => {
    for (const word of valuesIn(chunk, 0)) words.push(String(word))
  })
  const name = pass.session.fresh("words")
  made.push(name)
  yield* pass.connection.run("keeping names", `CREATE TABLE ${name} (w VARCHAR, c INTEGER)`)
  yield* append(
    pass.connection,
    name,
    [
      { type: "text", codes: Int32Array.from(words, (_, i) => i), dictionary: words },
      { type: "integer", values: Int32Array.from(words, (_, i) => i) },
    ],
    words.length,
  )
  return { name, words }
})

const labelColumn = Effect.fnUntraced(function* (
  pass: Pass,
  parts: ReadonlyArray<PartPlan>,
  { column, kinds }: { readonly kinds: Trails["kinds"]; readonly column: string | null },
  made: Array<string>,
): Effect.fn.Return<Coded<string>, Failed> {
  const columns: Array<string | null> = []
  const texts: Array<string> = []
  for (const [p, { ground }] of parts.entries()) {
    const named = kinds[p]?.label ?? null
    if (column === null || (named === null && !Object.hasOwn(ground.kind.fields, column))) {
      columns.push(null)
      continue
    }
    const { sql } = yield* Effect.fromResult(named === null ? textColumn(ground, column) : textOf(ground, named))
    texts.push(`SELECT ${sql} AS w ${fromOf(ground)} WHERE ${sql} IS NOT NULL`)
    columns.push(sql)
  }
  if (texts.length === 0) return { columns, of: [] }
  const { name, words } = yield* dictionary(pass, `SELECT DISTINCT w FROM (${texts.join(" UNION ALL ")})`, made)
  return {
    columns: columns.map((sql, p) => {
      const part = parts[p]
      if (sql === null || part === undefined) return null
      part.joins.set(name, `LEFT JOIN ${name} ON ${name}.w = r.${part.columns.add(sql)}`)
      return `coalesce(${name}.c, -1)`
    }),
    of: words,
  }
})

const markColumn = (
  parts: ReadonlyArray<PartPlan>,
  { kinds, marks }: Trails,
): Result.Result<ReadonlyArray<string | null>, Reason> =>
  Result.gen(function* () {
    const bits: Array<Array<string>> = kinds.map(() => [])
    for (const [bit, { any }] of marks.entries()) {
      const conditions = new Map<number, Array<string>>()
      for (const { kind, when } of any) {
        const p = kinds.findIndex((one) => one.kind === kind)
        const { ground } = parts[p] as PartPlan
        const holds = when === null ? "true" : truth(yield* compileNumber(ground, when))
        conditions.set(p, [...(conditions.get(p) ?? []), holds])
      }
      for (const [p, all] of conditions) bits[p]?.push(`CASE WHEN ${all.join(" OR ")} THEN ${1 << bit} ELSE 0 END`)
    }
    return parts.map(({ columns }, p) =>
      bits[p]?.length === 0 ? null : `r.${columns.add(`CAST(${(bits[p] ?? []).join(" + ")} AS INTEGER)`)}`,
    )
  })

const valueColumn = (
  parts: ReadonlyArray<PartPlan>,
  { kinds }: Trails,
): Result.Result<ReadonlyArray<string | null> | null, Reason> =>
  Result.gen(function* () {
    const columns: Array<string | null> = []
    for (const [p, { value }] of kinds.entries()) {
      const part = parts[p] as PartPlan
      columns.push(
        value === null
          ? null
          : `r.${part.columns.add(`coalesce(${num(yield* compileNumber(part.ground, value))}, CAST('nan' AS DOUBLE))`)}`,
      )
    }
    return columns.every((column) => column === null) ? null : columns
  })

const groupColumn = Effect.fnUntraced(function* (
  pass: Pass,
  parts: ReadonlyArray<PartPlan>,
  { kinds, open }: Trails,
  made: Array<string>,
): Effect.fn.Return<Coded<Pick<Group, "key" | "bucket">>, Failed> {
  const p = kinds.findIndex(({ kind }) => kind === open.kind)
  const part = parts[p] as PartPlan
  const at = (yield* Effect.fromResult(part.ground.own("at"))).sql
  const column = (sql: string) => parts.map((_, other) => (other === p ? sql : null))
  if (open.where === null && open.span === null && open.edges === null && open.by.length === 0)
    return {
      columns: column(`r.${part.columns.add(`CASE WHEN ${at} IS NULL THEN -1 ELSE 0 END`)}`),
      of: [{ key: [], bucket: null }],
    }
  const { bucket, conditions, keys } = yield* Effect.fromResult(planOpening(part.ground, open, part.columns))
  const opens = part.columns.add(`(${[`${at} IS NOT NULL`, ...conditions].join(" AND ")})`)
  if (keys.length === 0 && bucket === null)
    return { columns: column(`CASE WHEN r.${opens} THEN 0 ELSE -1 END`), of: [{ key: [], bucket: null }] }
  const named = [...keys.map((key) => key.column), ...(bucket === null ? [] : [bucket])]
  const table = pass.session.fresh("groups")
  made.push(table)
  const distinct = `SELECT DISTINCT ${["true AS opens", ...named.map((name, i) => `${name} AS k${i}`)].join(", ")} FROM (${part.relation()}) WHERE ${opens}`
  yield* pass.connection.run(
    "numbering groups",
    `CREATE TABLE ${table} AS SELECT *, CAST(row_number() OVER () - 1 AS INTEGER) AS code FROM (${distinct})`,
  )
  const of = yield* readGroups(pass, table, keys, bucket !== null)
  const on = [`${table}.opens = r.${opens}`, ...named.map((name, i) => `${table}.k${i} IS NOT DISTINCT FROM r.${name}`)]
  part.joins.set(table, `LEFT JOIN ${table} ON ${on.join(" AND ")}`)
  return { columns: column(`coalesce(${table}.code, -1)`), of }
})

/** The groups rows open in, by their codes. */
const readGroups = Effect.fnUntraced(function* (
  { connection, maximum }: Pass,
  table: string,
  keys: ReadonlyArray<Key>,
  bucketed: boolean,
) {
  const own = keys.map(({ type }, i): Key => ({ type, column: `k${i}` }))
  const sent = [...own.map(sentKey), bucketed ? `k${own.length}` : "NULL"]
  const of: Array<Pick<Group, "key" | "bucket">> = []
  let found = 0
  yield* connection.stream("reading groups", `SELECT ${sent.join(", ")} FROM ${table} ORDER BY code`, (chunk) => {
    found += chunk.rowCount
    if (found > maximum) return
    const read = Array.from({ length: chunk.columnCount }, (_, i) => valuesIn(chunk, i))
    for (let row = 0; row < chunk.rowCount; row++)
      of.push({
        key: own.map((key, i) => keyValue(key, read[i]?.[row])),
        bucket: bucketed ? Number(read[own.length]?.[row]) : null,
      })
  })
  return found > maximum ? yield* Effect.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found })) : of
})

const planOpening = (ground: Ground, open: Trails["open"], columns: Projection) =>
  Result.gen(function* () {
    const conditions: Array<string> = []
    if (open.where !== null) conditions.push(truth(yield* compileNumber(ground, open.where)))
    const at = (yield* ground.own("at")).sql
    if (open.span !== null) conditions.push(inSpan(at, open.span))
    let bucket: string | null = null
    if (open.edges !== null) {
      const of = yield* compileNumber(ground, { op: "bucket", of: { op: "column", column: "at" }, edges: open.edges })
      bucket = columns.add(`CAST(${of.sql} AS INTEGER)`)
      conditions.push(`${of.sql} IS NOT NULL`)
    }
    const keys = yield* groupBy(ground, open.by, columns)
    return { conditions, bucket, keys }
  })
