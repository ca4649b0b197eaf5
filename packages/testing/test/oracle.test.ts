import { assert, describe, it } from "@effect/vitest"
import {
  add,
  and,
  bucket,
  cases,
  coalesce,
  column,
  customer,
  dimension,
  eq,
  type Expr,
  ge,
  gt,
  inventory,
  link,
  lt,
  mark,
  type Measures,
  mul,
  ne,
  not,
  oneOf,
  or,
  present,
  type Question,
  type Scope,
  sub,
  tally,
  trails,
  type Trails,
  type TrailsOver,
  type Transitions,
  transitionDefaults,
  transitions,
  unitMoments,
  value,
} from "@touchpoint/core/questions"
import { type Cell, type Census, census, factsOf, inventoryOf, oracle, specOf } from "@touchpoint/testing"
import { durations } from "../src/oracle/folds/histograms.ts"

type Rows = Readonly<Record<string, ReadonlyArray<Readonly<Record<string, Cell>>>>>

const entries = inventoryOf([
  { id: "web", channel: "web" },
  { id: "shop", stage: "during-purchase", channel: "store" },
  { id: "bare" },
])
const judge = (rows: Rows, question: Question, withInventory = true) =>
  oracle(factsOf(specOf(rows, withInventory ? entries : null)))(question)

/** Groups as `[...key, bucket?, states]`. */
const groups = (rows: Rows, question: Question) => {
  const verdict = judge(rows, question)
  if ("faults" in verdict) return assert.fail(JSON.stringify(verdict.faults))
  return verdict.answer.groups.map(({ key, bucket: at, states }) => [...key, ...(at === null ? [] : [at]), states])
}
const tags = (rows: Rows, question: Question, withInventory = true) => {
  const verdict = judge(rows, question, withInventory)
  return "faults" in verdict ? verdict.faults.map((fault) => fault._tag) : "an answer"
}
const folded = (rows: Rows, question: Question) => groups(rows, question).map((group) => group.at(-1))
const n = { n: { stat: "count" } } as const

/** The values an expression gives, row by row of orders, as the dimension shows them. */
const values = (rows: Rows, expr: Expr) =>
  (rows["order"] ?? []).map((_, i) => {
    const key = groups(rows, tally("order", n, { where: eq(column("sequence"), i), by: [dimension("d", expr)] }))
    return key[0]?.[0]
  })
const numbered = (rows: ReadonlyArray<Readonly<Record<string, Cell>>>, others: Rows = {}): Rows => ({
  order: rows.map((row, sequence) => ({ ...row, sequence })),
  ...others,
})

