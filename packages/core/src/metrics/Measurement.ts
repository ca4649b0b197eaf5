import * as Schema from "effect/Schema"
import { DimensionValue } from "../questions/Dimension.ts"
import * as Instant from "../time/Instant.ts"
import * as Period from "../time/Period.ts"
import { Caveat } from "./Caveat.ts"

/**
 * What a value is counted in. Proportions and ratios are fractions (0.05), net scores are points (−100 … 100), mean scores points of their scale, money
 * is integer minor units of its currency, durations are milliseconds.
 *
 * @category measurements
 * @since 0.1.0
 */
export const Unit = Schema.Union([
  Schema.Struct({ kind: Schema.Literals(["proportion", "count", "duration", "ratio"]) }),
  /** `min` and `max` where the points are those of a short scale, such as 1 … 5. */
  Schema.Struct({
    kind: Schema.Literal("points"),
    min: Schema.optionalKey(Schema.Finite),
    max: Schema.optionalKey(Schema.Finite),
  }),
  Schema.Struct({ kind: Schema.Literal("money"), currency: Schema.String }),
])
/** @see {@link Unit} @category measurements @since 0.1.0 */
export type Unit = typeof Unit.Type

/** An interval with its level and method; an open side is `null`. @category measurements @since 0.1.0 */
export const Interval = Schema.Struct({
  low: Schema.NullOr(Schema.Finite),
  high: Schema.NullOr(Schema.Finite),
  level: Schema.Finite,
  method: Schema.String,
})
/** @see {@link Interval} @category measurements @since 0.1.0 */
export type Interval = typeof Interval.Type

/** The group a measurement is of: values by dimension. @category measurements @since 0.1.0 */
export const By = Schema.Record(Schema.String, DimensionValue)
/** @see {@link By} @category measurements @since 0.1.0 */
export type By = typeof By.Type

/** Size of a difference in a unit of its own. @category measurements @since 0.1.0 */
export const Effect = Schema.Struct({
  kind: Schema.Literals(["cohen-h", "hedges-g", "cliffs-delta", "points"]),
  value: Schema.NullOr(Schema.Finite),
})

/**
 * A difference taken apart by a further dimension: `rate` is what the parts' own numbers make of it, `mix` what their
 * sizes do. Both add up to the difference (Kitagawa 1955).
 *
 * @category measurements
 * @since 0.2.0
 */
export const Mix = Schema.Struct({ dimension: Schema.String, rate: Schema.Finite, mix: Schema.Finite })
/** @see {@link Mix} @category measurements @since 0.2.0 */
export type Mix = typeof Mix.Type

/**
 * Comparison of a measurement with a baseline of the same definition: `difference` is this value minus the baseline's.
 * `p` is the raw two-sided p-value, `q` the one adjusted over all comparisons of one request: by Benjamini–Hochberg,
 * where `adjustment` does not name another.
 *
 * **Details**
 *
 * The baseline is a group (`by`), a period (`period`), or everybody outside the group: those with another value of the
 * dimension that `rest` names, or none of it, and with the values of `by`, which is `{}` where nothing else is split.
 * `mix` is there where the request asked for it; `null` where the parts do not add up to the whole.
 *
 * @category measurements
 * @since 0.1.0
 */
export const Versus = Schema.Struct({
  by: Schema.optionalKey(By),
  rest: Schema.optionalKey(Schema.String),
  period: Schema.optionalKey(Period.Reported),
  value: Schema.NullOr(Schema.Finite),
  n: Schema.Finite,
  difference: Schema.NullOr(Schema.Finite),
  interval: Schema.NullOr(Interval),
  test: Schema.NullOr(Schema.String),
  p: Schema.NullOr(Schema.Finite),
  q: Schema.NullOr(Schema.Finite),
  adjustment: Schema.optionalKey(Schema.Literal("holm")),
  effect: Schema.NullOr(Effect),
  mix: Schema.optionalKey(Schema.NullOr(Mix)),
})
/** @see {@link Versus} @category measurements @since 0.1.0 */
export type Versus = typeof Versus.Type

/**
 * One number with everything that makes it honest. This is the JSON other programs rely on; `schema` names its version.
 *
 * @category measurements
 * @since 0.1.0
 */
export const Measurement = Schema.Struct({
  schema: Schema.Literal(1),
  metric: Schema.String,
  params: Schema.Record(Schema.String, Schema.Json),
  /** Hash of the passport: measurements of different definitions are not compared. */
  definition: Schema.String,
  unit: Unit,
  by: By,
  /** Half-open span the facts lie in; `null` where the source has no dates. */
  period: Schema.NullOr(Period.Reported),
  /** Up to when the facts are complete; `null` where the source has no dates. */
  asOf: Schema.NullOr(Instant.Instant),
  /** `null`, with a caveat, where nothing honest can be said. */
  value: Schema.NullOr(Schema.Finite),
  interval: Schema.NullOr(Interval),
  n: Schema.Finite,
  unitOfN: Schema.String,
  /** Independent observations the interval rests on, after weights and clusters. */
  nEffective: Schema.NullOr(Schema.Finite),
  numerator: Schema.NullOr(Schema.Finite),
  denominator: Schema.NullOr(Schema.Finite),
  caveats: Schema.Array(Caveat),
  versus: Schema.optionalKey(Versus),
}).annotate({ identifier: "Measurement" })
/** @see {@link Measurement} @category measurements @since 0.1.0 */
export type Measurement = typeof Measurement.Type

/** Measurements as plain JSON: periods and instants as ISO texts, keys in the order of the schema. @category measurements @since 0.1.0 */
export const encodeMeasurements = Schema.encodeSync(Schema.Array(Measurement))
