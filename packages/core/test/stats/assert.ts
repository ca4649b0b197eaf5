import { assert as base } from "@effect/vitest"
import type { Interval } from "@touchpoint/core/stats"

/** Equal up to `tolerance`, relative to the expected value; absolute below 1. */
const near = (actual: number | null | undefined, expected: number, tolerance = 1e-12): void => {
  base.isNotNull(actual)
  base.isDefined(actual)
  base.isAtMost(
    Math.abs((actual ?? NaN) - expected),
    tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  )
}

/** Equal up to a relative error: the yardstick of far tails. */
const relative = (actual: number | null | undefined, expected: number, tolerance: number, what = ""): void =>
  base.isAtMost(
    Math.abs((actual ?? NaN) - expected),
    tolerance * Math.abs(expected),
    `${what}: ${actual} is not ${expected}`,
  )

/** Both ends equal up to `tolerance`. */
const interval = (actual: Interval | null | undefined, expected: ReadonlyArray<number>, tolerance = 1e-12): void => {
  base.strictEqual(expected.length, 2)
  near(actual?.low, expected[0] ?? NaN, tolerance)
  near(actual?.high, expected[1] ?? NaN, tolerance)
}

const numeric = { near, relative, interval }

/** The usual assertions and three for numbers. */
export const assert: typeof base & typeof numeric = Object.assign(
  (expression: unknown, message?: string) => base(expression, message),
  base,
  numeric,
)
