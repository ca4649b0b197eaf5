import * as FactKind from "../FactKind.ts"
import { happened, optional, required } from "../Field.ts"

/** The brand contacted a customer. @category facts @since 0.1.0 */
export const Contact = FactKind.make({
  id: "contact",
  plural: "contacts",
  doc: "The brand contacted a customer: a message, a call, a letter.",
  row: "contact",
  rank: 2,
  // Feedback refers to a contact by its id alone.
  key: ["eventId"],
  fields: {
    touchpoint: required.text("id of the touchpoint"),
    class: optional.text("why the brand wrote", {
      values: ["marketing", "transactional", "reminder", "survey", "occasion"],
    }),
    channel: optional.text("channel, where it differs from the touchpoint's"),
    packageId: optional.text("campaign or package the contact belongs to"),
    status: optional.text("what became of it", { values: ["sent", "delivered", "bounced", "failed"] }),
    deliveredAt: optional.instant("when it reached the customer", happened),
  },
  links: [{ target: "feedback", key: "eventId", targetKey: "contactId" }],
})
