// Metrics of costs and of invitations.
import {
  costPerAcquisition,
  costPerContact,
  kFactor,
  referralShare,
  returnOnAdSpend,
  returnOnInvestment,
  viralCycleTime,
} from "@touchpoint/core/metrics"
import type { Rows } from "./populations.ts"
import type { Random } from "./random.ts"
import type { Whole } from "./Whole.ts"

const DAY = 86_400_000

/** A piece of spending, and what it brings: so many customers, who come back as often as said. */
const spending =
  (customers: (from: Random) => number, times: (from: Random) => number) =>
  (id: string, group: string | null, from: Random): Rows => ({
    cost: [{ eventId: `k${id}`, at: 0, amount: 100, currency: "EUR", clicks: 20, touchpoint: group }],
    order: Array.from({ length: customers(from) }, (_, i) =>
      Array.from({ length: times(from) }, (__, j) => ({
        eventId: `${id}-${i}-${j}`,
        customer: `${id}-${i}`,
        touchpoint: group,
        at: 0,
      })),
    ).flat(),
  })

const once = () => 1
const poisson = spending((from) => from.poisson(0.4), once)
const clicked = spending((from) => Array.from({ length: 20 }, () => from.flip(0.04)).filter(Boolean).length, once)
const often = spending(
  (from) => from.poisson(0.4),
  (from) => 1 + from.poisson(1),
)

/** A campaign: its cost, and three times as much revenue, give or take. */
const campaign = (id: string, group: string | null, from: Random): Rows => {
  const amount = Math.round(2000 + 6000 * from.uniform())
  const luck = Math.exp(0.4 * from.normal() - 0.08)
  return {
    cost: [{ eventId: `k${id}`, at: 0, amount, currency: "EUR", campaign: id, touchpoint: group }],
    order: [
      {
        eventId: id,
        customer: id,
        at: 0,
        amount: Math.round(3 * amount * luck),
        currency: "EUR",
        campaign: id,
        touchpoint: group,
      },
    ],
  }
}

/** A campaign of letters: a fixed part of its cost, and a part of each. */
const mailing = (id: string, group: string | null, from: Random): Rows => {
  const letters = 5 + from.poisson(20)
  const amount = Math.max(0, Math.round(400 + 30 * letters + 120 * from.normal()))
  return {
    cost: [{ eventId: `k${id}`, at: 0, amount, currency: "EUR", campaign: id, touchpoint: group }],
    contact: Array.from({ length: letters }, (_, i) => ({
      eventId: `${id}-${i}`,
      customer: `${id}-${i}`,
      at: 0,
      status: "delivered",
      packageId: id,
      touchpoint: group ?? "mail",
    })),
  }
}

/** Somebody who invites now and then, several at once; facts reach far beyond what is asked about. */
const inviter =
  (share: number, more: number, accepted: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const sent = from.flip(share) ? 1 + from.poisson(more) : 0
    const friends = Array.from({ length: sent }, (_, i) => {
      const delay = -5 * DAY * Math.log(1 - from.uniform())
      return {
        eventId: `i${id}-${i}`,
        customer: id,
        invitee: `${id}-friend-${i}`,
        at: 0,
        acceptedAt: from.flip(accepted) ? Math.round(delay) : null,
      }
    })
    const later = { eventId: `l${id}`, customer: id, at: 400 * DAY }
    return {
      order: [{ eventId: `f${id}`, customer: id, at: 0, touchpoint: group }, later],
      referral: [...friends, { ...later, invitee: `${id}-later`, acceptedAt: null }],
    }
  }

/** Accepted within a window of 30 days, of those ever accepted. */
const inTime = 1 - Math.exp(-6)

/** Somebody whose one invitation is followed for 1 … 20 days. */
const followed = (id: string, group: string | null, from: Random): Rows => {
  const at = Math.floor(19 * DAY * from.uniform())
  const delay = Math.round(-5 * DAY * Math.log(1 - from.uniform()))
  const until = from.flip(0.8) && at + delay <= 20 * DAY ? at + delay : null
  const last = { eventId: `l${id}`, customer: id, invitee: id, at: 20 * DAY, acceptedAt: null, touchpoint: "none" }
  return {
    referral: [{ ...last, eventId: id, invitee: `${id}-friend`, at, acceptedAt: until, touchpoint: group }, last],
  }
}

/** A new customer, invited or not. */
const newcomer = (id: string, group: string | null, from: Random): Rows => ({
  order: [{ eventId: id, customer: id, at: 0, touchpoint: group }],
  referral: [{ eventId: `i${id}`, customer: "host", invitee: id, at: 0, acceptedAt: from.flip(0.2) ? 0 : null }],
})

