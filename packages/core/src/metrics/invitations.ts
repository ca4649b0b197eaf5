import { referrals, type ReferralsOptions } from "../questions/folds/referrals/index.ts"
import {
  add,
  and,
  coalesce,
  column,
  eq,
  type Expr,
  link,
  lt,
  mul,
  not,
  or,
  present,
  shard,
  value,
} from "../questions/Expr.ts"
import { mark, trails } from "../questions/Trails.ts"
import { DAY } from "./days.ts"
import type { MetricContext } from "./Metric.ts"
import { conditionOf, happened, kindOfStep, type Step } from "./step.ts"

const sent = column("at")
const acceptedAt = column("acceptedAt")

/** Conditions are not absent, so that `not` turns them. */
const held = (condition: Expr): Expr => coalesce(condition, value(false))

const toOneself = held(eq(column("invitee"), column("customer")))

/** Invitations to somebody else, who was no customer by then: as the source says, or by an order made before. */
export const toSomebodyNew: Expr = and(
  not(toOneself),
  not(held(column("inviteeKnown"))),
  not(held(lt(link("order", sent, "min"), sent))),
)

/** Later than every instant: what ranks here comes after all that can have won the invitee. */
const LAST = 4e15

/**
 * The rank of an accepted invitation among all to the same person: the one sent first has won. Absent where it was not
 * accepted; one to oneself, or accepted before it was sent, comes last.
 */
const rank: Expr = add(add(sent, mul(acceptedAt, 0)), mul(or(toOneself, held(lt(acceptedAt, sent))), LAST))

const first: Expr = link("referral", rank, "min")

/** Where it stands in its source, among those sent first: of invitations of one day the day is often all that is known. */
const place: Expr = add(column("sequence"), mul(not(eq(rank, first)), LAST))

const isFirst = and(eq(rank, first), eq(place, link("referral", place, "min")))

const shardOf = (name: string): Expr => coalesce(shard(column(name)), value(0))

/** Where two sources have it at the same place: by fixed numbers of source, inviter and id, the same on every engine. */
const lot: Expr = add(
  add(mul(shardOf("source"), 16_384), add(mul(shardOf("customer"), 128), shardOf("eventId"))),
  mul(not(isFirst), LAST),
)

/**
 * The accepted invitation that counts: of all invitations to one person, whoever sent them, the accepted one that was
 * sent first, of several sent at once the first of its source, of the first ones of two sources always the same one. One
 * that names nobody counts by itself.
 */
export const won: Expr = and(
  present(acceptedAt),
  coalesce(and(isFirst, eq(lot, link("referral", lot, "min"))), value(true)),
)

/**
 * Of a kind that knows its invitations: when the first of those was sent that the customer accepted, as somebody new.
 * Absent where there are none at all; later than every instant where none of them counts.
 */
export const broughtSince: Expr = link("referral", add(rank, mul(held(column("inviteeKnown")), LAST)), "min")

/** What the members of a cohort did with their invitations, within some days of their start. */
export const membersOf = (entry: Step, within: number, { asOf }: MetricContext) => {
  const kind = kindOfStep(entry)
  const real = happened(kind)
  const entered = [conditionOf(entry), real].filter((expr) => expr !== null)
  const started = { kind, where: entered.length === 0 ? null : and(...entered) }
  const options: ReferralsOptions = {
    start: "start",
    invitation: "sent",
    accepted: "won",
    within: within * DAY,
    asOf,
  }
  const marks = [
    mark("start", { kind, when: conditionOf(entry) }),
    mark("sent", { kind: "referral", when: toSomebodyNew }),
    mark("won", { kind: "referral", when: won }),
  ]
  // Where an invitation is the start, its kind is seen once, with all its rows.
  return kind === "referral"
    ? trails(referrals, options, { kinds: [{ kind, where: null, value: acceptedAt }], marks })
    : trails(referrals, options, {
        kinds: [started, { kind: "referral", where: toSomebodyNew, value: acceptedAt }],
        marks,
      })
}
