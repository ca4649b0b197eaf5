import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const example = `write an IANA name such as "Europe/Warsaw", or "UTC"`

/**
 * Whether a value names a time zone this runtime knows: an IANA name, one of its aliases (`UTC`, `Asia/Calcutta`) or a
 * fixed offset (`+05:45`). Source: the runtime's own copy of the IANA database, through `Intl`.
 *
 * @example
 * ```ts
 * import { Zone } from "@touchpoint/core/time"
 *
 * console.log(Zone.isZone("America/Sao_Paulo")) // true
 * console.log(Zone.isZone("Brasilia")) // false
 * ```
 *
 * @category guards
 * @since 0.1.0
 */
export const isZone = (value: unknown): value is string =>
  typeof value === "string" && Result.isSuccess(Result.try(() => new Intl.DateTimeFormat("en-US", { timeZone: value })))

/**
 * A time zone by name, kept as written. Decoding fails on a name the runtime does not know and says what to write.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Zone } from "@touchpoint/core/time"
 *
 * console.log(Schema.decodeSync(Zone.Zone)("Asia/Kathmandu")) // Asia/Kathmandu
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Zone = Schema.String.check(
  Schema.makeFilter((text: string) => isZone(text) || `unknown time zone: ${example}`, {
    expected: "a time zone",
    arbitraryConstraint: {
      patterns: [{ source: "^(UTC|Europe/Warsaw|America/Sao_Paulo|America/Los_Angeles|Asia/Kathmandu)$", flags: "" }],
    },
  }),
).annotate({ title: "Zone", description: "IANA time zone name", examples: ["Europe/Warsaw", "UTC"] })

/**
 * @see {@link Zone}
 * @category models
 * @since 0.1.0
 */
export type Zone = typeof Zone.Type

/**
 * Thrown where a zone was passed that {@link isZone} refuses: a defect of the caller, as zones from outside are checked
 * by the schema.
 *
 * @example
 * ```ts
 * import { Zone } from "@touchpoint/core/time"
 *
 * console.log(new Zone.ZoneInvalid({ zone: "CET+1" }).message.slice(0, 26)) // "CET+1" is not a time zone
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export class ZoneInvalid extends Schema.TaggedError<ZoneInvalid>()("ZoneInvalid", { zone: Schema.String }) {
  override get message(): string {
    return `"${this.zone}" is not a time zone: ${example}`
  }
}
