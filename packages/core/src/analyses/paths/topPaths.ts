import type { Paths } from "../../questions/folds/paths/index.ts"
import { type AnalysisCaveat, sizeCaveats } from "../Caveat.ts"
import { type Share, shareOf } from "../Share.ts"

/** A path, and what part of all journeys took it. @category paths @since 0.2.0 */
export interface TopPath {
  /** Its touchpoints; `null` is all paths that are not listed. */
  readonly path: ReadonlyArray<string> | null
  /** Of all journeys that are not open. */
  readonly share: Share
  /** How many of its journeys ended with a conversion. */
  readonly conversion: Share
  /** Sum of the values of these conversions. */
  readonly value: number
}

/** The most frequent paths, and all the others together. @category paths @since 0.2.0 */
export interface TopPaths {
  /** Most frequent first; the others last, where there are any. Journeys of all sum to those there are. */
  readonly paths: ReadonlyArray<TopPath>
  /** Different paths, as far as they were kept apart. */
  readonly distinct: number
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/**
 * The paths most journeys took, with what part of all that is; the rest is shown as one line, so that nothing is lost.
 *
 * **Example** (Two of three paths)
 *
 * ```ts
 * import { topPaths } from "@touchpoint/core/analyses"
 * import { pathDefaults, paths } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const walk = (...labels: ReadonlyArray<string>) => labels.map((label, at) => ({ at, label }))
 * const state = runFold(paths, pathDefaults, [walk("ad", "shop"), walk("ad", "shop"), walk("mail"), walk("ad")]).get("")
 * const top = topPaths(state ?? paths.empty(pathDefaults), 1)
 * console.log(top.paths.map(({ path, share }) => `${path?.join(" > ") ?? "others"}: ${share.numerator}`).join(", ")) // ad > shop: 2, others: 2
 * ```
 *
 * @category paths
 * @since 0.2.0
 */
export const topPaths = (state: Paths, count: number, level?: number): TopPaths => {
  const rest = { ...state.others }
  let all = rest.journeys
  for (const { journeys } of state.paths) all += journeys
  const ranked = state.paths.toSorted((a, b) => b.journeys - a.journeys)
  for (const { converted, journeys, value } of ranked.slice(count)) {
    rest.journeys += journeys
    rest.converted += converted
    rest.value += value
  }
  const row = (path: TopPath["path"], own: typeof rest): TopPath => ({
    path,
    share: shareOf(own.journeys, all, level),
    conversion: shareOf(own.converted, own.journeys, level),
    value: own.value,
  })
  return {
    paths: [
      ...ranked.slice(0, count).map((own) => row(own.path, own)),
      ...(rest.journeys > 0 ? [row(null, rest)] : []),
    ],
    distinct: state.paths.length,
    caveats: [
      ...sizeCaveats(all),
      ...(state.open > 0 ? [{ id: "immature-window" as const, data: { open: state.open } }] : []),
      ...(state.cut > 0 ? [{ id: "loops-truncated" as const, data: { cut: state.cut, n: all } }] : []),
      ...(state.others.journeys > 0
        ? [
            {
              id: "thinned-paths" as const,
              data: { journeys: state.others.journeys, conversions: state.others.converted },
            },
          ]
        : []),
    ],
  }
}
