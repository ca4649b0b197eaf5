import { amountCases } from "./amounts.ts"
import { funnelCases } from "./funnels.ts"
import type { GoldenCase } from "./GoldenCase.ts"
import { journeyCases } from "./journeys.ts"

/** Questions whose answers are known from elsewhere: every engine gives them. @category golden @since 0.2.0 */
export const goldenCases: ReadonlyArray<GoldenCase> = [...funnelCases, ...journeyCases, ...amountCases]
