import * as Schema from "effect/Schema"
import type { Trail } from "./Fold.ts"

/** Milliseconds, 0 or more. */
export const Milliseconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** How the rows of a unit become journeys: what folds of journeys have in common. */
export const journeyOptions = {
  /** Mark of the rows that are touches, where they have a label; `null`: every row with a label is one. */
  touch: Schema.NullOr(Schema.String),
  /** A pause above these milliseconds ends a journey; `null`: none does. */
  gap: Schema.NullOr(Milliseconds),
  /** Milliseconds before the end of a journey in which touches count; `null`: all of it. */
  lookBack: Schema.NullOr(Milliseconds),
  /** Whether touches before a conversion count for the next one too. */
  reuse: Schema.Boolean,
}

/** What ends and begins journeys. */
export interface JourneyRules {
  readonly gap: number | null
  readonly lookBack: number | null
  readonly reuse: boolean
  /** Bits of the marks that touch, −1 where every row may; that convert; and that begin a journey, 0 where none does. */
  readonly touch: number
  readonly converts: number
  readonly starts: number
}

/**
 * Takes a journey: its touches are `rows[from]` to `rows[to − 1]`, rows of the trail. `conversion` is the row that ended
 * it, −1 where none did.
 */
export type OnJourney = (trail: Trail, rows: Int32Array, touches: Touches) => void

/** Which touches a journey has. */
export interface Touches {
  readonly from: number
  readonly to: number
  readonly conversion: number
}

/**
 * Cuts trails into journeys. Rows with a label are touches, or those of them that bear a mark; a row that converts ends
 * the journey, and is a touch of it where it is one. Rows that are neither, and rows without a time, are passed over.
 */
export const journeys = ({ converts, gap, lookBack, reuse, starts, touch }: JourneyRules, on: OnJourney) => {
  let rows = new Int32Array(256)
  // One object for all journeys: there are as many as customers.
  const touches = { from: 0, to: 0, conversion: -1 }
  return (trail: Trail): void => {
    const { at, from, label, marks, to } = trail
    if (to - from > rows.length) rows = new Int32Array(2 * (to - from))
    let count = 0
    let begin = 0
    let since = 0
    let last = Number.NaN
    let walking = starts === 0
    const young = (place: number, instant: number): number => {
      let first = place
      if (lookBack !== null) while (first < count && (at[rows[first] as number] as number) < instant - lookBack) first++
      return first
    }
    const ended = (place: number, conversion: number, instant: number) => {
      touches.from = young(place, instant)
      touches.to = count
      touches.conversion = conversion
      on(trail, rows, touches)
    }
    const lost = () => {
      if (count > since) ended(since, -1, at[rows[count - 1] as number] as number)
      begin = since = count
    }
    for (let row = from; row < to; row++) {
      const instant = at[row] as number
      const borne = marks[row] as number
      const touched = (label[row] as number) >= 0 && (touch < 0 || (borne & touch) !== 0)
      const converted = (borne & converts) !== 0
      if ((!touched && !converted) || instant === Number.NEGATIVE_INFINITY) continue
      if (gap !== null && instant - last > gap) {
        lost()
        walking = starts === 0
      }
      last = instant
      if (touched && (borne & starts) !== 0) {
        lost()
        walking = true
      }
      if (touched && walking) rows[count++] = row
      if (!converted) continue
      // What is too old for this conversion is too old for the next.
      begin = young(begin, instant)
      ended(reuse ? begin : since, row, instant)
      since = count
    }
    lost()
  }
}
