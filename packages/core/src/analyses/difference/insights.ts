import type { Attribution } from "../attribution/Attribution.ts"
import type { KeyDrivers } from "../drivers/index.ts"
import type { GraphPlace, PathGraph } from "../paths/graph.ts"
import type { NamedEstimate, NamedShare } from "./named.ts"

const nameOf = (at: GraphPlace): string => (at.place === "touchpoint" ? at.label : `(${at.place})`)

/**
 * The moves of a graph, each as a share of all moves away from its place, to be compared with those of another segment
 * (`whole`): the differences of the moves away from one place sum to 0.
 *
 * **Gotchas**
 *
 * Make both graphs of the same touchpoints: what is put together in `other` has to be the same in both. Moves of one
 * customer are alike, so that intervals promise too much where walks are long.
 *
 * @category difference
 * @since 0.2.0
 */
export const graphShares = ({ edges }: PathGraph): ReadonlyArray<NamedShare> =>
  edges.map(({ from, out: { denominator, nEffective, numerator }, to }) => ({
    name: `${nameOf(from)} → ${nameOf(to)}`,
    of: nameOf(from),
    numerator,
    denominator,
    nEffective,
  }))

/** The importances of drivers, to be compared with those of another segment. @category difference @since 0.2.0 */
export const driverEstimates = ({ drivers }: KeyDrivers): ReadonlyArray<NamedEstimate> =>
  drivers.map(({ importance, name, se }) => ({ name, value: importance, se }))

/** The shares of credit by channel, to be compared with those of another segment. @category difference @since 0.2.0 */
export const creditEstimates = ({ channels }: Attribution): ReadonlyArray<NamedEstimate> =>
  channels.map(({ channel, share, shareError }) => ({ name: channel, value: share, se: shareError }))
