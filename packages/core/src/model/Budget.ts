import * as Schema from "effect/Schema"
import { Identifier } from "./Identifier.ts"

/** Money planned for a touchpoint, in integer minor units of an ISO 4217 currency. @category model @since 0.1.0 */
export class Budget extends Schema.Class<Budget>("@touchpoint/core/Budget")({
  touchpoint: Identifier,
  amount: Schema.Int,
  currency: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/, { message: "expected an ISO 4217 code such as EUR" })),
  period: Schema.optionalKey(Schema.NonEmptyString),
}) {}
