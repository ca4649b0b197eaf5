import { assert, describe, it } from "@effect/vitest"
import { mask, rejectFix, RejectReason } from "@touchpoint/core/facts"
import * as fc from "fast-check"

describe("a masked value", () => {
  it("shows letters, digits and signs as such", () => {
    assert.strictEqual(mask("31/12/2026 Anna"), "99/99/9999 Aaaa")
    assert.strictEqual(mask("Łódź, ул. 5"), "Aaaa, aa. 9")
    assert.strictEqual(mask("a@b.pl\t1"), "a@a.aa·9")
    assert.strictEqual(mask("𝟙²½Ⅻ"), "9999")
    assert.strictEqual(mask("ǅ東京אب"), "aaaaa")
    assert.strictEqual(mask("e\u0301 🙂"), "aa ·")
    assert.strictEqual(mask(""), "")
  })

  it("is cut after forty characters, counted as people count them", () => {
    assert.strictEqual(mask("x".repeat(41)), `${"a".repeat(40)}…`)
    assert.strictEqual(mask("x".repeat(40)), "a".repeat(40))
    assert.strictEqual(mask("🙂".repeat(40)), "·".repeat(40))
  })

  it("holds no letter and no digit of the original", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme-composite" }),
    )
    fc.assert(
      fc.property(text, (value) => {
        assert.notMatch(mask(value).replaceAll(/[aA9]/g, ""), /[\p{L}\p{M}\p{N}]/u)
        assert.isAtMost([...mask(value)].length, 41)
      }),
      { numRuns: 500 },
    )
  })
})

describe("every reason of a reject", () => {
  it("says what to do", () => {
    assert.deepStrictEqual(Object.keys(rejectFix).toSorted(), RejectReason.literals.toSorted())
    for (const fix of Object.values(rejectFix)) assert.isAbove(fix.length, 10)
  })
})
