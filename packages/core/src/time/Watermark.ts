import * as Schema from "effect/Schema"
import { Instant } from "./Instant.ts"

/**
 * Up to when a source is complete: nothing at or before `at` is still to come. `inferred` where nobody declared it and
 * the largest time in the data stands for it; whatever rests on it carries the caveat `watermark-inferred`.
 *
 * @example
 * ```ts
 * import * as Schema from "effect/Schema"
 * import { Watermark } from "@touchpoint/core/time"
 *
 * const json = Schema.encodeSync(Watermark.Watermark)({ at: 0, inferred: false })
 * console.log(json.at) // 1970-01-01T00:00:00Z
 * ```
 *
 * @category schemas
 * @since 0.1.0
 */
export const Watermark = Schema.Struct({ at: Instant, inferred: Schema.Boolean }).annotate({
  title: "Watermark",
  description: "instant up to which a source is complete",
})

/**
 * @see {@link Watermark}
 * @category models
 * @since 0.1.0
 */
export type Watermark = typeof Watermark.Type

/**
 * A watermark somebody vouches for (`at` in epoch ms).
 *
 * @example
 * ```ts
 * import { Watermark } from "@touchpoint/core/time"
 *
 * console.log(Watermark.declared(0).inferred) // false
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const declared = (at: number): Watermark => ({ at, inferred: false })

/**
 * A watermark taken from the data: the largest time in it (`at` in epoch ms).
 *
 * @example
 * ```ts
 * import { Watermark } from "@touchpoint/core/time"
 *
 * console.log(Watermark.inferred(0).inferred) // true
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const inferred = (at: number): Watermark => ({ at, inferred: true })

/**
 * The watermark of a question over several kinds of facts: their minimum, inferred as soon as one of them is. Order and
 * repetition do not matter. `undefined` for no kinds.
 *
 * @example
 * ```ts
 * import { Watermark } from "@touchpoint/core/time"
 *
 * const both = Watermark.combine([Watermark.declared(10), Watermark.inferred(20)])
 * console.log(both?.at, both?.inferred) // 10 true
 * ```
 *
 * @category combining
 * @since 0.1.0
 */
export const combine = (watermarks: Iterable<Watermark>): Watermark | undefined => {
  let all: Watermark | undefined
  for (const one of watermarks) {
    all = all === undefined ? one : { at: Math.min(all.at, one.at), inferred: all.inferred || one.inferred }
  }
  return all
}
