import type { Field } from "@touchpoint/core/facts"
import { type Expr, InventoryAttribute, value } from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { instants, texts, touchpoints } from "./facts.ts"
import { kinds } from "./FactsSpec.ts"

/**
 * What a random expression gives. Instants and their differences are kept apart from small numbers, so that no product
 * leaves the range where sums of doubles are exact.
 */
export type Sort = "text" | "boolean" | "number" | "instant"

/** Where expressions stand: over a kind's columns, or over the aggregates of units. @category fuzz @since 0.1.0 */
export interface Ground {
  readonly name: string
  readonly columns: ReadonlyArray<readonly [string, Sort]>
  readonly links: ReadonlyArray<string>
  readonly borrows: boolean
}

const sortOf = (field: Field): Sort =>
  field.type === "text" || field.type === "boolean" || field.type === "instant" ? field.type : "number"

/** The ground of a kind. @category fuzz @since 0.1.0 */
export const groundOf = (id: string): Ground => {
  const kind = kinds.get(id)
  return {
    name: id,
    columns: Object.entries(kind?.fields ?? {}).map(([name, field]) => [name, sortOf(field)]),
    links: (kind?.links ?? []).map((link) => link.target),
    borrows: true,
  }
}

/** One in about forty leaves is broken on purpose: engines must refuse it with the same error. */
const broken: ReadonlyArray<Expr> = [
  { op: "column", column: "constructor" },
  { op: "column", column: "__proto__" },
  { op: "customer", column: "valueOf" },
  { op: "link", to: "interaction", of: value(1), reduce: "count" },
  { op: "inventory", attribute: "stage" },
  { op: "bucket", of: value(1), edges: [3, 2, 1] },
  { op: "bucket", of: value(1), edges: [1, 2, 3], values: [7] },
  { op: "lt", left: value("a"), right: value("b") },
  { op: "add", left: value("a"), right: value(1) },
  value("text"),
  value(0.5),
]

const constants: Readonly<Record<Sort, fc.Arbitrary<Expr>>> = {
  text: fc.constantFrom(...texts, ...touchpoints, "nps", "delivered", "web").map(value),
  boolean: fc.boolean().map(value),
  number: fc.constantFrom(-2, -1, 0, 1, 2, 3, 5, 10).map(value),
  instant: fc.constantFrom(...instants).map(value),
}

/** A failing expression shrinks to a leaf. */
const smaller = { withCrossShrink: true } as const

const memo = new Map<string, fc.Arbitrary<Expr>>()

/** Random expressions of a sort over a ground. @category fuzz @since 0.1.0 */
export const expr = (ground: Ground, sort: Sort, depth: number): fc.Arbitrary<Expr> => {
  const key = JSON.stringify([ground.name, sort, depth])
  const known = memo.get(key) ?? make(ground, sort, depth)
  memo.set(key, known)
  return known
}

const make = (ground: Ground, sort: Sort, depth: number): fc.Arbitrary<Expr> => {
  const leaves = leavesOf(ground, sort)
  if (depth === 0) return fc.oneof(smaller, ...leaves)
  const own = (other: Sort) => expr(ground, other, depth - 1)
  const all = fc.array(own(sort), { minLength: 1, maxLength: 3 })
  const inner: Array<fc.WeightedArbitrary<Expr>> = [
    { weight: 1, arbitrary: all.map((some): Expr => ({ op: "coalesce", all: some })) },
  ]
  if (sort === "boolean") inner.push(...conditions(ground, depth))
  if (sort === "number") inner.push(...numbers(ground, depth))
  for (const to of ground.links) inner.push({ weight: 6, arbitrary: linkTo(to, sort, depth) })
  return fc.oneof(
    smaller,
    ...leaves.map((leaf) => ({ ...leaf, weight: leaf.weight * 2 })),
    ...inner.map((one) => ({ ...one, weight: one.weight * 40 })),
  )
}

