import type { Random } from "../Random.ts"
import { agree } from "./consent.ts"
import { episode } from "./episode.ts"
import type { Life } from "./Life.ts"
import { send } from "./letters.ts"
import { joinedAt, profileOf } from "./profile.ts"
import { DAY, HOUR } from "./ShopTime.ts"
import { subscribe } from "./subscription.ts"
import { market, TOWN, town } from "./town.ts"
import { segments } from "./vocabulary.ts"

/** Share of cookies of customers who never signed in with them and are recognised all the same. */
const RECOGNISED = 0.6

/** Campaigns of every year, by month and day. */
const CAMPAIGN_DAYS = [
  { name: "valentines", month: 2, day: 4 },
  { name: "garden", month: 4, day: 22 },
  { name: "summer-sale", month: 7, day: 1 },
  { name: "back-to-school", month: 8, day: 20 },
  { name: "black-week", month: 11, day: 23 },
  { name: "christmas", month: 12, day: 8 },
]

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The whole life of a customer, from registration to the end of the simulated time. */
export const live = (life: Life, index: number): void => {
  life.begin(index)
  if (index === 0) market(life)
  if (index % TOWN === 0) town(life, index / TOWN)
  const { time } = life
  const { abroad, appetite, born, campaigns, establishedAt, joins, movesAt, newsletter, segment } = profileOf(
    life.stream("profile"),
    time,
  )
  life.segment = segment
  life.newsletter = newsletter
  life.campaigns = campaigns
  const zone = abroad ? "Europe/London" : time.calendar.zone
  const registeredAt = establishedAt ?? joinedAt(life.stream("browse"), time, joins)
  const birthday = born === null ? null : monthAndDay(born)
  life.registeredAt = registeredAt
  if (registeredAt < life.sink.end) life.sink.customer(life.id, registeredAt, segment, birthday, registeredAt, zone)
  const later = movesAt === null ? null : time.at(movesAt, 3 * HOUR)
  if (later !== null && later > registeredAt)
    life.sink.customer(life.id, later, (segment + 1) % segments.length, birthday, registeredAt, zone)
  agree(life)
  subscribe(life)
  comeToBuy(life, establishedAt === null ? joins : null, appetite)
  planLetters(life, born)
  send(life)
  recognise(life)
}

const monthAndDay = (dayOfYear: number): string => {
  let [month, day] = [0, dayOfYear]
  while (day >= (DAYS_IN_MONTH[month] ?? 31)) day -= DAYS_IN_MONTH[month++] ?? 31
  return `${String(month + 1).padStart(2, "0")}-${String(day + 1).padStart(2, "0")}`
}

/** Episodes: the one in which a new customer joined, and at most one in every month after. */
const comeToBuy = (life: Life, joined: number | null, appetite: number): void => {
  const { time } = life
  const random = life.stream("demand")
  if (joined !== null) episode(life, 0, joined)
  for (let month = 0; month + 1 < time.months.length; month++) {
    const from = Math.max(time.months[month] ?? 0, (joined ?? -1) + 1)
    const to = time.months[month + 1] ?? 0
    const comes = random.chance(appetite * time.season(month))
    const share = random.unit()
    if (comes && from < to) episode(life, month + 1, time.pickDay(share, from, to))
  }
}

const planLetters = (life: Life, born: number | null): void => {
  const { letters, time } = life
  const random = life.stream("mail")
  const late = random.unit()
  const plan = (kind: "newsletter" | "campaign" | "greeting", item: number, packageId: string | null, at: number) => {
    if (at > life.registeredAt + DAY) letters.push({ at, kind, item, packageId, survey: null })
  }
  const spread = Math.floor(late * 3 * HOUR)
  if (life.newsletter)
    for (let month = 0; month + 1 < time.months.length; month++) {
      const first = time.months[month] ?? 0
      plan("newsletter", month, `newsletter-${time.monthTexts[month]}`, time.at(first + 11, 9 * HOUR + spread))
    }
  const [start, end] = [time.civil(0).year, time.civil(time.days - 1).year]
  if (life.campaigns)
    for (let year = start; year <= end; year++)
      CAMPAIGN_DAYS.forEach(({ day, month, name }, i) => {
        const item = (year - start) * CAMPAIGN_DAYS.length + i
        plan("campaign", item, `${name}-${year}`, time.at(time.day(year, month, day), 10 * HOUR + spread))
      })
  if (born !== null)
    for (let year = start; year <= end; year++)
      plan("greeting", year - start, `birthday-${year}`, time.at(time.day(year, 1, 1) + born, 8 * HOUR + spread))
  planDeals(life, random)
}

/** The bursts of deals, where there are any. */
const planDeals = (life: Life, random: Random): void => {
  const { letters, levers, time } = life
  const { deals } = levers
  const spread = random.below(2 * HOUR)
  if (deals === null || !life.campaigns || segments[life.segment] !== deals.segment) return
  const months = time.months.length - 1
  for (let month = Math.max(0, months - deals.months); month < months; month++) {
    const first = (time.months[month] ?? 0) + 4
    for (let message = 0; message < deals.messages; message++) {
      const at = time.at(first + message, 12 * HOUR + spread)
      if (at <= life.registeredAt) continue
      const packageId = `flash-deals-${time.monthTexts[month]}-${message + 1}`
      letters.push({ at, kind: "deal", item: month * 31 + message, packageId, survey: null })
    }
  }
}

/** Whose cookies were whose, as far as the shop found out. */
const recognise = (life: Life): void => {
  const random = life.stream("identity")
  for (const device of [0, 1]) {
    const found = random.chance(RECOGNISED)
    if (life.seen[device] === true && (life.recognised[device] === true || found))
      life.sink.identity(life.cookie(device), life.id)
  }
}
