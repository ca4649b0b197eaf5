import { markovCredit, type PathCount } from "@touchpoint/core/analyses"
import * as fc from "fast-check"
import { describe, it } from "vitest"
import { assert } from "../../../test/analyses/assert.ts"
import vectors from "../../../test/fixtures/vectors.json" with { type: "json" }

const fraction = (text: string): number => {
  const [over = Number.NaN, under = 1] = text.split("/").map(Number)
  return over / under
}
const fractions = (texts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(texts).map(([channel, text]) => [channel, fraction(text)]))
const published = vectors.H2_markov.paths.map(({ conv, null: lost, path }): PathCount => ({
  path,
  converted: conv,
  lost,
}))

/** Removal effects by walking paths one by one through the counted chain, for hundreds of steps. */
const byPower = (paths: ReadonlyArray<PathCount>, order: number, removed: string | null): number => {
  const next = new Map<string, Map<string, number>>()
  const count = (from: string, to: string, n: number) => {
    const row = next.get(from) ?? new Map<string, number>()
    next.set(from, row.set(to, (row.get(to) ?? 0) + n))
  }
  for (const { converted, lost, path } of paths) {
    let from = "start"
    path.forEach((touch, i) => {
      const to = `${touch}|${path.slice(Math.max(0, i + 1 - order), i + 1).join(",")}`
      count(from, to, converted + lost)
      from = to
    })
    count(from, "converted", converted)
    count(from, "lost", lost)
  }
  let [mass, converted] = [new Map([["start", 1]]), 0]
  for (let step = 0; step < 400; step++) {
    const after = new Map<string, number>()
    for (const [from, p] of mass) {
      const row = next.get(from) ?? new Map<string, number>()
      const all = [...row.values()].reduce((sum, n) => sum + n, 0)
      // A path nobody walked leads nowhere.
      if (all === 0) continue
      for (const [to, n] of row) {
        if (to === "converted") converted += (p * n) / all
        else if (to !== "lost" && to.split("|")[0] !== removed) after.set(to, (after.get(to) ?? 0) + (p * n) / all)
      }
    }
    mass = after
  }
  return converted
}

const anyPaths = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 6 }),
    converted: fc.nat(20),
    lost: fc.nat(20),
  }),
  { minLength: 1, maxLength: 12 },
)
const sums = (paths: ReadonlyArray<PathCount>) => ({
  converted: paths.reduce((sum, { converted }) => sum + converted, 0),
  all: paths.reduce((sum, { converted, lost }) => sum + converted + lost, 0),
})

describe("credit by a Markov chain", () => {
  it("is that of the published three paths", () => {
    const found = markovCredit([
      { path: ["C1", "C2", "C3"], converted: 1, lost: 0 },
      { path: ["C1"], converted: 0, lost: 1 },
      { path: ["C2", "C3"], converted: 0, lost: 1 },
    ])
    assert.approximately(found?.conversion ?? Number.NaN, 1 / 3, 1e-15)
    assert.credits(found?.removal, fractions(vectors.H1_markov_bryl.removal))
    assert.credits(found?.share, fractions(vectors.H1_markov_bryl.share))
  })

  it("is that of the specification, with paths that did not convert and without", () => {
    const found = markovCredit(published)
    assert.approximately(found?.conversion ?? Number.NaN, 12 / 65, 1e-15)
    assert.credits(found?.removal, fractions(vectors.H2_markov.result.removal))
    assert.credits(found?.share, fractions(vectors.H2_markov.result.share))
    const only = markovCredit(published.map((one) => ({ ...one, lost: 0 })))
    assert.credits(only?.removal, fractions(vectors.H3_markov_no_null.removal))
    assert.credits(only?.share, fractions(vectors.H3_markov_no_null.share))
  })

  it("is that of three converting paths whose credit another package simulated", () => {
    // pychattr, README: 1.991106 and 1.008894 of three conversions, by 10,000 runs.
    const found = markovCredit(["ABABBA", "ABBAA", "AA"].map((path) => ({ path: [...path], converted: 1, lost: 0 })))
    assert.credits(found?.removal, { A: 1, B: 1 / 2 })
    assert.credits(found?.share, { A: 2 / 3, B: 1 / 3 })
  })

  it("converts, at order 1, as often as the paths do", () => {
    fc.assert(
      fc.property(anyPaths, (paths) => {
        const { all, converted } = sums(paths)
        const found = markovCredit(paths)
        if (converted === 0) assert.isNull(found)
        else assert.approximately(found?.conversion ?? Number.NaN, converted / all, 1e-12)
      }),
    )
  })

  it("is what walking through the chain step by step comes to, at every order", () => {
    fc.assert(
      fc.property(anyPaths, fc.integer({ min: 1, max: 3 }), (paths, order) => {
        fc.pre(sums(paths).converted > 0)
        const found = markovCredit(paths, order)
        const all = byPower(paths, order, null)
        assert.approximately(found?.conversion ?? Number.NaN, all, 1e-9)
        for (const [channel, effect] of found?.removal ?? [])
          assert.approximately(effect, 1 - byPower(paths, order, channel) / all, 1e-9, channel)
      }),
      { numRuns: 30 },
    )
  })

  it("sums to one, and does not see repeats at order 1", () => {
    fc.assert(
      fc.property(anyPaths, (paths) => {
        fc.pre(sums(paths).converted > 0)
        const found = markovCredit(paths)
        const shares = [...(found?.share.values() ?? [])]
        assert.approximately(
          shares.reduce((sum, share) => sum + share, 0),
          1,
          1e-12,
        )
        const once = markovCredit(
          paths.map((one) => ({ ...one, path: one.path.filter((x, i, all) => x !== all[i - 1]) })),
        )
        for (const [channel, effect] of found?.removal ?? [])
          assert.approximately(once?.removal.get(channel) ?? Number.NaN, effect, 1e-12)
      }),
    )
  })

  it("is none without conversions, without touches, and of an order that is none", () => {
    assert.isNull(markovCredit([]))
    assert.isNull(markovCredit([{ path: ["a"], converted: 0, lost: 3 }]))
    assert.isNull(markovCredit([{ path: [], converted: 3, lost: 3 }]))
    for (const order of [0, 1.5, Number.NaN]) assert.isNull(markovCredit(published, order))
    const many = Array.from({ length: 2001 }, (_, i) => ({ path: [`c${i}`], converted: 1, lost: 1 }))
    assert.isNull(markovCredit(many))
  })
})
