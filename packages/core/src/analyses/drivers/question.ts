import { dimension } from "../../questions/Dimension.ts"
import { column, shard } from "../../questions/Expr.ts"
import { type Aggregate, type Scope, type UnitMoments, unitMoments } from "../../questions/Question.ts"

/** What drives what. @category drivers @since 0.2.0 */
export interface DriversAsked {
  /** Kind of the rows, such as `feedback`. */
  readonly kind: string
  /** Column that names whose rows belong together: `customer` where left out. */
  readonly unit?: string
  /** The outcome of each unit, such as the overall score. */
  readonly outcome: Aggregate
  /** What may explain it, by name. A unit that lacks any of them is left out: complete cases only. */
  readonly predictors: Readonly<Record<string, Aggregate>>
  /** Filter, period and dimensions; the shard of the unit is the last dimension. */
  readonly within?: Partial<Scope>
}

/** The question of drivers: cross-products of the outcome and its predictors. @category drivers @since 0.2.0 */
export type DriversQuestion = UnitMoments<{
  readonly drivers: { readonly stat: "products"; readonly of: ReadonlyArray<ReturnType<typeof column>> }
}>

/**
 * Asks an engine for what {@link keyDrivers} reads: cross-products by shard of customers. No answer holds anybody's score.
 *
 * **Example** (What makes the overall score)
 *
 * ```ts
 * import { driversQuestion } from "@touchpoint/core/analyses"
 * import { column, eq } from "@touchpoint/core/questions"
 *
 * const score = (touchpoint: string) =>
 *   ({ agg: "max", of: column("score"), where: eq(column("touchpoint"), touchpoint) }) as const
 * const question = driversQuestion({
 *   kind: "feedback",
 *   outcome: score("shop"),
 *   predictors: { delivery: score("delivery"), support: score("support") },
 * })
 * console.log(question.by.map(({ id }) => id).join(" "), question.measures.drivers.of.length) // shard 3
 * ```
 *
 * @category drivers
 * @since 0.2.0
 */
export const driversQuestion = ({
  kind,
  outcome,
  predictors,
  unit = "customer",
  within = {},
}: DriversAsked): DriversQuestion => {
  const all = [outcome, ...Object.values(predictors)]
  const names = all.map((_, i) => (i === 0 ? "outcome" : `predictor-${i}`))
  return unitMoments(
    kind,
    unit,
    Object.fromEntries(all.map((aggregate, i) => [names[i] ?? "", aggregate])),
    { drivers: { stat: "products", of: names.map(column) } },
    { ...within, by: [...(within.by ?? []), dimension("shard", shard(column(unit)))] },
  )
}
