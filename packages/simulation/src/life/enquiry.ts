import type { Life } from "./Life.ts"
import { HOUR, MINUTE, type ShopTime } from "./ShopTime.ts"
import { agents, CLOSE, HUMAN, IN, OUT, REOPEN, T, topics } from "./vocabulary.ts"

/** When people of the service work, on open days. */
const FROM = 9 * HOUR
const TO = 20 * HOUR

/** Share of those who looked for help in vain and write, and what becomes of it. */
const WRITES = 0.4
const WRITES_AGAIN = 0.25
const COMES_BACK = 0.06
/** Longest wait for a reply, in hours of work: most are much shorter. */
const LONGEST = 5 * HOUR

/** An enquiry: its events one after the other, all of them before those of another. */
export class Enquiry {
  private readonly life: Life
  private readonly id: string
  private readonly customer: string
  private readonly topic: number
  private readonly agent: number
  private sequence = 0

  /** Draws what it is about from a stream of its own. */
  constructor(life: Life, item: number, customer: string) {
    const random = life.stream("enquiry", item)
    this.life = life
    this.id = `q${life.digits}-${item}`
    this.customer = customer
    this.topic = random.below(topics.length)
    this.agent = random.below(agents.length)
  }

  /** An event, unless it lies ahead. The customer is an actor of `-1`. */
  event(at: number, kind: number, actor: number, touchpoint: number): void {
    this.life.sink.row("enquiry-event", {
      customer: this.customer,
      at,
      sequence: ++this.sequence,
      enquiry: this.id,
      kind,
      actor,
      agent: actor === HUMAN ? this.agent : -1,
      touchpoint,
      topic: this.topic,
    })
  }
}

/** Whether somebody writes who looked for help: people reply when they work. */
export const write = (life: Life, item: number, customer: string, at: number): void => {
  const enquiry = new Enquiry(life, item, customer)
  const random = life.stream("enquiry", item + 1)
  const writes = random.chance(WRITES)
  const again = random.chance(WRITES_AGAIN)
  const back = random.chance(COMES_BACK)
  if (!writes || !life.sink.holds(at)) return
  const place = T["help-centre"]
  const wait = () => {
    const share = random.unit()
    return 4 * MINUTE + Math.floor(share * share * LONGEST)
  }
  let last = at
  const reply = () => enquiry.event((last = working(life.time, last, wait())), OUT, HUMAN, place)
  enquiry.event(last, IN, -1, place)
  reply()
  if (again) {
    enquiry.event((last += random.between(10 * MINUTE, 20 * HOUR)), IN, -1, place)
    reply()
  }
  enquiry.event((last += 2 * MINUTE), CLOSE, HUMAN, place)
  if (!back) return
  enquiry.event((last += random.between(3 * HOUR, 60 * HOUR)), REOPEN, -1, place)
  reply()
  enquiry.event(last + 2 * MINUTE, CLOSE, HUMAN, place)
}

/** When something is done that takes so long, if people begin at once or when they next work. */
const working = (time: ShopTime, at: number, takes: number): number => {
  const day = time.dayOf(at)
  const today = time.open(day) === day
  const done = Math.max(at, time.at(day, FROM)) + takes
  return today && done <= time.at(day, TO) ? done : time.at(time.open(day + 1), FROM) + takes
}
