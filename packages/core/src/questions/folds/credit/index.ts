import * as Schema from "effect/Schema"
import { logCounter } from "../../../moments/LogHistogram.ts"
import { byLabel } from "../byLabel.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"
import { journeyOptions, journeys, type Touches } from "../journeys.ts"
import { type Credit, CreditSchema, emptyCredit, mergeCredit } from "./Credit.ts"
import { CreditRule, type Share, sharing } from "./rules.ts"

export { Conversions, type Credit, Credited, type CreditTouches } from "./Credit.ts"
export { CreditRule, creditShares, inverseJShaped, jShaped, type Touch, uShaped, weeklyDecay } from "./rules.ts"

/** Options of the fold `credit`. @category folds @since 0.2.0 */
export const CreditOptions = Schema.Struct({
  ...journeyOptions,
  /** Mark of the rows that convert. */
  conversion: Schema.String,
  /** How credit is shared, each rule apart from the others. */
  rules: Schema.Array(CreditRule).check(Schema.isMinLength(1), Schema.isMaxLength(32)),
  /** Most touches of a conversion; of more the oldest are left out. */
  longest: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })),
})
/** @see {@link CreditOptions} @category folds @since 0.2.0 */
export type CreditOptions = typeof CreditOptions.Type

/** What is usual: touches of 30 days, each conversion looks back on its own. @category folds @since 0.2.0 */
export const creditDefaults: Omit<CreditOptions, "conversion" | "rules"> = {
  touch: null,
  gap: null,
  lookBack: 30 * 86_400_000,
  reuse: true,
  longest: 1000,
}

/**
 * How the touches before each conversion share its credit, by several rules at once.
 *
 * **Details**
 *
 * A conversion belongs to the group of its own row; where that cannot open, it does not count. Its touches are the unit's
 * rows with a label up to it, wherever these could open. Credits of a rule sum to the conversions that have a touch, but
 * for `participation`; the others are unattributed.
 *
 * @category folds
 * @since 0.2.0
 */
export const credit: Fold<Credit, CreditOptions> = makeFold({
  id: "credit",
  version: 1,
  label: "touchpoint",
  options: CreditOptions,
  axes: ["unit"],
  schema: CreditSchema,
  empty: ({ rules }: CreditOptions): Credit => emptyCredit(rules.length),
  merge: mergeCredit,
  problem: ({ conversion, touch }: CreditOptions, { marks }) => {
    const unknown = [conversion, touch].find((mark) => mark !== null && !marks.includes(mark))
    return typeof unknown === "string" ? `there is no mark ${JSON.stringify(unknown)}` : null
  },
  run: (options: CreditOptions, context) => running(options, context),
})

/** Sums of one rule by label. */
interface RuleSums {
  readonly share: Share
  readonly credit: Float64Array
  readonly squares: Float64Array
  readonly value: Float64Array
  readonly valueSquares: Float64Array
}

const counting = (rules: ReadonlyArray<Share>, labels: number) => ({
  conversions: { n: 0, value: 0 },
  unattributed: { n: 0, value: 0 },
  valued: 0,
  cut: 0,
  touches: new Float64Array(labels),
  converted: new Float64Array(labels),
  ages: Array.from({ length: labels }, () => logCounter()),
  rules: rules.map((share): RuleSums => ({
    share,
    credit: new Float64Array(labels),
    squares: new Float64Array(labels),
    value: new Float64Array(labels),
    valueSquares: new Float64Array(labels),
  })),
})

const running = (options: CreditOptions, { groups, labels, marks }: FoldContext): Running<Credit> => {
  const { gap, longest, lookBack, reuse } = options
  const codes = new Map(labels.map((label, code) => [label, code] as const))
  const shares = options.rules.map((rule) =>
    sharing(rule, new Set(rule.rule === "last-non-direct" ? rule.direct.map((label) => codes.get(label) ?? -1) : [])),
  )
  // Of each group that has a conversion.
  const counts = new Map<number, ReturnType<typeof counting>>()
  const columns = { n: 0, channel: new Int32Array(longest), age: new Float64Array(longest) }
  const out = new Float64Array(longest)
  // Credit of the conversion at hand by label, and the labels it has.
  const own = new Float64Array(labels.length)
  const met = new Int32Array(labels.length)
  const journey = ({ at, group, label, value }: Trail, rows: Int32Array, { conversion, from, to }: Touches) => {
    if (conversion < 0) return
    const code = group[conversion] as number
    if (code < 0) return
    let sums = counts.get(code)
    if (sums === undefined) counts.set(code, (sums = counting(shares, labels.length)))
    const given = value === null ? Number.NaN : (value[conversion] as number)
    const worth = given === given ? given : 0
    if (given === given) sums.valued++
    sums.conversions.n++
    sums.conversions.value += worth
    if (to === from) {
      sums.unattributed.n++
      sums.unattributed.value += worth
      return
    }
    const oldest = Math.max(from, to - longest)
    if (oldest > from) sums.cut++
    columns.n = to - oldest
    let kinds = 0
    for (let i = 0; i < columns.n; i++) {
      const row = rows[oldest + i] as number
      const channel = label[row] as number
      const age = (at[conversion] as number) - (at[row] as number)
      columns.channel[i] = channel
      columns.age[i] = age
      sums.touches[channel] = (sums.touches[channel] as number) + 1
      sums.ages[channel]?.add(age)
      if (own[channel] === 0) {
        own[channel] = 1
        met[kinds++] = channel
        sums.converted[channel] = (sums.converted[channel] as number) + 1
      }
    }
    for (const rule of sums.rules) {
      for (let k = 0; k < kinds; k++) own[met[k] as number] = 0
      rule.share(columns, out)
      for (let i = 0; i < columns.n; i++) {
        const channel = columns.channel[i] as number
        own[channel] = (own[channel] as number) + (out[i] as number)
      }
      for (let k = 0; k < kinds; k++) {
        const channel = met[k] as number
        const part = own[channel] as number
        rule.credit[channel] = (rule.credit[channel] as number) + part
        rule.squares[channel] = (rule.squares[channel] as number) + part * part
        rule.value[channel] = (rule.value[channel] as number) + part * worth
        rule.valueSquares[channel] = (rule.valueSquares[channel] as number) + (part * worth) ** 2
      }
    }
    for (let k = 0; k < kinds; k++) own[met[k] as number] = 0
  }
  return {
    unit: journeys(
      {
        gap,
        lookBack,
        reuse,
        converts: 1 << marks.indexOf(options.conversion),
        starts: 0,
        touch: options.touch === null ? -1 : 1 << marks.indexOf(options.touch),
      },
      journey,
    ),
    finish: () =>
      groups.map((_, group) => {
        const sums = counts.get(group)
        if (sums === undefined) return undefined
        const named = labels
          .map((label, code) => ({ label, code }))
          .filter(({ code }) => (sums.touches[code] as number) > 0)
          .toSorted(byLabel)
        return {
          conversions: sums.conversions,
          unattributed: sums.unattributed,
          valued: sums.valued,
          cut: sums.cut,
          labels: named.map(({ code, label }) => ({
            label,
            touches: sums.touches[code] as number,
            conversions: sums.converted[code] as number,
            ages: sums.ages[code]?.state() ?? logCounter().state(),
          })),
          rules: sums.rules.map(({ credit: all, squares, value, valueSquares }) =>
            named.map(({ code, label }) => ({
              label,
              credit: all[code] as number,
              squares: squares[code] as number,
              value: value[code] as number,
              valueSquares: valueSquares[code] as number,
            })),
          ),
        }
      }),
  }
}
