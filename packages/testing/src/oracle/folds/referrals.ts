import type { Referrals, ReferralsOptions } from "@touchpoint/core/questions"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"
import { durations } from "./histograms.ts"

interface Member {
  readonly group: Place
  readonly mature: boolean
  /** Invitations in time, with the instant each was accepted at; `null` where it was not. */
  readonly sent: ReadonlyArray<{ readonly at: number; readonly accepted: number | null }>
  readonly start: number
}

/** The fold `referrals`, counted anew. @category oracle @since 0.2.0 */
export const referrals = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { accepted, asOf, invitation, start, within }: ReferralsOptions,
): Counted<Referrals> => {
  const all = units.flatMap((unit): ReadonlyArray<Member> => {
    const place = unit.findIndex(({ marks }) => marks.has(start))
    const first = unit[place]
    if (first === undefined || first.group === null) return []
    const sent = unit
      .slice(place)
      .filter(({ at, marks }) => marks.has(invitation) && at - first.at <= within)
      .map(({ at, marks, value }) => ({ at, accepted: marks.has(accepted) ? value : null }))
    return [{ group: first.group, start: first.at, mature: asOf === null || first.at + within <= asOf, sent }]
  })
  return byGroup(all, ({ group }) => group).map(([place, members]) => {
    const mature = members.filter((member) => member.mature)
    const delays = ({ sent, start: from }: Member) =>
      sent.flatMap((one) =>
        one.accepted !== null && one.accepted >= one.at && one.accepted - from <= within ? [one.accepted - from] : [],
      )
    const pairs = mature.map((member) => [member.sent.length, delays(member).length] as const)
    const distinct = pairs.filter(([i, a], at) => pairs.findIndex(([j, b]) => i === j && a === b) === at)
    return [
      place,
      {
        members: members.length,
        mature: distinct
          .map(([i, a]) => ({ invitations: i, accepted: a, n: pairs.filter(([j, b]) => i === j && a === b).length }))
          .toSorted((a, b) => a.invitations - b.invitations || a.accepted - b.accepted),
        generations: durations(mature.flatMap(delays)),
        backwards: mature.flatMap(({ sent }) => sent).filter((one) => one.accepted !== null && one.accepted < one.at)
          .length,
      },
    ]
  })
}
