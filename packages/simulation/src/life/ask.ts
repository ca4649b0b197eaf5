import type { Random } from "../Random.ts"
import { type Life, placeOf } from "./Life.ts"
import { SECOND } from "./ShopTime.ts"
import { ANSWERED, CES, CSAT, DISMISSED, NA, PARTIAL, type ShopTouchpoint, T, touchpoints } from "./vocabulary.ts"

/** Share of satisfied answers and share of meetings after which the shop asks: rare touchpoints are asked more often. */
const experience: Readonly<Record<ShopTouchpoint, readonly [satisfied: number, asked: number]>> = {
  "online-advertising": [0.83, 0.12],
  "social-media": [0.86, 0.15],
  "peer-recommendation": [0.92, 0.3],
  "marketing-campaign": [0.83, 0.35],
  "landing-page": [0.85, 0.18],
  "blog-post": [0.88, 0.25],
  "video-tutorial": [0.9, 0.5],
  "customer-review": [0.87, 0.2],
  "company-website": [0.87, 0.1],
  "product-page": [0.88, 0.1],
  "shopping-cart": [0.86, 0.1],
  checkout: [0.85, 0.12],
  "brick-and-mortar-store": [0.88, 0.15],
  "sales-representative": [0.9, 0.25],
  "point-of-sale": [0.89, 0.15],
  "purchase-confirmation-email": [0.89, 0.12],
  "billing-document": [0.86, 0.25],
  "courier-delivery": [0.89, 0.15],
  "parcel-locker": [0.91, 0.15],
  chatbot: [0.87, 0.8],
  "customer-support-representative": [0.88, 0.6],
  "help-centre": [0.86, 0.45],
  "thank-you-email": [0.88, 0.25],
  "cross-sell-email": [0.84, 0.6],
  "loyalty-programme": [0.9, 0.35],
  "email-newsletter": [0.85, 0.3],
  "anniversary-greeting": [0.91, 0.35],
  "feedback-survey": [0.84, 0.25],
}
const satisfiedAt = touchpoints.map((id) => experience[id][0])
const askedAt = touchpoints.map((id) => experience[id][1])

/** Places where effort is asked about as well. */
const effortful: ReadonlySet<number> = new Set([T.chatbot, T["customer-support-representative"], T["help-centre"]])
const EFFORT = 0.3

/** What becomes of a question on the spot: answered, begun, closed; the rest look away. */
const RESPONSE = { answered: 0.36, partial: 0.04, dismissed: 0.38 }

/** Among the satisfied the share of fives; among the others the shares of threes and twos. */
const FIVES = 0.6
const THREES = 0.5
const TWOS = 0.3

/** A score of 1–5 of whom this share is satisfied (4 and 5). */
export const satisfaction = (random: Random, satisfied: number): number => {
  const happy = random.chance(satisfied)
  const share = random.unit()
  if (happy) return share < FIVES ? 5 : 4
  return share < THREES ? 3 : share < THREES + TWOS ? 2 : 1
}

/** A score of 1–7, 5 and above by the share of the satisfied. */
const ease = (random: Random, satisfied: number): number =>
  random.chance(satisfied) ? random.between(5, 8) : random.between(1, 5)

/** How an answer came about, by shares; the rest never answered. */
export const response = (
  random: Random,
  shares: { readonly answered: number; readonly partial: number; readonly dismissed: number },
): number => {
  const share = random.unit()
  if (share < shares.answered) return ANSWERED
  if (share < shares.answered + shares.partial) return PARTIAL
  return share < shares.answered + shares.partial + shares.dismissed ? DISMISSED : NA
}

/** Who may be asked about what. */
export interface Occasion {
  readonly slot: number
  readonly touchpoint: number
  readonly customer: string
  readonly order: string | null
}

/**
 * Perhaps asks about a touchpoint just met, at most once per slot. `satisfied` replaces the touchpoint's usual share.
 */
export const ask = (
  life: Life,
  { customer, order, slot, touchpoint }: Occasion,
  at: number,
  satisfied: number | null,
): void => {
  if (life.unasked[touchpoint] === true) return
  const item = placeOf(slot, touchpoint)
  if (!life.first(item)) return
  const random = life.stream("ask", item)
  if (!random.chance(askedAt[touchpoint] ?? 0)) return
  const status = response(random, RESPONSE)
  const asked = at + random.between(5 * SECOND, 60 * SECOND)
  const instrument = random.chance(effortful.has(touchpoint) ? EFFORT : 0) ? CES : CSAT
  const share = satisfied ?? satisfiedAt[touchpoint] ?? 0
  const score = instrument === CES ? ease(random, share) : satisfaction(random, share)
  if (!life.sink.holds(asked)) return
  life.sink.feedback({
    id: `f${life.digits}-${item}`,
    customer,
    at: asked,
    touchpoint,
    instrument,
    wave: null,
    status,
    score: status === ANSWERED ? score : Number.NaN,
    choice: -1,
    contactId: null,
    orderId: order,
  })
}
