import type { MeasureResult } from "@touchpoint/core/metrics"
import type { Config, MetricRequest } from "./Config.ts"
import { type FunnelPlan, paramsOf } from "./funnels.ts"
import type { Known } from "./requests.ts"

/** Instruments that are metrics of their own. */
const SCORES = ["nps", "csat", "ces"] as const

/** Key figures that a reader takes in at once. What matters most is always there, the rest as far as there is room. */
const KEY_FIGURES = 12
/** What is left out first where there are more, the last of these before the others. */
const DISPENSABLE = [
  "repeat-rate",
  "purchase-frequency",
  "containment",
  "return-on-ad-spend",
  "resolution-time",
  "response-rate",
]

/**
 * What a project without `metrics` measures: of every kind of facts what people ask first, and by touchpoint where there
 * is an inventory. Numbers of the whole are the key figures of the report; splits and trends are parts of their own.
 */
export const defaultMetrics = (
  known: Known,
  funnels: ReadonlyArray<FunnelPlan>,
  metrics: ReadonlyMap<string, unknown>,
): ReadonlyArray<MetricRequest> => {
  // A plugin may have replaced what is shipped; what is not there is not measured.
  const there = wanted(known, funnels).filter((request) => metrics.has(idOf(request)))
  const over = there.filter(isKeyFigure).length - KEY_FIGURES
  const left = there
    .filter((request) => isKeyFigure(request) && DISPENSABLE.includes(idOf(request)))
    // Of those that matter as little, the later one goes first.
    .toReversed()
    .toSorted((a, b) => DISPENSABLE.indexOf(idOf(b)) - DISPENSABLE.indexOf(idOf(a)))
    .slice(0, Math.max(0, over))
  return there.filter((request) => !left.includes(request))
}

const wanted = (
  { instruments, outline: { inventory, kinds } }: Known,
  [funnel]: ReadonlyArray<FunnelPlan>,
): ReadonlyArray<MetricRequest> => {
  const asked = SCORES.filter((id) => instruments.includes(id))
  const of = (kind: string, ...requests: ReadonlyArray<MetricRequest>) => (kinds.has(kind) ? requests : [])
  const byTouchpoint = (id: string, params: object = {}): ReadonlyArray<MetricRequest> =>
    inventory === null ? [] : [{ id, by: ["touchpoint"], ...params }]
  return [
    // Of several touchpoints a customer's every answer counts, each for its own.
    ...asked.flatMap((id) => [id, ...byTouchpoint(id, { relation: "transactional" })]),
    ...of("promise", "promise-keeping", { id: "promise-keeping", by: ["party"] }),
    // From any interaction to an order where there are both, else through the first funnel.
    ...(kinds.has("interaction") && kinds.has("order")
      ? ["conversion-rate"]
      : funnel === undefined
        ? []
        : [{ id: "conversion-rate", ...paramsOf(funnel) }]),
    ...of("order", "repeat-rate", "retention", "purchase-frequency", "average-order-value"),
    ...(kinds.has("cost") ? of("order", "cost-per-acquisition", "return-on-ad-spend") : []),
    // Who was there at the start is a question of one period: of all time there is no answer.
    ...of("subscription", { id: "churn-rate", every: "month" }, { id: "net-revenue-retention", every: "month" }),
    ...(kinds.has("order") ? of("referral", "k-factor") : []),
    ...of("enquiry-event", "response-time", "resolution-time", "containment"),
    ...of("audit-item", "audit-score"),
    ...asked.map((instrument) => ({ id: "response-rate", instrument })),
    ...of("contact", "contact-pressure"),
  ]
}

const idOf = (request: MetricRequest): string => (typeof request === "string" ? request : request.id)

/** Whether a request is for one number of the whole. */
const isKeyFigure = (request: MetricRequest): boolean =>
  typeof request === "string" || (request.by === undefined && request.every === undefined)

/** Numbers nobody asked for are shown where there is something to say: not for want of amounts, or of unanswered questions. */
export const isSaid = (config: Config, { failure, measurements }: MeasureResult): boolean =>
  config.metrics !== undefined ||
  failure !== null ||
  (measurements.some(({ caveats, n, value }) => value !== null || (n > 0 && !caveats.some(({ id }) => isVain(id)))) &&
    // A split in which nobody states the group is the whole once more.
    measurements.some(({ by }) => Object.keys(by).length === 0 || !Object.values(by).includes(null)))

const isVain = (id: string): boolean => id === "only-answers" || id === "zero-denominator"
