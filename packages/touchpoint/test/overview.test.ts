import { assert, describe, it } from "@effect/vitest"
import { JsonReport } from "@touchpoint/renderers/json"
import * as Schema from "effect/Schema"
import { analyze, type Config, rows } from "touchpoint"
import { refusal } from "./project.ts"

const DAYS = 86_400_000
const first = Date.UTC(2025, 0, 1)
const iso = (day: number) => new Date(first + day * DAYS).toISOString()

/** A shop of half a year: everybody looks, half put into the cart, a fifth buy, some of them again a month later. */
const customers = Array.from({ length: 360 }, (_, i) => ({ id: `c${i}`, day: i % 180, i }))
const interactions = customers.flatMap(({ day, i, id }) => [
  { customer: id, touchpoint: "site", at: iso(day) },
  ...(i % 2 === 0 ? [{ customer: id, touchpoint: "cart", at: iso(day + 1) }] : []),
])
const orders = customers.flatMap(({ day, i, id }) =>
  i % 5 === 0
    ? [
        { eventId: `${id}-1`, customer: id, at: iso(day + 2) },
        ...(i % 10 === 0 ? [{ eventId: `${id}-2`, customer: id, at: iso(day + 33) }] : []),
      ]
    : [],
)
const contacts = customers.flatMap(({ day, i, id }) =>
  Array.from({ length: i % 4 === 0 ? 6 : 1 }, (_, k) => ({
    eventId: `${id}-m${k}`,
    customer: id,
    touchpoint: "newsletter",
    class: "marketing",
    at: iso(day + k),
  })),
)
const feedback = customers.map(({ day, i, id }) => ({
  customer: id,
  at: iso(day + 3),
  score: day < 150 ? (i % 3) + 1 : 5,
  touchpoint: i % 2 === 0 ? "site" : "cart",
}))
const same = (list: ReadonlyArray<object>) => Object.fromEntries(Object.keys(list[0] ?? {}).map((key) => [key, key]))

const shop: Config = {
  title: "Shop",
  zone: "UTC",
  asOf: "2025-07-31",
  inventory: {
    touchpoints: [
      { id: "site", name: "Site", stage: "before-purchase", channel: "web", owner: "Ada" },
      { id: "cart", stage: "during-purchase", channel: "web", owner: "Ada" },
      { id: "newsletter", stage: "after-purchase", channel: "email", owner: "Ada" },
      { id: "helpdesk", stage: "after-purchase", channel: "phone", owner: "Ada" },
    ],
    journeys: [
      { id: "buying", name: "Buying", steps: ["site", "helpdesk", "cart"] },
      { id: "calling", steps: ["helpdesk", "newsletter"] },
    ],
  },
  facts: {
    interactions: rows(interactions, same(interactions)),
    orders: rows(orders, same(orders)),
    contacts: rows(contacts, same(contacts)),
    feedback: rows(feedback, same(feedback), { instrument: "csat", scale: { min: 1, max: 5 } }),
  },
}

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(JsonReport))
const reportOf = async (config: Config) => {
  const report = await analyze(config)
  assert.deepStrictEqual(report.failures, [])
  return { report, json: decode(new TextDecoder().decode(await report.render("json"))) }
}

