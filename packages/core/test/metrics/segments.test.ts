import { assert, describe, it } from "@effect/vitest"
import { MemoryEngine } from "@touchpoint/core/engine"
import {
  csat,
  measure,
  type Measurement,
  type MeasureOptions,
  type MeasureRequest,
  metrics,
  nps,
  repeatRate,
} from "@touchpoint/core/metrics"
import { cases, column, dimension, eq, gt, present } from "@touchpoint/core/questions"
import { benjaminiHochberg, holm, newcombe } from "@touchpoint/core/stats"
import { factsOfShop, simulateShop } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { project, type Row } from "../facts/project.ts"
import { answersOf, caveatData, caveatsOf, feedback, measureAll, measurements } from "./asking.ts"

const wave = dimension("wave", column("wave"))
const touchpoint = dimension("touchpoint", column("touchpoint"))

/** Satisfied and dissatisfied answers of groups. */
const groups = (counts: Readonly<Record<string, readonly [good: number, bad: number]>>, more: Row = {}) =>
  Object.entries(counts).flatMap(([name, [good, bad]]) =>
    answersOf({ "5": good, "1": bad }, { wave: name, ...more }, `${name}${JSON.stringify(more)}`),
  )
const csatOf = Effect.fnUntraced(function* (
  rows: ReadonlyArray<Row>,
  request: Partial<MeasureRequest> = { by: [wave], compare: "rest" },
  options: Partial<MeasureOptions> = {},
) {
  return yield* measurements(yield* project([feedback("csat", rows)]), csat, {}, request, options)
})
const rest = { by: [wave], compare: "rest" } as const