describe("expressions", () => {
  const three = numbered([{ gift: true }, { gift: false }, { gift: null }])
  const gift = column("gift")

  it("compare with absent as absent", () => {
    assert.deepStrictEqual(values(three, eq(gift, true)), ["true", "false", null])
    assert.deepStrictEqual(values(three, ne(gift, true)), ["false", "true", null])
    assert.deepStrictEqual(values(three, lt(gift, 1)), ["false", "true", null])
    assert.deepStrictEqual(values(three, present(gift)), ["true", "true", "false"])
  })

  it("follow Kleene", () => {
    assert.deepStrictEqual(values(three, not(gift)), ["false", "true", null])
    assert.deepStrictEqual(values(three, and(gift, value(true))), ["true", "false", null])
    assert.deepStrictEqual(values(three, and(gift, value(false))), ["false", "false", "false"])
    assert.deepStrictEqual(values(three, or(gift, value(true))), ["true", "true", "true"])
    assert.deepStrictEqual(values(three, or(gift, value(false))), ["true", "false", null])
    assert.deepStrictEqual(values(three, and()), ["true", "true", "true"])
    assert.deepStrictEqual(values(three, or()), ["false", "false", "false"])
  })

  it("treat booleans as 0 and 1, and numbers as conditions unless 0", () => {
    assert.deepStrictEqual(values(three, add(gift, 1)), [2, 1, null])
    assert.deepStrictEqual(values(numbered([{ amount: 0 }, { amount: -7 }]), not(column("amount"))), ["true", "false"])
    assert.deepStrictEqual(values(three, coalesce(gift, value(7))), [1, 0, 7])
  })

  it("compute, list, fall back and find buckets", () => {
    const amounts = numbered([{ amount: 9 }, { amount: 10 }, { amount: 20 }, { amount: null }])
    assert.deepStrictEqual(values(amounts, sub(mul(column("amount"), 2), 1)), [17, 19, 39, null])
    assert.deepStrictEqual(values(amounts, oneOf(column("amount"), [9, 20])), ["true", "false", "true", null])
    assert.deepStrictEqual(values(amounts, oneOf(column("amount"), [])), ["false", "false", "false", null])
    assert.deepStrictEqual(values(amounts, bucket(column("amount"), [9, 10, 20])), [0, 1, null, null])
    assert.deepStrictEqual(values(amounts, bucket(column("amount"), [9])), [null, null, null, null])
    assert.deepStrictEqual(values(amounts, coalesce(column("amount"), value(-1))), [9, 10, 20, -1])
  })

  it("take a declared column that no source mapped as absent, and a weight not given as 1", () => {
    assert.deepStrictEqual(values(three, column("rating")), [null, null, null])
    assert.deepStrictEqual(values(numbered([{ weight: null }, { weight: 3 }]), column("weight")), [1, 3])
    assert.deepStrictEqual(values(three, column("weight")), [1, 1, 1])
  })

  it("keep texts that are names of Object.prototype apart", () => {
    const odd = numbered([{ constructor: "__proto__" }, { constructor: "" }, { constructor: null }])
    assert.deepStrictEqual(values(odd, column("constructor")), ["__proto__", "", null])
  })
})

