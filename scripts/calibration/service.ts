// Metrics of enquiries, of stays and of use.
import {
  automationShare,
  containment,
  dwellTime,
  exitShare,
  resolutionTime,
  responseTime,
  touchpointUsage,
} from "@touchpoint/core/metrics"
import type { Rows } from "./populations.ts"
import type { Random } from "./random.ts"
import type { Whole } from "./Whole.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** When the facts end. */
const NOW = 100 * HOUR

type Event = Rows[string][number]

const event = (
  enquiry: string,
  group: string | null,
  kind: string,
  at: number,
  actor: string | null = null,
): Event => ({
  eventId: `${enquiry}-${kind}-${at}`,
  enquiry,
  channel: group,
  kind,
  at: Math.round(at),
  actor,
})

/** Something else, at the end of the facts. */
const last: Event = { eventId: "last", enquiry: "last", kind: "pause", at: NOW, channel: null, actor: null }

/** Log-normal minutes around 20, longer or shorter for a customer. */
const took = (from: Random, own = 0, spread = 1): number => 20 * MINUTE * Math.exp(own + spread * from.normal())

/** One enquiry, begun within `over` before the facts end and answered some time later, if by then. */
const enquiry =
  (over: number, kind: "out" | "close") =>
  (id: string, group: string | null, from: Random): Rows => {
    const at = NOW - over * from.uniform()
    const end = at + took(from)
    return {
      "enquiry-event": [
        event(id, group, "in", at),
        ...(end <= NOW ? [event(id, group, kind, end, "human")] : []),
        last,
      ],
    }
  }

/** An enquiry with several questions, each answered before the next, fast or slowly throughout. */
const questions =
  (alike: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = alike * from.normal()
    let at = 0
    const events = Array.from({ length: 1 + from.poisson(2) }, () => {
      const begun = at
      const end = begun + took(from, own, Math.sqrt(1 - alike ** 2))
      at = end + 1 + Math.round(HOUR * from.uniform())
      return [event(id, group, "in", begun), event(id, group, "out", end, "human")]
    }).flat()
    return { "enquiry-event": [...events, { ...last, at: 1e4 * HOUR }] }
  }

/** Sessions of a customer: a page for a while, then the next, which some never reach. */
const sessions =
  (alike: number, most: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const own = alike * from.normal()
    const leaves = from.beta(2, 3)
    const rows = Array.from({ length: most === 1 ? 1 : 1 + from.poisson(most - 1) }, (_, i) => {
      const [session, at] = [`${id}-${i}`, i * 1000 * HOUR]
      const row = { customer: id, session, channel: group, touchpoint: "page", at }
      const left = from.flip(leaves)
      const stay = Math.round(took(from, own, Math.sqrt(1 - alike ** 2)))
      return left ? [row] : [row, { ...row, touchpoint: "next", at: at + stay }]
    }).flat()
    return { interaction: rows }
  }

/** Enquiries handled by a bot or a person; the replies of one enquiry are of one kind as a rule. */
const handled = (id: string, group: string | null, from: Random): Rows => {
  const bot = from.beta(0.4, 0.6)
  const machine = from.flip(0.4)
  const replies = Array.from({ length: 1 + from.poisson(2) }, (_, i) =>
    event(id, group, "out", 1 + i, (i === 0 ? machine : from.flip(bot)) ? "bot" : "human"),
  )
  return { "enquiry-event": [event(id, group, "in", 0), ...replies, event(id, group, "close", 100, "bot"), last] }
}

/** Begun with a bot; a third is handed to a person. */
const begun = (id: string, group: string | null, from: Random): Rows => ({
  "enquiry-event": [
    event(id, group, "in", 0),
    event(id, group, "out", 1, "bot"),
    event(id, group, from.flip(1 / 3) ? "handoff" : "close", 2, "bot"),
    last,
  ],
})

/** Handled by a bot alone, or by a person. */
const alone = (id: string, group: string | null, from: Random): Rows => ({
  "enquiry-event": [
    event(id, group, "in", 0),
    event(id, group, "out", 1, from.flip(0.4) ? "bot" : "human"),
    event(id, group, "close", 2, "bot"),
    last,
  ],
})

/** Interactions of a customer who prefers the app, or does not. */
const preferring = (id: string, group: string | null, from: Random): Rows => {
  const app = from.beta(0.9, 2.1)
  return {
    interaction: Array.from({ length: 1 + from.poisson(3) }, (_, i) => ({
      customer: id,
      channel: group,
      touchpoint: from.flip(app) ? "app" : "web",
      at: i,
    })),
  }
}

/** P(at least one with the app): 1 − Σ P(1 + Poisson(3) = n) E(1 − p)^n. */
const ever = (): number => {
  let [sum, weight] = [0, Math.exp(-3)]
  for (let n = 1; n < 60; n++) {
    let none = 1
    for (let i = 0; i < n; i++) none *= (2.1 + i) / (3 + i)
    sum += weight * none
    weight *= 3 / n
  }
  return 1 - sum
}

