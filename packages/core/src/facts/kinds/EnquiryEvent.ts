import * as FactKind from "../FactKind.ts"
import { optional, required } from "../Field.ts"

/** Something happened to an enquiry: a message in or out, a pause, a hand-off, its end. @category facts @since 0.2.0 */
export const EnquiryEvent = FactKind.make({
  id: "enquiry-event",
  plural: "enquiryEvents",
  doc: "Something happened to an enquiry: a message in or out, a pause, a hand-off, its end.",
  row: "event",
  rank: 8,
  fields: {
    enquiry: required.text("id of the enquiry: a ticket, a chat, a call"),
    kind: required.text("what happened: a message of the customer is `in`, one to the customer `out`", {
      values: ["in", "out", "pause", "resume", "close", "reopen", "handoff"],
    }),
    actor: optional.text("who acted, where it was not the customer", { values: ["human", "bot", "auto"] }),
    agent: optional.text("who answered"),
    touchpoint: optional.text("where the customer asked"),
    channel: optional.text("channel, where it differs from the touchpoint's"),
    topic: optional.text("what the enquiry is about"),
  },
})
