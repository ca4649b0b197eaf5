import { rateAndMix } from "../stats/index.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { isSmall } from "./Disclosure.ts"
import type { Elsewhere, Measured, MeasureRequest } from "./MeasureRequest.ts"
import type { By, Measurement, Mix } from "./Measurement.ts"

/** What else is asked where differences are to be taken apart: the same groups, split once more. */
export const withMix = (request: MeasureRequest): MeasureRequest | null => {
  const { by = [], mix = null, elsewhere } = request
  if (mix === null) return null
  const there = [...(elsewhere ?? [])].flatMap(([kind, scope]): ReadonlyArray<readonly [string, Elsewhere]> =>
    scope.mix === undefined ? [] : [[kind, { ...scope, by: [...scope.by, scope.mix] }]],
  )
  return { ...request, by: [...by, mix], elsewhere: new Map(there) }
}

/** The parts of each group, from the measurements of the request split once more. */
export const partsIn = (
  groups: ReadonlyArray<Measured>,
  split: ReadonlyArray<Measured>,
  mix: string,
): ReadonlyArray<readonly [Measured, ReadonlyArray<Measurement>]> => {
  const keyOf = ({ bucket, measurement }: Measured) => {
    const { [mix]: _, ...by } = measurement.by
    return JSON.stringify([by, bucket])
  }
  const parts = Map.groupBy(split, keyOf)
  return groups.map((group) => [group, (parts.get(keyOf(group)) ?? []).map(({ measurement }) => measurement)])
}

interface Side {
  readonly whole: Measurement
  readonly parts: ReadonlyArray<Measurement>
}

/** Rounding that sums of parts may carry. */
const SLACK = 1e-9

/**
 * Takes the difference of two numbers apart, into what the parts' own numbers make of it and what their sizes do.
 * `null` where it cannot be: the number is no numerator over a denominator, or the parts do not add up to the whole, as
 * of customers who are in several.
 */
export const mixOf = (
  first: Side,
  second: Side,
  { dimension, minimumCell }: { readonly dimension: string; readonly minimumCell: number },
): Mix | null => {
  const all = [first.whole, second.whole, ...first.parts, ...second.parts]
  const scale = scaleOf(all)
  if (scale === null || !addsUp(first) || !addsUp(second)) return null
  // Two figures more about parts too small to be shown would give them away.
  if (minimumCell > 1 && all.some((m) => isSmall(m, minimumCell))) return null
  const of = ({ parts }: Side, key: string) => countsOf(parts.find((part) => partOf(part, dimension) === key))
  const keys = new Set([...first.parts, ...second.parts].map((part) => partOf(part, dimension)))
  const found = rateAndMix([...keys].map((key) => ({ first: of(first, key), second: of(second, key) })))
  return found === null ? null : { dimension, rate: scale * found.rate, mix: scale * found.mix }
}

const partOf = ({ by }: { readonly by: By }, dimension: string): string => JSON.stringify(by[dimension] ?? null)

const countsOf = (m: Measurement | undefined) => ({ x: m?.numerator ?? 0, n: m?.denominator ?? 0 })

/** What turns a numerator over its denominator into the value: 1 of shares, 100 of net scores; `null` where nothing does. */
const scaleOf = (all: ReadonlyArray<Measurement>): number | null => {
  const counted = all.filter((m) => (m.denominator ?? 0) > 0)
  if (counted.some((m) => m.value === null || m.numerator === null)) return null
  const ratios = counted.map((m) => ({ value: m.value ?? 0, share: (m.numerator ?? 0) / (m.denominator ?? 1) }))
  const largest = ratios.reduce((most, one) => (Math.abs(one.share) > Math.abs(most.share) ? one : most), {
    value: 0,
    share: 0,
  })
  const scale = largest.share === 0 ? 1 : largest.value / largest.share
  const bound = SLACK * Math.max(Math.abs(largest.value), Number.MIN_VALUE)
  return ratios.every(({ share, value }) => Math.abs(value - scale * share) <= bound) ? scale : null
}

/** Whether the parts make up the whole, in both counts. */
const addsUp = ({ parts, whole }: Side): boolean =>
  (["numerator", "denominator"] as const).every((side) => {
    const known = whole[side]
    const sum = parts.reduce((total, part) => total + (part[side] ?? 0), 0)
    const size = parts.reduce((total, part) => total + Math.abs(part[side] ?? 0), 0)
    return known !== null && Math.abs(sum - known) <= SLACK * Math.max(1, size)
  })

/** A mix that works against the rates is told where it is at least this large beside them. */
const MATERIAL = 0.1

/**
 * The caveat of a difference that the mix decides: it makes more of it than the parts' own numbers do, or works against
 * them to a degree that matters.
 */
export const mixCaveats = (parts: Mix | null | undefined): ReadonlyArray<Caveat> => {
  if (parts === null || parts === undefined) return []
  const { dimension, mix, rate } = parts
  const opposed = mix * rate < 0 && Math.abs(mix) >= MATERIAL * Math.abs(rate)
  const decides = Math.abs(mix) > Math.abs(rate) && Math.abs(mix) > Number.EPSILON
  return decides || opposed ? [caveat("mix-shift", { dimension, rate, mix })] : []
}
