import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"
import { Day } from "./Touchpoint.ts"

/** A rival and the touchpoints it was seen to have, with the day it was seen. @category model @since 0.1.0 */
export class Competitor extends Schema.Class<Competitor>("@touchpoint/core/Competitor")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  touchpoints: Schema.optionalKey(Schema.Array(Identifier)),
  observed: Schema.optionalKey(Day),
}) {}
