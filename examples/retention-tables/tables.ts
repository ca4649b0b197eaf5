/** Customers of two segments left after 0, 1, 2 … years. */
export const segments = {
  Regular: [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173],
  "High end": [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394],
} as const

/** The end of this year is when the first of five cohorts is counted for the first time; the others follow, one a year. */
export const firstYear = 2003

/** Customers of every cohort left at the end of the year it came in, and at the end of those after it. */
export const cohort = [10_000, 6334, 4367, 3264, 2604] as const
