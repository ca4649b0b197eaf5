/**
 * Questions over facts, engine-neutral, and the mergeable answers to them.
 *
 * @module
 */
export * from "./Answer.ts"
export * from "./Dimension.ts"
export * from "./Expr.ts"
export * from "./folds/index.ts"
export * from "./Measure.ts"
export * from "./Question.ts"
export * from "./QuestionInvalid.ts"
export { shardOf, SHARDS } from "./shardOf.ts"
export * from "./Span.ts"
export * from "./Trails.ts"
