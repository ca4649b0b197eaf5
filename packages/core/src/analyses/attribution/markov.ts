import { type Chain, chainOf, without } from "./Chain.ts"
import { channelsOf, type PathCount } from "./PathCount.ts"

/** What a Markov chain of touches credits. @category attribution @since 0.2.0 */
export interface MarkovCredit {
  /** Probability that a path ends with a conversion. */
  readonly conversion: number
  /** By channel: how much of that probability goes where every way into the channel leads to no conversion. */
  readonly removal: ReadonlyMap<string, number>
  /** By channel: its removal effect as a share of all of them; they sum to 1. */
  readonly share: ReadonlyMap<string, number>
}

/**
 * Credit by removal effects in a Markov chain: the last `order` touches decide, with the frequencies observed, what comes
 * next. Solved exactly, not simulated.
 *
 * **Details**
 *
 * A removal effect is the share of conversions whose path meets the channel, in the chain. At order 1 the chain converts
 * as often as the paths do, and repeats of a channel right after itself change nothing.
 *
 * **Gotchas**
 *
 * Paths without a conversion are half of what is known: without them another credit comes out. Credit is a rule, not a
 * cause. `null` without a conversion, without a touch before one, and where the last touches differ too much to be
 * solved (2000 states).
 *
 * Source: Anderl, Becker, von Wangenheim & Schumann 2016 (graph-based attribution); elimination by Grassmann, Taksar &
 * Heyman 1985.
 *
 * **Example** (Two converting paths of three)
 *
 * ```ts
 * import { markovCredit } from "@touchpoint/core/analyses"
 *
 * const credit = markovCredit([
 *   { path: ["C1", "C2", "C3"], converted: 1, lost: 0 },
 *   { path: ["C1"], converted: 0, lost: 1 },
 *   { path: ["C2", "C3"], converted: 0, lost: 1 },
 * ])
 * console.log(credit?.share.get("C1")?.toFixed(2), credit?.share.get("C2")?.toFixed(2)) // 0.20 0.40
 * ```
 *
 * @category attribution
 * @since 0.2.0
 */
export const markovCredit = (paths: ReadonlyArray<PathCount>, order = 1): MarkovCredit | null => {
  if (!(Number.isInteger(order) && order >= 1)) return null
  const chain = chainOf(paths, order)
  if (chain === null) return null
  const conversion = converting(without(chain, (channel) => channel !== null))
  if (!(conversion > 0)) return null
  const avoiding = new Map<string, number>()
  avoid(chain, channelsOf(paths), avoiding)
  const removal = new Map(Array.from(avoiding, ([channel, rest]) => [channel, 1 - rest / conversion] as const))
  const all = [...removal.values()].reduce((sum, effect) => sum + effect, 0)
  if (!(all > 0)) return null
  return { conversion, removal, share: new Map(Array.from(removal, ([channel, effect]) => [channel, effect / all])) }
}

/** Probability that the chain goes from the start to a conversion with nothing between. */
const converting = ({ rows }: Chain): number => {
  const [start] = rows
  const all = start?.reduce((sum, weight) => sum + weight, 0) ?? 0
  return all === 0 ? 0 : (start?.at(-2) ?? 0) / all
}

/** Probabilities of a conversion without meeting each of the channels: of half of them at a time the others are left out. */
const avoid = (chain: Chain, channels: ReadonlyArray<string>, found: Map<string, number>): void => {
  const [only] = channels
  if (only === undefined) return
  if (channels.length === 1) {
    found.set(only, converting(chain))
    return
  }
  const half = channels.length >> 1
  for (const [own, other] of [
    [channels.slice(0, half), channels.slice(half)],
    [channels.slice(half), channels.slice(0, half)],
  ] as const) {
    const away = new Set<string | null>(other)
    avoid(
      without(chain, (channel) => away.has(channel)),
      own,
      found,
    )
  }
}
