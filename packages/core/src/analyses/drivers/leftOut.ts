import { CrossProducts } from "../../moments/CrossProducts.ts"

/** All shards but one, for each of them: two merges a shard. */
export const leftOut = (shards: ReadonlyArray<CrossProducts>): ReadonlyArray<CrossProducts> => {
  const merged = (all: ReadonlyArray<CrossProducts>) =>
    all.reduce<ReadonlyArray<CrossProducts>>(
      (sums, own) => [...sums, CrossProducts.merge(sums.at(-1) ?? CrossProducts.empty, own)],
      [CrossProducts.empty],
    )
  const [before, after] = [merged(shards), merged(shards.toReversed())]
  return shards.map((_, i) =>
    CrossProducts.merge(before[i] ?? CrossProducts.empty, after[shards.length - 1 - i] ?? CrossProducts.empty),
  )
}

/** The cross-products of some of the numbers only. */
export const onlyOf = ({ c, mean, n }: CrossProducts, kept: ReadonlyArray<number>): CrossProducts => ({
  n,
  mean: kept.map((i) => mean[i] ?? 0),
  c: kept.flatMap((i) => kept.map((j) => c[i * mean.length + j] ?? 0)),
})
