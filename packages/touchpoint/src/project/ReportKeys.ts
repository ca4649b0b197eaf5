import { Identifier, Locale, Name } from "@touchpoint/core/model"
import * as Schema from "effect/Schema"

const Value = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])

/** A step of a funnel: the id of a touchpoint, or facts of a kind, where `is` narrows them. */
export const FunnelStep = Schema.Union([
  Schema.String,
  Schema.Struct({
    kind: Schema.String,
    is: Schema.optionalKey(Schema.Record(Schema.String, Schema.Union([Value, Schema.Array(Value)]))),
    /** What the report calls it. */
    name: Schema.optionalKey(Name),
  }),
])
/** @see {@link FunnelStep} */
export type FunnelStep = typeof FunnelStep.Type

/** Steps that customers should take one after the other, and the days they have for it. */
export const Funnel = Schema.Struct({
  id: Identifier,
  name: Schema.optionalKey(Name),
  steps: Schema.Array(FunnelStep).check(Schema.isMinLength(2)),
  /** Days from the first step to the last; 7 where absent. */
  within: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThan(0))),
})
/** What is compared without being asked: each number with its previous period, with that of the year before, or nothing. */
const Compare = Schema.Literals(["previous", "year-before", "none"])

/**
 * Keys of a configuration that decide what of the facts a run looks at and how its report reads. The command's flags of
 * the same names replace them.
 */
export const reportKeys = {
  /** The first day or period looked at: `2026-01-15`, `2026-01`, `2026-Q1`. */
  from: Schema.optionalKey(Schema.String),
  /** The last day or period looked at, included. */
  to: Schema.optionalKey(Schema.String),
  /** Which facts count: conditions such as `stage=after-purchase`, of which all must hold. */
  where: Schema.optionalKey(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  /** What key figures and the last period of trends are compared with: `previous` where absent. */
  compare: Schema.optionalKey(Compare),
  /** Language of texts; English where absent. */
  locale: Schema.optionalKey(Locale),
  /** Funnels of the report; those of the inventory's planned journeys where absent. */
  funnels: Schema.optionalKey(Schema.Array(Funnel)),
  reports: Schema.optionalKey(Schema.Array(Schema.Literal("overview"))),
}