describe("what a row borrows", () => {
  it("its customer's profile as of the row", () => {
    const rows = numbered(
      [
        { customer: "a", at: 4 },
        { customer: "a", at: 5 },
        { customer: "a", at: 9 },
        { customer: "a" },
        { customer: "b", at: 9 },
        { at: 9 },
      ],
      {
        customer: [
          { customer: "a", at: 7, segment: "late" },
          { customer: "a", at: 5, segment: "first" },
          { customer: "a", at: 5, segment: "tied" },
          { customer: "a", segment: "undated" },
        ],
      },
    )
    assert.deepStrictEqual(values(rows, customer("segment")), ["undated", "tied", "late", "late", null, null])
    assert.deepStrictEqual(values(numbered([{ customer: "a" }]), customer("vip")), [null])
  })

  it("its touchpoint's entry", () => {
    const rows = numbered([
      { touchpoint: "web" },
      { touchpoint: "shop" },
      { touchpoint: "bare" },
      { touchpoint: "?" },
      { touchpoint: null },
    ])
    const of = (attribute: Parameters<typeof inventory>[0]) => values(rows, inventory(attribute))
    assert.deepStrictEqual(of("stage"), ["before-purchase", "during-purchase", "before-purchase", null, null])
    assert.deepStrictEqual(of("phase"), ["before", "during", "before", null, null])
    assert.deepStrictEqual(of("mode"), ["online", "offline", null, null, null])
    assert.deepStrictEqual(of("channel"), ["web", "store", null, null, null])
    assert.deepStrictEqual(of("party"), ["brand", "brand", "brand", null, null])
    assert.deepStrictEqual(of("partyKind"), ["brand", "brand", "brand", null, null])
    assert.deepStrictEqual([of("owner"), of("category")], [Array(5).fill(null), Array(5).fill(null)])
  })

  it("values of the facts it references, reduced", () => {
    const rows: Rows = {
      feedback: [
        { orderId: "o1", score: 1 },
        { orderId: "o2", score: 2 },
        { orderId: null, score: 3 },
        { orderId: "o3", score: 4 },
      ],
      promise: [
        { orderId: "o1", inFull: true, due: 10 },
        { orderId: "o1", inFull: false, due: 30 },
        { orderId: "o1", inFull: null, due: null },
        { orderId: "o3", inFull: null },
      ],
      order: [
        { eventId: "o1", amount: 5, gift: true },
        { eventId: "o2", status: "paid" },
      ],
    }
    const of = (expr: Expr) =>
      [1, 2, 3, 4].map(
        (score) =>
          groups(rows, tally("feedback", n, { where: eq(column("score"), score), by: [dimension("d", expr)] }))[0]?.[0],
      )
    const promised = (reduce: Parameters<typeof link>[2], expr: Expr) => of(link("promise", expr, reduce))
    assert.deepStrictEqual(promised("every", column("inFull")), ["false", null, null, null])
    assert.deepStrictEqual(promised("any", column("inFull")), ["true", null, null, null])
    assert.deepStrictEqual(promised("min", column("due")), [10, null, null, null])
    assert.deepStrictEqual(promised("max", column("due")), [30, null, null, null])
    assert.deepStrictEqual(promised("sum", column("due")), [40, null, null, null])
    assert.deepStrictEqual(promised("sum", column("inFull")), [1, null, null, null])
    assert.deepStrictEqual(promised("count", column("due")), [3, 0, 0, 1])
    assert.deepStrictEqual(of(link("order", column("amount"))), [5, null, null, null])
    assert.deepStrictEqual(of(link("order", column("status"))), [null, "paid", null, null])
    assert.deepStrictEqual(of(link("order", column("gift"))), ["true", null, null, null])
    assert.deepStrictEqual(promised("any", link("order", column("gift"))), ["true", null, null, null])
    assert.deepStrictEqual(of(link("contact", column("status"))), [null, null, null, null])
  })

  it("refuses several where one was asked for, whichever rows are counted", () => {
    const rows: Rows = {
      promise: [{ orderId: "o1" }, { orderId: "o2" }],
      order: [{ eventId: "o1" }, { eventId: "o1" }],
    }
    const single = link("order", column("amount"))
    assert.deepStrictEqual(
      tags(rows, tally("promise", n, { where: and(eq(column("orderId"), "o2"), present(single)) })),
      ["FanOut"],
    )
    assert.deepStrictEqual(
      tags({ ...rows, promise: [{ orderId: "o2" }] }, tally("promise", n, { where: present(single) })),
      "an answer",
    )
  })
})

