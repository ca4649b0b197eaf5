import { describe, it } from "@effect/vitest"
import { settledAt } from "@touchpoint/core/metrics"
import { Calendar } from "@touchpoint/core/time"
import { assert } from "../stats/assert.ts"

const warsaw = Calendar.make("Europe/Warsaw")
const at = (text: string) => Date.parse(text)

describe("settledAt", () => {
  it("adds milliseconds", () => {
    assert.strictEqual(settledAt(1000, 5000, warsaw), 6000)
  })

  it("counts whole intervals of the calendar after that of the last entrant, over clock changes", () => {
    const march = at("2026-02-28T23:00:00Z")
    assert.strictEqual(settledAt({ interval: "month", after: 0 }, march, warsaw), march)
    assert.strictEqual(settledAt({ interval: "month", after: 1 }, march, warsaw), at("2026-03-31T22:00:00Z"))
    assert.strictEqual(settledAt({ interval: "month", after: 1 }, march + 1, warsaw), at("2026-04-30T22:00:00Z"))
    assert.strictEqual(
      settledAt({ interval: "day", after: 1 }, at("2026-03-28T23:00:00Z"), warsaw),
      at("2026-03-29T22:00:00Z"),
    )
  })
})
