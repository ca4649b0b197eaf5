import { describe, it } from "@effect/vitest"
import { minorDigits } from "@touchpoint/core/metrics"
import { column } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { amountIn, foreign, moneyCaveats, moneyProblem } from "../../src/metrics/money.ts"
import { assert } from "../stats/assert.ts"

const calendar = Calendar.make("Europe/Warsaw")

describe("money", () => {
  it("has the digits of ISO 4217, whatever is customary", () => {
    assert.deepStrictEqual(["EUR", "JPY", "KWD", "CLF", "HUF", "__proto__"].map(minorDigits), [2, 0, 3, 4, 2, 2])
  })

  it("is the amount itself where there are no rates", () => {
    assert.deepStrictEqual(amountIn({ currency: "EUR", rates: [] }, calendar), column("amount"))
  })

  it("changes rates at midnight of the project's zone", () => {
    const rates = [
      { currency: "EUR", rate: 4, from: "2026-07-01" },
      { currency: "EUR", rate: 5, from: "2026-07-02" },
    ]
    const text = JSON.stringify(amountIn({ currency: "PLN", rates }, calendar))
    assert.include(text, String(Date.parse("2026-06-30T22:00:00Z")))
    assert.include(JSON.stringify(foreign({ currency: "PLN", rates }, calendar)), "present")
  })

  it("scales from minor units to minor units", () => {
    const text = (code: string, to: string) =>
      JSON.stringify(amountIn({ currency: to, rates: [{ currency: code, rate: 2 }] }, calendar))
    assert.include(text("JPY", "EUR"), '"value":200')
    assert.include(text("EUR", "JPY"), '"value":0.02')
  })

  it("says what is wrong with rates, and why rows withhold a number", () => {
    const eur = { currency: "EUR", rate: 4 }
    assert.isNull(moneyProblem({ currency: "XXX", rates: [] }))
    assert.isNull(moneyProblem({ currency: "PLN", rates: [eur, { ...eur, from: "2026-01-01" }] }))
    assert.include(moneyProblem({ currency: "XXX", rates: [eur] }), "currency")
    assert.include(moneyProblem({ currency: "EUR", rates: [eur] }), "itself")
    assert.include(moneyProblem({ currency: "PLN", rates: [eur, eur] }), "two for EUR")
    assert.deepStrictEqual(moneyCaveats({ currency: "PLN", rates: [] }, 0), [])
    assert.strictEqual(moneyCaveats({ currency: "PLN", rates: [] }, 2)[0]?.id, "currency-mixed")
    assert.strictEqual(moneyCaveats({ currency: "PLN", rates: [eur] }, 2)[0]?.id, "no-rate")
  })
})
