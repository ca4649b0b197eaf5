import { LimitExceeded, QuestionInvalid, trailsProblem } from "@touchpoint/core/engine"
import { canonicalJson, everything, type Group, openFold, type Trails } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { valuesIn } from "../chunks.ts"
import { double, literal, readable } from "../sql.ts"
import { compileNumber, num, truth } from "./expressions.ts"
import { groupBy, type Key, keyValue, sentKey, textOf } from "./grouping.ts"
import { fromOf, type Ground, groundOf, type Reason, sameness, type Sql } from "./Ground.ts"
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
    return yield* walk(pass, parts, plans, first.unit, made)
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
    const of = yield* textColumn(ground, unit)
    const named = columns.add(sameness(of))
    const own = (yield* ground.own("at")).sql
    // Undated profiles were always valid; other rows without a time have no place in a trail.
    const undated = span === null && kind === "customer"
    const at = columns.add(undated ? `coalesce(${own}, ${double(Number.NEGATIVE_INFINITY)})` : own)
    const relation = () => `SELECT * FROM (${selected.relation()}) WHERE ${named} IS NOT NULL AND ${at} IS NOT NULL`
    return {
      ground,
      columns,
      relation,
      joins: new Map<string, string>(),
      unit: named,
      words: of.code?.words ?? null,
      at,
      undated,
    }
  })

const labelColumn = Effect.fnUntraced(function* (
  pass: Pass,
  parts: ReadonlyArray<PartPlan>,
  { column, kinds }: { readonly kinds: Trails["kinds"]; readonly column: string | null },
  made: Array<string>,
): Effect.fn.Return<Coded<string>, Failed> {
  const found: Array<Sql | null> = []
  const distinct: Array<string> = []
  for (const [p, { ground }] of parts.entries()) {
    const named = kinds[p]?.label ?? null
    if (column === null || (named === null && !Object.hasOwn(ground.kind.fields, column))) {
      found.push(null)
      continue
    }
    const of = yield* Effect.fromResult(named === null ? textColumn(ground, column) : textOf(ground, named))
    const same = sameness(of)
    const rows = `SELECT DISTINCT ${same} AS v ${fromOf(ground)} WHERE ${same} IS NOT NULL`
    distinct.push(
      of.code === undefined
        ? `SELECT CAST(NULL AS VARCHAR) AS words, CAST(NULL AS INTEGER) AS k, v AS w FROM (${rows})`
        : `SELECT ${literal(of.code.words)} AS words, v AS k, words.w AS w FROM (${rows}) JOIN ${of.code.words} AS words ON words.c = v`,
    )
    found.push(of)
  }
  if (distinct.length === 0) return { columns: found.map(() => null), of: [] }
  // Numbers of one table of few words are codes already.
  const [words, ...others] = new Set(found.flatMap((of) => (of === null ? [] : [of.code?.words])))
  const numbers = words === undefined || others.length > 0 ? undefined : pass.held.numbers.get(words)
  if (numbers !== undefined)
    return {
      columns: found.map((of, p) => (of === null ? null : `coalesce(r.${parts[p]?.columns.add(sameness(of))}, -1)`)),
      of: wordsByNumber(numbers),
    }
  const name = pass.session.fresh("names")
  made.push(name)
  yield* pass.connection.run(
    "keeping names",
    `CREATE TABLE ${name} AS SELECT *, CAST(dense_rank() OVER (ORDER BY w) - 1 AS INTEGER) AS c FROM (${distinct.join(" UNION ")})`,
  )
  const of: Array<string> = []
  yield* pass.connection.stream(
    "reading names",
    `SELECT ${readable("w")} FROM (SELECT DISTINCT c, w FROM ${name}) ORDER BY c`,
    (chunk) => {
      for (const word of valuesIn(chunk, 0)) of.push(String(word))
    },
  )
  return {
    columns: found.map((text, p) => {
      const part = parts[p]
      if (text === null || part === undefined) return null
      const value = `r.${part.columns.add(sameness(text))}`
      const on =
        text.code === undefined
          ? `${name}.words IS NULL AND ${name}.w = ${value}`
          : `${name}.words = ${literal(text.code.words)} AND ${name}.k = ${value}`
      part.joins.set(name, `LEFT JOIN ${name} ON ${on}`)
      return `coalesce(${name}.c, -1)`
    }),
    of,
  }
})

const wordsByNumber = (numbers: ReadonlyMap<string, number>): ReadonlyArray<string> => {
  const words: Array<string> = Array.from({ length: Math.max(0, ...numbers.values()) + 1 }, () => "")
  for (const [word, number] of numbers) words[number] = word
  return words
}

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

/** Most buckets that are groups whether something opens in them or not; of more, those are looked for. */
const BUCKETS = 512

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
  const opens = [`r.${part.columns.add(at)} IS NOT NULL`, ...conditions.map((one) => `r.${one}`)].join(" AND ")
  // Buckets are numbers already. Those that nothing opens in are left out in the end.
  if (keys.length === 0 && (open.edges?.length ?? 0) <= BUCKETS) {
    const intervals =
      open.edges === null ? null : Array.from({ length: Math.max(0, open.edges.length - 1) }, (_, i) => i)
    return {
      columns: column(`CASE WHEN ${opens} THEN ${bucket === null ? "0" : `coalesce(r.${bucket}, -1)`} ELSE -1 END`),
      of: intervals?.map((interval) => ({ key: [], bucket: interval })) ?? [{ key: [], bucket: null }],
      sparse: intervals !== null,
    }
  }
  const named = [...keys.map((key) => key.column), ...(bucket === null ? [] : [bucket])]
  const table = pass.session.fresh("groups")
  made.push(table)
  const inBucket = bucket === null ? "" : ` AND r.${bucket} IS NOT NULL`
  const distinct = `SELECT DISTINCT ${["true AS opens", ...named.map((name, i) => `r.${name} AS k${i}`)].join(", ")} FROM (${part.relation()}) AS r WHERE ${opens}${inBucket}`
  yield* pass.connection.run(
    "numbering groups",
    `CREATE TABLE ${table} AS SELECT *, CAST(row_number() OVER () - 1 AS INTEGER) AS code FROM (${distinct})`,
  )
  const of = yield* readGroups(pass, table, keys, bucket !== null)
  const on = [
    `${table}.opens = (${opens}${inBucket})`,
    ...named.map((name, i) => `${table}.k${i} IS NOT DISTINCT FROM r.${name}`),
  ]
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
  const own = keys.map((key, i): Key => ({ ...key, column: `k${i}` }))
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
    if (open.where !== null) conditions.push(columns.add(truth(yield* compileNumber(ground, open.where))))
    const at = (yield* ground.own("at")).sql
    if (open.span !== null) conditions.push(columns.add(inSpan(at, open.span)))
    let bucket: string | null = null
    if (open.edges !== null) {
      const of = yield* compileNumber(ground, { op: "bucket", of: { op: "column", column: "at" }, edges: open.edges })
      bucket = columns.add(`CAST(${of.sql} AS INTEGER)`)
    }
    const keys = yield* groupBy(ground, open.by, columns)
    return { conditions, bucket, keys }
  })
