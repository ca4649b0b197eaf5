import { assert, describe, it } from "@effect/vitest"
import { quantileOf } from "@touchpoint/core/moments"
import { type Funnel, funnel, funnelDefaults, funnelHorizon, type FunnelOptions } from "@touchpoint/core/questions"
import { type FoldRow, runFold } from "@touchpoint/testing"
import * as fc from "fast-check"
import vectors from "../../../../test/fixtures/vectors.json" with { type: "json" }

const MINUTE = 60_000
const DAY = 86_400_000

type Unit = ReadonlyArray<readonly [at: number, marks: string]>
const rowsOf = (unit: Unit): ReadonlyArray<FoldRow> => unit.map(([at, marks]) => ({ at, marks }))
const run = (steps: string, units: ReadonlyArray<Unit>, more: Partial<FunnelOptions> = {}): Funnel => {
  const options = { ...funnelDefaults, steps: steps.split(" "), ...more }
  return runFold(funnel, options, units.map(rowsOf)).get("") ?? funnel.empty(options)
}
const reached = (...args: Parameters<typeof run>): ReadonlyArray<number> => run(...args).reached

describe("funnel", () => {
  it("agrees with the published cases G1", () => {
    const { best, best_strict_increase, best_strict_order, events, first, window_days } = vectors.G1_funnel
    const all = Object.values(events).map((unit): Unit => unit.map(([day, mark]) => [Number(day) * DAY, String(mark)]))
    const counts = (more: Partial<FunnelOptions>) => reached("A B C", all, { within: window_days * DAY, ...more })
    assert.deepStrictEqual(counts({}), first.counts)
    assert.deepStrictEqual(counts({ attempt: "best" }), best.counts)
    assert.deepStrictEqual(counts({ attempt: "best", ties: "distinct" }), best_strict_increase.counts)
    assert.deepStrictEqual(counts({ attempt: "best", order: "strict" }), best_strict_order.counts)
    for (const [i, unit] of all.entries()) {
      const level = (more: Partial<FunnelOptions>) =>
        reached("A B C", [unit], { within: window_days * DAY, ...more }).filter((n) => n > 0).length
      const name = `c${i + 1}` as "c1"
      assert.strictEqual(level({}), first.level[name], name)
      assert.strictEqual(level({ attempt: "best" }), best.level[name], name)
      assert.strictEqual(level({ attempt: "best", ties: "distinct" }), best_strict_increase.level[name], name)
      assert.strictEqual(level({ attempt: "best", order: "strict" }), best_strict_order.level[name], name)
    }
  })

  it("enters once or again, as Mixpanel's documentation tells", () => {
    const day: Unit = [
      [780 * MINUTE, "A"],
      [810 * MINUTE, "A"],
      [825 * MINUTE, "B"],
      [855 * MINUTE, "C"],
    ]
    assert.deepStrictEqual(reached("A B C", [day], { within: 60 * MINUTE }), [1, 1, 0])
    assert.deepStrictEqual(reached("A B C", [day], { within: 60 * MINUTE, attempt: "best" }), [1, 1, 1])
    assert.deepStrictEqual(reached("A B C", [day], { within: 60 * MINUTE, attempt: "every" }), [2, 2, 1])
  })

  it("takes the longest of all attempts, or of those whose time is over", () => {
    const unit: Unit = [
      [0, "A"],
      [100, "A"],
      [101, "B"],
      [102, "A"],
      [103, "B"],
    ]
    const of = (attempt: FunnelOptions["attempt"], asOf: number) => {
      const options = { ...funnelDefaults, steps: ["A", "B"], within: 10, asOf, attempt }
      const rows = unit.map(([at, marks]): FoldRow => ({ at, marks }))
      const { entrants = 0, pending = [], reached: over = [] } = runFold(funnel, options, [rows]).get("") ?? {}
      return [entrants, over, pending]
    }
    assert.deepStrictEqual(of("best", 105), [1, [1, 0], [0, 0]])
    assert.deepStrictEqual(of("furthest", 105), [0, [0, 0], [1, 1]])
    // Of equals the one that cannot change, then the first.
    assert.deepStrictEqual(of("furthest", 110), [1, [1, 1], [0, 0]])
    assert.deepStrictEqual(of("best", 110), [1, [1, 1], [0, 0]])
  })

  it("counts three distinct steps (umami 4144)", () => {
    const unit: Unit = [
      [0, "A"],
      [10_000, "B"],
      [20_000, "C"],
    ]
    assert.deepStrictEqual(reached("A B C", [unit], { within: 60 * MINUTE }), [1, 1, 1])
  })

  it("takes rows of one instant apart (PostHog 25048)", () => {
    const unit: Unit = [
      [0, "onboarding"],
      [1, "view"],
      [1, "view"],
      [2, "view"],
    ]
    for (const ties of ["sequence", "either"] as const)
      assert.deepStrictEqual(reached("onboarding view view", [unit], { ties }), [1, 1, 1], ties)
    assert.deepStrictEqual(reached("onboarding view view", [unit], { ties: "distinct" }), [1, 1, 1])
    assert.deepStrictEqual(reached("onboarding view view view", [unit], { ties: "distinct" }), [1, 1, 1, 0])
  })

  it("decides ties as asked (rybbit 1133)", () => {
    const unit: Unit = [
      [5, "cart"],
      [5, "checkout"],
    ]
    assert.deepStrictEqual(reached("cart checkout", [unit], { ties: "distinct" }), [1, 0])
    assert.deepStrictEqual(reached("cart checkout", [unit], { ties: "sequence" }), [1, 1])
    assert.deepStrictEqual(reached("cart checkout", [unit], { ties: "either" }), [1, 1])
    assert.deepStrictEqual(reached("checkout cart", [unit], { ties: "sequence" }), [1, 0])
    assert.deepStrictEqual(reached("checkout cart", [unit], { ties: "either" }), [1, 1])
  })

  it("gives a grace of two seconds to what comes the wrong way round (Mixpanel)", () => {
    const unit: Unit = [
      [1000, "B"],
      [2500, "A"],
    ]
    assert.deepStrictEqual(reached("A B", [unit], { ties: "either", tolerance: 2000 }), [1, 1])
    assert.deepStrictEqual(reached("A B", [unit], { ties: "either" }), [1, 0])
    const { sinceFirst } = run("A B", [unit], { ties: "either", tolerance: 2000 })
    assert.deepStrictEqual(sinceFirst, [{ zero: 1, bins: [] }])
  })

  it("passes over repeats of what was reached (ClickHouse 99003)", () => {
    const unit: Unit = [
      [0, "install"],
      [1, "start"],
      [2, "login"],
      [3, "install"],
    ]
    assert.deepStrictEqual(reached("install start login pay", [unit], { order: "strict" }), [1, 1, 1, 0])
    assert.deepStrictEqual(reached("install login", [unit], { order: "strict" }), [1, 0])
  })

  it("closes its window at the right, and is mature when the window is over", () => {
    const units: ReadonlyArray<Unit> = vectors.C3_conversion_window.entries.map(([day = 0, delay = null]) => [
      [Number(day) * DAY, "visit"],
      ...(delay === null || Number(day) + delay > 20 ? [] : ([[(Number(day) + delay) * DAY, "order"]] as const)),
    ])
    const { as_of, mature, naive, window } = vectors.C3_conversion_window
    const within = window * DAY
    const state = run("visit order", units, { within, asOf: as_of * DAY })
    assert.deepStrictEqual([state.reached[1], state.entrants], [mature.x, mature.n])
    assert.strictEqual(state.entrants + state.immature, naive.n)
    assert.strictEqual((state.reached[1] ?? 0) + (state.pending[1] ?? 0), naive.x)
    const edge: Unit = [
      [0, "visit"],
      [within, "order"],
    ]
    assert.deepStrictEqual(reached("visit order", [edge], { within }), [1, 1])
    assert.deepStrictEqual(reached("visit order", [edge], { within: within - 1 }), [1, 0])
    assert.strictEqual(run("visit order", [edge], { within, asOf: within - 1 }).immature, 1)
  })

  it("has windows from step to step, and finds the chain that keeps to them", () => {
    const unit: Unit = [
      [0, "A"],
      [1, "B"],
      [5, "B"],
      [8, "C"],
    ]
    assert.deepStrictEqual(reached("A B C", [unit], { windows: [5, 4] }), [1, 1, 1])
    assert.deepStrictEqual(reached("A B C", [unit], { windows: [4, 4] }), [1, 1, 0])
    assert.deepStrictEqual(reached("A B C", [unit], { windows: [null, 2] }), [1, 1, 0])
    assert.strictEqual(funnelHorizon({ within: null, windows: [5, 4] }), 9)
    assert.strictEqual(funnelHorizon({ within: 7, windows: [5, 4] }), 7)
    assert.isNull(funnelHorizon({ within: null, windows: [5, null] }))
  })

  it("ends attempts at what is excluded between two steps", () => {
    const unit: Unit = [
      [0, "A"],
      [1, "B"],
      [2, "left"],
      [3, "B"],
      [4, "C"],
    ]
    const exclude = (after: number, before: number) => ({ exclude: [{ mark: "left", after, before }] })
    assert.deepStrictEqual(reached("A B C", [unit], exclude(1, 3)), [1, 1, 0])
    assert.deepStrictEqual(reached("A B C", [unit], exclude(2, 3)), [1, 1, 1])
    assert.deepStrictEqual(reached("A B C", [unit.toSpliced(3, 1)], exclude(2, 3)), [1, 1, 0])
    assert.deepStrictEqual(reached("A B C", [unit], exclude(1, 2)), [1, 1, 1])
  })

  it("counts steps in any order from the first of them on", () => {
    const unit: Unit = [
      [0, "C"],
      [1, "A"],
      [9, "B"],
    ]
    assert.deepStrictEqual(reached("A B C", [unit], { order: "any" }), [1, 1, 1])
    assert.deepStrictEqual(reached("A B C", [unit], { order: "any", within: 8 }), [1, 1, 0])
    const { sincePrevious } = run("A B C", [unit], { order: "any" })
    assert.deepStrictEqual(
      sincePrevious.map((waits) => Math.round(quantileOf(waits, 0.5) ?? 0)),
      [1, 8],
    )
  })

  it("knows that attempts of one unit are alike", () => {
    const visitor: Unit = [
      [0, "start"],
      [1, "start"],
      [2, "start"],
      [3, "end"],
    ]
    const {
      clusters,
      entrants,
      reached: counts,
    } = run("start end", [visitor, [[0, "start"]]], {
      attempt: "every",
      within: 1,
    })
    assert.deepStrictEqual([entrants, counts], [4, [4, 1]])
    assert.deepStrictEqual(clusters, {
      units: 2,
      squares: 10,
      reached: [
        { cross: 10, squares: 10 },
        { cross: 3, squares: 1 },
      ],
    })
  })

  it("gives a unit one attempt in every group it enters", () => {
    const unit: ReadonlyArray<FoldRow> = [
      { at: 0, marks: "A", group: null },
      { at: 1, marks: "A", group: "web" },
      { at: 2, marks: "A", group: "shop" },
      { at: 3, marks: "A", group: "web" },
      { at: 9, marks: "B", group: null },
    ]
    const states = runFold(funnel, { ...funnelDefaults, steps: ["A", "B"], within: 7 }, [unit])
    assert.deepStrictEqual(
      [...states].map(([name, state]) => [name, ...state.reached]),
      [
        ["web", 1, 0],
        ["shop", 1, 1],
      ],
    )
  })

  it("refuses options that contradict themselves", () => {
    const problem = (more: Partial<FunnelOptions>) =>
      funnel.problem?.({ ...funnelDefaults, steps: ["A", "B"], ...more }, { marks: ["A", "B"], kinds: [] })
    assert.isNull(problem({}))
    assert.strictEqual(problem({ steps: ["A", "Z"] }), 'there is no mark "Z"')
    assert.strictEqual(problem({ windows: [1, 2] }), "2 steps have 1 windows between them, not 2")
    assert.match(problem({ exclude: [{ mark: "A", after: 2, before: 2 }] }) ?? "", /a step before/)
    assert.match(problem({ tolerance: 1 }) ?? "", /the sequence decides/)
    assert.match(problem({ order: "any", windows: [1] }) ?? "", /any order have no windows/)
    assert.match(problem({ order: "any", steps: ["A", "A"] }) ?? "", /any order have to differ/)
  })
})

