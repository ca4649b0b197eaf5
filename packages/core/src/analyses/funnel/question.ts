import { type Funnel, funnel, funnelDefaults, type FunnelOptions } from "../../questions/folds/funnel/index.ts"
import { type Mark, type Trails, trails, type TrailsOver } from "../../questions/Trails.ts"
import { kindsOf } from "../kindsOf.ts"

/** What a funnel is asked beside its steps. @category funnel @since 0.2.0 */
export interface FunnelAsked extends Partial<Omit<FunnelOptions, "steps">> {
  /** Column that names who goes through the steps: `customer` where left out, or such as `session`. */
  readonly unit?: string
  /** Marks that `exclude` names. */
  readonly between?: ReadonlyArray<Mark>
  /** Filter, period, buckets and dimensions of the opening row: of the first kind of the first step, where none is given. */
  readonly open?: TrailsOver["open"]
}

/**
 * Asks an engine for a funnel. Steps are marks, in order; the kinds of rows are theirs.
 *
 * **Example** (From the cart to the order within a day, by channel)
 *
 * ```ts
 * import { funnelQuestion } from "@touchpoint/core/analyses"
 * import { column, dimension, eq, mark } from "@touchpoint/core/questions"
 *
 * const cart = mark("cart", { kind: "interaction", when: eq(column("touchpoint"), "cart") })
 * const question = funnelQuestion([cart, mark("order", { kind: "order" })], {
 *   within: 86_400_000,
 *   open: { by: [dimension("channel", column("channel"))] },
 * })
 * console.log(question.kinds.map(({ kind }) => kind).join(" ")) // interaction order
 * ```
 *
 * @category funnel
 * @since 0.2.0
 */
export const funnelQuestion = (
  steps: readonly [Mark, ...ReadonlyArray<Mark>],
  { between = [], open = {}, unit = "customer", ...options }: FunnelAsked = {},
): Trails<Funnel> => {
  const marks = [...new Map([...steps, ...between].map((one) => [one.id, one])).values()]
  // With `strict` any row between two steps counts; else rows that are nothing need not be seen.
  return trails(
    funnel,
    { ...funnelDefaults, ...options, steps: steps.map(({ id }) => id) },
    { kinds: kindsOf(marks, options.order === "strict"), marks, unit, open },
  )
}
