import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as IsoText from "./IsoText.ts"

/**
 * The first instant this library handles, in epoch ms.
 *
 * @example
 * ```ts
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Instant.format(Instant.minimum)) // 0001-01-01T00:00:00Z
 * ```
 *
 * @category constants
 * @since 0.1.0
 */
export const minimum = -62_135_596_800_000

/**
 * The last instant this library handles, in epoch ms.
 *
 * @example
 * ```ts
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Instant.format(Instant.maximum)) // 9999-12-31T23:59:59.999Z
 * ```
 *
 * @category constants
 * @since 0.1.0
 */
export const maximum = 253_402_300_799_999

/**
 * The last instant at which something can have happened or a period may end, in epoch ms: what is later is a sentinel
 * such as 9999-12-31, not a time.
 *
 * @example
 * ```ts
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Instant.format(Instant.farthest)) // 8999-12-31T23:59:59.999Z
 * ```
 *
 * @category constants
 * @since 0.2.0
 */
export const farthest = Date.UTC(9000, 0, 1) - 1

/**
 * The first instant at which something can have happened or a period may begin, in epoch ms: what is earlier than 1900
 * in every zone stands for "no date", such as 0001-01-01 or 1899-12-30.
 *
 * @example
 * ```ts
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Instant.format(Instant.earliest)) // 1899-12-31T00:00:00Z
 * ```
 *
 * @category constants
 * @since 0.2.0
 */
export const earliest = Date.UTC(1899, 11, 31)

/**
 * ISO 8601 text of an instant in UTC: seconds, and milliseconds only where there are any. Throws a `RangeError` for a
 * number that is no instant.
 *
 * @example
 * ```ts
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Instant.format(1_514_764_800_000)) // 2018-01-01T00:00:00Z
 * console.log(Instant.format(1_514_764_800_123)) // 2018-01-01T00:00:00.123Z
 * ```
 *
 * @category formatting
 * @since 0.1.0
 */
export const format = (instant: number): string => new Date(instant).toISOString().replace(".000Z", "Z")

/**
 * The instant of an ISO 8601 text with an offset, or `undefined`. A text without an offset is no instant: its zone would
 * have to be guessed.
 *
 * @example
 * ```ts
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Instant.parse("2018-01-01T01:00:00+01:00")) // 1514764800000
 * console.log(Instant.parse("2018-01-01T01:00:00")) // undefined
 * ```
 *
 * @category parsing
 * @since 0.1.0
 */
export const parse = (text: string): number | undefined => {
  const reading = IsoText.reading()
  if (!IsoText.read(text, reading)) return undefined
  const instant = reading.local - reading.offset
  return instant >= minimum && instant <= maximum ? instant : undefined
}

/**
 * A point in time: whole milliseconds since 1970-01-01T00:00:00Z in memory, ISO 8601 text with an offset in JSON.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Instant } from "@touchpoint/core/time"
 *
 * console.log(Schema.decodeSync(Instant.Instant)("2018-01-01T00:00:00Z")) // 1514764800000
 * console.log(Schema.encodeSync(Instant.Instant)(0)) // 1970-01-01T00:00:00Z
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Instant = Schema.String.annotate({
  description: "instant as ISO 8601 with an offset",
  examples: ["2018-01-01T00:00:00Z"],
}).pipe(
  Schema.decodeTo(
    Schema.Int.check(Schema.isBetween({ minimum, maximum })),
    SchemaTransformation.transformEffect({
      decode: (text: string) => {
        const instant = parse(text)
        return instant === undefined
          ? Effect.fail(
              new SchemaIssue.InvalidValue({ message: `expected an instant such as "2018-01-31T12:00:00Z"` }, text),
            )
          : Effect.succeed(instant)
      },
      encode: (instant: number) => Effect.succeed(format(instant)),
    }),
  ),
)

/**
 * @see {@link Instant}
 * @category models
 * @since 0.1.0
 */
export type Instant = typeof Instant.Type
