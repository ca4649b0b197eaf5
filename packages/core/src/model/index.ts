/**
 * The journey model: touchpoints, stages, categories, channels, parties and the inventory that holds them.
 *
 * @module
 */
export * from "./Benchmark.ts"
export * from "./Budget.ts"
export * from "./Category.ts"
export * from "./Channel.ts"
export * from "./Competitor.ts"
export * from "./depth.ts"
export { thrownText } from "./foreign.ts"
export * from "./Identifier.ts"
export * from "./Inventory.ts"
export * from "./Journey.ts"
export * from "./listed.ts"
export * from "./nearest.ts"
export * from "./OptionsInvalid.ts"
export * from "./Party.ts"
export * from "./Persona.ts"
export * from "./Stage.ts"
export * from "./Touchpoint.ts"
