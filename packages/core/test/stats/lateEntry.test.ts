import { describe, it } from "@effect/vitest"
import {
  clusteredLogRank,
  kaplanMeier,
  type LifeCounts,
  type Lifetimes,
  logRank,
  survivalDesignEffect,
} from "@touchpoint/core/stats"
import * as fc from "fast-check"
import { assert } from "./assert.ts"

/** A life one by one, at risk after `from` up to `to`; `from` below 0 is from the beginning. */
interface Life {
  readonly from: number
  readonly to: number
  readonly event: boolean
}

const life: fc.Arbitrary<Life> = fc
  .record({ from: fc.integer({ min: -1, max: 4 }), lasts: fc.integer({ min: 1, max: 5 }), event: fc.boolean() })
  .map(({ event, from, lasts }) => ({ from, to: Math.max(0, from) + lasts, event }))
const lives = (minLength: number) => fc.array(life, { minLength, maxLength: 5 })

const counted = (some: ReadonlyArray<Life>): Lifetimes => {
  const counts = new Map<number, LifeCounts>()
  const add = (time: number, of: Partial<LifeCounts>) => {
    const { censored, entered = 0, events } = counts.get(time) ?? { events: 0, censored: 0 }
    counts.set(time, {
      events: events + (of.events ?? 0),
      censored: censored + (of.censored ?? 0),
      entered: entered + (of.entered ?? 0),
    })
  }
  for (const { event, from, to } of some) {
    add(to, event ? { events: 1 } : { censored: 1 })
    if (from >= 0) add(from, { entered: 1 })
  }
  return counts
}

/** How many are at risk at a time, and how many of them have their event then, life by life. */
const at = (time: number, some: ReadonlyArray<Life>) => {
  const risked = some.filter(({ from, to }) => from < time && time <= to)
  return { y: risked.length, d: risked.filter(({ event, to }) => event && to === time).length }
}
const timesOf = (some: ReadonlyArray<Life>) => [...new Set(some.flatMap(({ event, to }) => (event ? [to] : [])))]
const sum = (values: ReadonlyArray<number>) => values.reduce((total, x) => total + x, 0)
const varianceOfSum = (shares: ReadonlyArray<number>) => {
  const mean = sum(shares) / shares.length
  return (shares.length / (shares.length - 1)) * sum(shares.map((share) => (share - mean) ** 2))
}

describe("lives seen late", () => {
  it("are in a curve's denominators from their entry on", () => {
    fc.assert(
      fc.property(lives(1), (some) => {
        const steps = kaplanMeier(counted(some))?.steps
        if (steps === undefined) return
        assert.deepStrictEqual(
          steps.map(({ atRisk, events, time }) => [time, atRisk, events]),
          timesOf(some)
            .toSorted((a, b) => a - b)
            .map((time) => [time, at(time, some).y, at(time, some).d]),
        )
      }),
    )
  })

  it("give a log-rank test its hypergeometric expectation and variance", () => {
    fc.assert(
      fc.property(lives(1), lives(1), (first, second) => {
        const found = logRank(counted(first), counted(second))
        const all = [...first, ...second]
        let [observed, expected, variance] = [0, 0, 0]
        for (const time of timesOf(all)) {
          const [own, { d, y }] = [at(time, first), at(time, all)]
          observed += own.d
          expected += (d * own.y) / y
          if (y > 1) variance += (d * (own.y / y) * (1 - own.y / y) * (y - d)) / (y - 1)
        }
        assert.strictEqual(found?.observed, observed)
        assert.near(found?.expected, expected)
        assert.near(found?.variance, variance)
        if (variance === 0)
          assert.deepStrictEqual([found?.chiSquared, found?.p, found?.hazardRatio], [null, null, null])
        else assert.near(found?.chiSquared, (observed - expected) ** 2 / variance, 1e-10)
      }),
    )
  })

  it("count in the design effect of a curve for the time they were seen", () => {
    fc.assert(
      fc.property(
        fc.array(lives(0), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 10 }),
        (parts, time) => {
          const all = parts.flat()
          const times = timesOf(all).filter((one) => one <= time)
          // The influence of a part on −log Ŝ, from its definition.
          const shares = parts
            .filter((part) => part.length > 0)
            .map((part) =>
              sum(
                times.map((one) => {
                  const [own, { d, y }] = [at(one, part), at(one, all)]
                  return (own.d - (own.y * d) / y) / (y - d)
                }),
              ),
            )
          const greenwood = sum(
            times.map((one) => {
              const { d, y } = at(one, all)
              return d / (y * (y - d))
            }),
          )
          const told = shares.length > 1 && greenwood > 0 && greenwood < Infinity
          const found = survivalDesignEffect(parts.map(counted), time)
          assert.strictEqual(found !== null, told)
          if (told) assert.near(found, varianceOfSum(shares) / greenwood, 1e-10)
        },
      ),
    )
  })

  it("give a clustered log-rank test its variance between parts, and Student's t", () => {
    const three = (minLength: number) => fc.tuple(lives(minLength), lives(minLength), lives(minLength))
    fc.assert(
      fc.property(three(1), three(0), (first, second) => {
        const [one, all] = [first.flat(), [...first.flat(), ...second.flat()]]
        // What each part has more events than expected, those of the second group against it (Lin & Wei 1989).
        const shares = first.map((own, i) =>
          sum(
            timesOf(all).map((time) => {
              const [whole, share] = [at(time, all), at(time, one).y / at(time, all).y]
              const [a, b] = [at(time, own), at(time, second[i] ?? [])]
              const excess = ({ d, y }: { readonly d: number; readonly y: number }) => d - (y * whole.d) / whole.y
              return (1 - share) * excess(a) - share * excess(b)
            }),
          ),
        )
        const found = clusteredLogRank(first.map(counted), second.map(counted))
        assert.strictEqual(found === null, second.flat().length === 0)
        if (found === null) return
        const variance = varianceOfSum(shares)
        assert.near(found.away, sum(shares), 1e-10)
        assert.near(found.variance, variance, 1e-10)
        if (variance < 1e-9) return
        // Student's t with two degrees of freedom has this tail.
        const t = Math.abs(sum(shares)) / Math.sqrt(variance)
        assert.near(found.p, 1 - t / Math.hypot(t, Math.SQRT2), 1e-9)
        const empty = [new Map(), new Map()]
        assert.deepStrictEqual(
          clusteredLogRank([...first.map(counted), ...empty], [...second.map(counted), ...empty]),
          found,
        )
      }),
    )
  })
})
