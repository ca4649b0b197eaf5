import { assert, describe, it } from "@effect/vitest"
import { JsonReport } from "@touchpoint/renderers/json"
import { recordsOf, simulateShop } from "@touchpoint/simulation"
import * as Schema from "effect/Schema"
import { analyze, type Config, rows } from "touchpoint"

const shop = simulateShop({ customers: 700, seed: 2 })
const tables = shop.tables()
// As a file holds it.
const inventory: NonNullable<Config["inventory"]> = JSON.parse(JSON.stringify(shop.inventory))
const decode = Schema.decodeUnknownSync(Schema.fromJsonString(JsonReport))

/** The shop as a project that names no metrics, of some kinds of facts only. */
const projectOf = (kinds: ReadonlyArray<string>): Config => ({
  inventory,
  zone: shop.zone,
  currency: shop.currency,
  asOf: shop.asOf,
  facts: Object.fromEntries(
    [...tables.values()]
      .filter(({ kind }) => kinds.includes(kind.id))
      .map((table) => {
        const names = [...table.columns.keys()].filter((name) => name !== "source" && name !== "device")
        return [table.kind.plural, rows([...recordsOf(table)], Object.fromEntries(names.map((name) => [name, name])))]
      }),
  ),
  rules: { extends: "none" },
})

const measured = async (...kinds: ReadonlyArray<string>) => {
  const report = await analyze(projectOf(kinds))
  assert.deepStrictEqual(report.failures, [])
  const { keyFigures } = decode(new TextDecoder().decode(await report.render("json")))
  return {
    key: keyFigures.map(({ measurement }) => measurement.metric),
    split: [
      ...new Set(
        report.measurements.flatMap(({ by, metric }) =>
          Object.keys(by).length > 0 ? [`${metric} by ${Object.keys(by).join()}`] : [],
        ),
      ),
    ],
    trends: [
      ...new Set(
        report.measurements.flatMap(({ by, metric, period }) =>
          Object.keys(by).length === 0 &&
          period !== null &&
          !keyFigures.some(({ measurement }) => measurement.metric === metric)
            ? [metric]
            : [],
        ),
      ),
    ],
  }
}

describe("a project that names no metrics", () => {
  it("has twelve key figures at most, whatever facts it has", async () => {
    const { key, split, trends } = await measured(...tables.keys())
    assert.deepStrictEqual(key, [
      "nps",
      "csat",
      "ces",
      "promise-keeping",
      "conversion-rate",
      "retention",
      "average-order-value",
      "cost-per-acquisition",
      "k-factor",
      "response-time",
      "audit-score",
      "contact-pressure",
    ])
    assert.deepStrictEqual(trends, ["churn-rate", "net-revenue-retention"])
    assert.deepStrictEqual(split, ["csat by touchpoint", "ces by touchpoint", "promise-keeping by party"])
  })

  it("shows more of fewer kinds", async () => {
    assert.deepStrictEqual((await measured("enquiry-event")).key, ["response-time", "resolution-time", "containment"])
    assert.deepStrictEqual((await measured("order", "refund", "cost", "referral")).key, [
      "repeat-rate",
      "retention",
      "purchase-frequency",
      "average-order-value",
      "cost-per-acquisition",
      "return-on-ad-spend",
      "k-factor",
    ])
    assert.deepStrictEqual((await measured("audit-item", "exposure", "consent", "population")).key, ["audit-score"])
  })

  it("says nothing that needs what is not there: costs without orders, invitations without customers", async () => {
    const { key, trends } = await measured("cost", "referral", "subscription")
    assert.deepStrictEqual(key, [])
    assert.deepStrictEqual(trends, ["churn-rate", "net-revenue-retention"])
  })
})
