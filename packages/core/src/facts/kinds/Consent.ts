import * as FactKind from "../FactKind.ts"
import { ahead, optional, required } from "../Field.ts"

/** A customer may be contacted by a channel from `at` until `until`. @category facts @since 0.2.0 */
export const Consent = FactKind.make({
  id: "consent",
  plural: "consents",
  doc: "A customer may be contacted by a channel from at on, until it ends.",
  row: "consent",
  rank: 14,
  fields: {
    channel: required.text("channel by which the customer may be contacted"),
    until: optional.instant("when it ended; absent while it lasts", ahead),
  },
})
