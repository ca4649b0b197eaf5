/**
 * x log(x / m) + m - x without cancellation, where x - m = away. Source: Loader 2000, saddle-point binomial.
 *
 * @internal
 */
export const deviance = (x: number, m: number, away: number): number => {
  if (Math.abs(away) >= 0.1 * (x + m)) return x * Math.log(x / m) - away
  const v = away / (x + m)
  let sum = away * v
  let term = 2 * x * v
  for (let k = 3; k < 100; k += 2) {
    term *= v * v
    const next = sum + term / k
    if (next === sum) break
    sum = next
  }
  return sum
}
