import { type Expr, type InventoryAttribute, type Reduce, shardOf } from "@touchpoint/core/questions"
import { get, linked, type Row, type Value, type World } from "./Row.ts"

/** The value of an expression for a row, by SQL's logic of three values. @category oracle @since 0.1.0 */
export const evaluate = (world: World, row: Row, expr: Expr): Value => {
  const value = (inner: Expr): Value => evaluate(world, row, inner)
  switch (expr.op) {
    case "value":
      return expr.value
    case "column":
      return get(row, expr.column)
    case "inventory":
      return fromInventory(world, get(row, "touchpoint"), expr.attribute)
    case "customer":
      return profileOf(world, row)?.cells.get(expr.column) ?? null
    case "link":
      return reduced(
        expr.reduce,
        linked(world, row, expr.to).map((other) => evaluate(world, other, expr.of)),
      )
    case "in": {
      const one = value(expr.of)
      return one === null ? null : expr.values.some((other) => same(one, other))
    }
    case "and":
    case "or": {
      const all = expr.all.map((inner) => truth(value(inner)))
      const decisive = expr.op === "or"
      return all.includes(decisive) ? decisive : all.includes(null) ? null : !decisive
    }
    case "not":
      return value({ op: "eq", left: expr.of, right: { op: "value", value: false } })
    case "present":
      return value(expr.of) !== null
    case "coalesce":
      return expr.all.map(value).find((one) => one !== null) ?? null
    case "bucket": {
      const at = bucketOf(expr.edges, value(expr.of))
      return expr.values === undefined || at === null ? at : (expr.values[at] ?? null)
    }
    case "shard": {
      const text = value(expr.of)
      return text === null ? null : shardOf(String(text))
    }
    default: {
      const left = value(expr.left)
      const right = value(expr.right)
      return left === null || right === null ? null : binary(expr.op, left, right)
    }
  }
}

/** The rows for which a filter holds; all without one. @category oracle @since 0.1.0 */
export const filtered = (world: World, rows: ReadonlyArray<Row>, where: Expr | null = null): ReadonlyArray<Row> =>
  where === null ? rows : rows.filter((row) => holds(evaluate(world, row, where)))

/** Whether a condition holds: absent does not, a number does unless it is 0. @category oracle @since 0.1.0 */
export const holds = (value: Value): boolean => truth(value) === true

/** The index of the interval `[edgeᵢ, edgeᵢ₊₁)` that holds a number; absent outside. @category oracle @since 0.1.0 */
export const bucketOf = (edges: ReadonlyArray<number>, value: Value): number | null => {
  const at = edges.findIndex(
    (edge, i) => value !== null && edge <= Number(value) && Number(value) < Number(edges[i + 1]),
  )
  return at === -1 ? null : at
}

const truth = (value: Value): boolean | null => (value === null ? null : value !== false && value !== 0)
const same = (a: Value, b: Value): boolean => (typeof a === "string" ? a === b : Number(a) === Number(b))

const binary = (op: "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "add" | "sub" | "mul", a: Value, b: Value): Value => {
  if (op === "eq") return same(a, b)
  if (op === "ne") return !same(a, b)
  const [x, y] = [Number(a), Number(b)]
  return { lt: x < y, le: x <= y, gt: x > y, ge: x >= y, add: x + y, sub: x - y, mul: x * y }[op]
}

const reduced = (how: Reduce, values: ReadonlyArray<Value>): Value => {
  if (how === "count") return values.length
  const present = values.filter((value) => value !== null)
  if (present.length === 0) return null
  if (how === "single") return present[0] ?? null
  if (how === "every") return present.every(holds)
  if (how === "any") return present.some(holds)
  const numbers = present.map(Number)
  return how === "min" ? Math.min(...numbers) : how === "max" ? Math.max(...numbers) : numbers.reduce((a, b) => a + b)
}

/** The latest profile of the row's customer at the time of the row. */
const profileOf = (world: World, row: Row): Row | undefined => {
  const from = (profile: Row) => Number(get(profile, "at") ?? Number.NEGATIVE_INFINITY)
  const until = Number(get(row, "at") ?? Number.POSITIVE_INFINITY)
  const customer = get(row, "customer")
  return (world.rows.get("customer") ?? [])
    .filter((profile) => customer !== null && get(profile, "customer") === customer && from(profile) <= until)
    .toSorted((a, b) => (from(a) === from(b) ? a.place - b.place : from(a) < from(b) ? -1 : 1))
    .at(-1)
}

const fromInventory = ({ facts: { inventory } }: World, id: Value, attribute: InventoryAttribute): Value => {
  const entry = inventory?.touchpoints.find((touchpoint) => touchpoint.id === id)
  if (inventory === null || entry === undefined) return null
  const party = entry.party ?? "brand"
  if (attribute === "phase") return inventory.allStages.find((stage) => stage.id === entry.stage)?.phase ?? null
  if (attribute === "mode") return inventory.allChannels.find((channel) => channel.id === entry.channel)?.mode ?? null
  if (attribute === "partyKind") return inventory.allParties.find((one) => one.id === party)?.kind ?? null
  return attribute === "party" ? party : (entry[attribute] ?? null)
}
