export { betaCdf, betaQuantile, betaSf, betaUpperQuantile } from "./beta.ts"
export { type Alternative, binomialCdf, binomialSf, binomialTest } from "./binomial.ts"
export { chiSquaredCdf, chiSquaredQuantile, chiSquaredSf, chiSquaredUpperQuantile } from "./chiSquared.ts"
export { fisherExact } from "./fisher.ts"
export { lgamma, logBeta } from "./gamma.ts"
export { defaultLevel, type Interval } from "./interval.ts"
export { meanInterval } from "./mean.ts"
export { benjaminiHochberg, holm } from "./multiplicity.ts"
export { netScore, type NetScore, type NetScoreCounts, type NetScoreDifference, twoNetScores } from "./netScore.ts"
export { normalCdf, normalQuantile, normalSf } from "./normal.ts"
export {
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
  clusteredProportion,
  type ClusteredProportion,
  effectiveSize,
  jeffreys,
  wilson,
} from "./proportion.ts"
export { garwood, poissonCdf, poissonSf } from "./poisson.ts"
export { type QuantileRanks, quantileRanks } from "./quantile.ts"
export { mannWhitney, type MannWhitney } from "./rankSum.ts"
export { fiellerFrom, ratioOfSums, type RatioOfSums, twoRatios } from "./ratio.ts"
export { type NetScorePlan, netScoreSampleSize, quantileSampleSize, zeroFailureSampleSize } from "./sampleSize.ts"
export { studentTCdf, studentTQuantile, studentTSf } from "./studentT.ts"
export {
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  logRank,
  type LogRank,
  restrictedMean,
  survivalAt,
  type SurvivalCurve,
  survivalQuantile,
  type SurvivalStep,
} from "./survival.ts"
export type { LevelCounts, PairedSample, Sample, Successes } from "./summaries.ts"
export { cohenD, type Difference, hedgesCorrection, type HedgesForm, hedgesG, relativeLift, welch } from "./twoMeans.ts"
export {
  cohenH,
  type Estimate,
  newcombe,
  riskRatio,
  twoProportionTest,
  type TwoProportionTest,
} from "./twoProportions.ts"
export { type Agreement, cohenKappa, fleissKappa } from "./agreement.ts"
export { type Heterogeneity, heterogeneity } from "./heterogeneity.ts"
export { type Jackknife, jackknife } from "./jackknife.ts"
export { funnelLimits, percentileRank, type TargetLimits } from "./league.ts"
export { kitagawa, mantelHaenszel, type MixShift, type SegmentPair, standardised } from "./mixShift.ts"
export { jamesStein, priorOfShares, shrunkenShare, type Shrunken } from "./shrinkage.ts"
