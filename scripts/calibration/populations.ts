// Populations of customers, whose number is known: what they do, drawn customer by customer.
import { random, type Random } from "./random.ts"

/** Rows by kind. */
export type Rows = Readonly<Record<string, ReadonlyArray<Readonly<Record<string, string | number | null>>>>>

/** The mean of a variable over very many draws, where no closed form is at hand. */
const meanOf = (of: (random: Random) => number, draws = 1_000_000): number => {
  const from = random(1)
  let sum = 0
  for (let i = 0; i < draws; i++) sum += of(from)
  return sum / draws
}

/** Answers of a customer whose mood shifts all of them. */
export const answers =
  (instrument: string, most: number, levelOf: (mood: number, random: Random) => number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const mood = from.normal()
    const scale = { scaleMin: most === 10 ? 0 : 1, scaleMax: most, polarity: "high" }
    return {
      feedback: Array.from({ length: 1 + from.poisson(2) }, () => ({
        customer: id,
        touchpoint: group,
        instrument,
        status: "answered",
        score: levelOf(mood, from),
        ...scale,
        at: 0,
      })),
    }
  }

/** Five levels, the same mood weighing more or less. */
export const five = (weight: number) => (mood: number, from: Random) =>
  Math.min(5, Math.max(1, Math.round(3.9 + weight * mood + Math.sqrt(1 - weight * weight) * from.normal())))

export const eleven = (mood: number, from: Random) =>
  Math.min(10, Math.max(0, Math.round(8 + 1.5 * mood + 1.5 * from.normal())))

export const moody = (of: (mood: number, from: Random) => number, worth: (score: number) => number) =>
  meanOf((from) => worth(of(from.normal(), from)))

export const MOODS = [0, 0.7]

/** Promises of a customer, kept more or less often by where the customer lives. */
export const promises =
  (spread: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const kept = spread === 0 ? 0.85 : from.beta(0.85 * spread, 0.15 * spread)
    const due = Array.from({ length: 1 + from.poisson(1.5) }, () => ({
      customer: id,
      party: group,
      at: 0,
      due: 1000,
      fulfilledAt: from.flip(kept) ? 900 : 1100,
    }))
    // A promise made later, not yet due: the facts reach beyond what was promised before.
    return { promise: [...due, { customer: id, party: group, at: 5000, due: 1e9, fulfilledAt: null }] }
  }

export const orders = (id: string, group: string | null, from: Random): Rows => ({
  order: Array.from({ length: from.poisson(1.3) }, (_, i) => ({
    eventId: `${id}-${i}`,
    customer: id,
    touchpoint: group,
    at: i,
  })),
})

/** Buyers with one order and more; who has a taste for it buys more often and dearer. */
export const purchases = (id: string, group: string | null, from: Random): Rows => {
  const taste = from.normal()
  const count = 1 + from.poisson(Math.exp(0.2 + 0.3 * taste))
  return {
    order: Array.from({ length: count }, (_, i) => ({
      eventId: `${id}-${i}`,
      customer: id,
      touchpoint: group,
      currency: "EUR",
      amount: Math.round(100 * Math.exp(3 + 0.2 * taste + 0.5 * from.normal())),
      at: i,
    })),
  }
}

/** E e^(kT) of a standard normal T. */
const e = (k: number) => Math.exp((k * k) / 2)
export const ordersOfABuyer = 1 + Math.exp(0.2) * e(0.3)
export const cents = (100 * Math.exp(3.125) * (e(0.2) + Math.exp(0.2) * e(0.5))) / ordersOfABuyer

/** Survey requests; some customers answer nearly always, some nearly never. */
export const requests =
  (spread: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = from.beta(0.3 * spread, 0.7 * spread)
    return {
      feedback: Array.from({ length: 1 + from.poisson(2) }, () => {
        const answered = from.flip(own)
        return {
          customer: id,
          touchpoint: group,
          instrument: "csat",
          status: answered ? "answered" : "na",
          score: answered ? 4 : null,
          at: 0,
        }
      }),
    }
  }

const DAY = 86_400_000
/** Long after everything below had its time. */
const LATER = 1000 * DAY

/** Visits to a page, each followed by an order or not, as the customer is inclined. */
export const attempts =
  (most: number, spread: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = spread === 0 ? 0.25 : from.beta(0.25 * spread, 0.75 * spread)
    const days = Array.from({ length: most === 1 ? 1 : 1 + from.poisson(most - 1) }, (_, i) => 30 * i * DAY)
    const ordered = days.filter(() => from.flip(own))
    return {
      interaction: [
        ...days.map((at) => ({ customer: id, touchpoint: "product-page", channel: group, at })),
        { customer: `${id}-late`, touchpoint: "elsewhere", at: LATER },
      ],
      order: [
        ...ordered.map((day) => ({ eventId: `${id}-${day}`, customer: id, at: day + DAY })),
        { eventId: `${id}-late`, at: LATER, customer: null },
      ],
    }
  }

/** Orders of a customer as a Poisson process of one in 60 days, seen for a thousand. */
export const renewals = (id: string, group: string | null, from: Random): Rows => {
  const order: Array<Rows[string][number]> = []
  for (let at = 0; at < 400 * DAY; at += -60 * DAY * Math.log(1 - from.uniform()))
    order.push({ eventId: `${id}-${order.length}`, customer: id, touchpoint: group, at: Math.floor(at) })
  return { order: [...order, { eventId: `${id}-late`, at: LATER, customer: null }] }
}

/** Contacts of a customer on days of one week, more or fewer. */
export const letters = (id: string, group: string | null, from: Random): Rows => ({
  contact: Array.from({ length: 1 + from.poisson(2.5) }, (_, i) => ({
    eventId: `${id}-${i}`,
    customer: id,
    touchpoint: "email-newsletter",
    channel: group,
    class: "marketing",
    status: "delivered",
    at: Math.floor(6 * DAY * from.uniform()),
  })),
})

/** P(1 + Poisson(2.5) > 4) */
export const overFour = 1 - Math.exp(-2.5) * (1 + 2.5 + 2.5 ** 2 / 2 + 2.5 ** 3 / 6)
