import * as FactKind from "../FactKind.ts"
import { happened, optional } from "../Field.ts"

/** What is known of a customer from `at` on; the profile as of an event is the latest before it. @category facts @since 0.1.0 */
export const Customer = FactKind.make({
  id: "customer",
  plural: "customers",
  doc: "What is known of a customer from `at` on.",
  row: "profile",
  rank: 0,
  fields: {
    segment: optional.text("segment"),
    birthday: optional.text("birthday as MM-DD"),
    registeredAt: optional.instant("when the customer registered", happened),
    zone: optional.text("IANA time zone of the customer"),
  },
  key: ["customer", "at"],
})
