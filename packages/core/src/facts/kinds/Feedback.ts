import * as FactKind from "../FactKind.ts"
import { optional, required } from "../Field.ts"

/** A customer was asked and answered, or not. @category facts @since 0.1.0 */
export const Feedback = FactKind.make({
  id: "feedback",
  plural: "feedback",
  doc: "A customer was asked for feedback and answered, or not.",
  row: "answer",
  rank: 5,
  fields: {
    touchpoint: optional.text("id of the touchpoint asked about; absent for the brand as a whole"),
    instrument: required.text("the question asked: nps, csat, ces or an own one"),
    wave: optional.text("survey wave"),
    status: optional.text("what became of the question; without it a row with a score is answered, one without is na", {
      values: ["answered", "partial", "dismissed", "na"],
    }),
    score: optional.number("the answer on its scale"),
    choice: optional.text("the answer, where it is a choice"),
    scaleMin: optional.number("lowest score of the scale"),
    scaleMax: optional.number("highest score of the scale"),
    polarity: optional.text("which end of the scale is good", { values: ["high", "low"] }),
    contactId: optional.text("eventId of the contact that asked"),
    orderId: optional.text("order the feedback is about"),
  },
  links: [
    { target: "order", key: "orderId", targetKey: "eventId" },
    { target: "promise", key: "orderId", targetKey: "orderId" },
    { target: "contact", key: "contactId", targetKey: "eventId" },
  ],
})