describe("every group and the rest", () => {
  it.effect("are compared as two groups are", () =>
    Effect.gen(function* () {
      const [a, b, c] = yield* csatOf(groups({ a: [40, 10], b: [30, 20], c: [20, 30] }))
      assert.deepStrictEqual(
        [a, b, c].map((m) => [m?.versus?.rest, m?.versus?.by, m?.versus?.n, m?.versus?.value]),
        [
          ["wave", {}, 100, 0.5],
          ["wave", {}, 100, 0.6],
          ["wave", {}, 100, 0.7],
        ],
      )
      assert.deepStrictEqual(a?.versus?.interval, newcombe({ x: 40, n: 50 }, { x: 50, n: 100 }, 0.95))
      const p = [a, b, c].map((m) => m?.versus?.p ?? Number.NaN)
      assert.deepStrictEqual(
        [a, b, c].map((m) => m?.versus?.q),
        [...benjaminiHochberg(p)],
      )
      assert.deepStrictEqual(caveatData(a as Measurement, "multiple-testing"), { comparisons: 3 })
    }),
  )

  it.effect("count rows without a value among the rest, and compare them too", () =>
    Effect.gen(function* () {
      const silent = answersOf({ "5": 20, "1": 20 }, { wave: null }, "silent")
      const [a, none] = yield* csatOf([...groups({ a: [40, 10] }), ...silent])
      assert.deepStrictEqual([a?.versus?.n, a?.versus?.value], [40, 0.5])
      assert.deepStrictEqual([none?.by, none?.versus?.n, none?.versus?.value], [{ wave: null }, 50, 0.8])
    }),
  )

  it.effect("ask everybody outside the group: a customer of several groups counts once", () =>
    Effect.gen(function* () {
      const rows = ["ann", "bob", "cid"].flatMap((customer) =>
        ["north", "south", "west"].map((shop, i) => ({
          eventId: `${customer}${shop}`,
          customer,
          at: `2026-01-0${i + 1}`,
          touchpoint: shop,
        })),
      )
      const facts = yield* project([{ kind: "order", rows }])
      const [north] = yield* measurements(
        facts,
        repeatRate,
        {},
        { by: [touchpoint], compare: "rest" },
        { policy: { insufficient: 1, small: 2 } },
      )
      // Merged, the rest would be six customers with one order each; they are three with two.
      assert.deepStrictEqual([north?.value, north?.versus?.n, north?.versus?.value], [0, 3, 1])
    }),
  )

  it.effect("hold the other dimensions: web in the north against web elsewhere", () =>
    Effect.gen(function* () {
      const rows = [
        ...groups({ north: [40, 10], south: [20, 30] }, { touchpoint: "web" }),
        ...groups({ north: [10, 40], south: [30, 20], west: [30, 20] }, { touchpoint: "app" }),
      ]
      const all = yield* csatOf(rows, { by: [touchpoint, wave], compare: "rest" })
      assert.deepStrictEqual(
        all.map((m) => [m.by["touchpoint"], m.by["wave"], m.versus?.by, m.versus?.rest, m.versus?.n, m.versus?.value]),
        [
          ["app", "north", { touchpoint: "app" }, "wave", 100, 0.6],
          ["app", "south", { touchpoint: "app" }, "wave", 100, 0.4],
          ["app", "west", { touchpoint: "app" }, "wave", 100, 0.4],
          ["web", "north", { touchpoint: "web" }, "wave", 50, 0.4],
          ["web", "south", { touchpoint: "web" }, "wave", 50, 0.8],
        ],
      )
    }),
  )

  it.effect("are those of one bucket, and partial ones are shown and not compared", () =>
    Effect.gen(function* () {
      const rows = ["2026-01-01", "2026-01-31", "2026-02-15"].flatMap((at) =>
        groups({ a: [20, 10], b: [10, 20] }, { at }),
      )
      const all = yield* csatOf(rows, { ...rest, every: "month" })
      assert.deepStrictEqual(
        all.map((m) => [m.by["wave"], m.period?.complete, m.n, m.versus?.n, m.versus?.difference?.toFixed(3)]),
        [
          ["a", true, 60, 60, "0.333"],
          ["a", false, 30, 30, undefined],
          ["b", true, 60, 60, "-0.333"],
          ["b", false, 30, 30, undefined],
        ],
      )
    }),
  )

  it.effect("may be groups of conditions, named cases and numbers", () =>
    Effect.gen(function* () {
      const rows = [
        ...answersOf({ "5": 30, "1": 10 }, { touchpoint: "web" }, "w"),
        ...answersOf({ "5": 10, "1": 30 }, { touchpoint: "app" }, "a"),
      ]
      const bys = [
        dimension("web", eq(column("touchpoint"), "web")),
        dimension("score", column("score")),
        cases("level", {
          web: eq(column("touchpoint"), "web"),
          low: gt(column("score"), 0),
          never: gt(column("score"), 9),
        }),
        cases("known", { web: eq(column("touchpoint"), "web") }),
      ]
      for (const by of bys) {
        const [one, other] = yield* csatOf(rows, { by: [by], compare: "rest" })
        assert.deepStrictEqual([one?.versus?.n, one?.versus?.value], [other?.n, other?.value], by.id)
        assert.deepStrictEqual([other?.versus?.n, other?.versus?.value], [one?.n, one?.value], by.id)
      }
    }),
  )

  it.effect("of a text that says true or false are what the text says", () =>
    Effect.gen(function* () {
      const [no, yes] = yield* csatOf(groups({ true: [30, 10], false: [10, 30] }))
      assert.deepStrictEqual([no?.by["wave"], no?.versus?.value, yes?.versus?.value], ["false", 0.75, 0.25])
    }),
  )

  it.effect("are left out below the least size, and told where the rest is small", () =>
    Effect.gen(function* () {
      const rows = groups({ a: [40, 10], b: [10, 10], c: [5, 4] })
      const [a, b, c] = yield* csatOf(rows)
      assert.deepStrictEqual([a?.versus?.n, b?.versus?.n, c?.versus], [29, 59, undefined])
      assert.deepStrictEqual(caveatData(a as Measurement, "small-baseline"), { n: 29, minimum: 30 })
      assert.notInclude(caveatsOf(b as Measurement), "small-baseline")
      assert.include(caveatsOf(c as Measurement), "insufficient")
      const [, , counted] = yield* csatOf(rows, rest, { policy: { insufficient: 5, small: 10 } })
      assert.strictEqual(counted?.versus?.n, 70)
    }),
  )

  it.effect("that are everybody have nobody to be compared with", () =>
    Effect.gen(function* () {
      const [only] = yield* csatOf(groups({ a: [40, 10] }))
      assert.deepStrictEqual([only?.versus?.n, only?.versus?.value, only?.versus?.difference], [0, null, null])
    }),
  )

  it.effect("of two groups are the other group", () =>
    Effect.gen(function* () {
      const size = fc.integer({ min: 0, max: 30 })
      const counts = fc.record({ a: fc.tuple(size, size), b: fc.tuple(size, size) })
      for (const { a, b } of fc.sample(counts, { seed: 4, numRuns: 25 })) {
        const facts = yield* project([
          feedback(
            "nps",
            answersOf({ "10": a[0], "0": a[1] }, { wave: "a" }, "a").concat(
              answersOf({ "10": b[0], "0": b[1] }, { wave: "b" }, "b"),
            ),
          ),
        ])
        const policy = { insufficient: 1, small: 1 }
        const [outside] = yield* measureAll(facts, [{ metric: yield* nps.prepare(), by: [wave], compare: "rest" }], {
          policy,
        })
        for (const name of ["a", "b"]) {
          const [against] = yield* measureAll(
            facts,
            [{ metric: yield* nps.prepare(), by: [wave], versus: { wave: name } }],
            { policy },
          )
          const own = (list: ReadonlyArray<Measurement> = []) => list.find((m) => m.by["wave"] !== name)?.versus
          const [found, expected] = [own(outside?.measurements), own(against?.measurements)]
          if (expected === undefined) continue
          assert.deepStrictEqual(
            [found?.value, found?.n, found?.difference, found?.interval, found?.p, found?.effect],
            [expected.value, expected.n, expected.difference, expected.interval, expected.p, expected.effect],
          )
        }
        const [first, second] = outside?.measurements ?? []
        if (first?.versus?.difference !== undefined && second?.versus !== undefined) {
          assert.approximately(first.versus.difference ?? 0, -(second.versus.difference ?? 0), 1e-9)
          assert.approximately(first.versus.p ?? 0, second.versus.p ?? 0, 1e-12)
        }
        for (const { versus } of outside?.measurements ?? [])
          if (versus?.p !== null && versus !== undefined) assert.isAtLeast(versus.q ?? 0, versus.p)
      }
    }),
  )

  it.effect("may be as many as there are, as long as few are worth comparing", () =>
    Effect.gen(function* () {
      const thousands = Array.from({ length: 10_000 }, (_, i) => ({
        customer: `e${i}`,
        wave: `empty ${i}`,
        score: null,
      }))
      const many = yield* csatOf([...groups({ a: [40, 10], b: [20, 30] }), ...thousands])
      assert.deepStrictEqual(
        many.filter(({ versus }) => versus !== undefined).map((m) => m.by["wave"]),
        ["a", "b"],
      )
      const crowd = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`g${i}`, [6, 6] as const]))
      const facts = yield* project([feedback("csat", groups(crowd))])
      const [result] = yield* measureAll(facts, [{ metric: yield* csat.prepare(), ...rest }])
      assert.match(result?.failure ?? "", /^101 groups are to be compared with the rest, at most 100:/u)
      assert.isEmpty(result?.measurements)
    }),
  )

  it.effect("withhold what would give away few", () =>
    Effect.gen(function* () {
      const rows = groups({ a: [40, 40], b: [40, 40], c: [2, 1] })
      const closed = yield* csatOf(rows, rest, { minimumCell: 5 })
      // What is left is b, whose rest is all that is known less b.
      assert.deepStrictEqual(
        closed.map((m) => [m.by["wave"], m.versus?.n]),
        [
          ["a", undefined],
          ["b", 83],
          ["c", undefined],
        ],
      )
      const open = yield* csatOf(groups({ a: [40, 40], b: [40, 30], c: [30, 30] }), rest, { minimumCell: 5 })
      assert.deepStrictEqual(
        open.map(({ versus }) => versus?.n),
        [130, 140, 150],
      )
      // Three customers are in the north alone: the rest of the north, taken from all, would tell of them.
      const order = (customer: string, shop: string, i = 0) => ({
        eventId: `${customer}${shop}${i}`,
        customer,
        at: `2026-01-0${i + 1}`,
        touchpoint: shop,
      })
      const both = Array.from({ length: 40 }, (_, i) => [
        order(`c${i}`, "north"),
        order(`c${i}`, "south", i % 2),
      ]).flat()
      const alone = ["x", "y", "z"].map((customer) => order(customer, "north"))
      const facts = yield* project([
        {
          kind: "order",
          rows: [...both, ...both.slice(0, 30).map((row) => ({ ...row, eventId: `${row.eventId}+` })), ...alone],
        },
      ])
      const of = (minimumCell: number) =>
        measurements(facts, repeatRate, {}, { by: [touchpoint], compare: "rest" }, { minimumCell })
      assert.isDefined((yield* of(0))[0]?.versus)
      const north = (yield* of(5)).find((m) => m.by["touchpoint"] === "north")
      assert.isUndefined(north?.versus)
    }),
  )
})

