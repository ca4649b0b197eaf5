import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Leaf } from "../../Block.ts"
import type { ReportInput } from "./ReportInput.ts"
import { withEmptyPeriods } from "./emptyPeriods.ts"

/** Whether a result is one number of the whole: neither split nor a trend. */
export const isWhole = ({ request }: MeasureResult): boolean =>
  (request.by ?? []).length === 0 && (request.every ?? null) === null

/** The numbers of the whole, each with its small trend, in which the last complete period is the compared one. */
export const keyFigures = ({
  latest = [],
  results,
  trends = [],
}: ReportInput): Extract<Leaf, { type: "key-figures" }> => {
  const whole = results
    .filter(isWhole)
    .flatMap(({ measurements, request }) => measurements.map((m) => ({ m, request })))
  return {
    type: "key-figures",
    measurements: whole.map(({ m }) => m),
    better: whole.map(({ request }) => request.metric.better),
    trends: whole.map(({ m }) => {
      const trend = trends.find(({ definition }) => definition === m.definition)
      const compared = latest
        .filter(({ definition }) => definition === m.definition)
        .flatMap(({ measurements }) => measurements)
      return trend === undefined
        ? []
        : withEmptyPeriods(trend).map(
            (point) =>
              compared.find(({ period }) => period?.from === point.period?.from && period?.to === point.period?.to) ??
              point,
          )
    }),
  }
}
