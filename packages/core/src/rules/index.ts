/**
 * Rules judge inventory and measurements; findings carry evidence and advice. The rules themselves live in
 * `@touchpoint/rules`.
 *
 * @module
 */
export * from "./Finding.ts"
export * from "./judge.ts"
export { FINDINGS_MOST } from "./listOf.ts"
export * from "./Message.ts"
export type { JudgeOptions } from "./needs.ts"
export { byRank, casesPerMonth } from "./rank.ts"
export * as Rule from "./Rule.ts"
export type { Asking, Need, PreparedRule, RuleContext } from "./Rule.ts"
export * from "./suppress.ts"
export * from "./Wording.ts"
