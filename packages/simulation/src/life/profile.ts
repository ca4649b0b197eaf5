import { cumulate, type Random } from "../Random.ts"
import { MINUTE, type ShopTime } from "./ShopTime.ts"

const SEGMENTS = cumulate([0.3, 0.45, 0.25])
/** Share of customers who had registered before the simulated time, and for how long at most. */
const ESTABLISHED = 0.5
const EARLIEST = 900
/** How often customers come to buy in a month, beside their first time: rarely, at times, often. */
const APPETITE = [0.035, 0.09, 0.22]
const APPETITES = cumulate([0.55, 0.33, 0.12])
const NEWSLETTER = 0.48
const CAMPAIGNS = 0.6
const BIRTHDAY_KNOWN = 0.6
/** Share whose segment changes while they are customers. */
const MOVES_ON = 0.03
const ABROAD = 0.02

/** Who a customer is, whatever happens later. */
export interface Profile {
  readonly segment: number
  /** When those registered who had been customers before the simulated time; `null` of the others. */
  readonly establishedAt: number | null
  /** The day on which the others come for the first time. */
  readonly joins: number
  readonly appetite: number
  readonly newsletter: boolean
  readonly campaigns: boolean
  /** Day of the birthday in a year of 365 days, from 0; `null` where unknown. */
  readonly born: number | null
  /** The day on which the segment changes; `null` where it never does. */
  readonly movesAt: number | null
  readonly abroad: boolean
}

/** Draws a profile from the beginning of its stream. */
export const profileOf = (random: Random, time: ShopTime): Profile => {
  const segment = random.pick(SEGMENTS)
  const established = random.chance(ESTABLISHED)
  const before = random.between(1, EARLIEST)
  const joins = time.pickDay(random.unit(), 0, time.days)
  const appetite = APPETITE[random.pick(APPETITES)] ?? 0
  const newsletter = random.chance(NEWSLETTER)
  const campaigns = random.chance(CAMPAIGNS)
  const known = random.chance(BIRTHDAY_KNOWN)
  const born = random.below(365)
  const movesOn = random.chance(MOVES_ON)
  const movesAt = random.below(time.days)
  const abroad = random.chance(ABROAD)
  return {
    segment,
    establishedAt: established ? time.online(random, -before) : null,
    joins,
    appetite,
    newsletter,
    campaigns,
    born: known ? born : null,
    movesAt: movesOn ? movesAt : null,
    abroad,
  }
}

/** When somebody registers who comes on a day for the first time: just before, by the stream of what is browsed first. */
export const joinedAt = (browse: Random, time: ShopTime, day: number): number => time.online(browse, day) - MINUTE
