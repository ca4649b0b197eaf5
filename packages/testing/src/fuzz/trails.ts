import { type Dimension, type Mark, type Question, type Trails } from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { expr, type Ground, groundOf } from "./exprs.ts"
import { foldAsked } from "./folds.ts"
import { generated, instants, occasional } from "./facts.ts"
import { dimension, edges, or, rarely, span } from "./scopes.ts"

/** A dimension of texts. */
const naming = (ground: Ground): fc.Arbitrary<Dimension> =>
  fc.oneof(
    expr(ground, "text", 1).map((of) => ({ id: "l", of })),
    fc
      .array(fc.record({ label: fc.constantFrom("x", "y", "__proto__", ""), when: expr(ground, "boolean", 1) }), {
        maxLength: 3,
      })
      .map((all) => ({ id: "l", cases: all })),
  )

const trailKind = (kind: string) =>
  fc.record({
    kind: fc.constant(kind),
    where: or(expr(groundOf(kind), "boolean", 2), null, 5),
    value: or(rarely(expr(groundOf(kind), "number", 1), expr(groundOf(kind), "text", 0), 150), null, 1),
    label: or(rarely(naming(groundOf(kind)), dimension(groundOf(kind)), 60), null, 1),
  })

const markIds = ["a", "b", "c", "constructor", "__proto__"]

const alternative = (kinds: ReadonlyArray<string>) =>
  rarely(fc.constantFrom(...kinds), fc.constant("identity"), 300).chain((kind) =>
    fc.record({ kind: fc.constant(kind), when: or(expr(groundOf(kind), "boolean", 1), null, 2) }),
  )

/** Marks of two to five ids; now and then one id twice. */
const marks = (kinds: ReadonlyArray<string>): fc.Arbitrary<ReadonlyArray<Mark>> =>
  rarely(
    fc
      .subarray(markIds, { minLength: 1 })
      .chain((ids) =>
        fc.tuple(
          ...ids.map((id) =>
            fc.array(alternative(kinds), { minLength: 1, maxLength: 2 }).map((any): Mark => ({ id, any })),
          ),
        ),
      ),
    fc.constant([
      { id: "a", any: [] },
      { id: "a", any: [] },
    ]),
  )

/** Edges that hold most rows. */
const wide = fc
  .subarray(instants.slice(1, -1), { minLength: 1 })
  .map((inner) => [instants[0] as number, ...inner, instants.at(-1) as number])

const opening = (kinds: ReadonlyArray<string>): fc.Arbitrary<Trails["open"]> =>
  rarely(fc.constantFrom(...kinds), fc.constant("identity")).chain((kind) => {
    const ground = groundOf(kind)
    return fc.record({
      kind: fc.constant(kind),
      where: or(expr(ground, "boolean", 2), null, 6),
      span: or(span, null, 6),
      edges: or(fc.oneof(edges, wide), null, 3),
      by: or(fc.array(dimension(ground), { maxLength: 2 }), [], 1),
    })
  })

const over = (kinds: ReadonlyArray<string>): fc.Arbitrary<Question> =>
  marks(kinds).chain((known) =>
    fc
      .record({
        kinds: rarely(fc.tuple(...kinds.map(trailKind)), fc.tuple(...[...kinds, ...kinds].map(trailKind))),
        unit: rarely(
          fc.constantFrom("customer", "customer", "customer", "source", "eventId"),
          fc.constantFrom("constructor", "nobody", "sequence"),
        ),
        span: or(span, null, 8),
        marks: fc.constant(known),
        open: opening(kinds),
        asked: foldAsked(known.map(({ id }) => id)),
      })
      .map(({ asked, ...question }): Question => ({ shape: "trails", ...question, ...asked })),
  )

/** A random question about trails. @category fuzz @since 0.2.0 */
export const trails: fc.Arbitrary<Question> = fc
  .oneof(
    { weight: 8, arbitrary: fc.subarray(generated, { minLength: 1, maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.subarray(generated, { maxLength: 2 }),
          fc.subarray(occasional, { minLength: 1, maxLength: 2 }),
          fc.boolean(),
        )
        .map(([usual, few, first]) => (first ? [...few, ...usual] : [...usual, ...few])),
    },
  )
  .chain((kinds) => over(kinds))
