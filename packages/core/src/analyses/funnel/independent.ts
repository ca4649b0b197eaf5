import type { Funnel } from "../../questions/folds/funnel/index.ts"
import { clusteredProportion } from "../../stats/index.ts"

/** Sums over clusters of their attempts `m` and of those that got to the step `x`. */
interface Sums {
  readonly clusters: number
  readonly m: number
  readonly x: number
  readonly mm: number
  readonly mx: number
  readonly xx: number
}

/** Below this a design effect is rounding: all clusters are alike. */
const ROUNDING = 1e-12

/** Attempts worth of information; where nothing shows how clusters differ they are worth `alike`. */
const sizeOf = ({ clusters, m, mm, mx, x, xx }: Sums, alike: number): number => {
  const [meanX, meanY] = [x / clusters, m / clusters]
  const found = clusteredProportion({
    n: clusters,
    meanX,
    meanY,
    mxx: Math.max(0, xx - x * meanX),
    myy: Math.max(0, mm - m * meanY),
    cxy: mx - x * meanY,
  })
  const varies = (found?.deff ?? 0) > ROUNDING
  const size = varies ? (found?.nEffective ?? alike) : alike
  return Math.max(Math.min(1, m), Math.min(m, size))
}

/** Whether units have several attempts, which are alike then. */
export const isClustered = ({ clusters, entrants }: Funnel): boolean => clusters.units < entrants

/**
 * How many independent attempts those that reached the step `base` are worth, for the share of them that got to `to`. Of
 * several attempts of one unit the state itself tells for the first step; for others only the parts by shard of customers
 * do; `null` without.
 */
export const independentOf = (
  state: Funnel,
  base: number,
  to: number,
  parts: ReadonlyArray<Funnel> | null,
): number | null => {
  const at = (own: Funnel, step: number) => own.reached[step] ?? 0
  const [m, x] = [at(state, base), at(state, to)]
  if (m === 0 || !isClustered(state)) return m
  const { reached, squares, units } = state.clusters
  if (base === 0) {
    const { cross = 0, squares: xx = 0 } = reached[to] ?? {}
    return sizeOf({ clusters: units, m, x, mm: squares, mx: cross, xx }, (m * m) / squares)
  }
  if (parts === null) return null
  const clusters = parts.map((part) => ({ m: at(part, base), x: at(part, to) })).filter((part) => part.m > 0)
  const sum = (of: (part: { readonly m: number; readonly x: number }) => number) =>
    clusters.reduce((total, part) => total + of(part), 0)
  const sums = { mm: sum((one) => one.m ** 2), mx: sum((one) => one.m * one.x), xx: sum((one) => one.x ** 2) }
  return sizeOf({ clusters: clusters.length, m, x, ...sums }, units)
}
