import type { Proportion } from "../../moments/Proportion.ts"
import type { Group } from "../../questions/Answer.ts"
import type { Dimension, DimensionValue } from "../../questions/Dimension.ts"
import type { Expr } from "../../questions/Expr.ts"
import { type Scope, type Tally, tally } from "../../questions/Question.ts"
import type { Stratum } from "./contextReversal.ts"

/** The question of a reversal: shares by stratum and group. @category reversal @since 0.2.0 */
export type ReversalQuestion = Tally<{ readonly share: { readonly stat: "proportion"; readonly of: Expr } }>

/**
 * Asks an engine for the share of rows for which a condition holds, by stratum and group: what {@link strataOf} reads.
 *
 * **Gotchas**
 *
 * Rows count, not customers: with several rows of a customer intervals promise too much.
 *
 * **Example** (Kept promises of two couriers, by country)
 *
 * ```ts
 * import { reversalQuestion } from "@touchpoint/core/analyses"
 * import { column, dimension, eq } from "@touchpoint/core/questions"
 *
 * const [country, courier] = [dimension("country", column("country")), dimension("courier", column("party"))]
 * const question = reversalQuestion("promise", eq(column("inFull"), true), { stratum: country, group: courier })
 * console.log(question.by.map(({ id }) => id).join(" ")) // country courier
 * ```
 *
 * @category reversal
 * @since 0.2.0
 */
export const reversalQuestion = (
  kind: string,
  holds: Expr,
  { group, stratum }: { readonly stratum: Dimension; readonly group: Dimension },
  within: Partial<Omit<Scope, "by">> = {},
): ReversalQuestion => tally(kind, { share: { stat: "proportion", of: holds } }, { ...within, by: [stratum, group] })

/** The strata of two groups, from the answer to a {@link reversalQuestion}. @category reversal @since 0.2.0 */
export const strataOf = (
  groups: ReadonlyArray<Pick<Group<{ readonly share: Proportion }>, "key" | "states">>,
  first: DimensionValue,
  second: DimensionValue,
): ReadonlyArray<Stratum> =>
  [...new Set(groups.map(({ key: [stratum] }) => stratum ?? null))].map((stratum) => {
    const of = (group: DimensionValue) => {
      const found = groups.find(({ key }) => (key[0] ?? null) === stratum && (key[1] ?? null) === group)
      return { x: found?.states.share.x ?? 0, n: found?.states.share.n ?? 0 }
    }
    return { name: stratum === null ? "" : String(stratum), first: of(first), second: of(second) }
  })
