import * as FactKind from "../FactKind.ts"
import { optional, required } from "../Field.ts"

/** A customer met an arm of an experiment. @category facts @since 0.2.0 */
export const Exposure = FactKind.make({
  id: "exposure",
  plural: "exposures",
  doc: "A customer met an arm of an experiment.",
  row: "exposure",
  rank: 12,
  fields: {
    experiment: required.text("id of the experiment"),
    arm: required.text("arm the customer met"),
    touchpoint: optional.text("where it was met"),
  },
})
