import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** A planned journey: the touchpoints a customer should meet, in order. @category model @since 0.1.0 */
export class Journey extends Schema.Class<Journey>("@touchpoint/core/Journey")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  persona: Schema.optionalKey(Identifier),
  steps: Schema.NonEmptyArray(Identifier),
}) {}