describe("scope", () => {
  const rows: Rows = {
    order: [
      { customer: "a", at: 10, amount: 1, source: "x", sequence: 2 },
      { customer: "a", at: 10, amount: 2, source: "x", sequence: 1 },
      { customer: "b", at: 20, amount: 3 },
      { customer: null, at: 25, amount: 4 },
      { customer: "b", at: null, amount: 5 },
      { customer: "a", at: 30, amount: null },
    ],
  }
  const amounts = { m: { stat: "histogram", of: column("amount") } } as const
  const kept = (within: Partial<Scope>) =>
    groups(rows, tally("order", amounts, within)).flatMap((group) => {
      const states = group.at(-1) as unknown as {
        readonly m: { readonly levels: ReadonlyArray<{ readonly value: number }> }
      }
      return states.m.levels.map((level) => level.value)
    })

  it("drops rows whose filter is absent", () => {
    assert.deepStrictEqual(kept({ where: gt(column("amount"), 2) }), [3, 4, 5])
    assert.deepStrictEqual(kept({ where: not(gt(column("amount"), 2)) }), [1, 2])
  })

  it("keeps half-open spans, and undated rows only without one", () => {
    assert.deepStrictEqual(kept({}), [1, 2, 3, 4, 5])
    assert.deepStrictEqual(kept({ span: { from: 10, to: 25 } }), [1, 2, 3])
    assert.deepStrictEqual(kept({ span: { from: null, to: null } }), [1, 2, 3, 4])
  })

  it("puts rows into buckets and leaves out the rest", () => {
    assert.deepStrictEqual(groups(rows, tally("order", n, { edges: [10, 20, 30] })), [
      [0, { n: { n: 2, w: 2 } }],
      [1, { n: { n: 2, w: 2 } }],
    ])
    assert.deepStrictEqual(groups(rows, tally("order", n, { edges: [10] })), [])
  })

  it("keeps customers with a row that holds, after the other filters", () => {
    assert.deepStrictEqual(kept({ among: eq(column("amount"), 2) }), [1, 2])
    assert.deepStrictEqual(kept({ among: eq(column("amount"), 2), where: ne(column("amount"), 2) }), [])
    assert.deepStrictEqual(kept({ among: eq(column("amount"), 5), span: { from: 0, to: null } }), [])
    assert.deepStrictEqual(kept({ among: value(true) }), [1, 2, 3, 5])
  })

  it("picks by instant (absent first), source, sequence, event and place", () => {
    assert.deepStrictEqual(kept({ pick: { take: "first", per: "customer" } }), [2, 4, 5])
    assert.deepStrictEqual(kept({ pick: { take: "latest", per: "customer" } }), [3, 4])
    assert.deepStrictEqual(kept({ pick: { take: "latest", per: "customer" }, where: lt(column("amount"), 3) }), [1])
    assert.deepStrictEqual(kept({ pick: { take: "first", per: "customer" }, edges: [0, 20, 100] }), [2, 3, 4])
    const tied: Rows = {
      order: [
        { customer: "a", eventId: "2", amount: 1 },
        { customer: "a", eventId: "1", amount: 2 },
        { customer: "a", eventId: "2", amount: 3 },
      ],
    }
    const of = (take: "first" | "latest") =>
      groups(tied, tally("order", { s: { stat: "sum", of: column("amount") } }, { pick: { take, per: "customer" } }))
    assert.deepStrictEqual(of("first"), [[{ s: { n: 1, sum: 2, wsum: 2 } }]])
    assert.deepStrictEqual(of("latest"), [[{ s: { n: 1, sum: 3, wsum: 3 } }]])
  })

  it("splits by values and by the first case that holds, absent last", () => {
    const by = [cases("size", { big: gt(column("amount"), 2), small: present(column("amount")) })]
    assert.deepStrictEqual(groups(rows, tally("order", n, { by })), [
      ["big", { n: { n: 3, w: 3 } }],
      ["small", { n: { n: 2, w: 2 } }],
      [null, { n: { n: 1, w: 1 } }],
    ])
    assert.deepStrictEqual(
      groups(
        rows,
        tally("order", { n: { stat: "count", where: value(false) } }, { by: [dimension("c", column("customer"))] }),
      ),
      [
        ["a", { n: { n: 0, w: 0 } }],
        ["b", { n: { n: 0, w: 0 } }],
        [null, { n: { n: 0, w: 0 } }],
      ],
    )
  })

  it("has no groups without rows", () => {
    assert.deepStrictEqual(groups({}, tally("order", n)), [])
    assert.deepStrictEqual(groups(rows, tally("order", n, { where: value(false) })), [])
  })
})

