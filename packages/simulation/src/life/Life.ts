import { Random } from "../Random.ts"
import type { Levers } from "./Levers.ts"
import type { ShopTime } from "./ShopTime.ts"
import type { Sink } from "./Sink.ts"
import { D, DOMAINS, devices, T, type ShopTouchpoint } from "./vocabulary.ts"

/** A message that waits until all of a customer's are known: then the gap between them is kept. */
export interface Letter {
  readonly at: number
  readonly kind: "newsletter" | "campaign" | "greeting" | "cart" | "cross-sell" | "survey" | "deal"
  /** Names the letter among those of its kind, and its streams. */
  readonly item: number
  readonly packageId: string | null
  /** What a survey asks about, and of which order. */
  readonly survey: Survey | null
}

/** A survey about an order. */
export interface Survey {
  readonly order: string
  /** Touchpoint asked about; `-1` for the brand as a whole. */
  readonly touchpoint: number
  readonly late: boolean
}

/** Longest list of months a shop may be simulated for; episodes and letters have their places below it. */
export const MONTHS = 240

/** Places of streams after those of episodes, which have the first {@link MONTHS}: one per letter of a kind. */
export const slots = {
  newsletter: (month: number) => MONTHS + month,
  campaign: (campaign: number) => 2 * MONTHS + campaign,
  greeting: (year: number) => 3 * MONTHS + year,
  letter: (item: number) => 4 * MONTHS + item,
}
const SLOTS = 8 * MONTHS

/** Place of what happens at a touchpoint in a slot: the same whatever else happens there. */
export const placeOf = (slot: number, touchpoint: number): number => slot * 32 + touchpoint

/** Digits of a customer, with which ids of its facts begin. */
export const digitsOf = (index: number): string => String(index).padStart(7, "0")

/** The life of one customer after the other: what all concerns share. */
export class Life {
  readonly time: ShopTime
  readonly sink: Sink
  readonly levers: Levers
  /** Whether nobody asks about a touchpoint, by its place. */
  readonly unasked: ReadonlyArray<boolean>
  /** One generator per concern. */
  private readonly streams: ReadonlyArray<Random>
  /** The same once more, to look at other customers: that ends no stream of the one who lives. */
  private readonly others: ReadonlyArray<Random>
  /** The customer who was last asked about a touchpoint in a slot. */
  private readonly asked = new Int32Array(SLOTS * 32).fill(-1)

  index = 0
  id = ""
  /** Digits of the customer, with which ids of its facts begin. */
  digits = ""
  segment = 0
  registeredAt = 0
  newsletter = false
  campaigns = false
  /** Month and day of the birthday, 0-based in a year of 365 days; `-1` where unknown. */
  birthday = -1
  readonly letters: Array<Letter> = []
  /** Spans in which the customer hears nothing, one after the other: from, to. */
  readonly quiet: Array<number> = []
  /** Whether a cookie of a device was seen, and whether its owner was recognised. */
  readonly seen = [false, false]
  readonly recognised = [false, false]
  /** Whether the customer has met the experiment. */
  exposed = false
  private readonly cookies: Array<string> = ["", ""]

  constructor(seed: number, time: ShopTime, sink: Sink, levers: Levers) {
    this.time = time
    this.sink = sink
    this.levers = levers
    this.unasked = Object.keys(T).map((id) => levers.unasked.includes(id as ShopTouchpoint))
    const streams = () => Array.from({ length: DOMAINS }, (_, domain) => new Random(seed, domain))
    this.streams = streams()
    this.others = streams()
  }

  /** Begins the life of a customer. */
  begin(index: number): void {
    this.index = index
    this.digits = digitsOf(index)
    this.id = `c${this.digits}`
    this.letters.length = 0
    this.quiet.length = 0
    this.seen.fill(false)
    this.recognised.fill(false)
    this.exposed = false
    this.cookies.fill("")
  }

  /** The stream of a concern and place; another call for the same concern ends it. */
  stream(concern: keyof typeof D, item = 0): Random {
    const random = this.streams[D[concern]] as Random
    return random.at(this.index, item)
  }

  /** The stream of a concern and place of another customer. */
  streamOf(customer: number, concern: keyof typeof D, item = 0): Random {
    const random = this.others[D[concern]] as Random
    return random.at(customer, item)
  }

  /** The cookie of a device: an alias of the customer. */
  cookie(device: number): string {
    this.seen[device] = true
    return (this.cookies[device] ||= `${devices[device]}-${this.digits}`)
  }

  /** Whether a touchpoint is asked about for the first time in a slot. */
  first(item: number): boolean {
    if (this.asked[item] === this.index) return false
    this.asked[item] = this.index
    return true
  }
}
