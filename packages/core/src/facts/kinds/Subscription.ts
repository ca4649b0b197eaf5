import * as FactKind from "../FactKind.ts"
import { ahead, optional } from "../Field.ts"

/** A customer had a subscription from `at` until `until`; a change of its price is a new row. @category facts @since 0.2.0 */
export const Subscription = FactKind.make({
  id: "subscription",
  plural: "subscriptions",
  doc: "A customer had a subscription from at until its end; a change of price or plan is a new row.",
  row: "subscription",
  rank: 13,
  fields: {
    until: optional.instant("when it ended; absent while it runs", ahead),
    amount: optional.integer("what it brings in a month, in minor units of the currency", { min: 0 }),
    currency: optional.text("ISO 4217 code"),
    plan: optional.text("what is subscribed to"),
    endedBy: optional.text("who ended it, where it was ended", { values: ["customer", "brand", "payment"] }),
    touchpoint: optional.text("where it was concluded"),
  },
})
