import { assert, describe, it } from "vitest"
import { analyze, type MetricRequest, rows } from "touchpoint"

/** Anna and Bo answered about both places, the chat last; Cecil about the shop alone. */
const answers = [
  { who: "anna", day: "2026-01-01", place: "chat", score: 0 },
  { who: "anna", day: "2026-01-02", place: "shop", score: 10 },
  { who: "anna", day: "2026-01-03", place: "chat", score: 10 },
  { who: "bo", day: "2026-01-01", place: "chat", score: 0 },
  { who: "bo", day: "2026-01-04", place: "shop", score: 8 },
  { who: "cecil", day: "2026-01-05", place: "shop", score: 10 },
]
const inventory = {
  touchpoints: [
    { id: "chat", stage: "during-purchase", channel: "web" },
    { id: "shop", stage: "after-purchase", channel: "store" },
  ],
}
const measured = async (request: MetricRequest, more: object = {}) => {
  const { measurements } = await analyze({
    inventory,
    asOf: "2026-01-31",
    facts: {
      feedback: rows(
        answers,
        { customer: "who", at: "day", touchpoint: "place", score: "score" },
        { instrument: "nps", scale: { min: 0, max: 10 } },
      ),
    },
    metrics: [request],
    ...more,
  })
  return measurements
}
const figures = (all: Awaited<ReturnType<typeof measured>>) =>
  all.map(({ by, n, params, value }) => [...Object.values(by), params["relation"], n, value])

describe("the score of a touchpoint", () => {
  it("is the same as a group of a split and as all that is selected", async () => {
    const chat = ["transactional", 3, (100 * (1 - 2)) / 3]
    const split = figures(await measured({ id: "nps", by: "touchpoint" }))
    assert.deepStrictEqual(split, [
      ["chat", ...chat],
      ["shop", "transactional", 3, (100 * 2) / 3],
    ])
    assert.deepStrictEqual(figures(await measured("nps", { where: "touchpoint=chat" })), [chat])
    assert.deepStrictEqual(figures(await measured("nps", { where: "channel=web" })), [chat])
    assert.deepStrictEqual(figures(await measured({ id: "nps", by: "stage" }))[0], ["during-purchase", ...chat])
    const where = {
      op: "eq",
      left: { op: "column", column: "touchpoint" },
      right: { op: "value", value: "chat" },
    } as const
    assert.deepStrictEqual(figures(await measured({ id: "nps", where })), [chat])
  })
  it("is what the request says, where it says whose answers count", async () => {
    const split = figures(await measured({ id: "nps", by: "touchpoint", relation: "relational" }))
    // The latest answer of all, then the split.
    assert.deepStrictEqual(split, [
      ["chat", "relational", 1, 100],
      ["shop", "relational", 2, 50],
    ])
    const csat = {
      facts: {
        feedback: rows(
          answers,
          { customer: "who", at: "day", touchpoint: "place", score: "score" },
          { instrument: "csat", scale: { min: 0, max: 10 } },
        ),
      },
    }
    const satisfied = await measured(
      { id: "csat", scale: { min: 0, max: 10 }, relation: "relational" },
      { ...csat, where: "touchpoint=chat" },
    )
    assert.deepStrictEqual(figures(satisfied), [["relational", 2, 0.5]])
  })
  it("leaves the score of the whole, and of parts of customers, to their latest answers", async () => {
    assert.deepStrictEqual(figures(await measured("nps")), [["relational", 3, (100 * 2) / 3]])
    assert.deepStrictEqual(figures(await measured("nps", { where: "score>=9" }))[0]?.[0], "relational")
  })
})
