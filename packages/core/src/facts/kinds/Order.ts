import * as FactKind from "../FactKind.ts"
import { optional, required } from "../Field.ts"

const money = {
  amount: optional.integer("amount in minor units of the currency"),
  currency: optional.text("ISO 4217 code"),
}

/** A customer ordered. `eventId` is the order's id. @category facts @since 0.1.0 */
export const Order = FactKind.make({
  id: "order",
  plural: "orders",
  doc: "A customer ordered; eventId is the order's id.",
  row: "order",
  rank: 4,
  // Everything refers to an order by its id alone: the same id in two exports is the same order.
  key: ["eventId"],
  fields: {
    ...money,
    status: optional.text("status as the shop names it"),
    touchpoint: optional.text("where it was placed"),
    campaign: optional.text("campaign it came from, as the source says"),
  },
  links: [
    { target: "refund", key: "eventId", targetKey: "refundOf" },
    // How the customer was won: the invitations to whoever ordered.
    { target: "referral", key: "customer", targetKey: "invitee" },
  ],
})

/** One line of an order. @category facts @since 0.1.0 */
export const OrderLine = FactKind.make({
  id: "order-line",
  plural: "orderLines",
  doc: "One line of an order.",
  row: "line",
  rank: 6,
  fields: {
    ...money,
    orderId: required.text("the order"),
    item: optional.text("what was ordered"),
    quantity: optional.number("how many"),
    status: optional.text("status as the shop names it"),
  },
  links: [{ target: "order", key: "orderId", targetKey: "eventId" }],
})

/** Money given back. @category facts @since 0.1.0 */
export const Refund = FactKind.make({
  id: "refund",
  plural: "refunds",
  doc: "Money given back, dated when it was given back.",
  row: "refund",
  rank: 7,
  fields: {
    ...money,
    refundOf: required.text("the order refunded"),
    status: optional.text("status as the shop names it"),
  },
  links: [{ target: "order", key: "refundOf", targetKey: "eventId" }],
})