describe("the report of a shop", () => {
  it("is the same to the byte, run after run, in every format", async () => {
    const written = async () => {
      const report = await analyze(shop)
      return Promise.all(
        ["html", "json", "markdown", "terminal"].map(async (id) => new TextDecoder().decode(await report.render(id))),
      )
    }
    const [once, again] = [await written(), await written()]
    assert.deepStrictEqual(again, once)
    for (const part of ['class="spark"', 'class="journey', 'class="funnel', 'class="heat"', 'class="verdict"'])
      assert.include(once[0], part)
  })

  it("takes a growth of sales apart, with the numbers asked for where there are some", async () => {
    const paid = orders.map((order, i) => ({ ...order, amount: 1000 + (i % 7) * 500 }))
    const sold = { ...shop.facts, orders: rows(paid, same(paid)) }
    const metrics = [
      { id: "sales-growth", period: "2025-04", currency: "EUR" },
      { id: "purchase-frequency", period: "2025-04" },
    ]
    const { json } = await reportOf({ ...shop, facts: sold, metrics })
    const [growth, ...others] = json.growth
    assert.deepStrictEqual(others, [])
    const [measured] = json.measurements.filter(({ metric }) => metric === "sales-growth")
    assert.deepStrictEqual([growth?.revenue.now, growth?.revenue.before], [measured?.numerator, measured?.denominator])
    const share = growth?.factors.reduce((sum, factor) => sum + factor.share, 0)
    assert.approximately(share ?? 0, measured?.value ?? 1, 1e-12)
    assert.lengthOf(
      json.measurements.filter(({ metric, versus }) => metric === "purchase-frequency" && versus !== undefined),
      1,
    )
    assert.deepStrictEqual(
      json.definitions.map(({ passport: { metric } }) => metric).filter((metric) => metric !== "contact-pressure"),
      ["sales-growth", "purchase-frequency", "average-order-value", "csat", "conversion-rate", "retention"],
    )
    const split = await reportOf({
      ...shop,
      facts: sold,
      metrics: [{ ...metrics[0], id: "sales-growth", by: "touchpoint" }],
    })
    assert.deepStrictEqual(split.json.growth, [])
  })

  it("ends the small trends where the facts end", async () => {
    const { json } = await reportOf({ ...shop, asOf: "2025-06-30" })
    const ends = json.keyFigures.flatMap(({ trend }) => trend.at(-1)?.period?.to ?? [])
    assert.isNotEmpty(ends)
    for (const end of ends) assert.isAtMost(end, Date.UTC(2025, 6, 1))
  })

  it("measures every metric that has facts, once and in one order", async () => {
    const { report } = await reportOf(shop)
    assert.deepStrictEqual(
      report.measurements.filter(({ by }) => Object.keys(by).length === 0).map(({ metric }) => metric),
      ["csat", "conversion-rate", "repeat-rate", "retention", "purchase-frequency", "contact-pressure"],
    )
  })

  it("draws the planned journeys that are recorded, without the steps that are not", async () => {
    const { json } = await reportOf(shop)
    assert.deepStrictEqual(
      json.funnels.map(({ id, steps }) => [id, ...steps.map(({ label, overall }) => [label, overall.numerator])]),
      [["buying", ["site", 360], ["cart", 180]]],
    )
  })

  it("draws the funnels asked for, with names of their own", async () => {
    const { json, report } = await reportOf({
      ...shop,
      funnels: [{ id: "sale", within: 3, steps: ["site", { kind: "order", name: { en: "Paid", pl: "Opłacono" } }] }],
    })
    assert.deepStrictEqual(
      json.funnels[0]?.steps.map(({ label, overall }) => [label, overall.numerator]),
      [
        ["site", 360],
        ["order", 72],
      ],
    )
    const text = new TextDecoder().decode(await report.render("terminal", { locale: "pl" }))
    assert.include(text, "Opłacono")
  })

  it("maps the journey: scores, interactions, and null where nothing is recorded", async () => {
    const { json } = await reportOf(shop)
    assert.deepStrictEqual(
      json.journeys[0]?.touchpoints.map(({ id, interactions: met, lane, score }) => [
        id,
        lane,
        score?.metric ?? null,
        met,
      ]),
      [
        ["site", "online", "csat", 360],
        ["cart", "online", "csat", 180],
        ["newsletter", "online", null, null],
        ["helpdesk", "offline", null, null],
      ],
    )
  })

  it("follows cohorts month by month", async () => {
    const { json } = await reportOf(shop)
    const [cohorts] = json.cohorts
    assert.strictEqual(cohorts?.every, "month")
    const [january] = cohorts?.rows ?? []
    // Of the buyers of January every second one buys again 31 days later.
    assert.strictEqual(january?.n, orders.filter(({ at, eventId }) => at < "2025-02" && eventId.endsWith("-1")).length)
    const [next, later] = january?.cells ?? []
    assert.approximately(next?.value ?? 0, 0.5, 0.1)
    assert.strictEqual(later?.value, 0)
  })

  it("counts how many got how many messages within a week", async () => {
    const { json } = await reportOf(shop)
    const [histogram] = json.histograms
    assert.deepStrictEqual(histogram?.bins, [
      { value: 1, count: 270 },
      { value: 6, count: 90 },
    ])
    assert.strictEqual(histogram?.measurement.value, 0.25)
  })

  it("says how the last complete month differs from the one before", async () => {
    const { json } = await reportOf(shop)
    const csat = json.keyFigures.find(({ measurement }) => measurement.metric === "csat")
    // Three days of July are too few to tell a change by.
    assert.strictEqual(csat?.change, "withheld")
    const half = { ...shop, asOf: "2025-06-30" }
    const june = (await reportOf(half)).json.keyFigures.find(({ measurement }) => measurement.metric === "csat")
    assert.strictEqual(june?.change, "better")
    assert.strictEqual(june?.trend.at(-1)?.versus?.period?.from, Date.UTC(2025, 4, 1))
    const none = await reportOf({ ...half, compare: "none" })
    assert.isTrue(none.json.keyFigures.every(({ change }) => change === null))
  })

  it("cuts young facts into weeks, and the youngest not at all", async () => {
    const trendOf = async (days: number) => {
      const answers = Array.from({ length: days }, (_, day) => ({ customer: `c${day}`, at: iso(day), score: 5 }))
      const { json } = await reportOf({
        zone: "UTC",
        facts: { feedback: rows(answers, same(answers), { instrument: "csat", scale: { min: 1, max: 5 } }) },
      })
      return (json.keyFigures[0]?.trend ?? []).map(({ n, period }) => [n, period?.complete])
    }
    // 1 January 2025 is a Wednesday: the week that it begins in is not whole.
    assert.deepStrictEqual(await trendOf(30), [
      [7, true],
      [7, true],
      [7, true],
      [4, false],
    ])
    assert.deepStrictEqual(await trendOf(20), [])
    assert.strictEqual((await trendOf(100)).length, 4)
  })

  it("looks at the part the configuration selects, and compares it with the part before", async () => {
    const { report } = await reportOf({ ...shop, from: "2025-05", to: "2025-05", where: "score>=1" })
    const csat = report.measurements.find(({ by, metric }) => metric === "csat" && Object.keys(by).length === 0)
    assert.deepInclude(csat?.period, { from: "2025-05-01T00:00:00Z", to: "2025-06-01T00:00:00Z" })
    assert.deepInclude(csat?.versus?.period, { from: "2025-04-01T00:00:00Z", to: "2025-05-01T00:00:00Z" })
    const whole = (await reportOf(shop)).json.manifest.config
    const part = (await reportOf({ ...shop, from: "2025-05" })).json.manifest.config
    assert.notStrictEqual(part, whole)
    assert.isTrue(report.omitted.some(({ metric }) => metric === "repeat-rate"))
  })

  it("needs no inventory, no orders and no dates", async () => {
    const { json } = await reportOf({
      facts: { feedback: rows([{ score: 5 }], { score: "score" }, { instrument: "csat" }) },
    })
    assert.deepStrictEqual([json.journeys, json.funnels, json.cohorts, json.histograms], [[], [], [], []])
    assert.deepStrictEqual(
      json.keyFigures.map(({ change, trend }) => [change, trend]),
      [[null, []]],
    )
  })

  const mistakes: ReadonlyArray<readonly [Partial<Config>, string, string]> = [
    [{ funnels: [{ id: "a", steps: ["sit", "cart"] }] }, "funnels[0].steps[0]", "did you mean site?"],
    [
      { funnels: [{ id: "a", steps: ["site", { kind: "refund" }] }] },
      "funnels[0].steps[1]",
      "no facts of the kind refund",
    ],
    [
      {
        funnels: [
          { id: "a", steps: ["site", "cart"] },
          { id: "a", steps: ["site", "cart"] },
        ],
      },
      "funnels[1].id",
      "rename one",
    ],
    [{ funnels: [{ id: "a", steps: ["site"] }] }, "funnels.0.steps", ""],
    [
      { funnels: [{ id: "a", steps: ["site", "cart"], widthin: 3 } as never] },
      "funnels.0.widthin",
      "did you mean within?",
    ],
    [{ from: "2025-06", to: "2025-01" }, "from and to contradict", "Exchange"],
    [{ where: "colour=red" }, "colour", "Select another part"],
  ]
  it.each(mistakes)("refuses %j", async (more, where, fix) => {
    const error = await refusal(analyze({ ...shop, metrics: ["csat"], ...more }))
    assert.include(`${error.message}\n${error.where ?? ""}`, where)
    assert.include(`${error.message}\n${error.fix ?? ""}`, fix)
  })
})
