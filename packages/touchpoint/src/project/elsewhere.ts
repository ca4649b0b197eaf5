import { kindOf } from "@touchpoint/core/facts"
import {
  dimensionOf,
  type MeasureRequest,
  type MetricContext,
  type Outline,
  type PreparedMetric,
} from "@touchpoint/core/metrics"
import type { Expr } from "@touchpoint/core/questions"
import * as Result from "effect/Result"

/**
 * Splits and filter over the rows of a metric's other kinds: the channel of a cost is found elsewhere than that of an
 * order. A kind that lacks one of the dimensions is left out; the engine says so where the metric counts its rows.
 */
export const elsewhereOf = (
  metric: PreparedMetric,
  names: ReadonlyArray<string>,
  where: Expr | null,
  { outline, promises }: { readonly outline: Outline; readonly promises: MetricContext },
  /** Name of the dimension that differences are taken apart by. */
  mix: string | null = null,
): NonNullable<MeasureRequest["elsewhere"]> =>
  new Map(
    (metric.kinds ?? []).flatMap((id) => {
      const kind = id === metric.passport.kind ? undefined : kindOf(outline.model, id)
      if (kind === undefined) return []
      const by = Result.all(names.map((name) => dimensionOf(name, kind, outline, promises)))
      const apart = mix === null ? null : dimensionOf(mix, kind, outline, promises)
      const parts = apart === null || Result.isFailure(apart) ? {} : { mix: apart.success }
      return Result.isFailure(by) ? [] : [[id, { by: by.success, where, ...parts }] as const]
    }),
  )
