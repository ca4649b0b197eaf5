/**
 * The engine in memory on several threads: every worker holds the facts and answers for its share of the customers.
 *
 * @module
 */
export * as MemoryPool from "./MemoryPool.ts"
