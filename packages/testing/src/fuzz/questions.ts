import {
  type Aggregate,
  column,
  dimension as makeDimension,
  type Measure,
  type Pick,
  type Question,
  tally as makeTally,
} from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { expr, type Ground, groundOf, type Sort } from "./exprs.ts"
import { generated, occasional } from "./facts.ts"
import { dimension, edges, or, rarely, span } from "./scopes.ts"
import { trails } from "./trails.ts"

const names = fc.constantFrom("m", "n", "constructor", "toString", "weight")

const where = (ground: Ground) => fc.option(expr(ground, "boolean", 1), { nil: undefined, freq: 2 })

const measure = (ground: Ground, unit: fc.Arbitrary<string> | null): fc.Arbitrary<Measure> => {
  const small = fc.oneof(expr(ground, "number", 2), expr(ground, "boolean", 2))
  const number = fc.oneof(small, small, expr(ground, "instant", 1))
  const named = <S extends Measure["stat"], O>(stat: S, of: fc.Arbitrary<O>) =>
    fc
      .tuple(of, where(ground))
      .map(([what, when]) => ({ stat, of: what, ...(when === undefined ? {} : { where: when }) }))
  return fc.oneof(
    where(ground).map((when) => ({ stat: "count" as const, ...(when === undefined ? {} : { where: when }) })),
    named("sum", number),
    named("proportion", expr(ground, "boolean", 2)),
    named("proportion", small),
    named("moments", number),
    named("histogram", number),
    named("products", fc.array(number, { maxLength: 3 })),
    unit === null
      ? rarely(named("moments", number), fc.constant({ stat: "units" as const, of: "customer" }))
      : named("units", unit),
  )
}

const dictionary = <A>(of: fc.Arbitrary<A>, maxKeys: number) =>
  fc
    .array(fc.tuple(names, of), { minLength: 1, maxLength: maxKeys })
    .map((entries): Record<string, A> => Object.fromEntries(entries))

const columns = (ground: Ground, sorts: ReadonlyArray<Sort>): fc.Arbitrary<string> =>
  fc.constantFrom(...ground.columns.filter(([, sort]) => sorts.includes(sort)).map(([name]) => name))

/** A column whose values can be units. */
const unitColumn = (ground: Ground): fc.Arbitrary<string> =>
  rarely(
    fc.oneof({ weight: 3, arbitrary: fc.constant("customer") }, { weight: 1, arbitrary: columns(ground, ["text"]) }),
    fc.constantFrom("constructor", "nobody", "__proto__", "sequence", "at"),
  )

const scope = (ground: Ground) =>
  fc.record({
    where: or(expr(ground, "boolean", 3), null),
    among: or(expr(ground, "boolean", 2), null, 4),
    clock: rarely(or(columns(ground, ["instant"]), "at"), fc.constantFrom("source", "nowhen")),
    span: or(span, null),
    edges: or(edges, null),
    by: fc.array(dimension(ground), { maxLength: 2 }),
    pick: or(
      fc.record({
        take: fc.constantFrom("first" as const, "latest" as const),
        per: unitColumn(ground),
      }) satisfies fc.Arbitrary<Pick>,
      { take: "all" as const },
    ),
  })

const tally = (kind: string): fc.Arbitrary<Question> => {
  const ground = groundOf(kind)
  return fc
    .tuple(scope(ground), dictionary(measure(ground, unitColumn(ground)), 3))
    .map(([within, measures]) => ({ shape: "tally", kind, ...within, measures }))
}

const aggregate = (ground: Ground): fc.Arbitrary<Aggregate> =>
  fc.oneof(
    where(ground).map((when) => ({ agg: "count" as const, ...(when === undefined ? {} : { where: when }) })),
    fc
      .tuple(
        fc.constantFrom("sum" as const, "min" as const, "max" as const),
        fc.oneof(expr(ground, "number", 2), expr(ground, "boolean", 1)),
        where(ground),
      )
      .map(([agg, of, when]) => ({ agg, of, ...(when === undefined ? {} : { where: when }) })),
  )

const aggregateNames = ["sum", "constructor", "weight"]
const unitMoments = (kind: string): fc.Arbitrary<Question> => {
  const ground = groundOf(kind)
  const units: Ground = {
    name: "units",
    columns: aggregateNames.map((name) => [name, "number"]),
    links: [],
    borrows: false,
  }
  return fc
    .tuple(
      scope(ground),
      unitColumn(ground),
      fc.tuple(...aggregateNames.map(() => aggregate(ground))),
      dictionary(measure(units, null), 3),
    )
    .map(([within, unit, some, measures]) => ({
      shape: "unit-moments",
      kind,
      unit,
      ...within,
      aggregates: Object.fromEntries(some.map((one, i) => [aggregateNames[i] ?? "", one])),
      measures,
    }))
}

/** A random question of any shape; well-typed most of the time. @category fuzz @since 0.1.0 */
export const question: fc.Arbitrary<Question> = rarely(
  fc.oneof(
    { weight: 10, arbitrary: fc.oneof(...generated.map(tally)) },
    { weight: 6, arbitrary: fc.oneof(...generated.map(unitMoments)) },
    { weight: 1, arbitrary: fc.oneof(...occasional.map(tally)) },
    { weight: 1, arbitrary: fc.oneof(...occasional.map(unitMoments)) },
    { weight: 16, arbitrary: trails },
  ),
  fc
    .constantFrom("constructor", "__proto__", "nothing", "orders")
    .map((kind): Question => makeTally(kind, { n: { stat: "count" } })),
  100,
)

/** A tally that reads the rows of trails, which an engine may therefore count in the same pass. @category fuzz @since 0.2.0 */
export interface Companion {
  readonly edges: ReadonlyArray<number> | null
  readonly by: ReadonlyArray<string>
}

/** A random {@link Companion}. @category fuzz @since 0.2.0 */
export const companion: fc.Arbitrary<Companion> = fc.record({
  edges: or(edges, null),
  by: fc.subarray(["touchpoint", "source", "eventId", "customer"], { maxLength: 2 }),
})

/** Questions, and companions of those that are trails of one kind. @category fuzz @since 0.2.0 */
export const accompanied = (
  questions: ReadonlyArray<Question>,
  companions: ReadonlyArray<Companion>,
): ReadonlyArray<Question> => [
  ...questions,
  ...questions
    .flatMap((one) => (one.shape === "trails" && one.kinds.length === 1 ? [one] : []))
    .flatMap(({ kinds, span: within, unit }) =>
      companions.map(({ by, edges: inside }): Question => {
        const [{ kind, where: rows } = { kind: "", where: null }] = kinds
        return makeTally(
          kind,
          { n: { stat: "count" }, units: { stat: "units", of: unit } },
          {
            where: rows,
            span: within,
            edges: inside,
            by: by.map((name) => makeDimension(name, column(name))),
          },
        )
      }),
    ),
]
