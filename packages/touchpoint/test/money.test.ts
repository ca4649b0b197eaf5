import { assert, describe, it } from "@effect/vitest"
import { analyze, type Config, rows } from "touchpoint"

const orders = (currency: ReadonlyArray<string | null>) =>
  currency.map((code, i) => ({ no: `${i}`, who: `c${i}`, day: "2026-02-01", cents: 1000 * (i + 1), code }))
const measured = async (
  currency: ReadonlyArray<string | null>,
  config: Pick<Config, "currency" | "rates"> = {},
  params: object = {},
) => {
  const { measurements } = await analyze({
    ...config,
    facts: {
      orders: rows(orders(currency), {
        eventId: "no",
        customer: "who",
        at: "day",
        amount: "cents",
        currency: "code",
      }),
    },
    metrics: [{ id: "average-order-value", ...params }],
  })
  const [m] = measurements
  return [m?.unit.kind === "money" ? m.unit.currency : null, m?.value]
}

describe("the currency of amounts", () => {
  it("is the only one orders state", async () => {
    assert.deepStrictEqual(await measured(["PLN", null, "PLN"]), ["PLN", 2000])
  })
  it("is the only one that costs and subscriptions state, where orders state none", async () => {
    const spent = (currency: ReadonlyArray<string | null>) =>
      rows(
        currency.map((code, i) => ({ no: `${i}`, day: "2026-01-10", cents: 500, code, place: "ads" })),
        { eventId: "no", at: "day", amount: "cents", currency: "code", touchpoint: "place" },
      )
    const plans = (currency: string) =>
      rows([{ no: "1", who: "c1", from: "2026-01-01", cents: 900, code: currency }], {
        eventId: "no",
        customer: "who",
        at: "from",
        amount: "cents",
        currency: "code",
      })
    const currencyOf = async (facts: NonNullable<Config["facts"]>) => {
      const { measurements } = await analyze({ facts, metrics: [{ id: "cost-per-contact" }] })
      const unit = measurements[0]?.unit
      return unit?.kind === "money" ? unit.currency : null
    }
    const visits = rows([{ who: "c1", day: "2026-01-10", place: "ads" }], {
      customer: "who",
      at: "day",
      touchpoint: "place",
    })
    assert.strictEqual(await currencyOf({ interactions: visits, costs: spent(["PLN", null]) }), "PLN")
    assert.strictEqual(
      await currencyOf({ interactions: visits, costs: spent([null]), subscriptions: plans("CZK") }),
      "CZK",
    )
    assert.strictEqual(
      await currencyOf({ interactions: visits, costs: spent(["PLN"]), subscriptions: plans("CZK") }),
      "XXX",
    )
    const sold = rows(orders(["PLN"]), { eventId: "no", customer: "who", at: "day", amount: "cents", currency: "code" })
    assert.strictEqual(await currencyOf({ interactions: visits, orders: sold, costs: spent(["EUR"]) }), "PLN")
  })

  it("is the project's, and the metric's before it", async () => {
    assert.deepStrictEqual(await measured([null, null], { currency: "EUR" }), ["EUR", 1500])
    assert.deepStrictEqual(await measured(["EUR"], { currency: "EUR" }, { currency: "PLN" }), ["PLN", null])
  })
  it("is none where orders state several, or none", async () => {
    assert.deepStrictEqual(await measured(["PLN", "EUR"]), ["XXX", null])
    assert.deepStrictEqual(await measured([null, null]), ["XXX", 1500])
  })
  it("is what others are converted to, by the rates of the project", async () => {
    const rates = [{ currency: "EUR", rate: 4 }]
    assert.deepStrictEqual(await measured(["PLN", "EUR"], { currency: "PLN", rates }), ["PLN", 4500])
    assert.deepStrictEqual(await measured(["PLN", "USD"], { currency: "PLN", rates }), ["PLN", null])
    // Rates lead to the currency of the project and to no other.
    assert.deepStrictEqual(await measured(["PLN", "EUR"], { currency: "PLN", rates }, { currency: "USD" }), [
      "USD",
      null,
    ])
    assert.deepStrictEqual(await measured(["PLN", "EUR"], { currency: "PLN", rates }, { rates: [] }), ["PLN", null])
    assert.deepStrictEqual(await measured(["PLN", "PLN"], { rates }), ["PLN", 1500])
    const failed = await measured(["PLN", "EUR"], { rates }).catch((error: unknown) => String(error))
    assert.include(String(failed), "currency")
  })
  it("is refused where it is no code", async () => {
    const failed = await measured([null], { currency: "zł" }).catch((error: unknown) => String(error))
    assert.include(String(failed), "ISO 4217")
  })
})