describe("measures", () => {
  const rows: Rows = {
    order: [
      { customer: "a", rating: 1, weight: 2, gift: true, amount: 0 },
      { customer: "a", rating: 4, weight: 1, gift: false },
      { customer: null, rating: null, weight: 5, gift: null, amount: 5 },
      { customer: "b", rating: 4, weight: null, gift: true, amount: 2 },
    ],
  }
  const states = (measures: Measures, within: Partial<Scope> = {}) =>
    groups(rows, tally("order", measures, within))[0]?.at(-1)

  it("weigh rows, and leave out those without the value", () => {
    assert.deepStrictEqual(
      states({
        count: { stat: "count" },
        some: { stat: "count", where: column("gift") },
        units: { stat: "units", of: "customer" },
        sum: { stat: "sum", of: column("rating") },
        proportion: { stat: "proportion", of: column("gift") },
        moments: { stat: "moments", of: column("rating") },
        histogram: { stat: "histogram", of: column("rating") },
        products: { stat: "products", of: [column("rating"), column("amount")] },
      }),
      {
        count: { n: 4, w: 9 },
        some: { n: 2, w: 3 },
        units: { n: 2 },
        sum: { n: 3, sum: 9, wsum: 10 },
        proportion: { n: 3, x: 2, w: 4, w2: 6, wx: 3 },
        moments: { n: 3, w: 4, w2: 6, mean: 2.5, m2: 9 },
        histogram: {
          levels: [
            { value: 1, n: 1, w: 2, w2: 4 },
            { value: 4, n: 2, w: 2, w2: 2 },
          ],
        },
        products: { n: 2, mean: [2.5, 1], c: [4.5, 3, 3, 2] },
      },
    )
  })

  it("are empty where nothing counts", () => {
    const nothing = value(false)
    assert.deepStrictEqual(
      states({
        moments: { stat: "moments", of: column("rating"), where: nothing },
        products: { stat: "products", of: [column("rating")], where: nothing },
        unweighed: { stat: "moments", of: column("rating"), where: nothing },
      }),
      {
        moments: { n: 0, w: 0, w2: 0, mean: 0, m2: 0 },
        products: { n: 0, mean: [], c: [] },
        unweighed: { n: 0, w: 0, w2: 0, mean: 0, m2: 0 },
      },
    )
    const weightless: Rows = { order: [{ rating: 3, weight: 0 }] }
    assert.deepStrictEqual(groups(weightless, tally("order", { m: { stat: "moments", of: column("rating") } })), [
      [{ m: { n: 1, w: 0, w2: 0, mean: 0, m2: 0 } }],
    ])
  })
})

describe("units", () => {
  const rows: Rows = {
    order: [
      { customer: "a", amount: 1, weight: 9, currency: "x" },
      { customer: "a", amount: 2, currency: "x" },
      { customer: "b", amount: null, currency: "x" },
      { customer: null, amount: 100, currency: "y" },
    ],
  }

  it("are counted once, with aggregates as columns and no weights", () => {
    const question = unitMoments(
      "order",
      "customer",
      {
        count: { agg: "count" },
        big: { agg: "count", where: gt(column("amount"), 1) },
        sum: { agg: "sum", of: column("amount") },
        max: { agg: "max", of: column("amount") },
      },
      {
        n: { stat: "count" },
        sum: { stat: "sum", of: column("sum") },
        max: { stat: "sum", of: column("max") },
        several: { stat: "proportion", of: ge(column("count"), 2) },
        big: { stat: "histogram", of: column("big") },
      },
      { by: [dimension("currency", column("currency"))] },
    )
    assert.deepStrictEqual(groups(rows, question), [
      [
        "x",
        {
          n: { n: 2, w: 2 },
          sum: { n: 2, sum: 3, wsum: 3 },
          max: { n: 1, sum: 2, wsum: 2 },
          several: { n: 2, x: 1, w: 2, w2: 2, wx: 1 },
          big: {
            levels: [
              { value: 0, n: 1, w: 1, w2: 1 },
              { value: 1, n: 1, w: 1, w2: 1 },
            ],
          },
        },
      ],
    ])
  })

  it("can neither borrow nor be counted as units again", () => {
    const over = (measures: Measures) => tags(rows, unitMoments("order", "customer", { n: { agg: "count" } }, measures))
    assert.deepStrictEqual(over({ m: { stat: "sum", of: customer("vip") } }), ["QuestionInvalid"])
    assert.deepStrictEqual(over({ m: { stat: "sum", of: inventory("stage") } }), ["QuestionInvalid"])
    assert.deepStrictEqual(over({ m: { stat: "units", of: "n" } }), ["QuestionInvalid"])
    assert.deepStrictEqual(over({ m: { stat: "sum", of: column("constructor") } }), ["DimensionUnavailable"])
  })
})

