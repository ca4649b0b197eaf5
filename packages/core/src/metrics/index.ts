/**
 * Metrics: questions, estimator and passport of each number; measuring; measurements and their JSON.
 *
 * @module
 */
import { automationShare } from "./automation-share/index.ts"
import { auditScore } from "./audit-score/index.ts"
import { averageOrderValue } from "./average-order-value/index.ts"
import { brandAwareness } from "./brand-awareness/index.ts"
import { ces } from "./ces/index.ts"
import { churnRate } from "./churn-rate/index.ts"
import { contactGap } from "./contact-gap/index.ts"
import { contactPressure } from "./contact-pressure/index.ts"
import { containment } from "./containment/index.ts"
import { conversionRate } from "./conversion-rate/index.ts"
import { costPerAcquisition } from "./cost-per-acquisition/index.ts"
import { costPerContact } from "./cost-per-contact/index.ts"
import { crossChannelConsistency } from "./cross-channel-consistency/index.ts"
import { csat } from "./csat/index.ts"
import { customerValue } from "./customer-value/index.ts"
import { dwellTime } from "./dwell-time/index.ts"
import { exitShare } from "./exit-share/index.ts"
import { medianOrderValue } from "./median-order-value/index.ts"
import type { Metric as MetricType } from "./Metric.ts"
import { customerSurvival } from "./customer-survival/index.ts"
import { kFactor } from "./k-factor/index.ts"
import { lifecycle } from "./lifecycle/index.ts"
import { marketReadiness } from "./market-readiness/index.ts"
import { netRevenueRetention } from "./net-revenue-retention/index.ts"
import { nps } from "./nps/index.ts"
import { occasionShare } from "./occasion-share/index.ts"
import { promiseKeeping } from "./promise-keeping/index.ts"
import { pulse } from "./pulse/index.ts"
import { purchaseFrequency } from "./purchase-frequency/index.ts"
import { quietHoursShare } from "./quiet-hours-share/index.ts"
import { raterAgreement } from "./rater-agreement/index.ts"
import { referralShare } from "./referral-share/index.ts"
import { repeatRate } from "./repeat-rate/index.ts"
import { repurchaseWithin } from "./repurchase-within/index.ts"
import { resolutionTime } from "./resolution-time/index.ts"
import { responseTime } from "./response-time/index.ts"
import { retention } from "./retention/index.ts"
import { returnOnAdSpend } from "./return-on-ad-spend/index.ts"
import { returnOnInvestment } from "./return-on-investment/index.ts"
import { returningCustomers } from "./returning-customers/index.ts"
import { salesGrowth } from "./sales-growth/index.ts"
import { touchpointReach } from "./touchpoint-reach/index.ts"
import { responseRate } from "./response-rate/index.ts"
import { touchpointUsage } from "./touchpoint-usage/index.ts"
import { viralCycleTime } from "./viral-cycle-time/index.ts"

export * from "./Caveat.ts"
export { compareMeasurements } from "./compareMeasurements.ts"
export { meanDifference, netScoreDifference, shareDifference } from "./difference.ts"
export {
  compareDefinitions,
  type DefinitionCompared,
  type DefinitionsAsked,
  type ParameterEffect,
} from "./compareDefinitions.ts"
export { contextOf } from "./context.ts"
export { dimensionOf, type Outline, outlineOf } from "./dimensions.ts"
export { disclose, isSmall } from "./Disclosure.ts"
export { MetricBroken, prepareMetric } from "./guard.ts"
export { effectiveRows, type EffectiveSize, weigh, type Weighing, type Weights } from "./effectiveSize.ts"
export { Horizon, settledAt } from "./horizon.ts"
export { measure, type MeasureResult } from "./measure.ts"
export type { Adjustment, MeasureOptions } from "./MeasureOptions.ts"
export type { Elsewhere, MeasureRequest } from "./MeasureRequest.ts"
export * from "./Measurement.ts"
export * as Metric from "./Metric.ts"
export type { MetricContext, PeriodAsked, PreparedMetric } from "./Metric.ts"
export { minorDigits, Rate } from "./money.ts"
export * from "./Passport.ts"
export { type Preset, type PresetMetric, presets, presetsOf } from "./presets.ts"
export {
  fulfilled,
  type LateRule,
  promiseDimension,
  promiseExtents,
  promiseOutcome,
  type PromiseTerms,
} from "./promise-keeping/outcome.ts"
export { rankMeasurements, type RankedGroup, type Ranking, type RankingOptions } from "./ranking.ts"
export { kindOfStep, Step, stepTexts } from "./step.ts"
export {
  auditScore,
  automationShare,
  averageOrderValue,
  brandAwareness,
  ces,
  churnRate,
  contactGap,
  contactPressure,
  containment,
  conversionRate,
  costPerAcquisition,
  costPerContact,
  crossChannelConsistency,
  csat,
  customerValue,
  customerSurvival,
  dwellTime,
  exitShare,
  kFactor,
  lifecycle,
  marketReadiness,
  netRevenueRetention,
  medianOrderValue,
  nps,
  occasionShare,
  promiseKeeping,
  pulse,
  purchaseFrequency,
  quietHoursShare,
  raterAgreement,
  referralShare,
  repeatRate,
  repurchaseWithin,
  resolutionTime,
  responseRate,
  responseTime,
  retention,
  returnOnAdSpend,
  returnOnInvestment,
  returningCustomers,
  salesGrowth,
  touchpointReach,
  touchpointUsage,
  viralCycleTime,
}

/** The shipped metrics. @category metrics @since 0.1.0 */
export const metrics: ReadonlyArray<MetricType> = [
  auditScore,
  automationShare,
  averageOrderValue,
  brandAwareness,
  ces,
  churnRate,
  contactGap,
  contactPressure,
  containment,
  conversionRate,
  costPerAcquisition,
  costPerContact,
  crossChannelConsistency,
  csat,
  customerValue,
  customerSurvival,
  dwellTime,
  exitShare,
  kFactor,
  lifecycle,
  marketReadiness,
  netRevenueRetention,
  medianOrderValue,
  nps,
  occasionShare,
  promiseKeeping,
  pulse,
  purchaseFrequency,
  quietHoursShare,
  raterAgreement,
  referralShare,
  repeatRate,
  repurchaseWithin,
  resolutionTime,
  responseRate,
  responseTime,
  retention,
  returnOnAdSpend,
  returnOnInvestment,
  returningCustomers,
  salesGrowth,
  touchpointReach,
  touchpointUsage,
  viralCycleTime,
]
