import { digitsOf, type Life } from "./Life.ts"
import { joinedAt, profileOf } from "./profile.ts"
import { DAY, HOUR } from "./ShopTime.ts"
import { T } from "./vocabulary.ts"

/** Share of orders after which customers invite friends, and how many at most. */
const INVITES = 0.08
const FRIENDS = 3
const KNOWN_ALREADY = 0.08
const ACCEPTED = 0.35
/** How soon friends come who accept, and among how many customers they are looked for. */
const WITHIN = 21 * DAY
const AMONG = 60

/** Invitations after an order: most come to nothing, some bring somebody who becomes a customer of the shop. */
export const invite = (life: Life, slot: number, received: number): void => {
  const random = life.stream("referral", slot)
  if (!random.chance(INVITES)) return
  const friends = random.between(1, FRIENDS + 1)
  let at = received
  let sought = life.index
  for (let friend = 1; friend <= friends; friend++) {
    at += HOUR + Math.floor(random.unit() * 4 * DAY)
    const known = random.chance(KNOWN_ALREADY)
    const accepts = random.chance(ACCEPTED)
    if (!life.sink.holds(at)) return
    const newcomer = accepts && !known ? newcomerBefore(life, sought, at) : null
    if (newcomer !== null) sought = newcomer.index
    life.sink.row("referral", {
      eventId: `r${life.digits}-${slot}-${friend}`,
      customer: life.id,
      at,
      invitee: newcomer === null ? `friend-${life.digits}-${slot}-${friend}` : `c${digitsOf(newcomer.index)}`,
      acceptedAt: newcomer?.at ?? Number.NaN,
      inviteeKnown: known ? 1 : 0,
      touchpoint: T["peer-recommendation"],
    })
  }
}

/**
 * The next customer of a lower number who registers soon after an invitation: those are there however large the shop
 * is, so that a shop is the beginning of a larger one.
 */
const newcomerBefore = (
  life: Life,
  below: number,
  sent: number,
): { readonly index: number; readonly at: number } | null => {
  const { sink, time } = life
  const day = time.dayOf(sent)
  for (let index = below - 1; index >= Math.max(0, below - AMONG); index--) {
    const { establishedAt, joins } = profileOf(life.streamOf(index, "profile"), time)
    if (establishedAt !== null || joins < day || time.start(joins) > sent + WITHIN) continue
    const at = joinedAt(life.streamOf(index, "browse"), time, joins)
    if (at > sent && sink.holds(at)) return { index, at }
  }
  return null
}
