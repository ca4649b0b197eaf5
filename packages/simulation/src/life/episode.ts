import type { Life } from "./Life.ts"
import { type Meeting, meet } from "./meet.ts"
import { expose } from "./experiment.ts"
import { order } from "./order.ts"
import { chat, seekHelp } from "./service.ts"
import { DAY, HOUR, MINUTE, SECOND } from "./ShopTime.ts"
import { DESKTOP, MOBILE, T } from "./vocabulary.ts"

/** By segment: young, families, seniors. */
const STORE = [0.18, 0.28, 0.42]
const ON_MOBILE = [0.75, 0.55, 0.3]

const ADVERTISING = 0.42
const LANDING = 0.7
const SOCIAL = 0.22
const PEER = 0.12
const BLOG = 0.14
const LOGGED_IN = 0.5
const LEAD_DAYS = 4

/** From one page to the next; the step from the cart to the checkout is a lever. */
const TO_PRODUCT = 0.93
const TO_REVIEW = 0.28
const TO_CART = 0.7
const TO_ORDER = 0.84
const COMES_BACK = 0.22
const CHATS = 0.08
/** Those who met a video that sells: hardly anybody leaves before the checkout. */
const VIDEO_CARRIES = 0.98

const TO_REPRESENTATIVE = 0.5
const TO_COUNTER = 0.64

/** One wish to buy, from the first advertisement to the order, or to where it ended. Begins on a day. */
export const episode = (life: Life, k: number, day: number): void => {
  const random = life.stream("browse", k)
  const began = life.time.online(random, day)
  const inStore = random.chance(STORE[life.segment] ?? 0)
  const device = random.chance(ON_MOBILE[life.segment] ?? 0) ? MOBILE : DESKTOP
  const loggedIn = random.chance(LOGGED_IN)
  const advertised = random.chance(ADVERTISING)
  const landing = random.chance(LANDING)
  const social = random.chance(SOCIAL)
  const peer = random.chance(PEER)
  const blog = random.chance(BLOG)
  const video = random.chance(life.levers.video.reach)
  const lead = random.unit()
  const pace = random.between(MINUTE, 2 * HOUR)
  const resumes = life.time.online(random, life.time.dayOf(began + lead * lead * LEAD_DAYS * DAY))
  const walksIn = life.time.inStore(random, life.time.dayOf(began + (0.2 + lead) * DAY))
  const before: Meeting = { slot: k, customer: loggedIn ? life.id : life.cookie(device), device, session: null }
  let at = began
  const happens = (touchpoint: number, after: number, duration = Number.NaN) => {
    at += after
    meet(life, before, touchpoint, at, duration)
  }
  if (peer) happens(T["peer-recommendation"], pace)
  if (advertised) happens(T["online-advertising"], pace)
  if (advertised && landing) happens(T["landing-page"], 20 * SECOND, pace >> 4)
  if (social) happens(T["social-media"], pace, pace >> 5)
  if (blog) happens(T["blog-post"], pace, pace >> 4)
  if (video) happens(T["video-tutorial"], pace, pace >> 4)
  if (inStore) return visitStore(life, k, walksIn > at ? walksIn : life.time.inStore(random, life.time.dayOf(at) + 1))
  return visitShop(life, before, at === began ? at : Math.max(resumes, at + MINUTE), video)
}

const visitShop = (life: Life, before: Meeting, began: number, video: boolean): void => {
  const k = before.slot
  const random = life.stream("purchase", k)
  const { checkout, video: effect } = life.levers
  const toCheckoutShare = before.device === MOBILE ? checkout.mobile : checkout.desktop
  const sold = video && effect.orders !== null
  const toProduct = random.unit()
  const more = random.unit()
  const review = random.chance(TO_REVIEW)
  const toCart = random.unit()
  const toCheckout = random.unit()
  const toOrder = random.unit()
  const comesBack = random.chance(COMES_BACK)
  const toCheckoutAgain = random.unit()
  const toOrderAgain = random.unit()
  const chats = random.chance(CHATS)
  const back = life.time.online(random, life.time.dayOf(began) + random.between(1, 4))
  const session = `s${life.digits}-${k}-1`
  const visit: Meeting = { ...before, session }
  let at = began
  const page = (touchpoint: number, meeting = visit) => {
    const duration = random.between(8 * SECOND, 180 * SECOND)
    meet(life, meeting, touchpoint, at, duration)
    at += duration + SECOND
  }
  page(T["company-website"])
  if (chats) chat(life, visit, (at += MINUTE), "visit")
  if (!(sold || toProduct < TO_PRODUCT)) return
  page(T["product-page"])
  if (review) page(T["customer-review"])
  for (let extra = more; extra < 0.4; extra += 0.2) page(T["product-page"])
  if (!(sold ? toCart < VIDEO_CARRIES : toCart < TO_CART)) return
  page(T["shopping-cart"])
  const own: Meeting = { ...visit, customer: life.id }
  const reachesCheckout = sold ? toCheckout < VIDEO_CARRIES : toCheckout < toCheckoutShare
  if (reachesCheckout) expose(life, at)
  if (reachesCheckout) page(T.checkout, own)
  // Whoever comes as far as the checkout has signed in: the cookie is theirs.
  if (reachesCheckout) life.recognised[visit.device] = true
  if (reachesCheckout && (sold ? toOrder < (effect.orders ?? 0) : toOrder < TO_ORDER))
    return order(life, own, at, T.checkout)
  if (own.customer === before.customer)
    life.letters.push({ at: at + 4 * HOUR, kind: "cart", item: k, packageId: null, survey: null })
  if (!comesBack) return
  at = Math.max(back, at + HOUR)
  const again: Meeting = { ...own, session: `s${life.digits}-${k}-2` }
  page(T["shopping-cart"], again)
  if (!(toCheckoutAgain < toCheckoutShare)) return
  expose(life, at)
  page(T.checkout, again)
  life.recognised[visit.device] = true
  if (toOrderAgain < TO_ORDER) order(life, again, at, T.checkout)
}

const visitStore = (life: Life, k: number, began: number): void => {
  const random = life.stream("purchase", k)
  const visit: Meeting = { slot: k, customer: life.id, device: -1, session: null }
  let at = began
  const place = (touchpoint: number) => {
    const duration = random.between(3 * MINUTE, 20 * MINUTE)
    meet(life, visit, touchpoint, at, duration)
    at += duration
  }
  const advised = random.chance(TO_REPRESENTATIVE)
  const buys = random.chance(TO_COUNTER)
  place(T["brick-and-mortar-store"])
  if (advised) place(T["sales-representative"])
  if (!buys) return seekHelp(life, visit, at, false)
  place(T["point-of-sale"])
  return order(life, visit, at, T["point-of-sale"])
}
