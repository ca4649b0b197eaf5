import * as FactKind from "../FactKind.ts"
import { ahead, optional, required } from "../Field.ts"

/** Money spent; `at` is the start of the time it was spent for. @category facts @since 0.2.0 */
export const Cost = FactKind.make({
  id: "cost",
  plural: "costs",
  doc: "Money spent on a touchpoint, a channel or a campaign; at is the start of the time it was spent for.",
  row: "cost",
  rank: 11,
  fields: {
    amount: required.integer("amount in minor units of the currency"),
    currency: optional.text("ISO 4217 code"),
    until: optional.instant("end of the time it was spent for, itself outside", ahead),
    touchpoint: optional.text("touchpoint it was spent on"),
    channel: optional.text("channel, where it differs from the touchpoint's"),
    campaign: optional.text("campaign it was spent on"),
    purpose: optional.text("what it was spent for, such as media, sales, staff"),
    clicks: optional.integer("clicks it bought, where these are counted", { min: 0 }),
  },
})
