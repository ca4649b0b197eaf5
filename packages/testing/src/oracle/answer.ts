import type { Aggregate, Answer, Question, Tally } from "@touchpoint/core/questions"
import { compareGroups, type Group, type UnitMoments } from "@touchpoint/core/questions"
import { bucketOf, evaluate, filtered } from "./evaluate.ts"
import { dimensionValue, gather, inSpan } from "./rows.ts"
import { compareRows, get, type Row, type Value, type World } from "./Row.ts"
import { stateOf } from "./states.ts"
import { trailGroups } from "./trails.ts"

/** Answers a question that is not at fault, row by row. @category oracle @since 0.1.0 */
export const answer = (world: World, question: Question): Answer => ({
  version: 1,
  question,
  groups: question.shape === "trails" ? trailGroups(world, question) : groups(world, question),
})

/** where → span → edges → among → pick. */
const scoped = (world: World, question: Tally | UnitMoments): ReadonlyArray<Row> => {
  const { where, among, clock, span, edges, pick } = question
  const placed = filtered(world, world.rows.get(question.kind) ?? [], where)
    .filter((row) => span === null || inSpan(span, get(row, clock)))
    .filter((row) => edges === null || bucketOfRow(question, row) !== null)
  const customers = new Set(filtered(world, placed, among).map((row) => get(row, "customer")))
  customers.delete(null)
  const kept = placed.filter((row) => among === null || customers.has(get(row, "customer")))
  if (pick.take === "all") return kept
  const named = kept.filter((row) => get(row, pick.per) !== null)
  const units = gather(named, (row) => [get(row, pick.per), bucketOfRow(question, row)])
  const picked = new Set(units.map((rows) => rows.toSorted(compareRows(world)).at(pick.take === "first" ? 0 : -1)))
  return kept.filter((row) => get(row, pick.per) === null || picked.has(row))
}

const bucketOfRow = ({ edges, clock }: Tally | UnitMoments, row: Row): number | null =>
  edges === null ? null : bucketOf(edges, get(row, clock))

const groups = (world: World, question: Tally | UnitMoments): ReadonlyArray<Group> => {
  const tallied = question.shape === "tally"
  const keyOf = (row: Row) => question.by.map((one) => dimensionValue(world, row, one))
  return gather(
    scoped(world, question).filter((row) => tallied || get(row, question.unit) !== null),
    (row) => [...keyOf(row), bucketOfRow(question, row)],
  )
    .map((rows): Group => {
      const [first] = rows as readonly [Row, ...ReadonlyArray<Row>]
      const counted = tallied ? rows : unitsOf(world, question, rows)
      const states = new Map(
        Object.entries(question.measures).map(([name, of]) => [name, stateOf(world, of, counted, tallied)]),
      )
      return { key: keyOf(first), bucket: bucketOfRow(question, first), states: Object.fromEntries(states) }
    })
    .toSorted(compareGroups)
}

/** One row per unit, with its aggregates as cells. */
const unitsOf = (world: World, question: UnitMoments, all: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  gather(all, (row) => [get(row, question.unit)]).map((rows, place) => ({
    kind: question.kind,
    place,
    cells: new Map(Object.entries(question.aggregates).map(([name, one]) => [name, aggregated(world, one, rows)])),
  }))

const aggregated = (world: World, aggregate: Aggregate, all: ReadonlyArray<Row>): Value => {
  const rows = filtered(world, all, aggregate.where)
  if (aggregate.agg === "count") return rows.length
  const values = rows.map((row) => evaluate(world, row, aggregate.of))
  const numbers = values.filter((value) => value !== null).map(Number)
  if (aggregate.agg === "sum") return numbers.reduce((a, b) => a + b, 0)
  return numbers.length === 0 ? null : aggregate.agg === "min" ? Math.min(...numbers) : Math.max(...numbers)
}
