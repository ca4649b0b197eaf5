import * as FactKind from "../FactKind.ts"
import { ahead, optional, required } from "../Field.ts"

/** How many there are of a segment in a period: the base of a share that no facts list one by one. @category facts @since 0.2.0 */
export const Population = FactKind.make({
  id: "population",
  plural: "populations",
  doc: "How many there are of a segment, from at on: the base of a share whose members no facts list one by one.",
  row: "population",
  rank: 15,
  key: ["source", "segment", "at"],
  fields: {
    size: required.integer("how many there are", { min: 0 }),
    segment: optional.text("segment; absent for all"),
    until: optional.instant("end of the period, itself outside", ahead),
  },
})
