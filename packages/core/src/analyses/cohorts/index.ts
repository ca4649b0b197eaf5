export * from "./differences.ts"
export * from "./question.ts"
export * from "./table.ts"
