import { compareDefinitions, rows, TouchpointError } from "touchpoint"
import { assert, describe, it } from "vitest"
import { analyze } from "../src/analyze.ts"

const visit = { kind: "interaction" }
const visits = rows(
  [
    { id: 1, who: "ann", at: "2026-01-01T17:59:00Z", channel: "web" },
    { id: 2, who: "ann", at: "2026-01-02T17:00:00Z", channel: "web" },
    { id: 3, who: "bo", at: "2026-01-01T08:00:00Z", channel: "email" },
    { id: 4, who: "bo", at: "2026-01-02T09:00:00Z", channel: "email" },
  ],
  { eventId: "id", customer: "who", at: "at", channel: "channel" },
  { touchpoint: "app" },
)
const config = { facts: { interactions: visits }, asOf: "2026-01-31" }
const daily = { id: "retention", entry: visit, return: visit, interval: "day" }

describe("one metric by several conventions", () => {
  it("gives a number for each, and the parameter that makes the difference", async () => {
    const compared = await compareDefinitions(
      { ...config },
      { ...daily, by: "channel" },
      { presets: ["mixpanel", "amplitude"] },
    )
    assert.deepStrictEqual(
      compared.map(({ decisive, measurement: { by, value }, preset }) => [by["channel"], preset, value, decisive]),
      [
        ["email", null, 1, null],
        ["email", "mixpanel", 1, null],
        ["email", "amplitude", 1, null],
        ["web", null, 1, null],
        ["web", "mixpanel", 0, "clock"],
        ["web", "amplitude", 1, null],
      ],
    )
    assert.strictEqual(compared[0]?.measurement.asOf, "2026-01-31T23:59:59.999Z")
  })

  it("looks at the part of the facts that is selected", async () => {
    const [ours] = await compareDefinitions({ ...config }, daily, { presets: ["mixpanel"], where: "channel=email" })
    assert.strictEqual(ours?.measurement.n, 1)
  })

  it("names the conventions there are where one is not known", async () => {
    try {
      await compareDefinitions({ ...config }, daily, { presets: ["mixpanell"] })
      assert.fail("it went on")
    } catch (error) {
      assert.instanceOf(error, TouchpointError)
      assert.match(String(error), /did you mean mixpanel\?/)
    }
  })
})

describe("a metric of a configuration", () => {
  it("may be counted by a convention, and its own parameters go first", async () => {
    const { measurements } = await analyze({
      ...config,
      metrics: [
        { ...daily, preset: "mixpanel" },
        { ...daily, preset: "mixpanel", mode: "on" },
      ],
    })
    assert.deepStrictEqual(
      measurements.map(({ params: { clock, mode } }) => [clock, mode]),
      [
        ["elapsed", "on-or-after"],
        ["elapsed", "on"],
      ],
    )
  })
})
