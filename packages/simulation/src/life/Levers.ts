import type { Device, Segment, ShopParty, ShopTouchpoint } from "./vocabulary.ts"

/** Far too many messages to one segment: bursts of one message a day, once a month. */
export interface Deals {
  readonly segment: Segment
  /** Months at the end of the simulated time in which bursts happen. */
  readonly months: number
  /** Messages of one burst, one a day. */
  readonly messages: number
}

/** What happens at the chatbot. */
export interface Chatbot {
  /** Share of satisfied answers (4 and 5 of 5). */
  readonly satisfied: number
  /** Share of chats handed to a person. */
  readonly handedOff: number
  /** Share of those that a person ever takes up. */
  readonly takenUp: number
  /** Longest wait for the person, in minutes. */
  readonly waitMinutes: number
}

/**
 * Everything a story may change. The lives of customers read nothing else, so a shop is its seed and these numbers.
 *
 * @category stories
 * @since 0.2.0
 */
export interface Levers {
  /** Share of promises broken, by who promised. */
  readonly late: Readonly<Record<ShopParty, number>>
  readonly deals: Deals | null
  /** Share of carts taken on to the checkout, by device. */
  readonly checkout: Readonly<Record<Device, number>>
  /** Touchpoints nobody asks about. */
  readonly unasked: ReadonlyArray<ShopTouchpoint>
  /** Whether anybody thanks buyers and writes to them after their order. */
  readonly followUp: boolean
  /** Share of newsletters clicked in the first and in the last month. */
  readonly newsletter: { readonly first: number; readonly last: number }
  readonly chatbot: Chatbot
  /** Share of visits that meet the video before; where not `null`, the share of those who then order. */
  readonly video: { readonly reach: number; readonly orders: number | null }
  /** Share of orders after which the customer hears nothing for a while, and how long. */
  readonly silence: { readonly share: number; readonly days: number }
}

/**
 * The levers of a clean shop.
 *
 * @category stories
 * @since 0.2.0
 */
export const cleanLevers: Levers = {
  late: { "courier-bocian": 0.008, "courier-jaskolka": 0.006, brand: 0.005 },
  deals: null,
  checkout: { mobile: 0.86, desktop: 0.86 },
  unasked: [],
  followUp: true,
  newsletter: { first: 0.12, last: 0.12 },
  chatbot: { satisfied: 0.87, handedOff: 0.2, takenUp: 1, waitMinutes: 8 },
  video: { reach: 0.1, orders: null },
  silence: { share: 0, days: 0 },
}
