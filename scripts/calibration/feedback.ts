// Metrics of surveys and of channels.
import { brandAwareness, ces, crossChannelConsistency, csat, marketReadiness, nps } from "@touchpoint/core/metrics"
import { answers, eleven, five, moody, MOODS, type Rows } from "./populations.ts"
import { random, type Random } from "./random.ts"
import type { Case } from "./Study.ts"
import type { Population, Whole } from "./Whole.ts"

const drawn = (shares: ReadonlyArray<number>, from: Random): number => {
  let left = from.uniform()
  return Math.max(
    0,
    shares.findIndex((share) => (left -= share) < 0),
  )
}

/** Seven levels, the same mood weighing more or less. */
const seven = (weight: number) => (mood: number, from: Random) =>
  Math.min(7, Math.max(1, Math.round(4.6 + 1.6 * (weight * mood + Math.sqrt(1 - weight * weight) * from.normal()))))

/** Those asked of a sample that is heavier where fewer are in it. */
const sampled =
  (instrument: string, choices: ReadonlyArray<string>, heavy: ReadonlyArray<number>, light: ReadonlyArray<number>) =>
  (weight: number) =>
  (id: string, group: string | null, from: Random): Rows => {
    const isHeavy = from.flip(0.5)
    return {
      feedback: [
        {
          customer: id,
          touchpoint: group,
          instrument,
          choice: choices[drawn(isHeavy ? heavy : light, from)] ?? null,
          weight: isHeavy ? weight : 1,
          at: 0,
        },
      ],
    }
  }

const knowing = sampled("awareness", ["unaided", "aided", "none"], [0.1, 0.35, 0.55], [0.05, 0.2, 0.75])
const STAGES = ["unaware", "aware", "interested", "intent", "ready"]
const published = [0.4, 0.3, 0.15, 0.1, 0.05]
const colder = [0.6, 0.25, 0.1, 0.04, 0.01]
const readying = sampled("readiness", STAGES, published, colder)
const index = (shares: ReadonlyArray<number>) => shares.reduce((sum, share, i) => sum + (share * i) / 4, 0)

/** NPS of all asked, of whom a part does not answer. */
const asking = (id: string, group: string | null, from: Random): Rows => {
  const answered = from.flip(0.4)
  return {
    feedback: [
      {
        customer: id,
        touchpoint: group,
        instrument: "nps",
        status: answered ? "answered" : "dismissed",
        score: answered ? eleven(from.normal(), from) : null,
        scaleMin: 0,
        scaleMax: 10,
        at: 0,
      },
    ],
  }
}

interface Channel {
  readonly id: string
  readonly share: number
  readonly scores: ReadonlyArray<number>
}

const momentsOf = (scores: ReadonlyArray<number>) => {
  const mean = scores.reduce((sum, p, i) => sum + p * (i + 1), 0)
  return { mean, variance: scores.reduce((sum, p, i) => sum + p * (i + 1 - mean) ** 2, 0) }
}

/** What DerSimonian and Laird's estimate comes to with ever more answers. */
const consistencyOf = (channels: ReadonlyArray<Channel>): number => {
  const weighed = channels.map(({ scores, share }) => {
    const { mean, variance } = momentsOf(scores)
    return { mean, w: share / variance }
  })
  const total = weighed.reduce((sum, { w }) => sum + w, 0)
  const mean = weighed.reduce((sum, one) => sum + one.w * one.mean, 0) / total
  const q = weighed.reduce((sum, one) => sum + one.w * (one.mean - mean) ** 2, 0)
  return 1 - Math.sqrt(q / (total - weighed.reduce((sum, { w }) => sum + w * w, 0) / total)) / 2
}

const channelled = (setting: string, channels: ReadonlyArray<Channel>): Population => ({
  setting,
  customer: (id, group, from) => {
    const channel = channels[
      drawn(
        channels.map(({ share }) => share),
        from,
      )
    ] as Channel
    const score = 1 + drawn(channel.scores, from)
    return {
      feedback: [
        {
          customer: id,
          touchpoint: channel.id,
          wave: group,
          instrument: "csat",
          score,
          scaleMin: 1,
          scaleMax: 5,
          at: 0,
        },
      ],
    }
  },
  truth: consistencyOf(channels),
})

