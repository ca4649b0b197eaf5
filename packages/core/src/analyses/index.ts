/**
 * Analyses: insights larger than a number, from what questions and metrics counted.
 *
 * @module
 */
export { markovCredit, type MarkovCredit } from "./attribution/markov.ts"
export type { PathCount } from "./attribution/PathCount.ts"
export { type CoalitionWorth, shapleyCredit, type ShapleyCredit, type ShapleyOptions } from "./attribution/shapley.ts"
export * from "./Caveat.ts"
export * from "./Share.ts"
export * from "./difference/index.ts"
export * from "./drivers/index.ts"
export * from "./funnel/index.ts"
export * from "./growth/index.ts"
export { transformPath } from "./paths/transform.ts"
