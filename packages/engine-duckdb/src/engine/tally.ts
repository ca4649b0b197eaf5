import { LimitExceeded } from "@touchpoint/core/engine"
import type { Level } from "@touchpoint/core/moments"
import {
  type Aggregate,
  type Answer,
  compareGroups,
  type DimensionValue,
  groupKey,
  type State,
  type Tally,
  type UnitMoments,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { valuesIn } from "../chunks.ts"
import type { Connection } from "../Session.ts"
import { compileNumber, num, truth } from "./expressions.ts"
import { groupBy, type Key, keyValue, sentKey } from "./grouping.ts"
import { type Ground, groundOf, type Held, type Reason, sameness, unavailable } from "./Ground.ts"
import { aggregatesOf, type MeasurePlan, meansOf, planMeasures, stateOf } from "./measures.ts"
import type { Ordering } from "./order.ts"
import { type Projection, projection, select, textColumn } from "./selection.ts"

/** A question as a relation of narrow rows: keys, bucket, and the columns of its measures. */
interface Counted {
  readonly relation: string
  readonly keys: ReadonlyArray<Key>
  readonly bucket: string | null
  readonly weight: string | null
  readonly plans: ReadonlyArray<MeasurePlan>
}

/** Compiles a tally or unit moments; fails as core does. */
export const compileCounted = (
  held: Held,
  question: Tally | UnitMoments,
  ordering: Ordering,
): Result.Result<Counted, Reason> =>
  Result.gen(function* () {
    const ground = groundOf(held, question.kind)
    const columns = projection("x")
    const selection = yield* select(ground, question, columns, ordering)
    if (question.shape === "unit-moments") {
      const unit = columns.add(sameness(yield* textColumn(ground, question.unit)))
      const keys = yield* groupBy(ground, question.by, columns)
      return yield* unitsOf(ground, question, selection.relation, { unit, keys, bucket: selection.bucket }, columns)
    }
    const keys = yield* groupBy(ground, question.by, columns)
    const weight =
      held.tables.get(question.kind)?.columns.has("weight") === true
        ? columns.add((yield* ground.own("weight")).sql)
        : null
    const plans = yield* planMeasures(ground, question.measures, columns)
    return { relation: selection.relation(), keys, bucket: selection.bucket, weight, plans }
  })

const unitsOf = (
  ground: Ground,
  question: UnitMoments,
  relation: () => string,
  { bucket, keys, unit }: { readonly unit: string; readonly keys: ReadonlyArray<Key>; readonly bucket: string | null },
  columns: Projection,
): Result.Result<Counted, Reason> =>
  Result.gen(function* () {
    const names = Object.keys(question.aggregates)
    const made: Array<string> = []
    for (const [i, aggregate] of Object.values(question.aggregates).entries())
      made.push(`${yield* aggregateOf(ground, aggregate, columns)} AS a${i}`)
    const by = [...keys.map(({ column }) => column), ...(bucket === null ? [] : [bucket])]
    const units = `SELECT ${[...by, ...made].join(", ") || "1 AS one"} FROM (${relation()}) WHERE ${unit} IS NOT NULL GROUP BY ${[...by, unit].join(", ")}`
    // Only the aggregates are columns here; the common ones belong to rows.
    const fields = Object.fromEntries(
      [...Object.keys(ground.kind.fields).filter((name) => names.includes(name) && COMMON.has(name)), ...names].map(
        (name) => [name, { type: "number", doc: "aggregate", required: false } as const],
      ),
    )
    const kind = { ...ground.kind, id: `${question.unit} of ${ground.kind.id}`, fields, links: [] }
    const over: Ground = {
      held: ground.held,
      kind,
      alias: "u",
      from: "",
      joins: new Map(),
      borrows: false,
      own: (name) => {
        const i = names.indexOf(name)
        return i === -1
          ? Result.fail(unavailable(kind, name))
          : Result.succeed({ type: "number", sql: `a${i}`, bound: Number.POSITIVE_INFINITY })
      },
    }
    const measured = projection("y")
    const plans = yield* planMeasures(over, question.measures, measured)
    const selected = [...by, ...measured.columns].join(", ") || "1 AS one"
    return { relation: `SELECT ${selected} FROM (${units})`, keys, bucket, weight: null, plans }
  })

const COMMON = new Set(["source", "eventId", "customer", "at", "sequence", "weight"])

const aggregateOf = (ground: Ground, aggregate: Aggregate, columns: Projection): Result.Result<string, Reason> =>
  Result.gen(function* () {
    const where =
      aggregate.where === undefined
        ? ""
        : ` FILTER (WHERE ${columns.add(truth(yield* compileNumber(ground, aggregate.where)))})`
    if (aggregate.agg === "count") return `CAST(count(*)${where} AS DOUBLE)`
    const of = columns.add(num(yield* compileNumber(ground, aggregate.of)))
    if (aggregate.agg !== "sum") return `${aggregate.agg}(${of})${where}`
    return `coalesce(nullif(sum(${of})${where}, CAST('nan' AS DOUBLE)), 0)`
  })

/** Answers a tally or unit moments: one query, and one more for each histogram. */
export const askCounted = Effect.fnUntraced(function* (
  connection: Connection,
  question: Tally | UnitMoments,
  counted: Counted,
  maximum: number,
) {
  const { bucket, keys, plans, relation, weight } = counted
  const by = [...keys.map(({ column }) => column), ...(bucket === null ? [] : [bucket])]
  const sent = [...keys.map(sentKey), ...(bucket === null ? [] : [bucket])]
  const group = by.length === 0 ? "" : ` GROUP BY ${by.join(", ")}`
  const sums = plans.map((plan, i) => aggregatesOf(plan, i, weight).map((sql) => `CAST(${sql} AS DOUBLE)`))
  const means = plans.flatMap((plan, i) => meansOf(plan, i, weight))
  const from =
    means.length === 0
      ? `(${relation})`
      : `sel JOIN (SELECT ${[...by.map((one, i) => `${one} AS k${i}`), ...means].join(", ")} FROM sel${group}) AS m ON ${by.map((one, i) => `${one} IS NOT DISTINCT FROM k${i}`).join(" AND ") || "true"}`
  const query = `${means.length === 0 ? "" : `WITH sel AS (${relation}) `}SELECT ${[...sent, ...sums.flat(), "count(*)"].join(", ")} FROM ${from}${group} HAVING count(*) > 0`
  const found: Array<{
    readonly key: ReadonlyArray<DimensionValue>
    readonly bucket: number | null
    readonly values: ReadonlyArray<number>
  }> = []
  let groups = 0
  yield* connection.stream("counting", query, (chunk) => {
    const read = Array.from({ length: chunk.columnCount }, (_, i) => valuesIn(chunk, i))
    groups += chunk.rowCount
    if (groups > maximum) return
    for (let row = 0; row < chunk.rowCount; row++)
      found.push({
        key: keys.map((key, i) => keyValue(key, read[i]?.[row])),
        bucket: bucket === null ? null : Number(read[keys.length]?.[row]),
        values: read.slice(by.length).map((column) => Number(column[row] ?? 0)),
      })
  })
  if (groups > maximum)
    return yield* Effect.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: groups }))
  const histograms = new Map<string, ReadonlyMap<string, Array<Level>>>()
  for (const plan of plans)
    if (plan.stat === "histogram") histograms.set(plan.name, yield* levelsOf(connection, counted, plan))
  const answer: Answer = {
    version: 1,
    question,
    groups: found
      .map(({ bucket: at, key, values }) => {
        let next = 0
        const states = plans.map((plan, i): readonly [string, State] => {
          const own = values.slice(next, (next += sums[i]?.length ?? 0))
          const id = groupKey({ key, bucket: at })
          return [
            plan.name,
            stateOf(plan, own, weight !== null, () => ({ levels: histograms.get(plan.name)?.get(id) ?? [] })),
          ]
        })
        return { key, bucket: at, states: Object.fromEntries(states) }
      })
      .toSorted(compareGroups),
  }
  return answer
})

