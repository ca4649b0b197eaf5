import { and, column, eq, type Expr, ge, gt, lt, not, present, value } from "../questions/Expr.ts"
import { tally, unitMoments } from "../questions/Question.ts"
import { DAY } from "./days.ts"
import type { MetricContext } from "./Metric.ts"
import { type Reach, reachOf, type ReachStates, reachTold } from "./reach.ts"
import { conditionOf, happened, kindOfStep, type Step } from "./step.ts"

/** Rows of an activity that fulfil further conditions; `null` where all do. @category metrics @since 0.2.0 */
export const activityRows = (step: Step, ...more: ReadonlyArray<Expr>): Expr | null => {
  const all = [conditionOf(step), happened(kindOfStep(step)), ...more].filter((one) => one !== null)
  return all.length === 0 ? null : and(...all)
}

/** Customers by whether they were active in the period, in the one before, and before that. @category metrics @since 0.2.0 */
export const stateQuestions = (activity: Step, context: MetricContext) => {
  const kind = kindOfStep(activity)
  const { period } = context
  const at = column("at")
  const never = value(false)
  const previous = period?.previous ?? null
  const now = period === null || previous === null ? never : and(ge(at, period.from), lt(at, period.to))
  const before = previous === null ? never : and(ge(at, previous.from), lt(at, previous.to))
  const ever = previous === null ? never : lt(at, previous.from)
  const [isNow, wasBefore, wasEver] = [gt(column("now"), 0), gt(column("before"), 0), gt(column("ever"), 0)]
  const [notNow, notBefore, neverWas] = [eq(column("now"), 0), eq(column("before"), 0), eq(column("ever"), 0)]
  return {
    customers: unitMoments(
      kind,
      "customer",
      {
        now: { agg: "count", where: now },
        before: { agg: "count", where: before },
        ever: { agg: "count", where: ever },
      },
      {
        new: { stat: "count", where: and(isNow, notBefore, neverWas) },
        current: { stat: "count", where: and(isNow, wasBefore) },
        resurrected: { stat: "count", where: and(isNow, notBefore, wasEver) },
        dormant: { stat: "count", where: and(notNow, wasBefore) },
      },
      { where: activityRows(activity) },
    ),
    before: tally(kind, reachOf(context, previous?.from ?? null)),
    // New and resurrected are told apart by what was before the period before.
    ever: tally(kind, reachOf(context, previous === null ? null : previous.from - DAY)),
    anonymous: tally(
      kind,
      { rows: { stat: "count" } },
      { where: activityRows(activity, not(present(column("customer"))), now) },
    ),
  }
}

type Count = { readonly n: number }

/** What comes back of {@link stateQuestions}. @category metrics @since 0.2.0 */
export interface StateAnswers {
  readonly customers: {
    readonly new: Count
    readonly current: Count
    readonly resurrected: Count
    readonly dormant: Count
  }
  readonly before: ReachStates
  readonly ever: ReachStates
  readonly anonymous: { readonly rows: Count }
}

/** Whether the period before is known whole, and whether anything before that is. @category metrics @since 0.2.0 */
export const reachesOf = ({ before, ever }: StateAnswers): { readonly before: Reach; readonly ever: Reach } => ({
  before: reachTold(before),
  ever: reachTold(ever),
})
