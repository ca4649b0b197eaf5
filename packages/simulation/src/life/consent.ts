import type { Life } from "./Life.ts"
import { DAY } from "./ShopTime.ts"

const EMAIL = 0
const PHONE = 1
const BY_PHONE = 0.2
/** Share of those who no longer want calls one day, and after how long at most. */
const WITHDRAWN = 0.25
const KEPT_FOR = 700

/** By which channels the customer may be contacted: by mail whoever gets letters, a few by phone. */
export const agree = (life: Life): void => {
  if (life.registeredAt >= life.sink.end) return
  const random = life.stream("consent")
  const byPhone = random.chance(BY_PHONE)
  const withdraws = random.chance(WITHDRAWN)
  const keptFor = random.between(1, KEPT_FOR) * DAY
  const consent = (channel: number, until: number) =>
    life.sink.write("consent", {
      eventId: `a${life.digits}-${channel}`,
      customer: life.id,
      at: life.registeredAt,
      until: life.sink.past(until),
      channel,
    })
  if (life.newsletter || life.campaigns) consent(EMAIL, Number.NaN)
  if (byPhone) consent(PHONE, withdraws ? life.registeredAt + keptFor : Number.NaN)
}