const good = [0.03, 0.05, 0.12, 0.4, 0.4]
const middling = [0.08, 0.12, 0.25, 0.35, 0.2]
const poor = [0.2, 0.2, 0.25, 0.25, 0.1]
const channels = (...scores: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<Channel> =>
  scores.map((own, i) => ({ id: `channel ${i}`, share: [0.5, 0.3, 0.2][i] ?? 0, scores: own }))

/** Both scores of a customer, alike by mood. */
const bothScores = (mood: number, from: Random) => [five(0.7)(mood, from), five(0.7)(mood - 0.4, from)] as const

const nearness = (): number => {
  const from = random(1)
  let sum = 0
  for (let i = 0; i < 1_000_000; i++) {
    const [a, b] = bothScores(from.normal(), from)
    sum += 1 - Math.abs(a - b) / 4
  }
  return sum / 1_000_000
}

/** Consistency ends at 1, where its estimate is cut off. */
const atTheEdge = ({ setting }: Case): string | null => {
  if (setting.startsWith("two groups"))
    return "Near 1 many samples say exactly 1 in both groups, so that the test is cautious"
  if (setting.endsWith("equal channels"))
    return "The truth is 1, the end of the scale: an interval that reaches it never misses"
  return setting.startsWith("250 ") ? "Fifty answers in the smallest channel: so near 1 the estimate is skewed" : null
}

/** Every metric here, with its populations. */
export const feedbackMetrics = (): ReadonlyArray<Whole> => [
  {
    metric: csat,
    params: { test: "distribution" },
    group: "touchpoint",
    populations: MOODS.map((weight) => ({
      setting: `top-box tested by distribution, 1 + Poisson(2) answers each, ${weight === 0 ? "independent" : "alike by mood"}`,
      customer: answers("csat", 5, five(weight)),
      truth: moody(five(weight), (score) => (score >= 4 ? 1 : 0)),
    })),
  },
  ...(["agree", "mean", "net"] as const).map((form): Whole => ({
    metric: ces,
    params: { form },
    group: "touchpoint",
    populations: MOODS.map((weight) => ({
      setting: `${form}, 1 + Poisson(2) answers each, ${weight === 0 ? "independent" : "alike by mood"}`,
      customer: answers("ces", 7, seven(weight)),
      truth: moody(seven(weight), (score) =>
        form === "agree" ? (score >= 5 ? 1 : 0) : form === "mean" ? score : score >= 6 ? 100 : score <= 3 ? -100 : 0,
      ),
    })),
  })),
  {
    metric: nps,
    params: { base: "asked" },
    group: "touchpoint",
    populations: [
      {
        setting: "of all asked, two in five of whom answer",
        customer: asking,
        truth: 0.4 * moody(eleven, (score) => (score >= 9 ? 100 : score <= 6 ? -100 : 0)),
      },
    ],
  },
  {
    metric: brandAwareness,
    group: "touchpoint",
    populations: [
      { setting: "one answer each", customer: knowing(1), truth: 0.35 },
      { setting: "weights 1 and 3", customer: knowing(3), truth: (3 * 0.45 + 0.25) / 4 },
    ],
  },
  {
    metric: marketReadiness,
    group: "touchpoint",
    sizes: [15, 30, 150],
    populations: [
      { setting: "one answer each", customer: readying(1), truth: (index(published) + index(colder)) / 2 },
      { setting: "weights 1 and 3", customer: readying(3), truth: (3 * index(published) + index(colder)) / 4 },
    ],
    because: () =>
      "Kish's size takes weights for unrelated to the answers; here the answers of the heavier half vary more too",
  },
  {
    metric: crossChannelConsistency,
    params: { channel: "touchpoint" },
    group: "wave",
    sizes: [250, 1000],
    half: 500,
    populations: [
      channelled("scores of three channels that differ much", channels(good, middling, poor)),
      channelled("scores of three channels that differ a little", channels(good, good, middling)),
      channelled("scores of three equal channels", channels(good, good, good)),
    ],
    because: atTheEdge,
  },
  {
    metric: crossChannelConsistency,
    params: { channel: "touchpoint", form: "within-customer", channels: ["a", "b"] },
    group: "wave",
    populations: [
      {
        setting: "gap of two scores of one customer",
        customer: (id, group, from) => ({
          feedback: bothScores(from.normal(), from).map((score, i) => ({
            customer: id,
            touchpoint: i === 0 ? "a" : "b",
            wave: group,
            instrument: "csat",
            score,
            scaleMin: 1,
            scaleMax: 5,
            at: 0,
          })),
        }),
        truth: nearness(),
      },
    ],
  },
  {
    metric: crossChannelConsistency,
    params: { channel: "channel", form: "content" },
    group: "rater",
    of: "items",
    populations: [
      {
        setting: "the same in both channels four times in five",
        customer: (id, group, from) => {
          const same = from.flip(0.8)
          return {
            "audit-item": ["web", "shop"].map((channel, i) => ({
              visit: `${group ?? ""}-${channel}`,
              rater: group,
              item: id,
              channel,
              earned: i === 0 || same ? 1 : 0,
              possible: 1,
              at: 0,
            })),
          }
        },
        truth: 0.8,
      },
    ],
  },
]
