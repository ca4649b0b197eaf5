import type { Life } from "./Life.ts"
import { meet } from "./meet.ts"
import { DAY, HOUR } from "./ShopTime.ts"
import { BOCIAN, BRAND, JASKOLKA, parties, T } from "./vocabulary.ts"

/** How orders reach customers: a locker, the door, the store. The rest collects. */
const TO_LOCKER = 0.42
const TO_DOOR = 0.42

/** Satisfaction with a delivery that came too late. */
const LATE_SATISFIED = 0.3
const MOVED = 0.01
const REQUESTED = 0.05
const INCOMPLETE = 0.005
/** Until when a parcel is promised, on its day. */
const CLOSE = 20 * HOUR

/** A delivery: where, whether late, and when it came. */
export interface Carried {
  readonly touchpoint: number
  readonly late: boolean
  readonly at: number
  readonly charged: boolean
}

/** Promises the delivery of an order and keeps the promise, or not. */
export const deliver = (life: Life, slot: number, orderId: string, at: number, cancelled: boolean): Carried => {
  const random = life.stream("delivery", slot)
  const { time } = life
  const way = random.unit()
  const [touchpoint, party] =
    way < TO_LOCKER
      ? [T["parcel-locker"], JASKOLKA]
      : way < TO_LOCKER + TO_DOOR
        ? [T["courier-delivery"], BOCIAN]
        : [T["brick-and-mortar-store"], BRAND]
  const late = random.chance(life.levers.late[parties[party] ?? "brand"])
  const lead = random.between(1, 4)
  const delay = random.between(1, 5)
  const early = random.chance(0.3)
  const moved = random.chance(MOVED)
  const requested = random.chance(REQUESTED)
  const inFull = !random.chance(INCOMPLETE)
  const today = time.dayOf(at)
  // Parcels ordered today leave tomorrow.
  const first = time.open(today + Math.max(lead, 2))
  const promised = moved ? time.open(first + 1) : first
  const came = late ? time.open(promised + delay) : early ? time.open(today + 1) : promised
  const fulfilledAt = time.inStore(random, came)
  life.sink.promise({
    id: `p${life.digits}-${slot}`,
    customer: life.id,
    at,
    orderId,
    part: party === BRAND ? 1 : 0,
    touchpoint,
    party,
    due: time.at(promised, CLOSE),
    byDay: party !== BRAND,
    originalDue: moved ? time.at(first, CLOSE) : Number.NaN,
    requestedDue: requested ? time.at(today, CLOSE) + DAY : Number.NaN,
    fulfilledAt,
    inFull,
    cancelled,
  })
  if (!cancelled)
    meet(
      life,
      { slot, customer: life.id, device: -1, session: null, order: orderId },
      touchpoint,
      fulfilledAt,
      Number.NaN,
      late ? LATE_SATISFIED : null,
    )
  return { touchpoint, late, at: fulfilledAt, charged: party !== BRAND }
}
