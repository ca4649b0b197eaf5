import { assert, describe, it } from "@effect/vitest"
import { cumulate, place, Random, threefry } from "@touchpoint/simulation"

describe("threefry", () => {
  // Known answers of Random123 (tests/kat_vectors): counter, key, result of threefry2x32 with 20 rounds.
  it.each([
    { counter: [0, 0], key: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
    { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], words: [0xc4923a9c, 0x483df7a0] },
  ])("gives the published words of $counter", ({ counter, key, words }) => {
    const out = new Uint32Array(2)
    threefry(key[0] ?? 0, key[1] ?? 0, counter[0] ?? 0, counter[1] ?? 0, out)
    assert.deepStrictEqual([...out], words)
  })
})

describe("Random", () => {
  // xoshiro128plusplus.c of Blackman and Vigna from the state 1, 2, 3, 4, as rand_xoshiro records it.
  it("draws what the reference implementation draws", () => {
    const random = new Random(0, 0).from(1, 2, 3, 4)
    const drawn = Array.from({ length: 10 }, () => random.next())
    assert.deepStrictEqual(
      drawn,
      [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420],
    )
  })

  it("begins every stream with words that Threefry makes of its name alone", () => {
    const [seed, domain, customer, item] = [2 ** 40 + 17, 3, 123_456, 9]
    const key = new Uint32Array(2)
    threefry(seed >>> 0, 2 ** 8, domain, 0, key)
    const [first, second] = [new Uint32Array(2), new Uint32Array(2)]
    threefry(key[0] ?? 0, key[1] ?? 0, customer, 2 * item, first)
    threefry(key[0] ?? 0, key[1] ?? 0, customer, 2 * item + 1, second)
    const [a = 0, b = 0, c = 0, d = 0] = [...first, ...second]
    const named = new Random(seed, domain).at(customer, item)
    const made = new Random(0, 0).from(a, b, c, d)
    for (let i = 0; i < 100; i++) assert.strictEqual(named.next(), made.next())
  })

  it("goes back to the beginning of a stream, whatever was drawn in between", () => {
    const random = new Random(5, 1)
    const drawn = (item: number) => Array.from({ length: 5 }, (_, i) => (i === 0 ? random.at(7, item) : random).next())
    const before = drawn(2)
    drawn(3)
    assert.deepStrictEqual(drawn(2), before)
  })

  it("gives other streams to other seeds, also beyond 32 bits, concerns, customers and items", () => {
    const begins = [
      new Random(1, 0).at(1, 1),
      new Random(1 + 2 ** 32, 0).at(1, 1),
      new Random(1, 1).at(1, 1),
      new Random(1, 0).at(2, 1),
      new Random(1, 0).at(1, 2),
      new Random(1, 0).at(1),
    ].map((random) => random.next())
    assert.strictEqual(new Set(begins).size, begins.length)
  })

  // Pearson's chi-squared of 16 cells: the 99.99 % quantile with 15 degrees of freedom is 44.3 (any table).
  it("spreads first draws of neighbouring customers evenly, and pairs of draws as well", () => {
    const random = new Random(42, 4)
    const [cells, pairs, n] = [new Float64Array(16), new Float64Array(16), 160_000]
    for (let customer = 0; customer < n; customer++) {
      const drawn = random.at(customer).unit()
      const next = random.unit()
      cells[Math.floor(drawn * 16)]! += 1
      pairs[Math.floor(drawn * 4) * 4 + Math.floor(next * 4)]! += 1
    }
    const chi = (counts: Float64Array) => counts.reduce((sum, count) => sum + (count - n / 16) ** 2 / (n / 16), 0)
    assert.isBelow(chi(cells), 44.3)
    assert.isBelow(chi(pairs), 44.3)
  })

  it("keeps integers within their bounds", () => {
    const random = new Random(9, 0).at(0)
    const drawn = Array.from({ length: 5000 }, () => random.between(-2, 3))
    assert.deepStrictEqual(
      [...new Set(drawn)].toSorted((a, b) => a - b),
      [-2, -1, 0, 1, 2],
    )
  })
})

describe("place", () => {
  it("is the first place above a value, and never beyond the table", () => {
    const table = cumulate([1, 0, 2])
    assert.deepStrictEqual([...table], [1, 1, 3])
    assert.deepStrictEqual(
      [0, 0.99, 1, 2.99, 3, 4].map((value) => place(table, value)),
      [0, 0, 2, 2, 2, 2],
    )
  })
})
