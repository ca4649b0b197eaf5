import type { CrossProducts } from "../../moments/CrossProducts.ts"

/**
 * Correlations of an outcome (place 0) with its predictors and of these among themselves: `r[i * size + j]`. What does
 * not vary correlates with nothing, itself neither.
 */
export interface Correlations {
  readonly size: number
  readonly r: Float64Array
}

/** Where the squared deviations of a number are below this part of its squares they are rounding: it is the same for all. */
const CONSTANT = 1e-20

/** Whether a number varies at all. */
export const varies = ({ c, mean, n }: CrossProducts, i: number): boolean =>
  (c[i * mean.length + i] ?? 0) > CONSTANT * Math.max(Number.MIN_VALUE, n * (mean[i] ?? 0) ** 2)

/** The correlations that cross-products say. */
export const correlationsOf = (products: CrossProducts): Correlations => {
  const size = products.mean.length
  const deviation = Array.from({ length: size }, (_, i) =>
    varies(products, i) ? Math.sqrt(products.c[i * size + i] ?? 0) : Infinity,
  )
  const r = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      r[i * size + j] = (products.c[i * size + j] ?? 0) / (deviation[i] as number) / (deviation[j] as number)
  return { size, r }
}

/** A predictor of which the others leave less than this part says nothing of its own. */
export const COLLINEAR = 1e-9

/** Takes out of all correlations what the number `k` explains; nothing where the others left nothing of it. */
export const sweep = ({ r, size }: Correlations, k: number): Correlations => {
  const pivot = r[k * size + k] as number
  const rest = r.slice()
  if (pivot <= COLLINEAR) return { size, r: rest }
  for (let i = 0; i < size; i++) {
    const factor = (r[i * size + k] as number) / pivot
    for (let j = 0; j < size; j++)
      rest[i * size + j] = (r[i * size + j] as number) - factor * (r[k * size + j] as number)
  }
  return { size, r: rest }
}

/** What is explained of the outcome by one more predictor, given those that were swept. */
export const gainOf = ({ r, size }: Correlations, k: number): number => {
  const pivot = r[k * size + k] as number
  return pivot <= COLLINEAR ? 0 : (r[k] as number) ** 2 / pivot
}