const leavesOf = (ground: Ground, sort: Sort): ReadonlyArray<fc.WeightedArbitrary<Expr>> => {
  const columns = ground.columns
    .filter(([, has]) => has === sort)
    .map(([name]): Expr => ({ op: "column", column: name }))
  const profile = ground.borrows ? groundOf("customer").columns.filter(([, has]) => has === sort) : []
  const attributes: ReadonlyArray<Expr> =
    sort === "text" && ground.columns.some(([name]) => name === "touchpoint")
      ? InventoryAttribute.literals.map((attribute) => ({ op: "inventory", attribute }))
      : []
  const leaf = (weight: number, some: ReadonlyArray<Expr>) =>
    some.length === 0 ? [] : [{ weight, arbitrary: fc.constantFrom(...some) }]
  return [
    ...leaf(120, columns),
    ...leaf(40, attributes),
    ...leaf(
      40,
      profile.map(([name]): Expr => ({ op: "customer", column: name })),
    ),
    { weight: 40, arbitrary: constants[sort] },
    ...leaf(1, broken),
  ]
}

const conditions = (ground: Ground, depth: number): ReadonlyArray<fc.WeightedArbitrary<Expr>> => {
  const own = (sort: Sort) => expr(ground, sort, depth - 1)
  const pair = (sort: Sort) => fc.tuple(own(sort), own(sort))
  const boolean = fc.oneof(own("boolean"), own("boolean"), own("number"))
  const some = fc.array(boolean, { maxLength: 3 })
  const ordered = fc.oneof(pair("number"), pair("instant"), fc.tuple(own("boolean"), own("number")))
  return [
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("and" as const, "or" as const), some)
        .map(([op, every]) => ({ op, all: every })),
    },
    { weight: 2, arbitrary: boolean.map((of) => ({ op: "not", of })) },
    { weight: 1, arbitrary: fc.oneof(own("text"), boolean, own("instant")).map((of) => ({ op: "present", of })) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom("lt" as const, "le" as const, "gt" as const, "ge" as const, "eq" as const, "ne" as const),
          ordered,
        )
        .map(([op, [left, right]]) => ({ op, left, right })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("eq" as const, "ne" as const), pair("text"))
        .map(([op, [left, right]]) => ({ op, left, right })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(own("text"), fc.subarray([...texts, ...touchpoints.slice(0, 2)]))
        .map(([of, values]) => ({ op: "in", of, values })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(own("number"), fc.subarray([0, 1, 2, 7.7, 10]))
        .map(([of, values]) => ({ op: "in", of, values })),
    },
  ]
}

const numbers = (ground: Ground, depth: number): ReadonlyArray<fc.WeightedArbitrary<Expr>> => {
  const own = (sort: Sort) => expr(ground, sort, depth - 1)
  const edges = (from: ReadonlyArray<number>) => fc.subarray([...from])
  return [
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("add" as const, "sub" as const), own("number"), fc.oneof(own("number"), own("boolean")))
        .map(([op, left, right]) => ({ op, left, right })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(own("number"), constants.number).map(([left, right]) => ({ op: "mul", left, right })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(own("number"), edges([-5, 0, 1, 2.5, 3, 10, 1000]))
        .map(([of, some]) => ({ op: "bucket", of, edges: some })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(own("instant"), edges(instants)).map(([of, some]) => ({ op: "bucket", of, edges: some })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(own("instant"), edges(instants), fc.infiniteStream(fc.constantFrom(-1, 0, 1, 3)))
        .map(([of, some, stream]) => ({
          op: "bucket",
          of,
          edges: some,
          values: [...stream.take(Math.max(0, some.length - 1))],
        })),
    },
    { weight: 1, arbitrary: own("text").map((of) => ({ op: "shard", of })) },
  ]
}

/** A value borrowed over a link, whose reduction gives the sort wanted. */
const linkTo = (to: string, sort: Sort, depth: number): fc.Arbitrary<Expr> => {
  const target = (wanted: Sort) => expr(groundOf(to), wanted, depth - 1)
  const link = (reduce: Extract<Expr, { op: "link" }>["reduce"], of: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
    of.map((inner) => ({ op: "link", to, of: inner, reduce }))
  const single = link("single", target(sort))
  if (sort === "text") return single
  // What all of several facts say differs least from what any says: it is asked most.
  if (sort === "boolean")
    return fc.oneof(
      { weight: 1, arbitrary: single },
      { weight: 2, arbitrary: link("every", target("boolean")) },
      { weight: 1, arbitrary: link("any", target("boolean")) },
    )
  const extremes = [link("min", target(sort)), link("max", target(sort))]
  if (sort === "instant") return fc.oneof(single, ...extremes)
  return fc.oneof(
    single,
    ...extremes,
    link("sum", target("number")),
    link("sum", target("boolean")),
    link("count", target("text")),
  )
}
