import * as FactKind from "../FactKind.ts"
import { required } from "../Field.ts"

/** An alias of a customer: a cookie, a device, an old number. Closed transitively when facts are assembled, over all that were read: who is who may be learned later than `asOf`. @category facts @since 0.1.0 */
export const Identity = FactKind.make({
  id: "identity",
  plural: "identities",
  doc: "An alias of a customer.",
  row: "alias",
  rank: 0,
  fields: { alias: required.text("the alias"), canonical: required.text("the customer it belongs to") },
  key: ["alias"],
})
