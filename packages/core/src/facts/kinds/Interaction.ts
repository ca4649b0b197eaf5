import * as FactKind from "../FactKind.ts"
import { optional, required } from "../Field.ts"

/** A customer met a touchpoint. @category facts @since 0.1.0 */
export const Interaction = FactKind.make({
  id: "interaction",
  plural: "interactions",
  doc: "A customer met a touchpoint.",
  row: "interaction",
  rank: 3,
  fields: {
    touchpoint: required.text("id of the touchpoint"),
    channel: optional.text("channel, where it differs from the touchpoint's"),
    session: optional.text("visit the interaction belongs to"),
    actor: optional.text("who acted", { values: ["human", "bot"] }),
    durationMs: optional.integer("how long it lasted, in milliseconds", { min: 0 }),
  },
})
