import { Enquiry, write } from "./enquiry.ts"
import type { Life } from "./Life.ts"
import { type Meeting, meet } from "./meet.ts"
import { DAY, HOUR, MINUTE, SECOND } from "./ShopTime.ts"
import { AUTO, BOT, BRAND, CLOSE, HANDOFF, HUMAN, IN, OUT, T } from "./vocabulary.ts"

/** Shares of orders after which customers look for help, and of visits without one. */
const AFTER_ORDER = { helpCentre: 0.15, chatbot: 0.1, support: 0.08 }
const OTHERWISE = { helpCentre: 0.04, chatbot: 0, support: 0.02 }
/** Share of calls that end with a promise to call back within a day. */
const CALLS_BACK = 0.3
/** Share of chats whose customers tell the bot that they are done. */
const SAYS_SO = 0.6
/** Talks of one episode: each kind has streams of its own. */
const TALKS = { visit: 1, ordered: 2, direct: 3 }
type Talk = keyof typeof TALKS
const APART = 1000
/** Place of what is written, beside the talks. */
const WRITTEN = 8

/** Help sought after an order, or after a visit without one. */
export const seekHelp = (life: Life, { customer, device, slot }: Meeting, since: number, ordered: boolean): void => {
  const shares = ordered ? AFTER_ORDER : OTHERWISE
  const random = life.stream("service", slot)
  const [helpCentre, chatbot, support] = [random.unit(), random.unit(), random.unit()]
  const day = life.time.dayOf(since) + random.between(1, 6)
  const [first, second, third] = [
    life.time.online(random, day),
    life.time.online(random, day + 1),
    life.time.inStore(random, day + 2),
  ]
  const length = random.between(MINUTE, 9 * MINUTE)
  const visit = { slot, customer, device, session: null }
  if (helpCentre < shares.helpCentre) {
    meet(life, visit, T["help-centre"], first, length)
    write(life, WRITTEN * APART + 2 * slot, customer, first + length)
  }
  if (chatbot < shares.chatbot) chat(life, visit, second, "ordered")
  if (support < shares.support) talk(life, visit, third, "direct", call(life, visit, third))
}

/** A call: the customer waits until somebody answers. */
const call = (life: Life, { customer, slot }: Meeting, answered: number): Enquiry => {
  const enquiry = new Enquiry(life, TALKS.direct * APART + slot, customer)
  const waited = life.stream("enquiry", (TALKS.direct + 3) * APART + slot).between(10 * SECOND, 6 * MINUTE)
  enquiry.event(answered - waited, IN, -1, T["customer-support-representative"])
  return enquiry
}

/** A chat with the bot, which answers or hands over to a person. */
export const chat = (life: Life, visit: Meeting, at: number, which: Talk): void => {
  const random = life.stream("service", TALKS[which] * APART + visit.slot)
  const { handedOff, satisfied, takenUp, waitMinutes } = life.levers.chatbot
  const length = random.between(2 * MINUTE, 8 * MINUTE)
  const over = random.unit()
  const taken = random.unit()
  const wait = random.unit()
  meet(life, visit, T.chatbot, at, length, satisfied)
  const enquiry = new Enquiry(life, TALKS[which] * APART + visit.slot, visit.customer)
  enquiry.event(at, IN, -1, T.chatbot)
  enquiry.event(at + 2 * SECOND, OUT, BOT, T.chatbot)
  // Whoever says nothing more is taken to be helped.
  if (over >= handedOff) return enquiry.event(at + length, CLOSE, wait < SAYS_SO ? BOT : AUTO, T.chatbot)
  enquiry.event(at + length, HANDOFF, BOT, T.chatbot)
  // What nobody takes up stays open.
  if (taken < takenUp)
    talk(
      life,
      { ...visit, device: -1, session: null },
      at + length + MINUTE + Math.floor(wait * waitMinutes * MINUTE),
      which,
      enquiry,
    )
}

/** A talk with a person, who may promise to call back. */
const talk = (life: Life, visit: Meeting, at: number, which: Talk, enquiry: Enquiry): void => {
  const random = life.stream("service", (TALKS[which] + 3) * APART + visit.slot)
  const length = random.between(3 * MINUTE, 15 * MINUTE)
  const promised = random.chance(CALLS_BACK)
  const late = random.chance(life.levers.late.brand)
  const wait = random.unit()
  const due = at + DAY
  const called = late ? due + HOUR + Math.floor(wait * 2 * DAY) : at + 20 * MINUTE + Math.floor(wait * 3 * HOUR)
  meet(life, visit, T["customer-support-representative"], at, length)
  const said = (when: number, kind: number) => enquiry.event(when, kind, HUMAN, T["customer-support-representative"])
  said(at, OUT)
  if (promised) said(called, OUT)
  said(promised ? called + 5 * MINUTE : at + length, CLOSE)
  if (!promised || !life.sink.holds(at)) return
  life.sink.promise({
    id: `p${life.digits}-${visit.slot}-${which}`,
    customer: life.id,
    at,
    orderId: null,
    part: 2,
    touchpoint: T["customer-support-representative"],
    party: BRAND,
    due,
    byDay: false,
    originalDue: Number.NaN,
    requestedDue: Number.NaN,
    fulfilledAt: called,
    inFull: true,
    cancelled: false,
  })
}
