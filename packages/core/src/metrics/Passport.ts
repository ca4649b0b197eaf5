import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Expr } from "../questions/Expr.ts"
import { canonicalJson } from "../questions/Question.ts"
import * as Calendar from "../time/Calendar.ts"
import * as FiscalYear from "../time/FiscalYear.ts"
import { Unit } from "./Measurement.ts"

/** A text of any length, for every locale or per locale. */
const Told = Schema.Union([
  Schema.String,
  Schema.Struct({
    en: Schema.optionalKey(Schema.String),
    ru: Schema.optionalKey(Schema.String),
    pl: Schema.optionalKey(Schema.String),
  }),
])

/**
 * The definition of a number. Nothing beside it defines it: equal passports, comparable numbers.
 *
 * **Details**
 *
 * `numerator`, `denominator`, `source` and `preset` explain to people what the ids and parameters already decide; they
 * are no part of the hash, so that a better wording or a translation leaves every number comparable.
 *
 * @category metrics
 * @since 0.1.0
 */
export const Passport = Schema.Struct({
  metric: Schema.String,
  params: Schema.Record(Schema.String, Schema.Json),
  unit: Unit,
  /** What one of `n` is. */
  unitOfN: Schema.String,
  numerator: Told,
  denominator: Told,
  /** Kind of facts counted, and the instant that places them in time. */
  kind: Schema.String,
  clock: Schema.String,
  zone: Schema.String,
  /** First day of the week, where it is not Monday. */
  weekStart: Schema.optionalKey(Calendar.WeekStart),
  /** Where months, quarters and years are not those of the Gregorian calendar. */
  fiscalYear: Schema.optionalKey(FiscalYear.FiscalYear),
  /** Filter of the request; `null` for all. */
  population: Schema.NullOr(Expr),
  /** Where the formula comes from. */
  source: Schema.String,
  /** The convention the parameters are named after; they alone define the number. */
  preset: Schema.NullOr(Schema.String),
})
/** @see {@link Passport} @category metrics @since 0.1.0 */
export type Passport = typeof Passport.Type

/**
 * The hash of a passport: the first 16 hexadecimal digits of SHA-256 over the canonical JSON of its ids, parameters,
 * unit, zone and population. Texts that explain are left out.
 *
 * @category metrics
 * @since 0.1.0
 */
export const definition = (passport: Passport): Effect.Effect<string> => {
  const { denominator: _, numerator: __, source: ___, ...decides } = passport
  // What the parameters are named after changes no number.
  return Effect.map(sha256(canonicalJson({ ...decides, preset: null })), (hex) => hex.slice(0, 16))
}

/** SHA-256 of a text (as UTF-8) or of bytes, hexadecimal. @category metrics @since 0.1.0 */
export const sha256 = (input: string | Uint8Array<ArrayBuffer>): Effect.Effect<string> =>
  Effect.map(
    Effect.promise(() =>
      crypto.subtle.digest("SHA-256", typeof input === "string" ? new TextEncoder().encode(input) : input),
    ),
    (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  )
