import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Expr } from "../questions/Expr.ts"
import { canonicalJson } from "../questions/Question.ts"
import { Unit } from "./Measurement.ts"

/**
 * The definition of a number. Nothing beside it defines it: equal passports, comparable numbers.
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
  numerator: Schema.String,
  denominator: Schema.String,
  /** Kind of facts counted, and the instant that places them in time. */
  kind: Schema.String,
  clock: Schema.String,
  zone: Schema.String,
  /** Filter of the request; `null` for all. */
  population: Schema.NullOr(Expr),
  /** Where the formula comes from. */
  source: Schema.String,
  preset: Schema.NullOr(Schema.String),
})
/** @see {@link Passport} @category metrics @since 0.1.0 */
export type Passport = typeof Passport.Type

/**
 * The hash of a passport: the first 16 hexadecimal digits of SHA-256 over its canonical JSON.
 *
 * @category metrics
 * @since 0.1.0
 */
export const definition = (passport: Passport): Effect.Effect<string> =>
  Effect.map(sha256(canonicalJson(passport)), (hex) => hex.slice(0, 16))

/** SHA-256 of a text (as UTF-8) or of bytes, hexadecimal. @category metrics @since 0.1.0 */
export const sha256 = (input: string | Uint8Array<ArrayBuffer>): Effect.Effect<string> =>
  Effect.map(
    Effect.promise(() =>
      crypto.subtle.digest("SHA-256", typeof input === "string" ? new TextEncoder().encode(input) : input),
    ),
    (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  )
