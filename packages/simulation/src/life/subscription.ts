import type { Life } from "./Life.ts"
import { DAY } from "./ShopTime.ts"
import { planPrices, T } from "./vocabulary.ts"

const SUBSCRIBES = 0.08
const PLUS = 0.25
const BY_CUSTOMER = 0
const BY_PAYMENT = 1

/** In every month: shares that end, that end for want of money, and of the small plan that change to the large one. */
const ENDS = 0.045
const UNPAID = 0.2
const CHANGES = 0.02
/** Of those who left the share that returns, and after how many months at most. */
const RETURNS = 0.2
const AWAY = 5
const MONTH = 30 * DAY

/** The shop's club: few join it, some of them leave, some return or change their plan. */
export const subscribe = (life: Life): void => {
  const { end, from } = life.sink
  const random = life.stream("subscription")
  const joins = random.chance(SUBSCRIBES)
  const share = random.unit()
  const plus = random.chance(PLUS)
  const first = Math.max(life.registeredAt, from)
  if (!joins || first >= end) return
  let since = first + Math.floor(share * (end - first))
  let plan = plus ? 1 : 0
  let row = 0
  const had = (until: number, endedBy: number) =>
    life.sink.row("subscription", {
      eventId: `b${life.digits}-${++row}`,
      customer: life.id,
      at: since,
      until: life.sink.past(until),
      amount: planPrices[plan] ?? 0,
      currency: 0,
      plan,
      endedBy: until < end ? endedBy : -1,
      touchpoint: T["loyalty-programme"],
    })
  for (let month = since + MONTH; month < end; month += MONTH) {
    const fate = random.unit()
    const unpaid = random.chance(UNPAID)
    const returns = random.chance(RETURNS)
    const away = random.between(1, AWAY)
    if (fate < ENDS) {
      had(month, unpaid ? BY_PAYMENT : BY_CUSTOMER)
      if (!returns) return
      month += away * MONTH
      since = month
    } else if (plan === 0 && fate < ENDS + CHANGES) {
      // Nobody ended it: the next row begins where this one does.
      had(month, -1)
      since = month
      plan = 1
    }
  }
  had(Number.NaN, -1)
}