describe("a family of comparisons", () => {
  const rows = groups({ a: [40, 10], b: [30, 20], c: [20, 30] })
  it.effect("is adjusted by Holm's method where claims must hold", () =>
    Effect.gen(function* () {
      const all = yield* csatOf(rows, rest, { adjust: "holm" })
      const p = all.map(({ versus }) => versus?.p ?? Number.NaN)
      assert.deepStrictEqual(
        all.map(({ versus }) => versus?.q),
        [...holm(p)],
      )
      assert.deepStrictEqual(
        all.map((m) => [m.versus?.adjustment, caveatData(m, "multiple-testing")]),
        all.map(() => ["holm" as const, { comparisons: 3, adjustment: "holm" }]),
      )
    }),
  )

  it.effect("leaves out the one comparison decided on beforehand", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("csat", rows)])
      const metric = yield* csat.prepare()
      const primary: MeasureRequest = {
        metric,
        by: [wave],
        where: { op: "ne", left: column("wave"), right: { op: "value", value: "c" } },
        versus: { wave: "a" },
        primary: true,
      }
      const [first, second] = yield* measureAll(facts, [primary, { metric, ...rest }])
      const [declared] = (first?.measurements ?? []).filter(({ versus }) => versus !== undefined)
      assert.strictEqual(declared?.versus?.q, declared?.versus?.p)
      assert.notInclude(caveatsOf(declared as Measurement), "multiple-testing")
      assert.deepStrictEqual(caveatData(second?.measurements[0] as Measurement, "multiple-testing"), { comparisons: 3 })
      const [many] = yield* measureAll(facts, [{ metric, ...rest, primary: true }])
      assert.match(many?.failure ?? "", /primary comparison, and makes 3/u)
    }),
  )
})

