import type { Dimension, Span } from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { expr, type Ground } from "./exprs.ts"
import { instants } from "./facts.ts"

/** Mostly the usual, now and then what engines must refuse. @category fuzz @since 0.2.0 */
export const rarely = <A, B>(usual: fc.Arbitrary<A>, rare: fc.Arbitrary<B>, weight = 40): fc.Arbitrary<A | B> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare })
/** One, or the constant other. @category fuzz @since 0.2.0 */
export const or = <A, B>(one: fc.Arbitrary<A>, other: B, weight = 2): fc.Arbitrary<A | B> =>
  fc.oneof({ withCrossShrink: true }, { weight, arbitrary: fc.constant(other) }, { weight: 1, arbitrary: one })

/** A random span. @category fuzz @since 0.2.0 */
export const span: fc.Arbitrary<Span> = fc.record({
  from: or(fc.constantFrom(...instants), null, 1),
  to: or(fc.constantFrom(...instants), null, 1),
})
/** Random edges, some of them unsorted. @category fuzz @since 0.2.0 */
export const edges = rarely(fc.subarray([...instants]), fc.constantFrom([2, 1], [0, 0, 1]))
const anyOf = (ground: Ground, depth: number) =>
  fc.oneof(...(["text", "boolean", "number", "instant"] as const).map((sort) => expr(ground, sort, depth)))

/** A random dimension. @category fuzz @since 0.2.0 */
export const dimension = (ground: Ground): fc.Arbitrary<Dimension> =>
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
