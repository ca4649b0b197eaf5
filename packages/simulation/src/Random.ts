const SKEIN_PARITY = 0x1bd11bda
/** Groups of four rounds, after each of which the key is added. */
const GROUPS = 5

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/**
 * Threefry-2x32 with 20 rounds: two words of a counter, scrambled by two words of a key. Source: Salmon, Moraes, Dror
 * and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011); checked against the known answers of Random123.
 *
 * @category random
 * @since 0.2.0
 */
export const threefry = (key0: number, key1: number, counter0: number, counter1: number, out: Uint32Array): void => {
  let k0 = key0
  let k1 = key1
  let k2 = SKEIN_PARITY ^ key0 ^ key1
  let a = (counter0 + k0) | 0
  let b = (counter1 + k1) | 0
  for (let group = 0; group < GROUPS; group++) {
    const even = (group & 1) === 0
    a = (a + b) | 0
    b = rotate(b, even ? 13 : 17) ^ a
    a = (a + b) | 0
    b = rotate(b, even ? 15 : 29) ^ a
    a = (a + b) | 0
    b = rotate(b, even ? 26 : 16) ^ a
    a = (a + b) | 0
    b = rotate(b, even ? 6 : 24) ^ a
    const first = k0
    k0 = k1
    k1 = k2
    k2 = first
    a = (a + k0) | 0
    b = (b + k1 + group + 1) | 0
  }
  out[0] = a
  out[1] = b
}

/**
 * A generator that can be put at the beginning of any stream: `(seed, domain, customer, item)` names one. Threefry makes
 * the first state of a stream out of its name, xoshiro128++ (Blackman and Vigna, 2019) draws from it. So what happens to
 * one customer never depends on who was simulated before, and one concern (the letters, the delivery) never shifts the
 * draws of another.
 *
 * **Details**
 *
 * Everything is computed with 32-bit integers and exact divisions by powers of two, so every engine draws the same.
 * Nothing here is fit for cryptography.
 *
 * @category random
 * @since 0.2.0
 */
export class Random {
  private readonly key0: number
  private readonly key1: number
  private readonly words = new Uint32Array(2)
  private a = 1
  private b = 2
  private c = 3
  private d = 4

  /** A concern of a seed. Both are integers, not negative; the seed may have 53 bits. */
  constructor(seed: number, domain: number) {
    threefry(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, domain, 0, this.words)
    this.key0 = this.words[0] ?? 0
    this.key1 = this.words[1] ?? 0
  }

  /** Goes to the beginning of a stream. */
  at(customer: number, item = 0): this {
    const { key0, key1, words } = this
    threefry(key0, key1, customer, 2 * item, words)
    this.a = words[0] ?? 0
    this.b = words[1] ?? 0
    threefry(key0, key1, customer, 2 * item + 1, words)
    this.c = words[0] ?? 0
    this.d = words[1] ?? 0
    // The one state that xoshiro never leaves.
    if ((this.a | this.b | this.c | this.d) === 0) this.a = 1
    return this
  }

  /** Sets the state itself, as the published vectors do. */
  from(a: number, b: number, c: number, d: number): this {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
    return this
  }

  /** The next 32 bits. */
  next(): number {
    const sum = (this.a + this.d) | 0
    const result = (rotate(sum, 7) + this.a) >>> 0
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = rotate(this.d, 11)
    return result
  }

  /** A number from 0 up to, not including, 1. */
  unit(): number {
    return this.next() / 2 ** 32
  }

  /** Whether something of this share happens. */
  chance(share: number): boolean {
    return this.unit() < share
  }

  /** An integer from 0 up to, not including, `count`. */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** An integer from `low` up to, not including, `high`. */
  between(low: number, high: number): number {
    return low + this.below(high - low)
  }

  /** The place of a cumulative table (its last entry is the total) that is hit. */
  pick(cumulative: ArrayLike<number>): number {
    return place(cumulative, this.unit() * (cumulative[cumulative.length - 1] ?? 0))
  }
}

/**
 * The first place of a cumulative table whose entry is above a value.
 *
 * @category random
 * @since 0.2.0
 */
export const place = (cumulative: ArrayLike<number>, value: number): number => {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cumulative[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Weights one after the other, added up.
 *
 * @category random
 * @since 0.2.0
 */
export const cumulate = (weights: ArrayLike<number>): Float64Array => {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let i = 0; i < weights.length; i++) sums[i] = sum += weights[i] ?? 0
  return sums
}