describe("trails", () => {
  const rows: Rows = {
    interaction: [
      { customer: "a", at: 2, touchpoint: "web" },
      { customer: "a", at: 1, touchpoint: "web" },
      { customer: "a", at: 3, touchpoint: "shop" },
      { customer: null, at: 1, touchpoint: "web" },
      { customer: "b", at: null, touchpoint: "web" },
      { customer: "c", at: 5, touchpoint: null },
    ],
    contact: [{ customer: "a", at: 2, touchpoint: "mail" }],
    refund: [{ customer: "a", at: 2 }],
  }
  const kinds = ["interaction", "contact", "refund"] as const
  const moved = (collapse: boolean, over: Partial<TrailsOver> = {}): Question =>
    trails(transitions, { ...transitionDefaults, collapse, dwell: false }, { kinds, ...over })
  const move = (from: string | null, to: string | null) => ({ from, to, count: 1, walks: 1, dwell: durations([]) })
  const one = (moves: ReadonlyArray<unknown>) => [{ fold: { walks: 1, moves } }]

  it("are ordered by instant and kind, and pass over rows without a touchpoint", () => {
    assert.deepStrictEqual(
      folded(rows, moved(false)),
      one([move(null, "web"), move("mail", "web"), move("shop", null), move("web", "mail"), move("web", "shop")]),
    )
  })

  it("collapse neighbours, over the kinds, rows and span asked for", () => {
    const moves = [move(null, "web"), move("shop", null), move("web", "shop")]
    const noMail = { kind: "contact", where: ne(column("touchpoint"), "mail") }
    assert.deepStrictEqual(folded(rows, moved(true, { kinds: ["interaction", noMail] })), one(moves))
    assert.deepStrictEqual(
      folded(rows, moved(true, { span: { from: 1, to: 2 } })),
      one([move(null, "web"), move("web", null)]),
    )
    assert.deepStrictEqual(folded({}, moved(true)), [])
  })

  it("belong whole to the group of their first row, and to none where that does not open", () => {
    const by = [dimension("touchpoint", column("touchpoint"))]
    const whole = (folded(rows, moved(true)) as [{ fold: Transitions }])[0].fold
    assert.deepStrictEqual(groups(rows, moved(true, { open: { by, edges: [0, 4] } })), [["web", 0, { fold: whole }]])
    assert.deepStrictEqual(groups(rows, moved(true, { kinds: ["contact", "interaction"] })), [])
    assert.deepStrictEqual(groups(rows, moved(true, { open: { where: ne(column("touchpoint"), "web") } })), [])
    assert.deepStrictEqual(groups(rows, moved(true, { open: { span: { from: 9, to: null } } })), [])
  })

  it("see undated profiles first, where nothing cuts time, and no other undated row", () => {
    const base = { customer: [{ customer: "b" }, { customer: "a", at: 0 }], ...rows }
    const over = { kinds: ["interaction", "customer"] as const, marks: [mark("profile", { kind: "customer" })] }
    const counted = (more: Partial<TrailsOver> = {}) =>
      folded(base, trails(census, { after: "profile" }, { ...over, open: { kind: "customer" }, ...more }))
    assert.deepInclude((counted() as [{ fold: Census }])[0].fold, { units: 1, rows: 1, marks: 1 })
    const seen = trails(census, { after: "profile" }, { ...over })
    assert.deepInclude((folded(base, seen) as [{ fold: Census }])[0].fold, { units: 1, rows: 3, waits: 3 })
  })

  it("are refused with a wrong fold, option, unit, filter, mark, value or kind", () => {
    const wrong = (over: Partial<TrailsOver>, more: Partial<Trails> = {}) =>
      tags(rows, { ...trails(transitions, transitionDefaults, { kinds, ...over }), ...more })
    assert.deepStrictEqual(wrong({}, { fold: "nothing" }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({}, { options: {} }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ unit: "session", kinds: ["interaction", "contact"] }), ["DimensionUnavailable"])
    assert.deepStrictEqual(wrong({ kinds: [{ kind: "refund", where: eq(column("session"), "s") }] }), [
      "DimensionUnavailable",
    ])
    assert.deepStrictEqual(wrong({ kinds: ["__proto__"] }), ["DimensionUnavailable"])
    assert.deepStrictEqual(wrong({ kinds: ["refund", "refund"] }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ kinds: [{ kind: "refund", value: column("source") }] }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ open: { kind: "order" } }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ open: { edges: [2, 1] } }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ marks: [mark("m", { kind: "order" })] }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ marks: [mark("m"), mark("m")] }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ marks: Array.from({ length: 31 }, (_, i) => mark(`${i}`)) }), ["QuestionInvalid"])
    assert.deepStrictEqual(wrong({ marks: [mark("m", { kind: "refund", when: column("nope") })] }), [
      "DimensionUnavailable",
    ])
    assert.deepStrictEqual(tags(rows, trails(census, { after: "nobody" }, { kinds })), ["QuestionInvalid"])
  })
})

