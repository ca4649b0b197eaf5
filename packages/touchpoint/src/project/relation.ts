import { type Metric, prepareMetric, type PreparedMetric } from "@touchpoint/core/metrics"
import { type Expr, InventoryAttribute } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"

/** The touchpoint an answer is about, and what the inventory says of it. */
const OF_TOUCHPOINT: ReadonlySet<string> = new Set(["touchpoint", ...InventoryAttribute.literals])

/** Whether a name or a condition is about the touchpoint of an answer. */
export const isOfTouchpoint = (of: string | Expr | null): boolean => {
  if (typeof of === "string") return OF_TOUCHPOINT.has(of)
  let found = false
  JSON.stringify(of, (key, inner: unknown) => {
    found ||= (key === "column" || key === "attribute") && typeof inner === "string" && OF_TOUCHPOINT.has(inner)
    return inner
  })
  return found
}

/**
 * A survey metric of touchpoints, where the request does not say whose answers count, counts every answer: each is
 * about its own touchpoint, and the latest of a customer would hide what the customer said of the others. So a
 * touchpoint has one score, whether it is a group of a split, all that is selected, or a line of the report.
 */
export const relatedTo = (
  metric: Metric.Metric,
  prepared: PreparedMetric,
  params: Readonly<Record<string, unknown>>,
  ofTouchpoints: boolean,
) =>
  ofTouchpoints && prepared.params["relation"] === "relational" && !Object.hasOwn(params, "relation")
    ? prepareMetric(metric, { ...params, relation: "transactional" })
    : Effect.succeed(prepared)
