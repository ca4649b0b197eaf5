/**
 * How the sums of `n` units differ: their mean, and central sums of squares (`m2 = Σ (x − mean)²`) and of cubes (`m3`).
 *
 * @category folds
 * @since 0.2.0
 */
export interface Accrued {
  readonly n: number
  readonly mean: number
  readonly m2: number
  readonly m3: number
}

/** No units. */
export const noneAccrued: Accrued = { n: 0, mean: 0, m2: 0, m3: 0 }

/** Two disjoint sets of units taken together (Pébay, SAND2008-6212). */
export const mergeAccrued = (a: Accrued, b: Accrued): Accrued => {
  if (a.n === 0) return b
  if (b.n === 0) return a
  const n = a.n + b.n
  const delta = b.mean - a.mean
  const [shareA, shareB] = [a.n / n, b.n / n]
  return {
    n,
    mean: a.mean + delta * shareB,
    m2: a.m2 + b.m2 + delta * delta * a.n * shareB,
    m3:
      a.m3 +
      b.m3 +
      delta * delta * delta * a.n * shareB * (shareA - shareB) +
      3 * delta * (shareA * b.m2 - shareB * a.m2),
  }
}

/** Takes one unit in. */
export const addAccrued = (into: { -readonly [K in keyof Accrued]: number }, x: number): void => {
  const before = into.n
  into.n = before + 1
  const step = (x - into.mean) / into.n
  const square = (x - into.mean) * step * before
  into.m3 += square * step * (before - 1) - 3 * step * into.m2
  into.m2 += square
  into.mean += step
}
