import { type Aggregate, type Answer, type Dimension, type DimensionValue, type Question } from "@touchpoint/core/questions"
import { compareGroups, type Group, type Tally, type Trails, type UnitMoments } from "@touchpoint/core/questions"
import { checker } from "./check.ts"
import { bucketOf, evaluate, holds } from "./evaluate.ts"
import { compareRows, compareValues, get, type Row, type Value, type World } from "./Row.ts"
import { stateOf } from "./states.ts"

/** Answers a question that is not at fault, row by row. @category oracle @since 0.1.0 */
export const answer = (world: World, question: Question): Answer =>
  question.shape === "trails"
    ? { version: 1, question, groups: [], fold: transitions(world, question) }
    : { version: 1, question, groups: groups(world, question), fold: null }

const inSpan = (span: Tally["span"], at: Value): boolean =>
  span === null || (at !== null && Number(at) >= (span.from ?? -Infinity) && Number(at) < (span.to ?? Infinity))

/** Rows gathered under what `keyOf` gives, in order of first appearance. */
const gather = <T>(items: ReadonlyArray<T>, keyOf: (item: T) => ReadonlyArray<Value>): ReadonlyArray<ReadonlyArray<T>> => [
  ...Map.groupBy(items, (item) => JSON.stringify(keyOf(item))).values(),
]

/** where → span → edges → among → pick. */
const scoped = (world: World, question: Tally | UnitMoments): ReadonlyArray<Row> => {
  const { where, among, clock, span, edges, pick } = question
  const placed = (world.rows.get(question.kind) ?? [])
    .filter((row) => where === null || holds(evaluate(world, row, where)))
    .filter((row) => inSpan(span, get(row, clock)))
    .filter((row) => edges === null || bucketOfRow(question, row) !== null)
  const customers = new Set(placed.filter((row) => among !== null && holds(evaluate(world, row, among))).map((row) => get(row, "customer")))
  const kept = placed.filter((row) => among === null || (get(row, "customer") !== null && customers.has(get(row, "customer"))))
  if (pick.take === "all") return kept
  const named = gather(kept.filter((row) => get(row, pick.per) !== null), (row) => [get(row, pick.per), bucketOfRow(question, row)])
  const picked = new Set(named.map((rows) => rows.toSorted(compareRows(world)).at(pick.take === "first" ? 0 : -1)))
  return kept.filter((row) => get(row, pick.per) === null || picked.has(row))
}

const bucketOfRow = ({ edges, clock }: Tally | UnitMoments, row: Row): number | null => {
  const at = get(row, clock)
  return edges === null || at === null ? null : bucketOf(edges, Number(at))
}

const valueOf = (world: World, row: Row, dimension: Dimension): DimensionValue => {
  if ("cases" in dimension) return dimension.cases.find(({ when }) => holds(evaluate(world, row, when)))?.label ?? null
  const value = evaluate(world, row, dimension.of)
  if (value === null || typeof value === "string") return value
  return checker(world, row.kind, []).typeOf(dimension.of) === "boolean" ? String(Boolean(value)) : Number(value)
}

const groups = (world: World, question: Tally | UnitMoments): ReadonlyArray<Group> => {
  const keyed = scoped(world, question)
    .filter((row) => question.shape === "tally" || get(row, question.unit) !== null)
    .map((row) => ({ row, bucket: bucketOfRow(question, row), key: question.by.map((one) => valueOf(world, row, one)) }))
  return gather(keyed, ({ key, bucket }) => [...key, bucket]).flatMap((members) => {
    const rows = members.map(({ row }) => row)
    const counted = question.shape === "tally" ? rows : unitsOf(world, question, rows)
    const measured = Object.entries(question.measures).map(([name, measure]) => [name, stateOf(world, measure, counted, question.shape === "tally")] as const)
    return members.slice(0, 1).map(({ key, bucket }) => ({ key, bucket, states: Object.fromEntries(measured) }))
  }).toSorted(compareGroups)
}

/** One row per unit, with its aggregates as cells. */
const unitsOf = (world: World, question: UnitMoments, all: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  gather(all, (row) => [get(row, question.unit)]).map((rows, place) => ({
    kind: question.kind,
    place,
    cells: new Map(Object.entries(question.aggregates).map(([name, one]) => [name, aggregated(world, one, rows)])),
  }))

const aggregated = (world: World, aggregate: Aggregate, all: ReadonlyArray<Row>): Value => {
  const rows = all.filter((row) => aggregate.where === undefined || holds(evaluate(world, row, aggregate.where)))
  if (aggregate.agg === "count") return rows.length
  const numbers = rows.map((row) => evaluate(world, row, aggregate.of)).filter((value) => value !== null).map(Number)
  if (aggregate.agg === "sum") return numbers.reduce((a, b) => a + b, 0)
  return numbers.length === 0 ? null : aggregate.agg === "min" ? Math.min(...numbers) : Math.max(...numbers)
}

/** The fold `transitions`, counted anew. */
const transitions = (world: World, question: Trails): unknown => {
  const rows = question.kinds
    .flatMap((kind) => world.rows.get(kind) ?? [])
    .filter((row) => question.where === null || holds(evaluate(world, row, question.where)))
    .filter((row) => get(row, "at") !== null && inSpan(question.span, get(row, "at")) && get(row, question.unit) !== null)
  const trails = gather(rows, (row) => [get(row, question.unit)])
    .map((trail) => trail.toSorted(compareRows(world)).map((row) => get(row, "touchpoint")).filter((label) => label !== null))
    .map((labels) => labels.filter((label, i) => question.options["collapse"] !== true || label !== labels[i - 1]))
    .filter((labels) => labels.length > 0)
  const moves = trails.flatMap((labels) => [null, ...labels].map((from, i) => ({ from, to: labels[i] ?? null })))
  return {
    trails: trails.length,
    moves: gather(moves, ({ from, to }) => [from, to])
      .flatMap((same) => same.slice(0, 1).map((move) => ({ ...move, count: same.length })))
      .toSorted((a, b) => compareValues(a.from, b.from) || compareValues(a.to, b.to)),
  }
}
