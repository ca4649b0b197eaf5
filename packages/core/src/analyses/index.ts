/**
 * Analyses: insights larger than a number, from what questions and metrics counted.
 *
 * @module
 */
export * from "./attribution/index.ts"
export { type AnalysisCaveat, type AnalysisCaveatId, analysisCaveats } from "./Caveat.ts"
export { type Share, shareOf } from "./Share.ts"
export * from "./cohorts/index.ts"
export * from "./conformance/index.ts"
export * from "./difference/index.ts"
export * from "./drivers/index.ts"
export * from "./funnel/index.ts"
export * from "./growth/index.ts"
export * from "./reversal/index.ts"
export * from "./survival/index.ts"
export * from "./paths/index.ts"
