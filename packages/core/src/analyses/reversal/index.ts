export * from "./contextReversal.ts"
export * from "./question.ts"
export type { Standardised } from "./standardise.ts"