const exact =
  "exact intervals and tests of counts cover at least and reject at most as often as nominal, the more so the fewer there are"

const counted =
  "fewer than 30 events' worth of Garwood's interval, which covers at least as often as nominal, and more so with events that come together"

/** What the metrics of costs and invitations are tried with. */
export const costMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: costPerAcquisition,
    params: { currency: "EUR" },
    group: "touchpoint",
    of: "pieces of spending",
    sizes: [30, 150],
    because: ({ rate }) => (rate > 0.97 || rate < 0.03 ? exact : null),
    populations: [{ setting: "0.4 new customers each", customer: poisson, truth: 250 }],
  },
  {
    metric: costPerAcquisition,
    params: { currency: "EUR", clicks: "use" },
    group: "touchpoint",
    of: "pieces of spending",
    because: ({ rate }) => (rate < 0.03 ? exact : null),
    populations: [{ setting: "4 % of 20 clicks each", customer: clicked, truth: 125 }],
  },
  {
    metric: costPerAcquisition,
    params: { currency: "EUR", count: "every" },
    group: "touchpoint",
    of: "pieces of spending",
    populations: [{ setting: "0.4 customers each with 1 + Poisson(1) orders", customer: often, truth: 125 }],
  },
  {
    metric: costPerContact,
    params: { currency: "EUR", pairs: "campaign" },
    group: "touchpoint",
    of: "campaigns",
    sizes: [10, 50],
    half: 30,
    populations: [{ setting: "5 + Poisson(20) contacts each", customer: mailing, truth: 400 / 25 + 30 }],
  },
  {
    metric: returnOnAdSpend,
    params: { currency: "EUR", pairs: "campaign" },
    group: "touchpoint",
    of: "campaigns",
    sizes: [10, 50],
    half: 30,
    populations: [{ setting: "log-normal returns of threefold cost", customer: campaign, truth: 3 }],
  },
  {
    metric: returnOnInvestment,
    params: { currency: "EUR", pairs: "campaign", marginRate: 0.4 },
    group: "touchpoint",
    of: "campaigns",
    sizes: [10, 50],
    half: 30,
    populations: [{ setting: "log-normal returns of threefold cost", customer: campaign, truth: 0.2 }],
  },
  {
    metric: kFactor,
    because: ({ rate }) => (rate > 0.97 ? counted : null),
    group: "touchpoint",
    of: "members",
    sizes: [30, 150, 600],
    half: 300,
    populations: [
      {
        setting: "one in five invites 1 + Poisson(1), 40 % accept",
        customer: inviter(0.2, 1, 0.4),
        truth: 0.2 * 2 * 0.4 * inTime,
      },
    ],
  },
  {
    metric: kFactor,
    because: ({ rate }) => (rate > 0.97 || rate < 0.03 ? counted : null),
    group: "touchpoint",
    of: "members",
    sizes: [60],
    half: 90,
    first: 30,
    populations: [
      {
        setting: "few accepted in the smaller group",
        customer: inviter(0.2, 1, 0.4),
        truth: 0.2 * 2 * 0.4 * inTime,
      },
    ],
  },
  {
    metric: kFactor,
    because: ({ rate }) => (rate > 0.97 ? counted : null),
    params: { form: "invitations" },
    group: "touchpoint",
    of: "members",
    sizes: [30, 150, 600],
    half: 300,
    populations: [{ setting: "one in five invites 1 + Poisson(1)", customer: inviter(0.2, 1, 0.4), truth: 0.4 }],
  },
  {
    metric: kFactor,
    params: { form: "acceptance" },
    group: "touchpoint",
    of: "members",
    sizes: [100, 300],
    half: 300,
    populations: [
      {
        setting: "one in five invites 1 + Poisson(1), 40 % accept",
        customer: inviter(0.2, 1, 0.4),
        truth: 0.4 * inTime,
      },
    ],
  },
  {
    metric: viralCycleTime,
    group: "touchpoint",
    of: "members",
    sizes: [100, 300],
    populations: [
      {
        setting: "exponential delays of 5 days, cut at 30",
        customer: inviter(0.5, 1, 0.6),
        truth: -5 * DAY * Math.log(1 - inTime / 2),
      },
    ],
  },
  {
    metric: viralCycleTime,
    params: { form: "acceptance" },
    group: "touchpoint",
    of: "invitations",
    sizes: [100, 300],
    populations: [
      {
        setting: "80 % accept after exponential delays of 5 days, followed for 1 … 20 days",
        customer: followed,
        truth: -5 * DAY * Math.log(1 - 0.5 / 0.8),
      },
    ],
  },
  {
    metric: referralShare,
    group: "touchpoint",
    of: "new customers",
    populations: [{ setting: "one in five invited", customer: newcomer, truth: 0.2 }],
  },
]
