import * as FactKind from "../FactKind.ts"
import { happened, optional } from "../Field.ts"

/** A customer invited somebody; `customer` is the inviter, `at` when the invitation was sent. @category facts @since 0.2.0 */
export const Referral = FactKind.make({
  id: "referral",
  plural: "referrals",
  doc: "A customer invited somebody; customer is the inviter, at when the invitation was sent.",
  row: "invitation",
  rank: 9,
  people: ["invitee"],
  fields: {
    invitee: optional.text(
      "who was invited: a customer's id, or a mark that is the same in all invitations of one person",
    ),
    acceptedAt: optional.instant("when the invitee became a customer; absent while open", happened),
    inviteeKnown: optional.boolean("whether the invitee was a customer already"),
    touchpoint: optional.text("where the invitation was sent from"),
  },
  links: [
    // All invitations of one person, whoever sent them: only one can have won the customer.
    { target: "referral", key: "invitee", targetKey: "invitee" },
    { target: "order", key: "invitee", targetKey: "customer" },
  ],
})
