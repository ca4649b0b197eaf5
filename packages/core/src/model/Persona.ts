import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** A typical customer: which segments it stands for and what it needs. @category model @since 0.1.0 */
export class Persona extends Schema.Class<Persona>("@touchpoint/core/Persona")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  segments: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  needs: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
}) {}
