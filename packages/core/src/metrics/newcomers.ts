import { column, type Expr, lt, value } from "../questions/Expr.ts"
import { recurrence } from "../questions/folds/recurrence/index.ts"
import type { Span } from "../questions/Span.ts"
import { mark, trails } from "../questions/Trails.ts"
import { DAY } from "./days.ts"
import type { MetricContext } from "./Metric.ts"

/** Days the facts should reach back, so that whoever looks new may be taken for new. */
export const KNOWN_DAYS = 90

/** Customers by the first of all their rows of a kind; of those whose first satisfies `opens` and lies in `span`. */
export const newcomers = (
  kind: string,
  where: Expr | null,
  { opens = null, span = null }: { readonly opens?: Expr | null; readonly span?: Span | null } = {},
) =>
  trails(
    recurrence,
    { mark: "first", horizons: [], apart: 0, asOf: null },
    { kinds: [{ kind, where }], marks: [mark("first", { kind })], open: { where: opens, span } },
  )

/** Rows so near the beginning of the facts that whoever came with them may have come before. */
export const nearTheBeginning = ({ extent }: Pick<MetricContext, "extent">): Expr => {
  const first = extent("at")?.min
  return first === undefined ? value(false) : lt(column("at"), first + KNOWN_DAYS * DAY)
}
