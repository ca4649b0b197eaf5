import * as Schema from "effect/Schema"
import { logCounter, LogHistogram } from "../../../moments/LogHistogram.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"

/** Options of the fold `referrals`. @category folds @since 0.2.0 */
export const ReferralsOptions = Schema.Struct({
  /** Mark of the row from which time counts: the first of all that a unit has. */
  start: Schema.String,
  /** Mark of an invitation. */
  invitation: Schema.String,
  /** Mark of an invitation that was accepted; its value is the instant of that. */
  accepted: Schema.String,
  /** Milliseconds from the start, the last one included, within which invitations are sent and accepted. */
  within: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
  /** Up to when facts are complete; `null`: everybody had all the time there is. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link ReferralsOptions} @category folds @since 0.2.0 */
export type ReferralsOptions = typeof ReferralsOptions.Type

/** `n` units that sent as many invitations, of which as many were accepted. @category folds @since 0.2.0 */
export const Inviters = Schema.Struct({ invitations: Schema.Int, accepted: Schema.Int, n: Schema.Int })
/** @see {@link Inviters} @category folds @since 0.2.0 */
export type Inviters = typeof Inviters.Type

/** State of the fold `referrals`. @category folds @since 0.2.0 */
export interface Referrals {
  /** Units that started. */
  readonly members: number
  /** Units that have had their time, by what they did with it: ascending by invitations, then by accepted ones. */
  readonly mature: ReadonlyArray<Inviters>
  /** Milliseconds from the start of these units to each acceptance. */
  readonly generations: LogHistogram
  /** Acceptances of these units dated before their invitation: they count as not accepted. */
  readonly backwards: number
}

/**
 * Whom units bring along within some time of their start: how many they invite, how many of these accept, and how long
 * it takes from start to acceptance. A unit belongs to the group of its first start of all; where that cannot open, the
 * unit is not counted. Units that invite nobody count with 0.
 *
 * **Gotchas**
 *
 * Invitations before the start are not seen. One sent in time and accepted later is an invitation that was not accepted.
 *
 * @category folds
 * @since 0.2.0
 */
export const referrals: Fold<Referrals, ReferralsOptions> = makeFold({
  id: "referrals",
  version: 1,
  label: null,
  options: ReferralsOptions,
  axes: ["unit"],
  schema: Schema.Struct({
    members: Schema.Int,
    mature: Schema.Array(Inviters),
    generations: LogHistogram.schema,
    backwards: Schema.Int,
  }),
  empty: (): Referrals => ({ members: 0, mature: [], generations: LogHistogram.empty, backwards: 0 }),
  merge: (a: Referrals, b: Referrals): Referrals => {
    const counts = counter()
    for (const { accepted, invitations, n } of [...a.mature, ...b.mature]) counts.add(invitations, accepted, n)
    return {
      members: a.members + b.members,
      mature: counts.state(),
      generations: LogHistogram.merge(a.generations, b.generations),
      backwards: a.backwards + b.backwards,
    }
  },
  problem: ({ accepted, invitation, start }: ReferralsOptions, { marks }) => {
    const unknown = [start, invitation, accepted].find((mark) => !marks.includes(mark))
    return unknown === undefined ? null : `there is no mark ${JSON.stringify(unknown)}`
  },
  run: (options: ReferralsOptions, context) => running(options, context),
})

/** Counts units by what they did. */
const counter = () => {
  const counts = new Map<string, { readonly invitations: number; readonly accepted: number; n: number }>()
  return {
    add: (invitations: number, accepted: number, n: number) => {
      const key = `${invitations}/${accepted}`
      const known = counts.get(key)
      if (known === undefined) counts.set(key, { invitations, accepted, n })
      else known.n += n
    },
    state: (): Referrals["mature"] =>
      [...counts.values()].toSorted((a, b) => a.invitations - b.invitations || a.accepted - b.accepted),
  }
}

const running = ({ asOf, within, ...named }: ReferralsOptions, { groups, marks }: FoldContext): Running<Referrals> => {
  const bit = (mark: string) => 1 << marks.indexOf(mark)
  const [startBit, invitationBit, acceptedBit] = [bit(named.start), bit(named.invitation), bit(named.accepted)]
  const counts = groups.map(() => ({ members: 0, backwards: 0, mature: counter(), generations: logCounter() }))
  return {
    unit: ({ at, from, group, marks: borne, to, value }: Trail) => {
      let row = from
      while (row < to && ((borne[row] as number) & startBit) === 0) row++
      const own = row === to ? undefined : counts[group[row] as number]
      if (own === undefined) return
      own.members++
      const start = at[row] as number
      if (asOf !== null && start + within > asOf) return
      let [invitations, accepted] = [0, 0]
      for (; row < to && (at[row] as number) - start <= within; row++) {
        const bears = borne[row] as number
        if ((bears & invitationBit) === 0) continue
        invitations++
        const when = (bears & acceptedBit) === 0 || value === null ? Number.NaN : (value[row] as number)
        if (when < (at[row] as number)) own.backwards++
        else if (when - start <= within) {
          accepted++
          own.generations.add(when - start)
        }
      }
      own.mature.add(invitations, accepted, 1)
    },
    finish: () =>
      counts.map(({ backwards, generations, mature, members }) =>
        members === 0 ? undefined : { members, mature: mature.state(), generations: generations.state(), backwards },
      ),
  }
}
