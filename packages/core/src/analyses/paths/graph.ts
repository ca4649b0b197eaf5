import { type LogHistogram, LogHistogram as LogHistogramMoment, quantileOf } from "../../moments/LogHistogram.ts"
import type { Transition, Transitions } from "../../questions/folds/transitions/index.ts"
import { type AnalysisCaveat, sizeCaveats } from "../Caveat.ts"
import { type Share, shareOf } from "../Share.ts"

/** Where a walk starts and ends, and all touchpoints that are not shown by name. @category paths @since 0.2.0 */
export type GraphPlace =
  | { readonly place: "touchpoint"; readonly label: string }
  | { readonly place: "start" | "end" | "other" }

/** A place of a graph. @category paths @since 0.2.0 */
export interface GraphNode {
  readonly at: GraphPlace
  /** Times it was entered; as often it was left, but for start and end. */
  readonly visits: number
  /** Walks that end here, of its visits; `null` for start and end. */
  readonly exit: Share | null
}

/** Moves from one place to another. @category paths @since 0.2.0 */
export interface GraphEdge {
  readonly from: GraphPlace
  readonly to: GraphPlace
  readonly count: number
  /** Of all moves away from `from`. */
  readonly out: Share
  /** Of all moves to `to`. */
  readonly in: Share
  /** Walks that have the move; `null` where several moves were put together. */
  readonly walks: number | null
  /** How much likelier `to` comes after `from` than after anything; `null` from the start. */
  readonly lift: number | null
  /** Milliseconds a move takes, within 1 %; `null` where that was not counted. */
  readonly median: number | null
  readonly p95: number | null
}

/** Moves of all walks, with conserved mass: what enters a place leaves it. @category paths @since 0.2.0 */
export interface PathGraph {
  readonly walks: number
  /** Start, end, then the most visited first; those not shown by name last. */
  readonly nodes: ReadonlyArray<GraphNode>
  /** Most frequent first. */
  readonly edges: ReadonlyArray<GraphEdge>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/**
 * The graph of moves between touchpoints. Those beyond the most visited are put together in one place, `other`, so that no
 * walk is lost.
 *
 * **Gotchas**
 *
 * How long the last visit of a walk took is not known and never 0. A move between two touchpoints that are both put
 * together stays, as a move within `other`.
 *
 * **Example** (Everybody who comes to the shop leaves from it)
 *
 * ```ts
 * import { pathGraph } from "@touchpoint/core/analyses"
 * import { transitionDefaults, transitions } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const walk = (...labels: ReadonlyArray<string>) => labels.map((label, at) => ({ at, label }))
 * const state = runFold(transitions, transitionDefaults, [walk("ad", "shop"), walk("shop")]).get("")
 * const graph = pathGraph(state ?? { walks: 0, moves: [] })
 * const shop = graph.nodes.find(({ at }) => at.place === "touchpoint" && at.label === "shop")
 * console.log(shop?.visits, shop?.exit?.value) // 2 1
 * ```
 *
 * @category paths
 * @since 0.2.0
 */
export const pathGraph = (
  { moves, walks }: Transitions,
  /** Touchpoints shown by name. */
  most = 30,
): PathGraph => {
  const visited = new Map<string, number>()
  for (const { count, to } of moves) if (to !== null) visited.set(to, (visited.get(to) ?? 0) + count)
  const ranked = [...visited].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const shown = new Set(ranked.slice(0, most).map(([label]) => label))
  const placeOf = (label: string | null, end: "start" | "end"): GraphPlace =>
    label === null ? { place: end } : shown.has(label) ? { place: "touchpoint", label } : { place: "other" }
  const edges = new Map<string, Edge>()
  for (const move of moves) {
    const [from, to] = [placeOf(move.from, "start"), placeOf(move.to, "end")]
    const key = JSON.stringify([from, to])
    edges.set(key, joined(edges.get(key), move, from, to))
  }
  const all = [...edges.values()]
  const [left, entered] = [sums(all, ({ from }) => from), sums(all, ({ to }) => to)]
  const touched = all.reduce((sum, { count, to }) => sum + (to.place === "end" ? 0 : count), 0)
  const ends = sums(
    all.filter(({ to }) => to.place === "end"),
    ({ from }) => from,
  )
  const node = (at: GraphPlace): GraphNode => {
    const visits = (at.place === "start" ? left : entered).get(keyOf(at)) ?? 0
    const edge = at.place === "start" || at.place === "end"
    return { at, visits, exit: edge ? null : shareOf(ends.get(keyOf(at)) ?? 0, visits) }
  }
  return {
    walks,
    nodes: [
      node({ place: "start" }),
      node({ place: "end" }),
      ...ranked.slice(0, most).map(([label]) => node({ place: "touchpoint", label })),
      ...(ranked.length > most ? [node({ place: "other" })] : []),
    ],
    edges: all
      .map(({ dwell, ...edge }): GraphEdge => {
        const [away, into] = [left.get(keyOf(edge.from)) ?? 0, entered.get(keyOf(edge.to)) ?? 0]
        const free = edge.from.place === "start" || edge.to.place === "end" || touched === 0
        return {
          ...edge,
          out: shareOf(edge.count, away),
          in: shareOf(edge.count, into),
          lift: free ? null : edge.count / away / (into / touched),
          median: quantileOf(dwell, 0.5),
          p95: quantileOf(dwell, 0.95),
        }
      })
      .toSorted((a, b) => b.count - a.count || (keyOf(a.from) + keyOf(a.to) < keyOf(b.from) + keyOf(b.to) ? -1 : 1)),
    caveats: sizeCaveats(walks),
  }
}

interface Edge {
  readonly from: GraphPlace
  readonly to: GraphPlace
  readonly count: number
  readonly walks: number | null
  readonly dwell: LogHistogram
}

const joined = (known: Edge | undefined, move: Transition, from: GraphPlace, to: GraphPlace): Edge =>
  known === undefined
    ? { from, to, count: move.count, walks: move.walks, dwell: move.dwell }
    : {
        ...known,
        count: known.count + move.count,
        walks: null,
        dwell: LogHistogramMoment.merge(known.dwell, move.dwell),
      }

const keyOf = (at: GraphPlace): string => JSON.stringify(at)

const sums = (edges: ReadonlyArray<Edge>, end: (edge: Edge) => GraphPlace): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const edge of edges) found.set(keyOf(end(edge)), (found.get(keyOf(end(edge))) ?? 0) + edge.count)
  return found
}
