/**
 * Metrics: questions, estimator and passport of each number; measuring; measurements and their JSON.
 *
 * @module
 */
import { csat } from "./csat/index.ts"
import type { Metric as MetricType } from "./Metric.ts"
import { nps } from "./nps/index.ts"
import { promiseKeeping } from "./promise-keeping/index.ts"
import { repeatRate } from "./repeat-rate/index.ts"

export * from "./Caveat.ts"
export { netScoreDifference, shareDifference } from "./difference.ts"
export { contextOf } from "./context.ts"
export { dimensionOf, type Outline, outlineOf } from "./dimensions.ts"
export { disclose } from "./Disclosure.ts"
export { MetricBroken, prepareMetric } from "./guard.ts"
export { effectiveRows, type EffectiveSize, weigh, type Weighing, type Weights } from "./effectiveSize.ts"
export { measure, type MeasureOptions, type MeasureResult } from "./measure.ts"
export type { MeasureRequest } from "./MeasureRequest.ts"
export * from "./Measurement.ts"
export * as Metric from "./Metric.ts"
export type { MetricContext, PreparedMetric } from "./Metric.ts"
export * from "./Passport.ts"
export { fulfilled, type LateRule, promiseDimension, promiseOutcome } from "./promise-keeping/outcome.ts"
export { csat, nps, promiseKeeping, repeatRate }

/** The shipped metrics. @category metrics @since 0.1.0 */
export const metrics: ReadonlyArray<MetricType> = [csat, nps, promiseKeeping, repeatRate]
