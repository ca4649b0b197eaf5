import {
  type Aggregate,
  type Dimension,
  type Measure,
  type Pick,
  type Question,
  type Span,
  tally as makeTally,
} from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { expr, type Ground, groundOf, type Sort } from "./exprs.ts"
import { generated, instants } from "./facts.ts"
import { kinds } from "./FactsSpec.ts"

const rarely = <A, B>(usual: fc.Arbitrary<A>, rare: fc.Arbitrary<B>, weight = 40): fc.Arbitrary<A | B> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare })
const or = <A, B>(one: fc.Arbitrary<A>, other: B, weight = 2): fc.Arbitrary<A | B> =>
  fc.oneof({ withCrossShrink: true }, { weight, arbitrary: fc.constant(other) }, { weight: 1, arbitrary: one })

const span: fc.Arbitrary<Span> = fc.record({
  from: or(fc.constantFrom(...instants), null, 1),
  to: or(fc.constantFrom(...instants), null, 1),
})
const edges = rarely(fc.subarray([...instants]), fc.constantFrom([2, 1], [0, 0, 1]))
const names = fc.constantFrom("m", "n", "constructor", "toString", "weight")

const anyOf = (ground: Ground, depth: number) =>
  fc.oneof(...(["text", "boolean", "number", "instant"] as const).map((sort) => expr(ground, sort, depth)))

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

const dimension = (ground: Ground): fc.Arbitrary<Dimension> =>
  fc.oneof(
    { weight: 3, arbitrary: anyOf(ground, 2).map((of) => ({ id: "d", of })) },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.record({ label: fc.constantFrom("x", "y", "__proto__", ""), when: expr(ground, "boolean", 2) }), {
          maxLength: 3,
        })
        .map((cases) => ({ id: "c", cases })),
    },
  )

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

/** The columns all kinds share, so that one filter fits every kind of a trail. */
const shared: Ground = {
  name: "shared",
  columns: groundOf("identity").columns.filter(([name]) => !["alias", "canonical"].includes(name)),
  links: [],
  borrows: true,
}
const withTouchpoint: Ground = {
  ...shared,
  name: "shared-touchpoint",
  columns: [...shared.columns, ["touchpoint", "text"]],
}

const trails: fc.Arbitrary<Question> = fc.boolean().chain((every) =>
  fc
    .record({
      kinds: fc.subarray(
        every ? generated : generated.filter((id) => kinds.get(id)?.fields["touchpoint"] !== undefined),
        { minLength: 1 },
      ),
      unit: rarely(
        fc.constantFrom("customer", "customer", "customer", "source", "eventId"),
        fc.constantFrom("constructor", "nobody", "sequence"),
      ),
      where: or(expr(every ? shared : withTouchpoint, "boolean", 3), null, 1),
      span: or(span, null, 1),
      fold: rarely(fc.constant("transitions"), fc.constant("nothing")),
      options: rarely(fc.record({ collapse: fc.boolean() }), fc.constant({ collapse: "yes" })),
    })
    .map((question) => ({ shape: "trails", ...question })),
)

/** A random question of any shape; well-typed most of the time. @category fuzz @since 0.1.0 */
export const question: fc.Arbitrary<Question> = rarely(
  fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...generated.map(tally)) },
    { weight: 3, arbitrary: fc.oneof(...generated.map(unitMoments)) },
    { weight: 2, arbitrary: trails },
  ),
  fc
    .constantFrom("constructor", "__proto__", "nothing", "orders")
    .map((kind): Question => makeTally(kind, { n: { stat: "count" } })),
  100,
)
