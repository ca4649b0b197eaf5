/**
 * Mergeable states: what is remembered about rows so that nothing is counted twice.
 *
 * @module
 */
export * from "./Count.ts"
export * from "./CrossProducts.ts"
export * from "./Extent.ts"
export * from "./Histogram.ts"
export * from "./LogHistogram.ts"
export * from "./Moment.ts"
export * from "./Moments.ts"
export * from "./Proportion.ts"
export * from "./Shape.ts"
export * from "./Sum.ts"
export * from "./Units.ts"
