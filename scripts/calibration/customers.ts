// Customers who come, stay and go, drawn one by one.
import type { Rows } from "./populations.ts"
import type { Random } from "./random.ts"

export const DAY = 86_400_000
const instant = (day: number) => Math.floor(day * DAY)
const exponential = (mean: number, from: Random) => -mean * Math.log(1 - from.uniform())

/** Sessions of a visitor, a quarter of which convert: as the visitor is inclined. */
export const sessions = (id: string, group: string | null, from: Random): Rows => {
  const own = from.beta(0.25 * 3, 0.75 * 3)
  const visits = Array.from({ length: 1 + from.poisson(2) }, (_, i) => {
    const row = { customer: id, session: `${id}-${i}`, channel: group }
    const cart = { ...row, touchpoint: "cart", at: instant(i) }
    return from.flip(own) ? [cart, { ...row, touchpoint: "paid", at: instant(i) + 1 }] : [cart]
  }).flat()
  return { interaction: [...visits, { customer: `${id}-late`, touchpoint: "elsewhere", at: instant(400) }] }
}

/** A visit in the last twenty days, and an order after ten days on average: many are still to come. */
export const hesitant = (id: string, group: string | null, from: Random): Rows => {
  const at = 20 * from.uniform()
  const bought = at + exponential(10, from)
  const last = { customer: `${id}-late`, at: instant(20) }
  return {
    interaction: [
      { customer: id, touchpoint: "product-page", channel: group, at: instant(at) },
      { ...last, touchpoint: "elsewhere" },
    ],
    order: [
      { ...last, eventId: `${id}-late` },
      ...(bought > 20 ? [] : [{ customer: id, eventId: id, at: instant(bought) }]),
    ],
  }
}

/** Visits and orders of the same days, more of both where the customer likes the shop. */
export const busy = (id: string, group: string | null, from: Random): Rows => {
  const taste = from.normal()
  const events = (mean: number) => Array.from({ length: from.poisson(mean * Math.exp(0.4 * taste)) }, (_, i) => i)
  return {
    interaction: events(4).map(() => ({ customer: id, touchpoint: group ?? "shop", at: 0 })),
    order: events(1).map((i) => ({ customer: id, eventId: `${id}-${i}`, touchpoint: group, at: 0 })),
  }
}

export const MONTH = { from: instant(100), to: instant(130) }
/** Everybody's facts reach back and beyond the period. */
const around = (id: string) => [
  { customer: `${id}-first`, at: 0, until: 0, plan: null, eventId: `${id}-first`, amount: 0, currency: "EUR" },
  {
    customer: `${id}-last`,
    at: instant(400),
    until: null,
    plan: null,
    eventId: `${id}-last`,
    amount: 0,
    currency: "EUR",
  },
]

/** Seven in ten were there before the period and a tenth of them leaves; the others come in it, and a twentieth leaves. */
export const subscriber = (id: string, group: string | null, from: Random): Rows => {
  const old = from.flip(0.7)
  const gone = from.flip(old ? 0.1 : 0.05)
  const at = old ? 50 : 100 + 10 * from.uniform()
  return {
    subscription: [
      {
        customer: id,
        plan: group,
        at: instant(at),
        until: gone ? instant(111 + 10 * from.uniform()) : null,
        eventId: id,
      },
      ...around(id),
    ],
  }
}

/** Leaves at random, one in ten in a month. */
export const leaver = (id: string, group: string | null, from: Random): Rows => {
  const left = 100 + exponential((365.2425 / 12) * 10, from)
  return {
    subscription: [
      { customer: id, plan: group, at: instant(50), until: instant(Math.min(399, left)), eventId: id },
      ...around(id),
    ],
  }
}

/** Orders now and then; whoever is silent for a month is lost. */
export const shopper = (id: string, group: string | null, from: Random): Rows => ({
  order: [
    { customer: id, touchpoint: group, eventId: `${id}-a`, at: instant(75 + 20 * from.uniform()) },
    ...(from.flip(0.7) ? [{ customer: id, touchpoint: group, eventId: `${id}-b`, at: instant(103) }] : []),
    ...around(id).map((row) => ({ ...row, touchpoint: null })),
  ],
})

/** Stays for 100 days on average, begun at any time of the last 200. */
export const staying = (id: string, group: string | null, from: Random): Rows => {
  const at = Math.floor(200 * from.uniform())
  const until = at + Math.ceil(exponential(100, from))
  return {
    subscription: [
      { customer: id, plan: group, at: instant(at), until: until > 200 ? null : instant(until), eventId: id },
      { customer: null, at: instant(200), until: null, eventId: `${id}-last` },
    ],
  }
}

/** Pays some amount, then another: some leave, a few pay more. */
export const payer = (id: string, group: string | null, from: Random): Rows => {
  const before = Math.round(1000 * Math.exp(0.6 * from.normal()))
  const leaves = from.flip(0.15)
  const after = Math.round(before * (from.flip(0.2) ? 1.5 : from.flip(0.2) ? 0.7 : 1))
  const row = { customer: id, plan: group, currency: "EUR" }
  return {
    subscription: [
      { ...row, amount: before, at: instant(50), until: instant(115), eventId: `${id}-a` },
      ...(leaves ? [] : [{ ...row, amount: after, at: instant(115), until: null, eventId: `${id}-b` }]),
      ...around(id),
    ],
  }
}
export const kept = 0.85 * (0.2 * 1.5 + 0.8 * (0.2 * 0.7 + 0.8))
export const keptAtMost = 0.85 * (0.2 + 0.8 * (0.2 * 0.7 + 0.8))

/** New, current, resurrected or dormant in the period. */
export const STATES = { new: 0.3, current: 0.3, resurrected: 0.15, dormant: 0.25 }
export const changing = (id: string, group: string | null, from: Random): Rows => {
  const u = from.uniform()
  const days = u < 0.3 ? [110] : u < 0.6 ? [80, 110] : u < 0.75 ? [20, 110] : [80]
  return {
    order: [
      ...days.map((day) => ({ customer: id, touchpoint: group, eventId: `${id}-${day}`, at: instant(day) })),
      ...around(id).map((row) => ({ ...row, touchpoint: null })),
    ],
  }
}
export const active = STATES.new + STATES.current + STATES.resurrected

/** One new customer on average. */
export const arriving = (id: string, group: string | null, from: Random): Rows => ({
  order: [
    ...Array.from({ length: from.poisson(1) }, (_, i) => ({
      customer: `${id}-${i}`,
      touchpoint: group,
      eventId: `${id}-${i}`,
      at: instant(110),
    })),
    ...around(id).map((row) => ({ ...row, touchpoint: null })),
  ],
})
