export * from "./differences.ts"
export { durationLives, spellLives } from "./lives.ts"
export * from "./question.ts"
export { type SurvivalAt, type SurvivalReading, type SurvivalTable, survivalTable } from "./table.ts"
