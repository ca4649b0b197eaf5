import type { Question } from "@touchpoint/core/questions"
import { type FactsSpec, specOf } from "../fuzz/FactsSpec.ts"

/** A question with a known answer: facts by hand, and what to read of the state of the one group. @category golden @since 0.2.0 */
export interface GoldenCase {
  readonly name: string
  readonly facts: FactsSpec
  readonly question: Question
  /** What of the states of the first group is compared; `null` where there is no group. */
  readonly read: (states: Readonly<Record<string, unknown>>) => unknown
  readonly expected: unknown
}

/** A rows of a trail: who, what, when in milliseconds, in this order. @category golden @since 0.2.0 */
export const trailFacts = (
  trails: Readonly<Record<string, ReadonlyArray<readonly [touchpoint: string, at: number]>>>,
  orders: Readonly<Record<string, ReadonlyArray<readonly [at: number, amount: number]>>> = {},
): FactsSpec =>
  specOf({
    interaction: Object.entries(trails).flatMap(([customer, met]) =>
      met.map(([touchpoint, at], sequence) => ({ source: "golden", customer, touchpoint, at, sequence })),
    ),
    order: Object.entries(orders).flatMap(([customer, placed]) =>
      placed.map(([at, amount], sequence) => ({ source: "golden", customer, at, amount, sequence, currency: "EUR" })),
    ),
  })
