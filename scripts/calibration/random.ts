// Random numbers for the studies: the same every time.

export interface Random {
  /** Uniform on [0, 1). */
  readonly uniform: () => number
  readonly normal: () => number
  /** Whether something of this probability happens. */
  readonly flip: (p: number) => boolean
  readonly poisson: (mean: number) => number
  readonly beta: (a: number, b: number) => number
}

/** sfc32, seeded by one integer and warmed up. */
export const random = (seed: number): Random => {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed ^ 0xdeadbeef]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 20; i++) next()
  // Box and Muller, one of the pair: no state beside the generator's.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  /** Marsaglia and Tsang 2000, with the boost for shapes below 1. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape)
    const scale = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * scale)) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + scale * (1 - v + Math.log(v))) return scale * v
    }
  }
  return {
    uniform: next,
    normal,
    flip: (p) => next() < p,
    poisson: (mean) => {
      const limit = Math.exp(-mean)
      let [count, product] = [0, next()]
      while (product > limit) {
        count++
        product *= next()
      }
      return count
    },
    beta: (x, y) => {
      const [first, second] = [gamma(x), gamma(y)]
      return first / (first + second)
    },
  }
}
