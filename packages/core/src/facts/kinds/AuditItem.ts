import * as FactKind from "../FactKind.ts"
import { countable, optional, required } from "../Field.ts"

/** One item of an audit or a mystery shopper's visit. @category facts @since 0.2.0 */
export const AuditItem = FactKind.make({
  id: "audit-item",
  plural: "auditItems",
  doc: "One item of an audit or of a mystery shopper's visit, as one rater scored it.",
  row: "item",
  rank: 10,
  key: ["source", "visit", "rater", "item"],
  fields: {
    visit: required.text("the visit"),
    location: optional.text("what was visited: a shop, a counter, a line"),
    rater: optional.text("who scored it"),
    item: required.text("id of the item on the questionnaire"),
    version: optional.text("version of the questionnaire"),
    earned: optional.number("points earned", countable),
    possible: optional.number("points possible; absent where the item does not apply", countable),
    critical: optional.boolean("whether the visit fails where the item does"),
    touchpoint: optional.text("id of the touchpoint audited"),
    channel: optional.text("channel, where it differs from the touchpoint's"),
  },
})
