/**
 * Engines answer questions; this room holds their contract and the engine in memory.
 *
 * @module
 */
export * from "./attributesOf.ts"
export * from "./Engine.ts"
export * from "./Limits.ts"
export * as MemoryEngine from "./memory/MemoryEngine.ts"
export { trailsProblem } from "./memory/trailColumns.ts"
export { questionsProblem } from "./questionsProblem.ts"