describe("questions at fault", () => {
  const refused = (within: Partial<Scope>, measures: Measures = n, withInventory = true) =>
    tags({}, tally("order", measures, within), withInventory)

  it("name what is not there, even where there are no rows", () => {
    assert.deepStrictEqual(refused({ where: column("nothing") }), ["DimensionUnavailable"])
    assert.deepStrictEqual(refused({ by: [dimension("d", column("__proto__"))] }), ["DimensionUnavailable"])
    assert.deepStrictEqual(refused({ by: [dimension("d", customer("nothing"))] }), ["DimensionUnavailable"])
    assert.deepStrictEqual(refused({ by: [dimension("d", inventory("stage"))] }, n, false), ["DimensionUnavailable"])
    assert.deepStrictEqual(refused({ by: [dimension("d", link("interaction", value(1), "count"))] }), [
      "DimensionUnavailable",
    ])
    assert.deepStrictEqual(refused({ clock: "nothing" }), ["DimensionUnavailable"])
    assert.deepStrictEqual(refused({ pick: { take: "first", per: "nothing" } }), ["DimensionUnavailable"])
    assert.deepStrictEqual(refused({}, { u: { stat: "units", of: "toString" } }), ["DimensionUnavailable"])
    assert.deepStrictEqual(tags({}, tally("refund", n, { by: [dimension("d", inventory("stage"))] })), [
      "DimensionUnavailable",
    ])
    assert.deepStrictEqual(tags({}, tally("constructor", n)), ["DimensionUnavailable"])
    assert.deepStrictEqual(tags({}, tally("orders", n)), ["DimensionUnavailable"])
  })

  it("mix no types", () => {
    const invalid = (within: Partial<Scope>, measures: Measures = n) =>
      assert.deepStrictEqual(refused(within, measures), ["QuestionInvalid"])
    const status = column("status")
    invalid({ where: status })
    invalid({ where: eq(status, 1) })
    invalid({ where: lt(status, value(1)) })
    invalid({ where: oneOf(status, [1]) })
    invalid({ where: and(status) })
    invalid({ among: not(status) })
    invalid({ by: [dimension("d", add(status, 1))] })
    invalid({ by: [dimension("d", coalesce(status, value(1)))] })
    invalid({ by: [dimension("d", coalesce())] })
    invalid({ by: [dimension("d", bucket(status, [1, 2]))] })
    invalid({ by: [dimension("d", bucket(column("amount"), [2, 1]))] })
    invalid({ by: [cases("c", { x: status })] })
    invalid({ edges: [1, 1] })
    invalid({ clock: "status" })
    invalid({ pick: { take: "first", per: "amount" } })
    invalid({}, { m: { stat: "histogram", of: status } })
    invalid({}, { m: { stat: "count", where: status } })
    invalid({}, { m: { stat: "products", of: [status] } })
    invalid({}, { m: { stat: "units", of: "amount" } })
  })
})
