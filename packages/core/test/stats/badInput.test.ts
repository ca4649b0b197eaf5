import { describe, it } from "@effect/vitest"
import * as everything from "@touchpoint/core/stats"
import {
  benjaminiHochberg,
  binomialTest,
  chanceAlive,
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
  clusteredLogRank,
  clusteredProportion,
  cochranArmitage,
  cochranQ,
  cohenD,
  cohenH,
  cohenKappa,
  costPerEvent,
  costPerSuccess,
  detectableEffect,
  detectableShare,
  effectiveSize,
  expectedPurchases,
  fisherExact,
  fleissKappa,
  funnelLimits,
  garwood,
  geometricMean,
  goodman,
  growthOver,
  hazardOf,
  hedgesCorrection,
  hedgesG,
  heterogeneity,
  holm,
  independentGrowth,
  jackknife,
  jamesStein,
  jeffreys,
  kaplanMeier,
  kitagawa,
  type Lifetimes,
  logRank,
  logRankGroups,
  lossOver,
  mannWhitney,
  mantelHaenszel,
  meanInterval,
  membersAfter,
  mover,
  netScore,
  netScoreSampleSize,
  newcombe,
  pairedGrowth,
  percentileRank,
  priorOfShares,
  quantileRanks,
  quantileSampleSize,
  rankedQuantile,
  rateAndMix,
  rateRatio,
  ratioOfSums,
  relativeLift,
  restrictedMean,
  riskRatio,
  shrunkenNumbers,
  shrunkenShare,
  skewness,
  skewnessSampleSize,
  standardised,
  survivalAt,
  type SurvivalCurve,
  survivalDesignEffect,
  survivalQuantile,
  survivalShare,
  twoMeanLifetimes,
  twoMeanPower,
  twoMeanSampleSize,
  twoNetScores,
  twoProportionTest,
  twoRatios,
  twoSharePower,
  twoShareSampleSize,
  twoSurvivalShares,
  viralMultiplier,
  viralRate,
  weightedIndex,
  welch,
  wilson,
  zeroFailureSampleSize,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import { assert } from "./assert.ts"

/** What comes where a number was expected. */
const odd = [NaN, Infinity, -Infinity, -1, -1e-300, 0, 5e-324, 1e-300, 0.5, 1, 1.5, 2, 95, 1e13, 1e20, 1e200, 1.7e308]

const number = fc.oneof(fc.constantFrom(...odd), fc.double(), fc.integer({ min: -3, max: 40 }))
const share = fc.oneof(number, fc.double({ min: 0, max: 1, noNaN: true }))
const level = fc.oneof(fc.constantFrom(0.8, 0.95, 0.99), number)
const counts = fc.record({ x: number, n: number })
const sample = fc.record({ n: number, mean: number, m2: number })
const pairs = fc.record({ n: number, meanX: number, meanY: number, mxx: number, myy: number, cxy: number })
const list = fc.array(number, { maxLength: 7 })
const table = fc.array(list, { maxLength: 4 })
const levels = fc.array(fc.tuple(number, number), { maxLength: 5 }).map((entries) => new Map(entries))
const lives = fc
  .array(fc.tuple(number, fc.record({ events: number, censored: number, entered: number })), { maxLength: 5 })
  .map((entries) => new Map(entries))
const segments = fc.array(fc.record({ first: counts, second: counts }), { maxLength: 4 })
const rate = fc.record({ events: number, exposure: number })
const net = fc.record({ promoters: number, detractors: number, n: number }, { noNullPrototype: true })
const weighted = fc.record({ promoters: number, detractors: number, n: number, nEffective: number })
const form = fc.constantFrom("unpooled" as const, "pooled" as const, "cohen-h" as const)
const model = fc.record({ r: number, alpha: number, a: number, b: number })
const history = fc.record({ repeats: number, last: number, seen: number })
const sums = fc.record({ sum: number, squares: number })
const withError = fc.record({ value: number, se: number })
const end = fc.option(number)
const estimate = fc.record({
  value: number,
  interval: fc.option(fc.record({ low: end, high: end, level: fc.constant(0.95), method: fc.constant("any") })),
})
const spread = fc.record({ k: number, cycle: number })
const alternative = fc.constantFrom("less" as const, "greater" as const, "two-sided" as const)

interface Formula {
  readonly given: fc.Arbitrary<ReadonlyArray<unknown>>
  readonly run: (given: ReadonlyArray<unknown>) => unknown
}

/** A formula with what each of its arguments may be. */
const of = <Given extends [unknown, ...ReadonlyArray<unknown>]>(
  formula: (...given: Given) => unknown,
  ...given: { [At in keyof Given]: fc.Arbitrary<Given[At]> }
): Formula => ({
  given: fc.tuple(...(given as ReadonlyArray<fc.Arbitrary<unknown>>)),
  run: (all) => formula(...(all as Given)),
})

const onCurve = (a: Lifetimes, read: (curve: SurvivalCurve) => unknown) => {
  const curve = kaplanMeier(a)
  return curve === null ? null : read(curve)
}

/** Every formula over data, with arguments of every kind. */
const formulas: Readonly<Record<string, Formula>> = {
  benjaminiHochberg: of(benjaminiHochberg, list),
  binomialTest: of(binomialTest, number, number, share, alternative),
  chanceAlive: of(chanceAlive, model, history),
  clopperPearson: of(clopperPearson, number, number, level),
  clopperPearsonLower: of(clopperPearsonLower, number, number, level),
  clopperPearsonUpper: of(clopperPearsonUpper, number, number, level),
  clusteredLogRank: of(clusteredLogRank, fc.array(lives, { maxLength: 3 }), fc.array(lives, { maxLength: 3 })),
  clusteredProportion: of(clusteredProportion, pairs, level),
  cochranArmitage: of(cochranArmitage, fc.array(fc.record({ x: number, n: number, dose: number }), { maxLength: 4 })),
  cochranQ: of(
    cochranQ,
    fc.array(fc.record({ yes: fc.array(fc.boolean(), { maxLength: 3 }), n: number }), { maxLength: 4 }),
  ),
  cohenD: of(cohenD, sample, sample),
  cohenH: of(cohenH, share, share),
  cohenKappa: of(cohenKappa, table),
  costPerEvent: of(costPerEvent, number, number, level),
  costPerSuccess: of(costPerSuccess, number, counts, level),
  detectableEffect: of(detectableEffect, fc.record({ perGroup: number, power: share }), level),
  detectableShare: of(
    detectableShare,
    fc.record({ share, perGroup: number, power: share, form, towards: fc.constantFrom("more", "less") }),
    level,
  ),
  effectiveSize: of(effectiveSize, fc.record({ sumW: number, sumW2: number })),
  expectedPurchases: of(expectedPurchases, model, history, number),
  fisherExact: of(fisherExact, counts, counts),
  fleissKappa: of(fleissKappa, table),
  funnelLimits: of(funnelLimits, counts, share, level),
  garwood: of(garwood, number, number, level),
  geometricMean: of(geometricMean, sample, level),
  goodman: of(goodman, list, level),
  growthOver: of(growthOver, number, number),
  hazardOf: of(hazardOf, share),
  hedgesCorrection: of(hedgesCorrection, number, fc.constantFrom("approximate" as const, "exact" as const)),
  hedgesG: of(hedgesG, sample, sample, fc.constant("exact" as const)),
  heterogeneity: of(heterogeneity, fc.array(sample, { maxLength: 4 })),
  holm: of(holm, list),
  independentGrowth: of(independentGrowth, sums, sums, level),
  jackknife: of(jackknife, number, list, level),
  jamesStein: of(jamesStein, list, number),
  jeffreys: of(jeffreys, number, number, level),
  kaplanMeier: of(kaplanMeier, lives, level),
  kitagawa: of(kitagawa, segments),
  logRank: of(logRank, lives, lives),
  logRankGroups: of(logRankGroups, fc.array(lives, { maxLength: 4 })),
  lossOver: of(lossOver, share, number),
  mannWhitney: of(mannWhitney, levels, levels),
  mantelHaenszel: of(mantelHaenszel, segments),
  meanInterval: of(meanInterval, sample, level),
  membersAfter: of(membersAfter, spread, fc.record({ start: number, time: number })),
  mover: of(mover, estimate, estimate),
  netScore: of(netScore, fc.oneof(net, weighted), level),
  netScoreSampleSize: of(netScoreSampleSize, fc.record({ margin: number, variance: share }), level),
  newcombe: of(newcombe, counts, counts, level),
  pairedGrowth: of(pairedGrowth, pairs, level),
  percentileRank: of(percentileRank, number, list),
  priorOfShares: of(priorOfShares, fc.array(counts, { maxLength: 4 })),
  quantileRanks: of(quantileRanks, number, share, level),
  quantileSampleSize: of(quantileSampleSize, share, level),
  rankedQuantile: of(
    (value: number, n: number, q: number, l: number) => rankedQuantile(() => value, n, q, l),
    number,
    number,
    share,
    level,
  ),
  rateAndMix: of(rateAndMix, segments),
  rateRatio: of(rateRatio, rate, rate, level),
  ratioOfSums: of(ratioOfSums, pairs, level),
  relativeLift: of(relativeLift, sample, sample, level),
  restrictedMean: of((a: Lifetimes, at: number) => onCurve(a, (curve) => restrictedMean(curve, at)), lives, number),
  riskRatio: of(riskRatio, counts, counts, level),
  shrunkenShare: of(shrunkenShare, counts, fc.record({ share, size: number })),
  shrunkenNumbers: of(shrunkenNumbers, fc.array(fc.record({ value: number, variance: number }), { maxLength: 5 })),
  skewness: of(skewness, fc.record({ n: number, m2: number, m3: number })),
  skewnessSampleSize: of(skewnessSampleSize, number),
  standardised: of(standardised, fc.array(counts, { maxLength: 4 }), list),
  survivalAt: of((a: Lifetimes, at: number) => onCurve(a, (curve) => survivalAt(curve, at)), lives, number),
  survivalDesignEffect: of(survivalDesignEffect, fc.array(lives, { maxLength: 3 }), number),
  survivalShare: of(survivalShare, lives, number, level),
  survivalQuantile: of((a: Lifetimes, at: number) => onCurve(a, (curve) => survivalQuantile(curve, at)), lives, share),
  twoMeanLifetimes: of(twoMeanLifetimes, withError, withError, level),
  twoSurvivalShares: of(twoSurvivalShares, lives, lives, number, level),
  twoMeanPower: of(twoMeanPower, fc.record({ effect: number, perGroup: number }), level),
  twoMeanSampleSize: of(twoMeanSampleSize, fc.record({ effect: number, power: share }), level),
  twoNetScores: of(twoNetScores, fc.oneof(net, weighted), net, level),
  twoProportionTest: of(twoProportionTest, counts, counts),
  twoRatios: of(twoRatios, pairs, pairs, level),
  twoSharePower: of(twoSharePower, fc.record({ first: share, second: share, perGroup: number, form }), level),
  twoShareSampleSize: of(twoShareSampleSize, fc.record({ first: share, second: share, power: share, form }), level),
  viralMultiplier: of(viralMultiplier, number),
  viralRate: of(viralRate, spread, fc.option(number, { nil: undefined })),
  weightedIndex: of(weightedIndex, list, list, level),
  welch: of(welch, sample, sample, level),
  wilson: of(wilson, number, number, level),
  zeroFailureSampleSize: of(zeroFailureSampleSize, share, level),
}

/** Always numbers: what is outside their domain throws, and their own tests show it. */
const distributions = /(Cdf|Sf|(?<!survival|ranked)Quantile|UpperQuantile)$|^(lgamma|logBeta)$/
/** Thousands of draws each: its own test has its bad input. */
const elsewhere = new Set(["lowestProbabilities"])

const numbersIn = (value: unknown): ReadonlyArray<number> =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : []

describe("bad input", () => {
  it.each(Object.entries(formulas))("neither throws nor becomes NaN in %s", (_, { given, run }) => {
    fc.assert(
      fc.property(given, (some) => {
        for (const value of numbersIn(run(some))) assert.isTrue(Number.isFinite(value), String(value))
      }),
      { numRuns: 500 },
    )
  })

  it("is tried on every formula", () => {
    const tried = Object.keys(formulas)
    const untried = Object.entries(everything)
      .filter(([name, value]) => typeof value === "function" && !distributions.test(name) && !elsewhere.has(name))
      .map(([name]) => name)
      .filter((name) => !tried.includes(name))
    assert.deepStrictEqual(untried, [])
  })
})
