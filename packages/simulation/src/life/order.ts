import { deliver } from "./delivery.ts"
import { response } from "./ask.ts"
import type { Life } from "./Life.ts"
import type { Meeting } from "./meet.ts"
import { afterSale } from "./afterSale.ts"
import { invite } from "./referral.ts"
import { seekHelp } from "./service.ts"
import { HOUR, MINUTE } from "./ShopTime.ts"
import {
  ANSWERED,
  CANCELLED,
  CARRIAGE,
  CARRIAGE_FREE_FROM,
  CARRIAGE_PRICE,
  COMPLETED,
  items,
  RETURN_REASON,
  RETURNED,
  returnReasons,
  SHIPPED,
  T,
} from "./vocabulary.ts"
import { cumulate } from "../Random.ts"

const LINES = cumulate([0.45, 0.3, 0.17, 0.08])
const QUANTITY = cumulate([0.78, 0.15, 0.07])
const CANCELS = 0.025
const RETURNS_ALL = 0.045
const RETURNS_ONE = 0.03
/** How many of those who return say why. */
const REASONS = { answered: 0.7, partial: 0, dismissed: 0.2 }

/** An order: its lines, its delivery, what follows it, and what comes back. */
export const order = (life: Life, visit: Meeting, at: number, touchpoint: number): void => {
  if (!life.sink.holds(at)) return
  const random = life.stream("order", visit.slot)
  const id = `o${life.digits}-${visit.slot}`
  const online = touchpoint === T.checkout
  const lines = Array.from({ length: random.pick(LINES) + 1 }, () => {
    const item = random.below(items.length)
    const quantity = random.pick(QUANTITY) + 1
    return { item, quantity, amount: (items[item]?.[1] ?? 0) * quantity }
  })
  const goods = lines.reduce((sum, { amount }) => sum + amount, 0)
  const cancels = random.chance(CANCELS)
  const fate = random.unit()
  const cancelledAt = at + random.between(30 * MINUTE, 8 * HOUR)
  const keptFor = random.between(2, 13)
  const handedIn = random.between(9 * HOUR, 20 * HOUR)
  const reason = random.below(returnReasons.length)
  const said = response(random, REASONS)
  const cancelled = online && cancels && life.sink.holds(cancelledAt)
  const carried = online ? deliver(life, visit.slot, id, at, cancelled) : null
  if (carried?.charged === true && goods < CARRIAGE_FREE_FROM)
    lines.push({ item: CARRIAGE, quantity: 1, amount: CARRIAGE_PRICE })
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  const received = carried?.at ?? at
  const returnedAt = life.time.at(life.time.open(life.time.dayOf(received) + keptFor), handedIn)
  const returned = !cancelled && fate < RETURNS_ALL && life.sink.holds(returnedAt)
  const status = cancelled ? CANCELLED : returned ? RETURNED : life.sink.holds(received) ? COMPLETED : SHIPPED
  life.sink.order(id, life.id, at, amount, status, touchpoint)
  lines.forEach((line, i) => life.sink.line(id, i + 1, life.id, at, line.item, line.quantity, line.amount))
  if (cancelled) life.sink.refund(id, life.id, cancelledAt, amount)
  const one = !cancelled && fate >= RETURNS_ALL && fate < RETURNS_ALL + RETURNS_ONE && life.sink.holds(returnedAt)
  if (returned || one) life.sink.refund(id, life.id, returnedAt, returned ? goods : (lines[0]?.amount ?? 0))
  if (returned || one)
    life.sink.feedback({
      id: `f${life.digits}-${visit.slot}-return`,
      customer: life.id,
      at: returnedAt,
      touchpoint: -1,
      instrument: RETURN_REASON,
      wave: null,
      status: said,
      score: Number.NaN,
      choice: said === ANSWERED ? reason : -1,
      contactId: null,
      orderId: id,
    })
  afterSale(life, visit.slot, { id, at, online, cancelledAt: cancelled ? cancelledAt : null, carried })
  if (cancelled) return
  invite(life, visit.slot, received)
  seekHelp(life, { ...visit, session: null }, received, true)
}
