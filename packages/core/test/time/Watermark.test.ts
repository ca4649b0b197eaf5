import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { Watermark } from "@touchpoint/core/time"

describe("Watermark", () => {
  it("is the earliest of several kinds", () => {
    assert.deepStrictEqual(Watermark.combine([Watermark.declared(20), Watermark.declared(10)]), Watermark.declared(10))
  })
  it("stays inferred as soon as one kind is, whichever is the earliest", () => {
    assert.deepStrictEqual(Watermark.combine([Watermark.declared(10), Watermark.inferred(20)]), Watermark.inferred(10))
    assert.deepStrictEqual(Watermark.combine([Watermark.declared(20), Watermark.inferred(10)]), Watermark.inferred(10))
  })
  it("is unknown for no kinds", () => assert.isUndefined(Watermark.combine([])))
  it.prop(
    "does not depend on order, grouping or repetition",
    [Watermark.Watermark, Watermark.Watermark, Watermark.Watermark],
    ([a, b, c]) => {
      const all = Watermark.combine([a, b, c])
      assert.deepStrictEqual(Watermark.combine([c, a, b]), all)
      assert.deepStrictEqual(Watermark.combine([a, Watermark.combine([b, c]) ?? a]), all)
      assert.deepStrictEqual(Watermark.combine([a, a, b, c, b]), all)
    },
  )
  it("is ISO text in JSON", () => {
    const json = { at: "2018-09-01T00:00:00Z", inferred: false }
    const watermark = Schema.decodeSync(Watermark.Watermark)(json)
    assert.deepStrictEqual(watermark, Watermark.declared(Date.UTC(2018, 8, 1)))
    assert.deepStrictEqual(Schema.encodeSync(Watermark.Watermark)(watermark), json)
  })
})
