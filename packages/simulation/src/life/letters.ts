import { response, satisfaction } from "./ask.ts"
import { type Letter, type Life, MONTHS, slots, type Survey } from "./Life.ts"
import { meet } from "./meet.ts"
import { DAY, HOUR, MINUTE, SECOND } from "./ShopTime.ts"
import {
  ANSWERED,
  APP,
  BOUNCED,
  CSAT,
  DELIVERED,
  DESKTOP,
  EMAIL,
  MARKETING,
  MOBILE,
  NA,
  NPS,
  OCCASION,
  PARTIAL,
  REMINDER,
  SENT,
  SURVEY,
  T,
} from "./vocabulary.ts"

/** Two letters in any seven days at most, transactional ones aside; what does not fit is not sent. */
const WINDOW = 7 * DAY

const BOUNCES = 0.008

/** How letters of a kind are sent: where from, as what, by which channel, and the share that is opened. */
const kinds = {
  newsletter: { touchpoint: T["email-newsletter"], class: MARKETING, channel: -1, opened: 0 },
  campaign: { touchpoint: T["marketing-campaign"], class: MARKETING, channel: EMAIL, opened: 0.1 },
  deal: { touchpoint: T["marketing-campaign"], class: MARKETING, channel: APP, opened: 0.02 },
  "cross-sell": { touchpoint: T["cross-sell-email"], class: MARKETING, channel: -1, opened: 0.25 },
  greeting: { touchpoint: T["anniversary-greeting"], class: OCCASION, channel: -1, opened: 0.4 },
  cart: { touchpoint: T["shopping-cart"], class: REMINDER, channel: EMAIL, opened: 0 },
  survey: { touchpoint: T["feedback-survey"], class: SURVEY, channel: -1, opened: 0 },
} as const

const RESPONSE = { answered: 0.32, partial: 0.04, dismissed: 0.14 }
/** Satisfaction with the delivery, in time and late; promoters and detractors likewise. */
const SATISFIED = { kept: 0.91, late: 0.25 }
const PROMOTERS = { kept: 0.5, late: 0.15 }
const DETRACTORS = { kept: 0.16, late: 0.6 }

/** Sends what waits, in the order of time, and keeps the gap. */
export const send = (life: Life): void => {
  const { letters } = life
  letters.sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1))
  let last = Number.NEGATIVE_INFINITY
  let lastButOne = Number.NEGATIVE_INFINITY
  for (const letter of letters) {
    const { at, kind } = letter
    if (!life.sink.holds(at) || isQuiet(life, at)) continue
    // Whoever plans the deals does not look at what else is sent.
    if (kind === "deal") {
      post(life, letter)
      continue
    }
    if (at - lastButOne < WINDOW) continue
    lastButOne = last
    last = at
    post(life, letter)
  }
}

const isQuiet = ({ quiet }: Life, at: number): boolean => {
  for (let i = 0; i < quiet.length; i += 2) if (at >= (quiet[i] ?? 0) && at < (quiet[i + 1] ?? 0)) return true
  return false
}

/** Place of a letter's streams. */
const slotOf = ({ item, kind }: Letter): number => {
  switch (kind) {
    case "newsletter":
      return slots.newsletter(item)
    case "campaign":
      return slots.campaign(item)
    case "greeting":
      return slots.greeting(item)
    case "cart":
      return slots.letter(item)
    case "cross-sell":
      return slots.letter(MONTHS + item)
    case "survey":
      return slots.letter(2 * MONTHS + item)
    case "deal":
      return 8 * MONTHS + item
  }
}

const post = (life: Life, letter: Letter): void => {
  const { at, item, kind, packageId, survey } = letter
  const how = kinds[kind]
  const slot = slotOf(letter)
  const random = kind === "deal" ? life.stream("deals", slot) : life.stream("mail", slot)
  const bounced = random.chance(BOUNCES)
  const opens = random.unit()
  const pause = random.unit()
  const mobile = random.chance(0.6)
  const deliveredAt = bounced ? Number.NaN : life.sink.past(at + random.between(2 * SECOND, 90 * SECOND))
  const id = `m${life.digits}-${item}-${kind}`
  life.sink.contact({
    id,
    customer: life.id,
    at,
    touchpoint: how.touchpoint,
    class: how.class,
    channel: how.channel,
    packageId,
    status: bounced ? BOUNCED : Number.isNaN(deliveredAt) ? SENT : DELIVERED,
    deliveredAt,
  })
  if (survey !== null) return inquire(life, letter, survey, id, bounced)
  const opened = kind === "newsletter" ? clicked(life, item) : how.opened
  // Deals fall into the place of the last campaign: nobody asks about each of them.
  if (bounced || opens >= opened) return
  meet(
    life,
    {
      slot: kind === "deal" ? slots.campaign(MONTHS - 1) : slot,
      customer: life.id,
      device: mobile ? MOBILE : DESKTOP,
      session: null,
    },
    how.touchpoint,
    at + 2 * MINUTE + Math.floor(pause * pause * 20 * HOUR),
  )
}

/** The share of a month's newsletters that is clicked. */
const clicked = ({ levers: { newsletter }, time }: Life, month: number): number => {
  const last = Math.max(1, time.months.length - 2)
  return newsletter.first + ((newsletter.last - newsletter.first) * month) / last
}

/** A survey about an order: one row, whether it is answered or not. */
const inquire = (life: Life, letter: Letter, survey: Survey, contactId: string, bounced: boolean): void => {
  const { at, item } = letter
  const random = life.stream("survey", item)
  const status = response(random, RESPONSE)
  const pause = random.unit()
  const about = survey.touchpoint
  const when = survey.late ? "late" : "kept"
  const score =
    about === -1
      ? recommendation(random.unit(), random.unit(), PROMOTERS[when], DETRACTORS[when])
      : satisfaction(random, SATISFIED[when])
  const reactedAt = at + 5 * MINUTE + Math.floor(pause * pause * 2 * DAY)
  const reacts = !bounced && status !== NA && life.sink.holds(reactedAt)
  const became = reacts ? status : NA
  life.sink.feedback({
    id: `f${life.digits}-${item}-survey`,
    customer: life.id,
    at: reacts ? reactedAt : at,
    touchpoint: about,
    instrument: about === -1 ? NPS : CSAT,
    wave: about === -1 ? waveOf(life, at) : null,
    status: became,
    score: became === ANSWERED ? score : Number.NaN,
    choice: -1,
    contactId,
    orderId: survey.order,
  })
  if (became !== ANSWERED && became !== PARTIAL) return
  const slot = slotOf(letter)
  const visit = { slot, customer: life.id, device: -1, session: null }
  meet(life, visit, T["feedback-survey"], reactedAt - 30 * SECOND, 30 * SECOND)
}

const waveOf = ({ time }: Life, at: number): string => {
  const { month, year } = time.civil(time.dayOf(at))
  return `${year}-Q${Math.ceil(month / 3)}`
}

/** A score of 0–10 by the shares of promoters (9, 10) and detractors (0–6). */
const recommendation = (share: number, within: number, promoters: number, detractors: number): number => {
  if (share < promoters) return within < 0.55 ? 10 : 9
  if (share >= 1 - detractors) return Math.floor(within * 7)
  return within < 0.6 ? 8 : 7
}
