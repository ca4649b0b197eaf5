import type { Level } from "@touchpoint/core/moments"
import {
  type Aggregate,
  type Answer,
  compareGroups,
  groupKey,
  type State,
  type Tally,
  type UnitMoments,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { compileNumber, num, TRUE, truth } from "./expressions.ts"
import { groupBy, type Key, keyValue } from "./grouping.ts"
import { type Ground, groundOf, type Held, type Reason, unavailable } from "./Ground.ts"
import { aggregatesOf, meanOf, type MeasurePlan, needsMean, planMeasures, stateOf, whole } from "./measures.ts"
import { headOf, type Projection, projection, type Relation, select, textColumn } from "./selection.ts"
import { type Shards, shardsOf } from "./shards.ts"
import { aggregate, ask, type Counted } from "./statement.ts"

/** A question as rows with keys, bucket, and the columns of its measures. */
interface Compiled {
  readonly relation: Relation
  /** Dimensions, and the bucket where there are edges. */
  readonly keys: ReadonlyArray<Key>
  readonly bucketed: boolean
  readonly weight: string | null
  readonly plans: ReadonlyArray<MeasurePlan>
}

const withBucket = (keys: ReadonlyArray<Key>, bucket: string | null): ReadonlyArray<Key> =>
  bucket === null ? keys : [...keys, { type: "number", column: bucket }]

/** Compiles a tally or unit moments; fails as core does. */
export const compileCounted = (held: Held, question: Tally | UnitMoments): Result.Result<Compiled, Reason> =>
  Result.gen(function* () {
    const shards = question.shape === "unit-moments" ? shardsOf(held, question) : null
    const ground = groundOf(shards?.held ?? held, question.kind)
    const columns = projection("x")
    const selection = yield* select(ground, question, columns)
    if (question.shape === "unit-moments") {
      const unit = columns.add((yield* textColumn(ground, question.unit)).sql)
      const keys = withBucket(yield* groupBy(ground, question.by, columns), selection.bucket)
      return yield* unitsOf(ground, question, selection.relation, { unit, keys, shards }, columns)
    }
    const keys = withBucket(yield* groupBy(ground, question.by, columns), selection.bucket)
    const weight =
      held.tables.get(question.kind)?.columns.has("weight") === true
        ? columns.add((yield* ground.own("weight")).sql)
        : null
    const plans = yield* planMeasures(ground, question.measures, columns)
    return { relation: selection.relation(), keys, bucketed: selection.bucket !== null, weight, plans }
  })

const unitsOf = (
  ground: Ground,
  question: UnitMoments,
  relation: () => Relation,
  { keys, shards, unit }: { readonly unit: string; readonly keys: ReadonlyArray<Key>; readonly shards: Shards | null },
  columns: Projection,
): Result.Result<Compiled, Reason> =>
  Result.gen(function* () {
    const names = Object.keys(question.aggregates)
    const made: Array<string> = []
    for (const [i, one] of Object.values(question.aggregates).entries())
      made.push(`${yield* aggregateOf(ground, one, columns)} AS a${i}`)
    // Only the aggregates are columns here; the common ones belong to rows.
    const fields = Object.fromEntries(
      names.map((name) => [name, { type: "number", doc: "aggregate", required: false } as const]),
    )
    const kind = { ...ground.kind, id: `${question.unit} of ${ground.kind.id}`, fields, links: [] }
    const over: Ground = {
      held: ground.held,
      kind,
      alias: "u",
      from: "",
      joins: new Map(),
      where: [],
      borrows: false,
      near: () => [],
      own: (name) => {
        const i = names.indexOf(name)
        return i === -1
          ? Result.fail(unavailable(kind, name))
          : Result.succeed({ type: "number", sql: `a${i}`, bound: Number.POSITIVE_INFINITY })
      },
    }
    const measured = projection("y")
    const plans = yield* planMeasures(over, question.measures, measured)
    const { from, head, where } = relation()
    const by = [...new Set([...keys.map(({ column }) => column), unit])]
    const units = `${head}SELECT ${[...by.map((one, i) => `${one} AS k${i}`), ...made].join(", ")} ${from}${where === "" ? " WHERE" : `${where} AND`} isNotNull(${unit}) GROUP BY ${by.join(", ")}`
    const renamed = keys.map(({ column, type }): Key => ({ type, column: `k${by.indexOf(column)}` }))
    return {
      relation: { head: headOf(measured), from: `FROM ${shards?.over(units) ?? `(${units})`} AS u`, where: "" },
      keys: renamed,
      bucketed: question.edges !== null,
      weight: null,
      plans,
    }
  })

const aggregateOf = (ground: Ground, one: Aggregate, columns: Projection): Result.Result<string, Reason> =>
  Result.gen(function* () {
    const where =
      one.where === undefined ? TRUE : `ifNull(${columns.add(truth(yield* compileNumber(ground, one.where)))}, 0)`
    if (one.agg === "count") return `toFloat64(countIf(${where}))`
    const of = columns.add(num(yield* compileNumber(ground, one.of)))
    // Of nothing, ClickHouse gives 0 for what cannot be absent.
    const present = `${where} AND isNotNull(${of})`
    if (one.agg !== "sum") return `if(countIf(${present}) = 0, NULL, ${one.agg}If(${of}, ${where}))`
    return `(arrayMap(s -> if(isNaN(s), 0., s), [ifNull(sumKahanIf(${of}, ${where}), 0.)])[1])`
  })

/** Answers a tally or unit moments: one query, and one more for each histogram. */
export const askCounted = Effect.fnUntraced(function* (
  held: Held,
  question: Tally | UnitMoments,
  { bucketed, keys, plans, relation, weight }: Compiled,
  maximum: number,
) {
  const means = plans.map((plan, i) => (weight !== null && needsMean(plan, weight) ? `m.mean${i}` : "NULL"))
  const joined =
    weight === null || means.every((mean) => mean === "NULL")
      ? relation
      : withMeans(
          relation,
          keys,
          plans.flatMap((plan, i) => (needsMean(plan, weight) ? [`${meanOf(plan, weight)} AS mean${i}`] : [])),
        )
  const sums = plans.map((plan, i) => aggregatesOf(plan, weight, means[i] ?? "NULL"))
  const found = yield* ask(held, { doing: "counting", relation: joined, keys, aggregates: sums.flat(), maximum })
  const histograms = new Map<string, ReadonlyMap<string, ReadonlyArray<Level>>>()
  for (const plan of plans)
    if (plan.stat === "histogram")
      histograms.set(plan.name, yield* levelsOf(held, { bucketed, keys, plans, relation, weight }, plan))
  const answer: Answer = {
    version: 1,
    question,
    groups: found
      .map((counted) => {
        const group = groupOf(keys, bucketed, counted)
        let next = 0
        const states = plans.map((plan, i): readonly [string, State] => {
          const own = counted.numbers.slice(next, (next += sums[i]?.length ?? 0))
          const levels = histograms.get(plan.name)?.get(groupKey(group)) ?? []
          return [plan.name, stateOf(plan, own, weight !== null, () => ({ levels }))]
        })
        return { ...group, states: Object.fromEntries(states) }
      })
      .toSorted(compareGroups),
  }
  return answer
})

/** Dimension values and bucket of a group as it came. */
const groupOf = (keys: ReadonlyArray<Key>, bucketed: boolean, counted: Pick<Counted, "keys">) => {
  const values = keys.map((key, i) => keyValue(key, counted.keys[i]))
  return bucketed ? { key: values.slice(0, -1), bucket: Number(values.at(-1)) } : { key: values, bucket: null }
}

/** Rows with the means of their groups: central sums are stable only around these. */
const withMeans = (
  { from, head, where }: Relation,
  keys: ReadonlyArray<Key>,
  means: ReadonlyArray<string>,
): Relation => {
  const columns = keys.map(({ column }) => column)
  const name = columns.length === 0 ? "" : `toString(tuple(${columns.join(", ")}))`
  const group = columns.length === 0 ? "" : ` GROUP BY ${columns.join(", ")}`
  const inner = `${head}SELECT ${[...(name === "" ? [] : [`${name} AS mk`]), ...means].join(", ")} ${from}${where}${group}`
  const join = name === "" ? `GLOBAL CROSS JOIN (${inner}) AS m` : `GLOBAL LEFT JOIN (${inner}) AS m ON m.mk = ${name}`
  return { head, from: `${from} ${join}`, where }
}

/** Levels of a histogram by group. */
const levelsOf = Effect.fnUntraced(function* (
  held: Held,
  { bucketed, keys, relation, weight }: Compiled,
  plan: MeasurePlan,
) {
  const w = weight ?? "1."
  const [x = "NULL"] = plan.of
  const present = whole(plan)
  const level: Key = { type: "number", column: `(${x} + 0.)` }
  const found = yield* ask(held, {
    doing: "counting",
    relation,
    keys: [...keys, level],
    aggregates: [
      aggregate("countIf", present),
      aggregate("sumKahanIf", w, present),
      aggregate("sumKahanIf", `${w} * ${w}`, present),
    ],
    maximum: LEVELS,
  })
  const levels = new Map<string, Array<Level>>()
  for (const counted of found) {
    const [n = 0, total = 0, w2 = 0] = counted.numbers
    const value = counted.keys[keys.length]
    if (n === 0 || value === null) continue
    const id = groupKey(groupOf(keys, bucketed, counted))
    const list = levels.get(id) ?? []
    levels.set(id, list)
    list.push({ value: Number(keyValue(level, value)), n, w: total, w2 })
  }
  for (const list of levels.values()) list.sort((a, b) => a.value - b.value)
  return levels
})

/** Levels of all histograms of a question together. */
const LEVELS = 5_000_000
