import * as FactKind from "../FactKind.ts"
import { ahead, happened, optional, required } from "../Field.ts"

/** The brand or a partner promised something by a time. @category facts @since 0.1.0 */
export const Promise = FactKind.make({
  id: "promise",
  plural: "promises",
  doc: "Something was promised by a time: a delivery, a call back, a repair.",
  row: "promise",
  rank: 1,
  fields: {
    orderId: optional.text("the order it belongs to"),
    part: optional.text("which part of the order, where parts are promised apart"),
    touchpoint: optional.text("where the promise is kept or broken"),
    party: optional.text("id of the party that answers for it"),
    due: required.instant("promised time; with dueRule day its local day counts", ahead),
    dueRule: optional.text("whether the instant or the whole local day is promised; instant where absent", {
      values: ["instant", "day"],
    }),
    originalDue: optional.instant("first promise, where it was moved", ahead),
    requestedDue: optional.instant("what the customer asked for", ahead),
    fulfilledAt: optional.instant("when it was fulfilled; absent while open", happened),
    inFull: optional.boolean("fulfilled completely"),
    cancelledBy: optional.text("who cancelled it, where it was cancelled", {
      values: ["customer", "brand", "partner"],
    }),
  },
  links: [{ target: "order", key: "orderId", targetKey: "eventId" }],
})
