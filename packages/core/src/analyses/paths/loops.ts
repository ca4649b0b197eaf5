import type { Paths } from "../../questions/folds/paths/index.ts"
import { type Share, shareOf } from "../Share.ts"

/** How often journeys come back to a touchpoint. @category paths @since 0.2.0 */
export interface Loops {
  readonly label: string
  /** Of the journeys that meet it, those that come back after something else. */
  readonly share: Share
  /** Times they come back in all. */
  readonly returns: number
  /** What most often lies between leaving and coming back, with how often. */
  readonly through: { readonly label: string; readonly times: number } | null
}

/**
 * Touchpoints journeys come back to after another one: the mark of a shop where something is looked for, or of a form
 * that does not let anybody through. Most returns first. Journeys of thinned-out paths are not in it.
 *
 * **Example** (Back and forth between cart and delivery)
 *
 * ```ts
 * import { loopsOf } from "@touchpoint/core/analyses"
 *
 * const path = ["cart", "delivery", "cart", "delivery", "payment"]
 * const [cart] = loopsOf({ paths: [{ path, journeys: 10, converted: 0, value: 0 }] })
 * console.log(cart?.label, cart?.returns, cart?.through?.label) // cart 10 delivery
 * ```
 *
 * @category paths
 * @since 0.2.0
 */
export const loopsOf = ({ paths }: Pick<Paths, "paths">): ReadonlyArray<Loops> => {
  const counts = new Map<string, { met: number; looped: number; returns: number; through: Map<string, number> }>()
  for (const { journeys, path } of paths) {
    const seen = new Map<string, number>()
    const looped = new Set<string>()
    for (const [step, label] of path.entries()) {
      let own = counts.get(label)
      if (own === undefined) counts.set(label, (own = { met: 0, looped: 0, returns: 0, through: new Map() }))
      const before = seen.get(label)
      seen.set(label, step)
      if (before === undefined) own.met += journeys
      if (before === undefined || before === step - 1) continue
      own.returns += journeys
      if (!looped.has(label)) own.looped += journeys
      looped.add(label)
      const next = path[before + 1] ?? ""
      own.through.set(next, (own.through.get(next) ?? 0) + journeys)
    }
  }
  return [...counts]
    .filter(([, { returns }]) => returns > 0)
    .map(([label, { looped, met, returns, through }]): Loops => {
      const [most] = [...through].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      return {
        label,
        share: shareOf(looped, met),
        returns,
        through: most === undefined ? null : { label: most[0], times: most[1] },
      }
    })
    .toSorted((a, b) => b.returns - a.returns || (a.label < b.label ? -1 : 1))
}
