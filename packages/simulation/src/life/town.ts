import type { Random } from "../Random.ts"
import type { Life } from "./Life.ts"
import { DAY, HOUR, MINUTE } from "./ShopTime.ts"
import { auditItems, CONTENT, MEDIA, segments, SOFTWARE, STAFF, T } from "./vocabulary.ts"

/**
 * Customers of one town. What belongs to no customer comes with the first of its town, so that batches and shards of
 * customers hold it once, and a larger shop has more of it.
 */
export const TOWN = 500

/** What a town costs in a month of 30 days, in minor units; what follows demand is spent with the season. */
const budget = [
  {
    touchpoint: T["online-advertising"],
    purpose: MEDIA,
    amount: 36_000,
    campaign: "always-on",
    seasonal: true,
    perClick: 130,
  },
  {
    touchpoint: T["social-media"],
    purpose: MEDIA,
    amount: 14_000,
    campaign: "always-on",
    seasonal: true,
    perClick: 90,
  },
  {
    touchpoint: T["marketing-campaign"],
    purpose: MEDIA,
    amount: 9000,
    campaign: "seasonal",
    seasonal: true,
    perClick: 0,
  },
  { touchpoint: T["email-newsletter"], purpose: SOFTWARE, amount: 2500, campaign: null, seasonal: false, perClick: 0 },
  { touchpoint: T["blog-post"], purpose: CONTENT, amount: 3500, campaign: null, seasonal: false, perClick: 0 },
  { touchpoint: T["video-tutorial"], purpose: CONTENT, amount: 2000, campaign: null, seasonal: false, perClick: 0 },
  {
    touchpoint: T["customer-support-representative"],
    purpose: STAFF,
    amount: 16_000,
    campaign: null,
    seasonal: true,
    perClick: 0,
  },
  { touchpoint: T.chatbot, purpose: SOFTWARE, amount: 3000, campaign: null, seasonal: false, perClick: 0 },
] as const
const MONTH = 30

/** Share of a visit's points that a good store earns, of which some stores have less. */
const EARNED = 0.93
const WEAKER = 0.12
const CRITICAL_HOLDS = 0.985
const NOT_APPLICABLE = 0.06
const SECOND_RATER = 0.2
/** Share of a second rater's scores that are the first one's. */
const AGREES = 0.85
const RATERS = 9

/** What the shop spends on a town, and what mystery shoppers see in its store, month by month. */
export const town = (life: Life, number: number): void => {
  const { time } = life
  for (let month = 0; month + 1 < time.months.length; month++) {
    const [first = 0, next = 0] = time.months.slice(month, month + 2)
    spend(life, number, month, first, next)
    visit(life, number, month, first, next)
  }
}

const spend = (life: Life, number: number, month: number, first: number, next: number): void => {
  const { sink, time } = life
  const random = life.stream("cost", month)
  const length = (next - first) / MONTH
  budget.forEach(({ amount, campaign, perClick, purpose, seasonal, touchpoint }, i) => {
    const spent = Math.round(amount * length * (seasonal ? time.season(month) : 1) * (0.9 + 0.2 * random.unit()))
    const price = perClick * (0.85 + 0.3 * random.unit())
    sink.row("cost", {
      eventId: `k${number}-${month}-${i}`,
      at: time.start(first),
      until: time.start(next),
      amount: spent,
      currency: 0,
      touchpoint,
      campaign,
      purpose,
      clicks: perClick === 0 ? Number.NaN : Math.round(spent / price),
    })
  })
}

const visit = (life: Life, number: number, month: number, first: number, next: number): void => {
  const { time } = life
  const weaker = WEAKER * life.stream("audit", time.months.length).unit()
  const random = life.stream("audit", month)
  const day = time.open(first + random.below(Math.max(1, next - first)))
  const at = time.at(day, random.between(10 * HOUR, 18 * HOUR))
  const rater = random.below(RATERS)
  const second = random.chance(SECOND_RATER) ? (rater + random.between(1, RATERS)) % RATERS : -1
  const scores = auditItems.map(([, possible, critical]) => scoreOf(random, possible, critical, EARNED - weaker))
  const rate = (who: number, later: number, earned: ReadonlyArray<number | null>) =>
    earned.forEach((points, item) =>
      life.sink.row("audit-item", {
        at: at + later,
        visit: `v${number + 1}-${month + 1}`,
        location: `store-${String(number + 1).padStart(3, "0")}`,
        rater: `shopper-${who + 1}`,
        item,
        version: 0,
        earned: points ?? Number.NaN,
        possible: points === null ? Number.NaN : (auditItems[item]?.[1] ?? 0),
        critical: auditItems[item]?.[2] === true ? 1 : 0,
        touchpoint: T["brick-and-mortar-store"],
      }),
    )
  rate(rater, 0, scores)
  if (second === -1) return
  rate(
    second,
    20 * MINUTE,
    scores.map((points, item) => {
      const agrees = random.chance(AGREES)
      const [, possible = 1, critical = false] = auditItems[item] ?? []
      const other = scoreOf(random, possible, critical, EARNED - weaker)
      return agrees || points === null || other === null ? points : other
    }),
  )
}

/** Points of an item, each earned by chance; `null` where there was nothing to look at. */
const scoreOf = (random: Random, possible: number, critical: boolean, share: number): number | null => {
  const applies = critical || !random.chance(NOT_APPLICABLE)
  let earned = 0
  for (let point = 0; point < possible; point++) if (random.chance(critical ? CRITICAL_HOLDS : share)) earned++
  return applies ? earned : null
}

/** Adults of the country by segment, whom the shop could win: from a census, whatever the size of the shop. */
const ADULTS = [7_100_000, 13_600_000, 9_500_000]
/** Growth of a segment in a year. */
const GROWTH = [-0.011, 0.002, 0.014]
const YEAR = 365 * DAY

/** How many there are to be won, month by month. */
export const market = (life: Life): void => {
  const { sink, time } = life
  for (let month = 0; month + 1 < time.months.length; month++) {
    const [at, until] = [time.start(time.months[month] ?? 0), time.start(time.months[month + 1] ?? 0)]
    segments.forEach((_, segment) => {
      const grown = 1 + ((GROWTH[segment] ?? 0) * (at - time.from)) / YEAR
      sink.row("population", { at, until, size: Math.round((ADULTS[segment] ?? 0) * grown), segment })
    })
  }
}
