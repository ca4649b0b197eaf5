export * from "./contextReversal.ts"
export * from "./question.ts"