describe("a request that cannot be meant", () => {
  it.effect("is refused before anything is asked", () =>
    Effect.gen(function* () {
      const facts = yield* project([feedback("csat", groups({ a: [5, 5] }))])
      const metric = yield* csat.prepare()
      const refused = (requests: ReadonlyArray<Partial<MeasureRequest>>) =>
        Effect.map(
          Effect.flip(
            measure(
              requests.map((request) => ({ metric, ...request })),
              { calendar: facts.calendar },
            ).pipe(Effect.provide(MemoryEngine.layer(facts))),
          ),
          ({ message }) => message,
        )
      assert.include(yield* refused([{ compare: "rest" }]), "there have to be groups")
      assert.include(yield* refused([{ by: [wave], mix: touchpoint }]), "mix takes a difference apart")
      assert.include(yield* refused([{ ...rest, mix: wave }]), "mix and by are both wave")
      assert.include(yield* refused([{ ...rest, versus: { wave: "a" } }]), "not with both")
      assert.include(yield* refused([{ primary: true }, { primary: true }]), "one comparison is primary")
    }),
  )
})

describe("every metric", () => {
  it.effect("compares with the rest, and takes differences apart where its parts add up", () =>
    Effect.gen(function* () {
      const facts = yield* factsOfShop(simulateShop({ customers: 150, seed: 5 }))
      const requests: Array<MeasureRequest> = []
      for (const metric of metrics) {
        const prepared = yield* Effect.result(metric.prepare())
        if (Result.isFailure(prepared)) continue
        const { kind } = prepared.success.passport
        const fields = facts.model.kinds[kind as keyof typeof facts.model.kinds].fields
        const name = ["touchpoint", "channel", "party", "plan", "location", "actor"].find((one) =>
          Object.hasOwn(fields, one),
        )
        if (name === undefined) continue
        requests.push({
          metric: prepared.success,
          by: [dimension(name, column(name))],
          compare: "rest",
          mix: dimension("clock", present(column("at"))),
        })
      }
      const results = yield* measureAll(facts, requests)
      assert.deepStrictEqual(
        results.flatMap(({ failure, request }) => (failure === null ? [] : [[request.metric.metric, failure]])),
        [],
      )
      const compared = results
        .flatMap(({ measurements: all }) => all)
        .filter(({ versus }) => typeof versus?.difference === "number")
      assert.isAbove(new Set(compared.map(({ metric }) => metric)).size, 5)
      for (const { metric, versus } of compared) {
        const { difference = 0, mix = null } = versus ?? {}
        // All rows have a date: one part, which makes the whole of the difference.
        if (mix === null) continue
        assert.approximately(mix.rate, difference ?? 0, 1e-9 * Math.max(1, Math.abs(difference ?? 0)), metric)
        assert.strictEqual(mix.mix, 0, metric)
      }
      const apart = compared.filter(({ versus }) => versus?.mix).map(({ metric }) => metric)
      assert.includeMembers(apart, ["csat", "repeat-rate", "promise-keeping"])
    }),
  )
})
