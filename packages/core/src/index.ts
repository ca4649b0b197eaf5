/**
 * touchpoint's core: the journey model, facts, questions, metrics, rules, reports and the contracts of plugins.
 * Rooms are also importable alone: `@touchpoint/core/metrics`.
 *
 * @module
 */
export * as analyses from "./analyses/index.ts"
export * as engine from "./engine/index.ts"
export * as facts from "./facts/index.ts"
export * as metrics from "./metrics/index.ts"
export * as model from "./model/index.ts"
export * as moments from "./moments/index.ts"
export * as plugins from "./plugins/index.ts"
export * as questions from "./questions/index.ts"
export * as report from "./report/index.ts"
export * as rules from "./rules/index.ts"
export * as stats from "./stats/index.ts"
export * as time from "./time/index.ts"
