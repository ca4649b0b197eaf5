import * as Schema from "effect/Schema"

/** What a reader must know to read a number rightly. @category measurements @since 0.1.0 */
export const CaveatId = Schema.Literals([
  "zero-denominator",
  "small-sample",
  "insufficient",
  "partial-period",
  "undated",
  "watermark-inferred",
  "scale-mismatch",
  "nonstandard-scale",
  "scale-missing",
  "no-score",
  "no-customer",
  "clustered",
  "weighted",
  "weights-ignored",
  "no-ci",
  "not-yet-due",
  "never-fulfilled",
  "cancelled-excluded",
  "currency-mixed",
  "no-rate",
  "no-amount",
  "refunds-unmatched",
  "winsorised",
  "skewed",
  "nonpositive-base",
  "census",
  "cost-missing",
  "cost-nonpositive",
  "cost-outside",
  "immature-revenue",
  "margin-missing",
  "backwards",
  "history-unknown",
  "statuses-counted",
  "dispersed",
  "low-response",
  "only-answers",
  "partial-answers",
  "immature-window",
  "censored",
  "not-reached",
  "period-needed",
  "closed-unanswered",
  "last-of-session",
  "contacted-only",
  "not-stated",
  "off-scale",
  "mixed-versions",
  "chosen-weights",
  "one-channel",
  "channels-excluded",
  "rejected-rows",
  "suspect-text",
  "unresolved-customers",
  "definition-mismatch",
  "mix-shift",
  "no-baseline",
  "small-baseline",
  "multiple-testing",
  "below-minimum-cell",
  "failed",
])
/** @see {@link CaveatId} @category measurements @since 0.1.0 */
export type CaveatId = typeof CaveatId.Type

/** A caveat with its figures. @category measurements @since 0.1.0 */
export const Caveat = Schema.Struct({
  id: CaveatId,
  data: Schema.optionalKey(Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Finite, Schema.Null]))),
})
/** @see {@link Caveat} @category measurements @since 0.1.0 */
export type Caveat = typeof Caveat.Type

/** Makes a caveat. @category measurements @since 0.1.0 */
export const caveat = (id: CaveatId, data?: Readonly<Record<string, string | number | null>>): Caveat =>
  data === undefined ? { id } : { id, data }

/** Minimum sizes below which a number is flagged; policy, not theory. @category measurements @since 0.1.0 */
export const SizePolicy = Schema.Struct({ insufficient: Schema.Int, small: Schema.Int })
/** @see {@link SizePolicy} @category measurements @since 0.1.0 */
export type SizePolicy = typeof SizePolicy.Type

/** Fewer than 10: shown, never ranked. Fewer than 30: a small sample. @category measurements @since 0.1.0 */
export const defaultSizePolicy: SizePolicy = { insufficient: 10, small: 30 }

/**
 * The caveat of a size, if any. Nothing counted is too little where a value could be said all the same: costs that brought
 * no order. Many rows that are worth few independent ones, as those of few customers or of very uneven weights, are a
 * small sample too.
 *
 * @category measurements
 * @since 0.1.0
 */
export const sizeCaveats = ({ n, nEffective = null, value }: Sized, policy: SizePolicy): ReadonlyArray<Caveat> => {
  if (n === 0 && value === null) return [caveat("zero-denominator")]
  if (n < policy.insufficient) return [caveat("insufficient", { n, minimum: policy.insufficient })]
  if (n < policy.small) return [caveat("small-sample", { n, minimum: policy.small })]
  return nEffective !== null && nEffective < policy.small
    ? [caveat("small-sample", { n, effective: nEffective, minimum: policy.small })]
    : []
}

/** A number by what it rests on. */
interface Sized {
  readonly n: number
  /** Independent observations, where they are fewer. */
  readonly nEffective?: number | null
  readonly value: number | null
}
