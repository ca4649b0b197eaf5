import type { Paths } from "../../questions/folds/paths/index.ts"
import { type Share, shareOf } from "../Share.ts"

/** Where journeys are at each step. @category paths @since 0.2.0 */
export interface StepMatrix {
  /** Touchpoints, the most frequent first; `null` is all that are not listed, and `end` those whose path is over. */
  readonly rows: ReadonlyArray<{ readonly label: string | null; readonly shares: ReadonlyArray<Share> }>
  /** Journeys that are over before each step. */
  readonly end: ReadonlyArray<Share>
}

/**
 * The share of journeys at each touchpoint on their first, second … step; every column sums to 1 with those that are
 * over. Journeys of thinned-out paths are not in it.
 *
 * **Example** (Half of them are at the shop on the second step)
 *
 * ```ts
 * import { stepMatrix } from "@touchpoint/core/analyses"
 *
 * const counts = { converted: 0, value: 0 }
 * const matrix = stepMatrix({ paths: [{ path: ["ad", "shop"], journeys: 1, ...counts }, { path: ["ad"], journeys: 1, ...counts }] }, 2)
 * console.log(matrix.rows.map(({ label, shares }) => `${label} ${shares.map(({ value }) => value).join(" ")}`).join(", ")) // ad 1 0, shop 0 0.5
 * ```
 *
 * @category paths
 * @since 0.2.0
 */
export const stepMatrix = (
  { paths }: Pick<Paths, "paths">,
  steps: number,
  /** Touchpoints listed by name; the others are one row. */
  most = 20,
): StepMatrix => {
  const counts = new Map<string, Float64Array>()
  const end = new Float64Array(steps)
  let all = 0
  for (const { journeys, path } of paths) {
    all += journeys
    for (let step = 0; step < steps; step++) {
      const label = path[step]
      if (label === undefined) {
        end[step] = (end[step] as number) + journeys
        continue
      }
      let own = counts.get(label)
      if (own === undefined) counts.set(label, (own = new Float64Array(steps)))
      own[step] = (own[step] as number) + journeys
    }
  }
  const total = (own: Float64Array) => own.reduce((sum, n) => sum + n, 0)
  const ranked = [...counts].toSorted(([a, x], [b, y]) => total(y) - total(x) || (a < b ? -1 : 1))
  const rest = new Float64Array(steps)
  for (const [, own] of ranked.slice(most))
    for (const [step, n] of own.entries()) rest[step] = (rest[step] as number) + n
  const shares = (own: Float64Array) => Array.from(own, (n) => shareOf(n, all))
  return {
    rows: [
      ...ranked.slice(0, most).map(([label, own]) => ({ label, shares: shares(own) })),
      ...(ranked.length > most ? [{ label: null, shares: shares(rest) }] : []),
    ],
    end: shares(end),
  }
}
