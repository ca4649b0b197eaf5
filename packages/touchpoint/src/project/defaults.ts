import type { MeasureResult } from "@touchpoint/core/metrics"
import type { Config, MetricRequest } from "./Config.ts"
import { type FunnelPlan, paramsOf } from "./funnels.ts"
import type { Known } from "./requests.ts"

/** Instruments that are metrics of their own. */
const SCORES = ["nps", "csat"] as const

/** What a project without `metrics` measures: every metric that has facts, and by touchpoint where there is an inventory. */
export const defaultMetrics = (
  { instruments, outline: { inventory, kinds } }: Known,
  funnels: ReadonlyArray<FunnelPlan>,
  metrics: ReadonlyMap<string, unknown>,
): ReadonlyArray<MetricRequest> => {
  const asked = SCORES.filter((id) => instruments.includes(id))
  const [funnel] = funnels
  const of = (kind: string, ...requests: ReadonlyArray<MetricRequest>) => (kinds.has(kind) ? requests : [])
  const wanted = [
    // Of several touchpoints a customer's every answer counts, each for its own.
    ...asked.flatMap((id): ReadonlyArray<MetricRequest> =>
      inventory === null ? [id] : [id, { id, by: ["touchpoint"], relation: "transactional" }],
    ),
    ...of("promise", "promise-keeping", { id: "promise-keeping", by: ["party"] }),
    // From any interaction to an order where there are both, else through the first funnel.
    ...(kinds.has("interaction") && kinds.has("order")
      ? ["conversion-rate"]
      : funnel === undefined
        ? []
        : [{ id: "conversion-rate", ...paramsOf(funnel) }]),
    ...of("order", "repeat-rate", "retention", "purchase-frequency", "average-order-value"),
    ...asked.map((instrument) => ({ id: "response-rate", instrument })),
    ...of("contact", "contact-pressure"),
  ]
  // A plugin may have replaced what is shipped; what is not there is not measured.
  return wanted.filter((request) => metrics.has(typeof request === "string" ? request : request.id))
}

/** Numbers nobody asked for are shown where there is something to say: not for want of amounts, or of unanswered questions. */
export const isSaid = (config: Config, { failure, measurements }: MeasureResult): boolean =>
  config.metrics !== undefined ||
  failure !== null ||
  (measurements.some(({ caveats, n, value }) => value !== null || (n > 0 && !caveats.some(({ id }) => isVain(id)))) &&
    // A split in which nobody states the group is the whole once more.
    measurements.some(({ by }) => Object.keys(by).length === 0 || !Object.values(by).includes(null)))

const isVain = (id: string): boolean => id === "only-answers" || id === "zero-denominator"
