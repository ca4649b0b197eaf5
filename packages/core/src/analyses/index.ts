/**
 * Analyses: insights larger than a number, from what questions and metrics counted.
 *
 * @module
 */
export { creditShares, type CreditRule, inverseJShaped, jShaped, type Touch, uShaped } from "./attribution/shares.ts"
export * from "./attribution/shares.ts"
export * from "./growth/index.ts"
export * from "./paths/transform.ts"
export { type PathTransform, transformPath } from "./paths/transform.ts"
