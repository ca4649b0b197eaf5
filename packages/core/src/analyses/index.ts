/**
 * Analyses: insights larger than a number, from what questions and metrics counted.
 *
 * @module
 */
export { markovCredit, type MarkovCredit } from "./attribution/markov.ts"
export type { PathCount } from "./attribution/PathCount.ts"
export { type CoalitionWorth, shapleyCredit, type ShapleyCredit, type ShapleyOptions } from "./attribution/shapley.ts"
export { creditShares, type CreditRule, inverseJShaped, jShaped, type Touch, uShaped } from "./attribution/shares.ts"
export * from "./growth/index.ts"
export { type PathTransform, transformPath } from "./paths/transform.ts"
