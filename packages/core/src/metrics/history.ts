import { accrual } from "../questions/folds/accrual/index.ts"
import { column, type Expr, lt, value } from "../questions/Expr.ts"
import { mark, trails } from "../questions/Trails.ts"
import { DAY } from "./days.ts"
import type { MetricContext } from "./Metric.ts"

/**
 * Members of a cohort by their first order who ordered so near the beginning of the facts that they may have ordered
 * before them: within as many days as the metric looks ahead. Their first order of all is only the first that is known.
 * They are the `units` of the fold.
 */
export const enteredEarly = ({ extent }: Pick<MetricContext, "extent">, days: number, counted: Expr | null) => {
  const first = extent("at")?.min
  return trails(
    accrual,
    { entry: "order", counted: "order", windows: [], asOf: null },
    {
      kinds: [{ kind: "order", where: counted }],
      marks: [mark("order", { kind: "order" })],
      open: { where: first === undefined ? value(false) : lt(column("at"), first + days * DAY) },
    },
  )
}
