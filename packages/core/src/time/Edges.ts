import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import * as Instant from "./Instant.ts"

/**
 * How many buckets are made at most unless a caller asks for another limit.
 *
 * @example
 * ```ts
 * import { Edges } from "@touchpoint/core/time"
 *
 * console.log(Edges.defaultMaximum) // 100000
 * ```
 *
 * @category constants
 * @since 0.1.0
 */
export const defaultMaximum = 100_000

/**
 * Sorted integer edges: n + 1 numbers that cut a range into n half-open buckets `[edges[i], edges[i + 1])`, and their n
 * labels. One idea for calendar buckets (instants), zone transitions, working hours and bins of a histogram: an engine
 * has to know nothing but how to search it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Edges {
  readonly edges: ReadonlyArray<number>
  readonly labels: ReadonlyArray<string>
}

/**
 * Edges that are not strictly rising integers, or do not fit their labels.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result"
 * import { Edges } from "@touchpoint/core/time"
 *
 * const made = Edges.make([0, 0], ["empty"])
 * console.log(Result.isFailure(made) && made.failure._tag) // EdgesInvalid
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export class EdgesInvalid extends Schema.TaggedError<EdgesInvalid>()("EdgesInvalid", { fix: Schema.String }) {
  override get message(): string {
    return `edges refused: ${this.fix}`
  }
}

/**
 * More buckets than the limit.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result"
 * import { Calendar, Edges } from "@touchpoint/core/time"
 *
 * const hours = Edges.calendarEdges(Calendar.make("UTC"), "hour", 0, 86_400_000, { maximum: 23 })
 * console.log(Result.isFailure(hours) && hours.failure._tag) // EdgesTooMany
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export class EdgesTooMany extends Schema.TaggedError<EdgesTooMany>()("EdgesTooMany", {
  grain: Calendar.Grain,
  from: Schema.Int,
  to: Schema.Int,
  maximum: Schema.Int,
}) {
  override get message(): string {
    const span = `${Instant.format(this.from)} to ${Instant.format(this.to)}`
    return `more than ${this.maximum} buckets of one ${this.grain} from ${span}: take a coarser grain or a shorter period`
  }
}

/**
 * Edges from numbers and labels; fails with {@link EdgesInvalid} unless the numbers are strictly rising safe integers and
 * one more than the labels.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result"
 * import { Edges } from "@touchpoint/core/time"
 *
 * const bins = Result.getOrThrow(Edges.make([0, 10, 100], ["small", "large"]))
 * console.log(Edges.locate(bins, 10)) // 1
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  edges: ReadonlyArray<number>,
  labels: ReadonlyArray<string>,
): Result.Result<Edges, EdgesInvalid> => {
  if (edges.length !== labels.length + 1) {
    return Result.fail(new EdgesInvalid({ fix: `give one edge more than labels (${edges.length}, ${labels.length})` }))
  }
  const wrong = edges.findIndex((edge, i) => !Number.isSafeInteger(edge) || (i > 0 && edge <= (edges[i - 1] ?? edge)))
  return wrong === -1
    ? Result.succeed({ edges, labels })
    : Result.fail(new EdgesInvalid({ fix: `edges must be rising integers, but number ${wrong} is ${edges[wrong]}` }))
}

/**
 * The buckets of a calendar that cover the instants `[from, to)`: the first edge is at or before `from`, the last at or
 * after `to`. Fails with {@link EdgesTooMany} beyond `maximum` buckets (100 000 if not given) and with
 * {@link EdgesInvalid} where `from` and `to` are not instants in this order.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result"
 * import { Calendar, Edges } from "@touchpoint/core/time"
 *
 * const calendar = Calendar.make("Europe/Berlin")
 * const months = Edges.calendarEdges(calendar, "month", Date.UTC(2018, 0, 15), Date.UTC(2018, 2, 15))
 * console.log(Result.getOrThrow(months).labels.join(" ")) // 2018-01 2018-02 2018-03
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const calendarEdges = (
  calendar: Calendar.Calendar,
  grain: Calendar.Grain,
  from: number,
  to: number,
  options?: { readonly maximum?: number },
): Result.Result<Edges, EdgesInvalid | EdgesTooMany> => {
  const isInstant = (value: number) => Number.isInteger(value) && value >= Instant.minimum && value <= Instant.maximum
  if (!isInstant(from) || !isInstant(to) || from > to) {
    return Result.fail(new EdgesInvalid({ fix: `give two instants in order, epoch ms (${from}, ${to})` }))
  }
  const maximum = options?.maximum ?? defaultMaximum
  const edges = [Calendar.startOf(calendar, grain, from)]
  const labels: Array<string> = []
  for (let edge = edges[0] ?? from; edge < to;) {
    if (labels.length >= maximum) return Result.fail(new EdgesTooMany({ grain, from, to, maximum }))
    labels.push(Calendar.label(calendar, grain, edge))
    edge = Calendar.next(calendar, grain, edge)
    edges.push(edge)
  }
  return Result.succeed({ edges, labels })
}

/** Last index whose edge is not above the value, which lies within the edges. */
const search = (edges: ReadonlyArray<number>, value: number): number => {
  let low = 0
  let high = edges.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((edges[middle] as number) <= value) low = middle
    else high = middle
  }
  return low
}

/**
 * The bucket of a value, or -1 outside the edges and for `NaN`. The last edge is outside. O(log n).
 *
 * @example
 * ```ts
 * import { Edges } from "@touchpoint/core/time"
 *
 * const hours = { edges: [0, 9, 17, 24], labels: ["before", "open", "after"] }
 * console.log(Edges.locate(hours, 9)) // 1
 * console.log(Edges.locate(hours, 24)) // -1
 * ```
 *
 * @category queries
 * @since 0.1.0
 */
export const locate = (self: Edges, value: number): number => {
  const { edges } = self
  const first = edges[0]
  const last = edges[edges.length - 1]
  return first !== undefined && last !== undefined && value >= first && value < last ? search(edges, value) : -1
}

/**
 * The bucket of each value of a column, written to `out` (as long as the column at least); returns how many are outside,
 * which get -1. A value in the bucket of the one before it costs two comparisons, so sorted columns are fastest.
 *
 * @example
 * ```ts
 * import { Edges } from "@touchpoint/core/time"
 *
 * const out = new Int32Array(3)
 * const outside = Edges.locateAll({ edges: [0, 10, 20], labels: ["a", "b"] }, Float64Array.of(3, 12, 20), out)
 * console.log(out.join(" "), outside) // 0 1 -1 1
 * ```
 *
 * @category queries
 * @since 0.1.0
 */
export const locateAll = (self: Edges, values: Float64Array, out: Int32Array): number => {
  const { edges } = self
  const first = edges[0] ?? Number.NaN
  const last = edges[edges.length - 1] ?? Number.NaN
  let outside = 0
  let bucket = -1
  let from = Number.NaN
  let to = Number.NaN
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value >= from && value < to) {
      out[i] = bucket
    } else if (value >= first && value < last) {
      bucket = search(edges, value)
      from = edges[bucket] as number
      to = edges[bucket + 1] as number
      out[i] = bucket
    } else {
      out[i] = -1
      outside++
    }
  }
  return outside
}
