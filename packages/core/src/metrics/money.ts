import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import {
  add,
  and,
  bucket,
  coalesce,
  column,
  eq,
  type Expr,
  mul,
  ne,
  not,
  or,
  present,
  value,
} from "../questions/Expr.ts"
import * as Calendar from "../time/Calendar.ts"
import * as LocalDay from "../time/LocalDay.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { withDefault } from "./Metric.ts"

type Texts = Readonly<Record<Locale, string>>

/** ISO 4217: no currency. */
const NONE = "XXX"

/** Code of a currency. */
const Currency = Schema.String.check(
  Schema.isPattern(/^[A-Z]{3}$/, { message: "expected an ISO 4217 code such as EUR" }),
)

/**
 * What one unit of a currency is worth in the currency of the definition: units, not minor units, so that 1 EUR is 4.3
 * PLN and 1 JPY is 0.027 PLN. With `from` the rate holds from that local day until the next rate of the currency; without,
 * ever since. One rate without a day is a constant rate; one for each day (or for each month, its average) converts at
 * the date of the transaction.
 *
 * @category money
 * @since 0.2.0
 */
export const Rate = Schema.Struct({
  currency: Currency,
  rate: Schema.Finite.check(Schema.isBetween({ minimum: 1e-12, maximum: 1e12 })),
  from: Schema.optionalKey(
    Schema.String.check(
      Schema.makeFilter((day) => LocalDay.parse(day) !== undefined || "expected a day such as 2026-01-31"),
    ),
  ),
})
/** @see {@link Rate} @category money @since 0.2.0 */
export type Rate = typeof Rate.Type

/** The currency a number is in, and the rates by which others become it. @category money @since 0.2.0 */
export interface Money {
  readonly currency: string
  readonly rates: ReadonlyArray<Rate>
}

/** Parameters of every metric of money. @category money @since 0.2.0 */
export const moneyParams = {
  /** Currency of the number. */
  currency: withDefault(Currency, NONE),
  /** What others are worth in it; without a rate they are refused. */
  rates: withDefault(Schema.Array(Rate), []),
} as const

/** What is wrong with rates; `null` where nothing is. @category money @since 0.2.0 */
export const moneyProblem = ({ currency, rates }: Money): string | null => {
  if (rates.length === 0) return null
  if (currency === NONE) return "rates: say which currency they lead to (currency)"
  if (rates.some((rate) => rate.currency === currency)) return `rates: ${currency} is the currency of the number itself`
  const days = rates.map((rate) => `${rate.currency} ${rate.from ?? "ever since"}`)
  const twice = days.find((day, i) => days.indexOf(day) < i)
  return twice === undefined ? null : `rates: there are two for ${twice}`
}

/** Digits of a currency behind the point, by ISO 4217: those whose number is not 2. */
const digits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0]),
  ),
  ...Object.fromEntries("BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3])),
  ...Object.fromEntries("CLF UYW".split(" ").map((code) => [code, 4])),
}

/**
 * How many digits an amount of a currency has behind the point, by ISO 4217: 2 of EUR, 0 of JPY, 3 of KWD.
 *
 * **Gotchas**
 *
 * `Intl` rounds some currencies to what is customary (HUF to whole forints), which is no matter of minor units.
 *
 * @category money
 * @since 0.2.0
 */
export const minorDigits = (currency: string): number => (Object.hasOwn(digits, currency) ? (digits[currency] ?? 2) : 2)

/** Where a row has its money; the columns `amount`, `currency` and `at` where left out. @category money @since 0.2.0 */
export interface AmountOf {
  readonly amount?: Expr
  readonly currency?: Expr
  /** The instant whose rate holds. */
  readonly at?: Expr
}

/** After every instant there is. */
const FOREVER = 8.64e15

/** By currency, what one minor unit is worth; absent where no rate holds. */
const worths = (
  { currency, rates }: Money,
  calendar: Calendar.Calendar,
  at: Expr,
): ReadonlyArray<readonly [code: string, worth: Expr]> =>
  [...Map.groupBy(rates, (rate) => rate.currency)].map(([code, own]) => {
    const scale = 10 ** (minorDigits(currency) - minorDigits(code))
    const dated = own
      .flatMap(({ from, rate }) => {
        const instant = from === undefined ? undefined : Calendar.instantOf(calendar, from)
        return instant === undefined ? [] : [{ from: instant, rate: rate * scale }]
      })
      .toSorted((a, b) => a.from - b.from)
    const ever = own.find(({ from }) => from === undefined)
    const constant = ever === undefined ? [] : [value(ever.rate * scale)]
    if (dated.length === 0) return [code, constant[0] ?? value(0)]
    const steps = bucket(
      at,
      [...dated.map(({ from }) => from), FOREVER],
      dated.map(({ rate }) => rate),
    )
    return [code, constant.length === 0 ? steps : coalesce(steps, ...constant)]
  })

/**
 * The amount of a row in minor units of the definition's currency. Without rates it is the amount itself: rows that are
 * {@link foreign} then have to be refused, and so they have where no rate holds, as they count for 0.
 *
 * **Gotchas**
 *
 * A row that states no currency is in that of the definition. What was converted is no whole number of minor units.
 *
 * @category money
 * @since 0.2.0
 */
export const amountIn = (money: Money, calendar: Calendar.Calendar, of: AmountOf = {}): Expr => {
  const { amount = column("amount"), at = column("at"), currency = column("currency") } = of
  if (money.rates.length === 0) return amount
  const code = coalesce(currency, value(money.currency))
  const rate = worths(money, calendar, at).reduce<Expr>(
    (sum, [other, worth]) => add(sum, mul(eq(code, other), coalesce(worth, value(0)))),
    eq(code, money.currency),
  )
  return mul(amount, rate)
}

/** Whether a row is in a currency that cannot become the definition's: never absent. @category money @since 0.2.0 */
export const foreign = (money: Money, calendar: Calendar.Calendar, of: AmountOf = {}): Expr => {
  const { at = column("at"), currency = column("currency") } = of
  const rated = worths(money, calendar, at).map(([other, worth]) => and(eq(currency, other), present(worth)))
  const other = coalesce(ne(currency, money.currency), value(false))
  return rated.length === 0 ? other : and(other, not(or(...rated)))
}

/** Why rows of {@link foreign} withhold the number. @category money @since 0.2.0 */
export const moneyCaveats = ({ currency, rates }: Money, foreignRows: number): ReadonlyArray<Caveat> =>
  foreignRows === 0
    ? []
    : [caveat(rates.length === 0 ? "currency-mixed" : "no-rate", { n: foreignRows, expected: currency })]

/** A text about amounts that says how others became the currency. @category money @since 0.2.0 */
export const atRates = ({ currency, rates }: Money, text: Texts): Texts => {
  if (rates.length === 0) return text
  const constant = rates.every(({ from }) => from === undefined)
  const how = constant
    ? { en: "at constant rates", ru: "по постоянному курсу", pl: "po stałym kursie" }
    : { en: "at the rates of their date", ru: "по курсу на дату операции", pl: "po kursie z dnia transakcji" }
  return {
    en: `${text.en}, in ${currency} ${how.en}`,
    ru: `${text.ru}, в ${currency} ${how.ru}`,
    pl: `${text.pl}, w ${currency} ${how.pl}`,
  }
}
