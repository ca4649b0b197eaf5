/** Random orders of the numbers below `size`: the same for the same seed. Each is valid until the next. @internal */
export function* permutations(size: number, count: number, seed: number): Generator<Int32Array> {
  const random = mulberry(seed)
  const order = Int32Array.from({ length: size }, (_, i) => i)
  for (let k = 0; k < count; k++) {
    // Fisher and Yates, as Durstenfeld wrote it.
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      const held = order[i] as number
      order[i] = order[j] as number
      order[j] = held
    }
    yield order
  }
}

/** Numbers between 0 and 1. Source: mulberry32 (Tommy Ettinger, public domain). */
const mulberry = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
