import type { Carried } from "./delivery.ts"
import type { Life } from "./Life.ts"
import { meet } from "./meet.ts"
import { DAY, HOUR, MINUTE, SECOND } from "./ShopTime.ts"
import { BOUNCED, DELIVERED, SENT, T, TRANSACTIONAL } from "./vocabulary.ts"

/** Shares of letters about an order that are opened. */
const OPENED = { confirmation: 0.5, bill: 0.3, thanks: 0.35 }
const BOUNCES = 0.004
const ASKED_ABOUT_DELIVERY = 0.4
const ASKED_TO_RECOMMEND = 0.45
const CROSS_SOLD = 0.7
const LOYALTY = 0.35

/** What the letters after an order need to know of it. */
export interface Sale {
  readonly id: string
  readonly at: number
  readonly online: boolean
  readonly cancelledAt: number | null
  readonly carried: Carried | null
}

/** Everything the shop says after an order: the confirmation, the bill, thanks, and letters that wait for their turn. */
export const afterSale = (life: Life, slot: number, sale: Sale): void => {
  const random = life.stream("afterSale", slot)
  const opens = [random.unit(), random.unit(), random.unit()] as const
  const pauses = [random.unit(), random.unit(), random.unit()] as const
  const bounces = random.chance(BOUNCES)
  const which = random.unit()
  const sells = random.chance(CROSS_SOLD)
  const joins = random.chance(LOYALTY)
  const surveyed = random.between(7, 12)
  const sold = random.between(18, 28)
  const silent = silenced(life, slot, sale.at)
  const received = sale.carried?.at ?? sale.at
  const say = (touchpoint: number, name: string, at: number, opened: boolean, pause: number) => {
    if (silent || !life.sink.holds(at)) return
    const failed = bounces && name === "confirmation"
    transact(life, `m${life.digits}-${slot}-${name}`, touchpoint, at, failed)
    // A letter that came back is sent again.
    if (failed) transact(life, `m${life.digits}-${slot}-${name}-again`, touchpoint, at + 10 * MINUTE, false)
    if (opened)
      meet(
        life,
        { slot, customer: life.id, device: -1, session: null },
        touchpoint,
        at + 11 * MINUTE + Math.floor(pause * 9 * HOUR),
      )
  }
  const confirmed = sale.at + 20 * SECOND
  say(T["purchase-confirmation-email"], "confirmation", confirmed, opens[0] < OPENED.confirmation, pauses[0])
  if (sale.cancelledAt !== null)
    return say(T["purchase-confirmation-email"], "cancellation", sale.cancelledAt + MINUTE, false, 0)
  say(T["billing-document"], "bill", sale.at + 6 * HOUR, opens[1] < OPENED.bill, pauses[1])
  if (life.levers.followUp) say(T["thank-you-email"], "thanks", received + DAY, opens[2] < OPENED.thanks, pauses[2])
  if (joins)
    meet(
      life,
      { slot, customer: life.id, device: -1, session: null },
      T["loyalty-programme"],
      received + 2 * DAY + Math.floor(pauses[0] * 5 * DAY),
    )
  if (silent || !life.sink.holds(received)) return
  const about =
    which < ASKED_ABOUT_DELIVERY && sale.carried !== null
      ? sale.carried.touchpoint
      : which < ASKED_ABOUT_DELIVERY + ASKED_TO_RECOMMEND
        ? -1
        : null
  const [day, late] = [life.time.dayOf(received), sale.carried?.late === true]
  if (about !== null)
    life.letters.push({
      at: life.time.at(day + (about === -1 ? surveyed : 2), 10 * HOUR + Math.floor(pauses[1] * 8 * HOUR)),
      kind: "survey",
      item: slot,
      packageId: null,
      survey: { order: sale.id, touchpoint: about, late },
    })
  if (sells && life.levers.followUp && life.campaigns)
    life.letters.push({
      at: life.time.at(day + sold, 11 * HOUR + Math.floor(pauses[2] * 5 * HOUR)),
      kind: "cross-sell",
      item: slot,
      packageId: null,
      survey: null,
    })
}

/** Whether nothing is said after this order, and for how long. */
const silenced = (life: Life, slot: number, at: number): boolean => {
  const { days, share } = life.levers.silence
  if (!life.stream("silence", slot).chance(share)) return false
  life.quiet.push(at, at + days * DAY)
  return true
}

const transact = (life: Life, id: string, touchpoint: number, at: number, failed: boolean): void => {
  if (!life.sink.holds(at)) return
  const deliveredAt = failed ? Number.NaN : life.sink.past(at + 5 * SECOND)
  life.sink.contact({
    id,
    customer: life.id,
    at,
    touchpoint,
    class: TRANSACTIONAL,
    channel: -1,
    packageId: null,
    status: failed ? BOUNCED : Number.isNaN(deliveredAt) ? SENT : DELIVERED,
    deliveredAt,
  })
}
