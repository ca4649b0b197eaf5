export { betaCdf, betaQuantile, betaSf, betaUpperQuantile } from "./beta.ts"
export {
  type Alternative,
  binomialCdf,
  binomialQuantile,
  binomialSf,
  binomialTest,
  binomialUpperQuantile,
} from "./binomial.ts"
export { chiSquaredCdf, chiSquaredQuantile, chiSquaredSf, chiSquaredUpperQuantile } from "./chiSquared.ts"
export { fisherExact } from "./fisher.ts"
export { lgamma, logBeta } from "./gamma.ts"
export { defaultLevel, type Estimate, type Interval } from "./interval.ts"
export { geometricMean, meanInterval } from "./mean.ts"
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
export { garwood, poissonCdf, poissonQuantile, poissonSf, poissonUpperQuantile } from "./poisson.ts"
export { type QuantileRanks, quantileRanks, type RankedQuantile, rankedQuantile } from "./quantile.ts"
export { mannWhitney, type MannWhitney } from "./rankSum.ts"
export { fiellerFrom, ratioOfSums, type RatioOfSums, twoRatios } from "./ratio.ts"
export { type NetScorePlan, netScoreSampleSize, quantileSampleSize, zeroFailureSampleSize } from "./sampleSize.ts"
export { studentTCdf, studentTQuantile, studentTSf } from "./studentT.ts"
export {
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  restrictedMean,
  survivalAt,
  type SurvivalCurve,
  type SurvivalQuantile,
  survivalQuantile,
  type SurvivalStep,
} from "./survival.ts"
export {
  type SurvivalDifference,
  type SurvivalShare,
  survivalShare,
  twoMeanLifetimes,
  twoSurvivalShares,
} from "./survivalShare.ts"
export { logRank, type LogRank, logRankGroups, type LogRankGroups } from "./logRank.ts"
export type { LevelCounts, PairedSample, Sample, Successes } from "./summaries.ts"
export { cohenD, type Difference, hedgesCorrection, type HedgesForm, hedgesG, relativeLift, welch } from "./twoMeans.ts"
export { cohenH, newcombe, riskRatio, twoProportionTest, type TwoProportionTest } from "./twoProportions.ts"
export { type Agreement, cohenKappa, fleissKappa } from "./agreement.ts"
export { type BuyingHistory, type BuyingModel, chanceAlive, expectedPurchases } from "./buyTillYouDie.ts"
export { clusteredLogRank, survivalDesignEffect } from "./clusteredSurvival.ts"
export { cochranQ, type CochranQ, type Pattern } from "./cochranQ.ts"
export { type CostPer, costPerEvent, costPerSuccess } from "./costPer.ts"
export { growthOver, hazardOf, lossOver } from "./compounding.ts"
export { type Heterogeneity, heterogeneity } from "./heterogeneity.ts"
export { type Jackknife, jackknife } from "./jackknife.ts"
export { funnelLimits, percentileRank, type TargetLimits } from "./league.ts"
export { kitagawa, mantelHaenszel, type MixShift, type SegmentPair, standardised } from "./mixShift.ts"
export { goodman } from "./multinomial.ts"
export {
  detectableEffect,
  detectableShare,
  type GroupSize,
  type PowerForm,
  twoMeanPower,
  twoMeanSampleSize,
  twoSharePower,
  twoShareSampleSize,
} from "./power.ts"
export { mover, type WithInterval } from "./mover.ts"
export { type Noisy, shrunkenNumbers, type ShrunkenNumbers } from "./normalNormal.ts"
export { type Belief, lowestProbabilities } from "./rankProbability.ts"
export { rateAndMix, type RatePair } from "./rateAndMix.ts"
export { type Rate, rateRatio, type RateRatio } from "./rateRatio.ts"
export { type AmountSums, type Growth, independentGrowth, pairedGrowth } from "./salesGrowth.ts"
export { jamesStein, priorOfShares, shrunkenShare, type Shrunken } from "./shrinkage.ts"
export { skewness, skewnessSampleSize } from "./skewness.ts"
export { cochranArmitage, type Dose, type Trend } from "./trend.ts"
export { membersAfter, type Spread, viralMultiplier, viralRate } from "./virality.ts"
export { type WeightedIndex, weightedIndex } from "./weightedIndex.ts"
