import { Metric } from "@touchpoint/core/metrics"
import * as Schema from "effect/Schema"

const params = {
  instrument: Schema.optionalKey(Schema.String),
  scale: Schema.optionalKey(Schema.Struct({ min: Schema.Finite, max: Schema.Finite })),
  relation: Schema.optionalKey(Schema.Literals(["relational", "transactional"])),
  weights: Schema.optionalKey(Schema.Literals(["use", "ignore"])),
}

/** Options of the rule. The parameters of the metrics are theirs; the form of CSAT is not, since the floor is a share. */
export const Options = Schema.Struct({
  /** NPS, in points, below which feedback is negative. */
  npsFloor: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: -100, maximum: 100 })), 0),
  /** Share of satisfied answers below which feedback is negative. */
  csatFloor: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })), 0.6),
  /** Fewer answers are not judged. */
  minimum: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 30),
  /** Days after which a review no longer counts. */
  reviewWithinDays: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 180),
  nps: Metric.withDefault(Schema.Struct(params), {}),
  csat: Metric.withDefault(
    Schema.Struct({ ...params, top: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThan(0))) }),
    {},
  ),
})
