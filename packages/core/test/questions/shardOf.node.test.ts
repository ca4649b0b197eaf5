import { createHash } from "node:crypto"
import { shardOf, SHARDS } from "@touchpoint/core/questions"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

describe("the shard of a text", () => {
  it("is the low 7 bits of the first byte of its MD5, as everybody computes it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const [first = 0] = createHash("md5").update(text, "utf8").digest()
        assert.strictEqual(shardOf(text), first % SHARDS)
      }),
      { numRuns: 500 },
    )
  })

  it("takes about one customer in 128", () => {
    const sizes = Array.from({ length: SHARDS }, () => 0)
    for (let i = 0; i < 12_800; i++) sizes[shardOf(`customer-${i}`)]!++
    assert.isAbove(Math.min(...sizes), 60)
    assert.isBelow(Math.max(...sizes), 150)
  })
})
