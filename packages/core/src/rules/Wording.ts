import type { Interval, Measurement, Unit } from "../metrics/Measurement.ts"
import type { Locale } from "../model/Identifier.ts"
import type { MessageData } from "./Message.ts"

/** Forms of a noun by plural category; `other` always. @category messages @since 0.1.0 */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/**
 * How figures are written in a locale. The only place where a number is rounded.
 *
 * @category messages
 * @since 0.1.0
 */
export interface Wording {
  readonly locale: Locale
  /** `1,234` */
  readonly count: (n: number) => string
  /** A plain number with `digits` decimals; 1 where not given. */
  readonly number: (x: number, digits?: number) => string
  /** `12.3%` of a fraction. */
  readonly percent: (fraction: number, digits?: number) => string
  /** A value in its unit: `77.3%`, `51.8`. */
  readonly value: (x: number | null, unit: Unit) => string
  /** A difference with its sign; of proportions in percentage points. */
  readonly difference: (x: number | null, unit: Unit) => string
  /** `76.3–78.3%`; an open side is shown as such. */
  readonly interval: (interval: Interval | null, unit: Unit) => string
  /** `+0.1 … +4.1 pp`: an interval of a difference; of proportions in percentage points. */
  readonly differenceInterval: (interval: Interval | null, unit: Unit) => string
  /** `p = 0.012`, `p < 0.001` */
  readonly pValue: (p: number) => string
  /** `q = 0.048`: a p-value adjusted for the number of comparisons. */
  readonly qValue: (q: number) => string
  /** `12 answers` with the plural of the locale. */
  readonly plural: (n: number, forms: PluralForms) => string
  /** The group of a measurement, by names: `Delivery`, `West · kept`. */
  readonly group: (measurement: Pick<Measurement, "by">) => string
  /** Name of the number a measurement is: the metric's, or its definition's own. */
  readonly metric: (measurement: Pick<Measurement, "metric" | "definition">) => string
  /**
   * Name of a metric, dimension, touchpoint, stage or party; the id where it has none. Standard dimensions, kinds of
   * facts (`kind`), what n counts (`unitOfN`), units (`unit`), instants (`clock`), reasons of rejects (`reason`) and what
   * became of promises (`promise`) have names in every report.
   */
  readonly name: (kind: string, id: string) => string
  /** `Jan 2018`, `Q1 2018`, `2018`, `week of 1 Jan 2018`, `1–14 Jan 2018`: by the exact span. */
  readonly period: (period: Measurement["period"]) => string
  /** `31 Jan 2018` */
  readonly day: (instant: number) => string
  /** `a, b and c` */
  readonly list: (items: ReadonlyArray<string>) => string
}

/**
 * A sentence of one locale, from a message's data and measurements.
 *
 * **Details**
 *
 * A rule knows what its own data hold, so a sentence may say so: `({ touchpoint }: { touchpoint: string }) => …`. The
 * compiler takes its word: what the rule does not report is `undefined` there.
 *
 * @category messages
 * @since 0.1.0
 */
// Parameters of methods are compared both ways: a sentence may ask for less than any data.
export type Sentence = {
  say(data: MessageData, of: ReadonlyArray<Measurement>, wording: Wording): string
}["say"]

/** The sentences of an owner in every locale; a missing or extra one is a compile error. @category messages @since 0.1.0 */
export type Sentences<Id extends string> = Readonly<Record<Locale, Readonly<Record<Id, Sentence>>>>
