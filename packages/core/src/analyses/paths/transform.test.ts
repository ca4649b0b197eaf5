import { transformPath } from "@touchpoint/core/analyses"
import { assert, describe, it } from "vitest"

describe("a path", () => {
  // Snowplow's example.
  const path = "D A B B C D C C".split(" ")
  const written = (transform: Parameters<typeof transformPath>[1]) => transformPath(path, transform).join(" ")

  it("is written as Snowplow writes it", () => {
    assert.strictEqual(written("unique"), "D A B B C D C C")
    assert.strictEqual(written("exposure"), "D A B C D C")
    assert.strictEqual(written("first"), "D A B C")
    assert.strictEqual(written("frequency"), "D(2) A(1) B(2) C(3)")
  })

  it("stays empty, and takes names of all kinds", () => {
    assert.deepStrictEqual(transformPath([], "frequency"), [])
    assert.deepStrictEqual(transformPath(["__proto__", "constructor", "__proto__"], "frequency"), [
      "__proto__(2)",
      "constructor(1)",
    ])
  })
})
