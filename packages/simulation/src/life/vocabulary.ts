/** Touchpoints of the shop; a row names one by its place in this list. `checkout` and `parcel-locker` are its own. */
export const touchpoints = [
  "online-advertising",
  "social-media",
  "peer-recommendation",
  "marketing-campaign",
  "landing-page",
  "blog-post",
  "video-tutorial",
  "customer-review",
  "company-website",
  "product-page",
  "shopping-cart",
  "checkout",
  "brick-and-mortar-store",
  "sales-representative",
  "point-of-sale",
  "purchase-confirmation-email",
  "billing-document",
  "courier-delivery",
  "parcel-locker",
  "chatbot",
  "customer-support-representative",
  "help-centre",
  "thank-you-email",
  "cross-sell-email",
  "loyalty-programme",
  "email-newsletter",
  "anniversary-greeting",
  "feedback-survey",
] as const

/** Id of a touchpoint of the shop. @category shop @since 0.2.0 */
export type ShopTouchpoint = (typeof touchpoints)[number]

/** Place of every touchpoint in the list. */
export const T = Object.fromEntries(touchpoints.map((id, place) => [id, place])) as Readonly<
  Record<ShopTouchpoint, number>
>

/** Segments, by how many customers belong to them. @category shop @since 0.2.0 */
export const segments = ["young", "families", "seniors"] as const
/** @see {@link segments} @category shop @since 0.2.0 */
export type Segment = (typeof segments)[number]

/** Devices of visits to the shop's pages: the own attribute `device` of interactions. @category shop @since 0.2.0 */
export const devices = ["mobile", "desktop"] as const
/** @see {@link devices} @category shop @since 0.2.0 */
export type Device = (typeof devices)[number]
export const MOBILE = 0
export const DESKTOP = 1

/** Who promises deliveries: two couriers and the shop itself. @category shop @since 0.2.0 */
export const parties = ["courier-bocian", "courier-jaskolka", "brand"] as const
/** @see {@link parties} @category shop @since 0.2.0 */
export type ShopParty = (typeof parties)[number]
export const BOCIAN = 0
export const JASKOLKA = 1
export const BRAND = 2

export const classes = ["marketing", "transactional", "reminder", "survey", "occasion"] as const
export const MARKETING = 0
export const TRANSACTIONAL = 1
export const REMINDER = 2
export const SURVEY = 3
export const OCCASION = 4

/** Channels of contacts, where they are not the touchpoint's. */
export const channels = ["email", "app"] as const
export const EMAIL = 0
export const APP = 1

export const deliveries = ["sent", "delivered", "bounced"] as const
export const SENT = 0
export const DELIVERED = 1
export const BOUNCED = 2

export const answers = ["answered", "partial", "dismissed", "na"] as const
export const ANSWERED = 0
export const PARTIAL = 1
export const DISMISSED = 2
export const NA = 3

export const orderStates = ["completed", "shipped", "cancelled", "returned"] as const
export const COMPLETED = 0
export const SHIPPED = 1
export const CANCELLED = 2
export const RETURNED = 3

/** Questions the shop asks and the scales they are answered on. */
export const instruments = ["nps", "csat", "ces", "return-reason"] as const
export const NPS = 0
export const CSAT = 1
export const CES = 2
export const RETURN_REASON = 3
export const scales = [
  { min: 0, max: 10 },
  { min: 1, max: 5 },
  { min: 1, max: 7 },
] as const

/** Why goods come back. */
export const returnReasons = ["does-not-fit", "not-as-described", "damaged", "changed-my-mind"] as const

export const enquiryEvents = ["in", "out", "handoff", "close", "reopen"] as const
export const IN = 0
export const OUT = 1
export const HANDOFF = 2
export const CLOSE = 3
export const REOPEN = 4

/** Who acts in an enquiry; the customer is nobody of these. */
export const actors = ["human", "bot", "auto"] as const
export const HUMAN = 0
export const BOT = 1
export const AUTO = 2

/** What enquiries are about. */
export const topics = ["delivery", "returns", "product", "payment", "other"] as const
/** Who answers enquiries. */
export const agents = ["ola", "piotr", "marta", "jan", "ewa", "tomek", "zofia", "adam"] as const

/** What money is spent for. */
export const purposes = ["media", "content", "software", "staff"] as const
export const MEDIA = 0
export const CONTENT = 1
export const SOFTWARE = 2
export const STAFF = 3

/** Plans of the shop's club and what they cost a month, in minor units. */
export const plans = ["club", "club-plus"] as const
export const planPrices = [990, 1990] as const

/** Channels by which customers may be contacted, where they agreed. */
export const agreed = ["email", "phone"] as const

/** What a mystery shopper looks at: the points possible, and whether the visit fails where the item does. */
export const auditItems = [
  ["entrance", 2, false],
  ["cleanliness", 3, false],
  ["exits-free", 1, true],
  ["greeting", 2, false],
  ["advice", 5, false],
  ["stock", 4, false],
  ["queue", 3, false],
  ["receipt", 1, true],
  ["farewell", 1, false],
] as const

/** What the shop sells: id and price in minor units. Carriage is an item of its own. */
export const items = [
  ["tea-pot", 8900],
  ["coffee-mug", 3900],
  ["kitchen-scale", 9900],
  ["cutting-board", 5900],
  ["frying-pan", 13900],
  ["chef-knife", 18900],
  ["table-cloth", 7900],
  ["napkins", 1900],
  ["candle", 2900],
  ["lantern", 6900],
  ["vase", 8500],
  ["picture-frame", 4500],
  ["wall-clock", 11900],
  ["desk-lamp", 15900],
  ["floor-lamp", 32900],
  ["cushion", 4900],
  ["throw", 9900],
  ["duvet", 24900],
  ["bed-linen", 17900],
  ["towel", 3500],
  ["bath-mat", 5500],
  ["laundry-basket", 8900],
  ["shelf", 21900],
  ["side-table", 27900],
  ["garden-chair", 19900],
  ["plant-pot", 3900],
  ["watering-can", 4900],
  ["bird-house", 6500],
] as const
export const CARRIAGE = items.length
export const CARRIAGE_PRICE = 1490
export const CARRIAGE_FREE_FROM = 20_000
export const itemIds: ReadonlyArray<string> = [...items.map(([id]) => id), "carriage"]

/** Independent concerns of a life: each draws from streams of its own. */
export const D = {
  profile: 0,
  demand: 1,
  browse: 2,
  purchase: 3,
  order: 4,
  delivery: 5,
  afterSale: 6,
  service: 7,
  survey: 8,
  ask: 9,
  mail: 10,
  identity: 11,
  deals: 12,
  silence: 13,
  enquiry: 14,
  referral: 15,
  subscription: 16,
  consent: 17,
  experiment: 18,
  cost: 19,
  audit: 20,
} as const
export const DOMAINS = 21
