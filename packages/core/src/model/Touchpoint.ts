import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** A calendar day, `2026-01-31`. @category model @since 0.1.0 */
export const Day = Schema.String.check(
  Schema.makeFilter<string>((text) => {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
    return (
      (Number.isFinite(at) && new Date(at).toISOString().startsWith(text)) ||
      "expected a calendar day such as 2026-01-31"
    )
  }),
)

/** Life of a touchpoint: planned ones may lack data, retired ones are not judged. @category model @since 0.1.0 */
export const Status = Schema.Literals(["active", "planned", "retired"])

/**
 * A place where customer and brand meet.
 *
 * `stage`, `category`, `channel` and `party` are ids of the inventory; the inventory checks them.
 *
 * @category model
 * @since 0.1.0
 */
export class Touchpoint extends Schema.Class<Touchpoint>("@touchpoint/core/Touchpoint")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  stage: Identifier,
  category: Schema.optionalKey(Identifier),
  channel: Schema.optionalKey(Identifier),
  party: Schema.optionalKey(Identifier),
  owner: Schema.optionalKey(Schema.NonEmptyString),
  objective: Schema.optionalKey(Schema.NonEmptyString),
  segments: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  status: Schema.optionalKey(Status),
  reviewed: Schema.optionalKey(Day),
  aliases: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  attributes: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
}) {}
