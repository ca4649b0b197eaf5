/**
 * Metrics: questions, estimator and passport of each number; measuring; measurements and their JSON.
 *
 * @module
 */
import { averageOrderValue } from "./average-order-value/index.ts"
import { contactPressure } from "./contact-pressure/index.ts"
import { conversionRate } from "./conversion-rate/index.ts"
import { csat } from "./csat/index.ts"
import type { Metric as MetricType } from "./Metric.ts"
import { nps } from "./nps/index.ts"
import { promiseKeeping } from "./promise-keeping/index.ts"
import { purchaseFrequency } from "./purchase-frequency/index.ts"
import { repeatRate } from "./repeat-rate/index.ts"
import { repurchaseWithin } from "./repurchase-within/index.ts"
import { retention } from "./retention/index.ts"
import { touchpointReach } from "./touchpoint-reach/index.ts"
import { responseRate } from "./response-rate/index.ts"

export * from "./Caveat.ts"
export { meanDifference, netScoreDifference, shareDifference } from "./difference.ts"
export {
  compareDefinitions,
  type DefinitionCompared,
  type DefinitionsAsked,
  type ParameterEffect,
} from "./compareDefinitions.ts"
export { contextOf } from "./context.ts"
export { dimensionOf, type Outline, outlineOf } from "./dimensions.ts"
export { disclose } from "./Disclosure.ts"
export { MetricBroken, prepareMetric } from "./guard.ts"
export { effectiveRows, type EffectiveSize, weigh, type Weighing, type Weights } from "./effectiveSize.ts"
export { measure, type MeasureResult } from "./measure.ts"
export type { MeasureOptions } from "./MeasureOptions.ts"
export type { Elsewhere, MeasureRequest } from "./MeasureRequest.ts"
export * from "./Measurement.ts"
export * as Metric from "./Metric.ts"
export type { MetricContext, PeriodAsked, PreparedMetric } from "./Metric.ts"
export { minorDigits, Rate } from "./money.ts"
export * from "./Passport.ts"
export { type Preset, type PresetMetric, presets, presetsOf } from "./presets.ts"
export { fulfilled, type LateRule, promiseDimension, promiseOutcome } from "./promise-keeping/outcome.ts"
export { kindOfStep, Step, stepTexts } from "./step.ts"
export {
  averageOrderValue,
  contactPressure,
  conversionRate,
  csat,
  nps,
  promiseKeeping,
  purchaseFrequency,
  repeatRate,
  repurchaseWithin,
  responseRate,
  retention,
  touchpointReach,
}

/** The shipped metrics. @category metrics @since 0.1.0 */
export const metrics: ReadonlyArray<MetricType> = [
  averageOrderValue,
  contactPressure,
  conversionRate,
  csat,
  nps,
  promiseKeeping,
  purchaseFrequency,
  repeatRate,
  repurchaseWithin,
  responseRate,
  retention,
  touchpointReach,
]
