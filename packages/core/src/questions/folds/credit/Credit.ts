import * as Schema from "effect/Schema"
import { type LogHistogram, LogHistogram as LogHistogramMoment } from "../../../moments/LogHistogram.ts"
import { byLabel } from "../byLabel.ts"

/** Conversions, and the sum of their values. @category folds @since 0.2.0 */
export const Conversions = Schema.Struct({ n: Schema.Int, value: Schema.Finite })
/** @see {@link Conversions} @category folds @since 0.2.0 */
export type Conversions = typeof Conversions.Type

/** What a rule credits to a label, over all conversions. @category folds @since 0.2.0 */
export const Credited = Schema.Struct({
  label: Schema.String,
  /** Σ of the credit, and of its squares, each conversion's touches of the label together. */
  credit: Schema.Finite,
  squares: Schema.Finite,
  /** The same of credit × value of the conversion. */
  value: Schema.Finite,
  valueSquares: Schema.Finite,
})
/** @see {@link Credited} @category folds @since 0.2.0 */
export type Credited = typeof Credited.Type

/** A label met before conversions. @category folds @since 0.2.0 */
export interface CreditTouches {
  readonly label: string
  /** Touches, counted once for every conversion they stand before. */
  readonly touches: number
  /** Conversions that have such a touch. */
  readonly conversions: number
  /** Milliseconds from touch to conversion. */
  readonly ages: LogHistogram
}

/** State of the fold `credit`. @category folds @since 0.2.0 */
export interface Credit {
  readonly conversions: Conversions
  /** Conversions without a touch: they are shared out to nobody. */
  readonly unattributed: Conversions
  /** Conversions that were given a value. */
  readonly valued: number
  /** Conversions of whose touches the oldest were left out. */
  readonly cut: number
  /** Labels by name. */
  readonly labels: ReadonlyArray<CreditTouches>
  /** In the order of the options' rules: labels by name. */
  readonly rules: ReadonlyArray<ReadonlyArray<Credited>>
}

/** JSON of {@link Credit}. */
export const CreditSchema: Schema.Codec<Credit, unknown> = Schema.Struct({
  conversions: Conversions,
  unattributed: Conversions,
  valued: Schema.Int,
  cut: Schema.Int,
  labels: Schema.Array(
    Schema.Struct({
      label: Schema.String,
      touches: Schema.Int,
      conversions: Schema.Int,
      ages: LogHistogramMoment.schema,
    }),
  ),
  rules: Schema.Array(Schema.Array(Credited)),
})

const none: Conversions = { n: 0, value: 0 }

/** The state of a group without conversions. */
export const emptyCredit = (rules: number): Credit => ({
  conversions: none,
  unattributed: none,
  valued: 0,
  cut: 0,
  labels: [],
  rules: Array.from({ length: rules }, () => []),
})

/** Adds two states over disjoint units. */
export const mergeCredit = (a: Credit, b: Credit): Credit => ({
  conversions: added(a.conversions, b.conversions),
  unattributed: added(a.unattributed, b.unattributed),
  valued: a.valued + b.valued,
  cut: a.cut + b.cut,
  labels: joined(a.labels, b.labels, (one, other) => ({
    label: one.label,
    touches: one.touches + other.touches,
    conversions: one.conversions + other.conversions,
    ages: LogHistogramMoment.merge(one.ages, other.ages),
  })),
  rules: a.rules.map((rule, i) =>
    joined(rule, b.rules[i] ?? [], (one, other) => ({
      label: one.label,
      credit: one.credit + other.credit,
      squares: one.squares + other.squares,
      value: one.value + other.value,
      valueSquares: one.valueSquares + other.valueSquares,
    })),
  ),
})

const added = (a: Conversions, b: Conversions): Conversions => ({ n: a.n + b.n, value: a.value + b.value })

const joined = <Row extends { readonly label: string }>(
  a: ReadonlyArray<Row>,
  b: ReadonlyArray<Row>,
  both: (one: Row, other: Row) => Row,
): ReadonlyArray<Row> => {
  const rows = new Map(a.map((row) => [row.label, row] as const))
  for (const row of b) {
    const known = rows.get(row.label)
    rows.set(row.label, known === undefined ? row : both(known, row))
  }
  return [...rows.values()].toSorted(byLabel)
}
