import { logKey, type LogHistogram } from "@touchpoint/core/moments"

/** Longest and shortest durations that are binned apart: from a microsecond to three million years. */
const [SHORTEST, LONGEST] = [1e-3, 1e17]

const float = new Float64Array(1)
const bits = new BigInt64Array(float.buffer)

const toBits = (x: number): bigint => {
  float[0] = x
  return bits[0] as bigint
}
const fromBits = (x: bigint): number => {
  bits[0] = x
  return float[0] as number
}

let known: ReadonlyArray<number> | undefined

/**
 * The smallest duration of every bin, found by halving: engines search edges, as their logarithms may differ from those
 * of JavaScript in the last place.
 */
export const logEdges = (): ReadonlyArray<number> => {
  if (known !== undefined) return known
  const edges: Array<number> = []
  let from = SHORTEST
  for (let key = logKey(SHORTEST) + 1; key <= logKey(LONGEST); key++) {
    let [low, high] = [toBits(from), toBits(from * 1.05)]
    while (high - low > 1n) {
      const middle = (low + high) / 2n
      if (logKey(fromBits(middle)) >= key) high = middle
      else low = middle
    }
    from = fromBits(high)
    edges.push(from)
  }
  known = edges
  return edges
}

/** Bins by the smallest duration of each, 0 for durations of 0. */
export const logHistogram = (counts: ReadonlyArray<readonly [value: number, times: number]>): LogHistogram => {
  let zero = 0
  const bins: Array<readonly [number, number]> = []
  for (const [value, times] of counts)
    if (value <= 0) zero += times
    else bins.push([logKey(value), times])
  return { zero, bins: bins.toSorted(([a], [b]) => a - b) }
}
