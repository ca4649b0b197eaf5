import { column, lt, not, present } from "../questions/Expr.ts"
import { type Spells, spells } from "../questions/folds/spells/index.ts"
import { tally } from "../questions/Question.ts"
import { type Trails, trails } from "../questions/Trails.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { DAY } from "./days.ts"

/** How subscriptions become spells of customers. @category metrics @since 0.2.0 */
export interface ContractSpells {
  /** Days a customer may be without a subscription and still stay one. */
  readonly grace: number
  readonly asOf: number | null
  readonly period: { readonly from: number; readonly to: number } | null
  readonly days: ReadonlyArray<number> | null
  readonly since: number | null
}

/** Spells of customers with a subscription. @category metrics @since 0.2.0 */
export const contractSpells = ({ grace, ...options }: ContractSpells): Trails<Spells> =>
  trails(spells, { ...options, grace: grace * DAY }, { kinds: [{ kind: "subscription", value: column("until") }] })

/** Subscriptions that cannot be followed: of nobody known, or over before they began. @category metrics @since 0.2.0 */
export const oddSubscriptions = () =>
  tally("subscription", {
    nameless: { stat: "count", where: not(present(column("customer"))) },
    backwards: { stat: "count", where: lt(column("until"), column("at")) },
  })

/** What is said of {@link oddSubscriptions}. @category metrics @since 0.2.0 */
export const oddCaveats = (odd: {
  readonly nameless: { readonly n: number }
  readonly backwards: { readonly n: number }
}): ReadonlyArray<Caveat> => [
  ...(odd.nameless.n > 0 ? [caveat("no-customer", { n: odd.nameless.n })] : []),
  ...(odd.backwards.n > 0 ? [caveat("backwards", { n: odd.backwards.n })] : []),
]