/** Levels of a histogram by group. */
const levelsOf = Effect.fnUntraced(function* (
  connection: Connection,
  { bucket, keys, relation, weight }: Counted,
  { of, where }: MeasurePlan,
) {
  const by = [...keys.map(({ column }) => column), ...(bucket === null ? [] : [bucket])]
  const sent = [...keys.map(sentKey), ...(bucket === null ? [] : [bucket])]
  const [x = "NULL"] = of
  const w = weight ?? "CAST(1 AS DOUBLE)"
  const query = `SELECT ${[...sent, "v", "CAST(count(*) AS DOUBLE)", `fsum(${w})`, `fsum(${w} * ${w})`].join(", ")} FROM (SELECT *, ${x} + 0 AS v FROM (${relation}) WHERE ${x} IS NOT NULL${where === null ? "" : ` AND ${where}`}) GROUP BY ${[...by, "v"].join(", ")} ORDER BY v`
  const levels = new Map<string, Array<Level>>()
  yield* connection.stream("counting", query, (chunk) => {
    const read = Array.from({ length: chunk.columnCount }, (_, i) => valuesIn(chunk, i))
    for (let row = 0; row < chunk.rowCount; row++) {
      const id = groupKey({
        key: keys.map((key, i) => keyValue(key, read[i]?.[row])),
        bucket: bucket === null ? null : Number(read[keys.length]?.[row]),
      })
      const [value = 0, n = 0, total = 0, w2 = 0] = read.slice(by.length).map((column) => Number(column[row]))
      const list = levels.get(id) ?? []
      levels.set(id, list)
      list.push({ value, n, w: total, w2 })
    }
  })
  return levels
})