/** 20 minutes at e^1.2815515655446004: nine in ten of log-normal times. */
const ninety = 20 * MINUTE * Math.exp(1.2815515655446004)
/** P(log-normal around 20 minutes is at most 30). */
const HALF_HOUR = 0.6574321694851541

const everyReply = [0, 0.8].map((alike) => ({
  setting: `median of every reply, 1 + Poisson(2) each, ${alike === 0 ? "independent" : "alike within an enquiry"}`,
  customer: questions(alike),
  truth: 20 * MINUTE,
}))

export const serviceMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: responseTime,
    group: "channel",
    of: "enquiries",
    populations: [
      { setting: "median, all answered", customer: enquiry(NOW, "out"), truth: 20 * MINUTE },
      { setting: "median, a third still open", customer: enquiry(2 * HOUR, "out"), truth: 20 * MINUTE },
    ],
    because: ({ rate }) => (rate > 0.95 ? RANKS : null),
  },
  {
    metric: responseTime,
    params: { q: 0.9 },
    of: "enquiries",
    populations: [{ setting: "90th percentile, some open", customer: enquiry(8 * HOUR, "out"), truth: ninety }],
    sizes: [150, 600],
    because: ({ rate }) => (rate > 0.95 ? RANKS : null),
  },
  {
    metric: responseTime,
    params: { form: "within", minutes: 30 },
    group: "channel",
    of: "enquiries",
    populations: [{ setting: "within 30 minutes, some open", customer: enquiry(8 * HOUR, "out"), truth: HALF_HOUR }],
  },
  {
    metric: responseTime,
    params: { responses: "every" },
    group: "channel",
    of: "enquiries",
    sizes: [30, 150, 600],
    populations: everyReply,
    because: ({ rate }) => (rate > 0.95 ? CAUTIOUS : null),
  },
  {
    metric: responseTime,
    params: { responses: "every" },
    group: "channel",
    of: "enquiries",
    sizes: [10],
    half: 10,
    populations: everyReply,
    because: ({ rate }) => (rate > 0.95 ? CAUTIOUS : rate < 0.5 ? FEW : null),
  },
  {
    metric: responseTime,
    params: { responses: "every", form: "within", minutes: 30 },
    group: "channel",
    of: "enquiries",
    populations: [
      { setting: "every reply within 30 minutes, alike within an enquiry", customer: questions(0.8), truth: HALF_HOUR },
    ],
  },
  {
    metric: resolutionTime,
    group: "channel",
    of: "enquiries",
    populations: [{ setting: "median, a third still open", customer: enquiry(2 * HOUR, "close"), truth: 20 * MINUTE }],
    because: ({ rate }) => (rate > 0.95 ? RANKS : null),
  },
  {
    metric: dwellTime,
    group: "channel",
    sizes: [30, 150, 600],
    populations: [
      { setting: "median, one session each", customer: sessions(0, 1), truth: 20 * MINUTE },
      {
        setting: "median, 1 + Poisson(2) sessions each, alike by customer",
        customer: sessions(0.8, 3),
        truth: 20 * MINUTE,
      },
    ],
    because: ({ rate, setting }) => (rate < 0.95 ? null : setting.includes("one session") ? RANKS : CAUTIOUS),
  },
  {
    metric: exitShare,
    params: { touchpoint: "page" },
    group: "channel",
    populations: [
      { setting: "one session each", customer: sessions(0, 1), truth: 0.4 },
      { setting: "1 + Poisson(2) sessions each, alike by customer", customer: sessions(0, 3), truth: 0.4 },
    ],
  },
  {
    metric: automationShare,
    group: "channel",
    of: "enquiries",
    populations: [{ setting: "closed by a bot alone", customer: alone, truth: 0.4 }],
  },
  {
    metric: automationShare,
    params: { of: "replies" },
    group: "channel",
    of: "enquiries",
    populations: [{ setting: "replies, 1 + Poisson(2) each, alike within an enquiry", customer: handled, truth: 0.4 }],
  },
  {
    metric: containment,
    group: "channel",
    of: "enquiries",
    populations: [{ setting: "a third handed off", customer: begun, truth: 2 / 3 }],
  },
  {
    metric: touchpointUsage,
    params: { form: "occasions", touchpoint: "app" },
    group: "channel",
    populations: [{ setting: "1 + Poisson(3) interactions each, alike by customer", customer: preferring, truth: 0.3 }],
  },
  {
    metric: touchpointUsage,
    params: { form: "customers", touchpoint: "app" },
    group: "channel",
    populations: [{ setting: "1 + Poisson(3) interactions each", customer: preferring, truth: ever() }],
  },
]

const RANKS =
  "the ends are times of single enquiries or stays: with few of them the interval reaches further than it had to"
const FEW =
  "ten enquiries a side are few to learn from how unlike they are: the test is a little bold, and `small-sample` stands beside it"
const CAUTIOUS = "a design effect below 1 is taken for 1, and few shards are feared more than many"