/** The most steps of any chain of distinct rows from an opening on, tried one by one. */
const longest = (unit: Unit, opening: number, options: FunnelOptions): number => {
  const { exclude, steps, ties, tolerance, windows, within } = options
  const start = (unit[opening] as Unit[number])[0]
  const from = (chain: ReadonlyArray<number>): number => {
    const k = chain.length
    const i = chain.at(-1) as number
    const [before] = unit[i] as Unit[number]
    let best = k
    for (const [j, [at, marks]] of unit.entries()) {
      if (k === steps.length || chain.includes(j) || !marks.split(" ").includes(steps[k] ?? "")) continue
      const follows =
        ties === "sequence" ? j > i : ties === "distinct" ? at > before + tolerance : at >= before - tolerance
      if (!follows || at > start + (within ?? Infinity) || at - before > (windows[k - 1] ?? Infinity)) continue
      const barred = unit
        .slice(i + 1, j)
        .some(([, between]) =>
          exclude.some(({ after, before: end, mark }) => after <= k && k < end && between.split(" ").includes(mark)),
        )
      if (!barred) best = Math.max(best, from([...chain, j]))
    }
    return best
  }
  return from([opening])
}

describe("the matcher", () => {
  const length = fc.option(fc.integer({ min: 0, max: 6 }), { nil: null })
  const tied = (marks: fc.Arbitrary<string>) =>
    fc
      .array(fc.tuple(fc.integer({ min: 0, max: 4 }), marks), { maxLength: 8 })
      .map((rows): Unit => rows.toSorted(([a], [b]) => a - b))
  const compare = (unit: Unit, options: FunnelOptions) => {
    const openings = [...unit.keys()].filter((i) => unit[i]?.[1].split(" ").includes(options.steps[0] ?? ""))
    const levels = openings.map((opening) => longest(unit, opening, options))
    const expected = options.steps.map((_, k) => levels.filter((level) => level > k).length)
    const { steps, ...more } = options
    assert.deepStrictEqual(reached(steps.join(" "), [unit], { ...more, attempt: "every" }), expected)
    const best = options.steps.map((_, k) => (levels.some((level) => level > k) ? 1 : 0))
    assert.deepStrictEqual(reached(steps.join(" "), [unit], { ...more, attempt: "best" }), best)
  }

  it("finds what trying every chain finds, with rows of one instant, windows and exclusions", () => {
    fc.assert(
      fc.property(
        tied(fc.subarray(["A", "B", "C"]).map((some) => some.join(" "))),
        fc.array(fc.constantFrom("A", "B", "C"), { minLength: 2, maxLength: 4 }),
        fc.record({ ties: fc.constantFrom("sequence", "distinct"), within: length, tolerance: fc.constantFrom(0, 1) }),
        fc.tuple(length, length, length),
        fc.option(fc.tuple(fc.constantFrom("A", "X"), fc.integer({ min: 1, max: 3 })), { nil: null }),
        fc.boolean(),
        (unit, steps, { tolerance, ...plain }, lengths, excluded, windowed) => {
          const [mark = "", after = 1] = excluded ?? []
          compare(unit, {
            ...funnelDefaults,
            ...plain,
            steps,
            tolerance: plain.ties === "sequence" ? 0 : tolerance,
            windows: windowed ? lengths.slice(0, steps.length - 1) : [],
            exclude: excluded === null || after >= steps.length ? [] : [{ mark, after, before: steps.length }],
          })
        },
      ),
      { numRuns: 3000 },
    )
  })

  it("finds it too where rows of one instant count in both orders", () => {
    fc.assert(
      fc.property(
        tied(fc.constantFrom("A", "B", "C", "")),
        fc.array(fc.constantFrom("A", "B", "C"), { minLength: 2, maxLength: 4 }),
        length,
        (unit, steps, within) => compare(unit, { ...funnelDefaults, steps, within, ties: "either" }),
      ),
      { numRuns: 3000 },
    )
  })

  it("takes 50 000 rows of one instant, or of one customer, in their stride", { timeout: 120_000 }, () => {
    // What is not linear in the rows takes minutes here.
    const many = 50_000
    const cases: ReadonlyArray<Partial<FunnelOptions>> = [
      {},
      { order: "strict" },
      { order: "strict", ties: "distinct" },
      { order: "any" },
      { ties: "either" },
      { ties: "either", windows: [1, null] },
      { ties: "distinct" },
      { windows: [MINUTE, MINUTE] },
      { exclude: [{ mark: "C", after: 1, before: 2 }] },
    ]
    for (const spread of [0, 1])
      for (const more of cases) {
        const unit: Unit = Array.from({ length: many }, (_, i) => [i * spread, ["A B", "A", "B", "B C"][i % 4] ?? ""])
        const begin = performance.now()
        const [entrants = 0] = reached("A B C", [unit], { attempt: "every", ...more })
        assert.isAtLeast(entrants, many / 2)
        assert.isBelow(performance.now() - begin, 5000, `${JSON.stringify(more)}, ${spread} ms apart`)
      }
  })
})
