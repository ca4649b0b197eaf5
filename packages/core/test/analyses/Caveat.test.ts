import { assert, describe, it } from "@effect/vitest"
import { analysisCaveats } from "@touchpoint/core/analyses"
import { CaveatId } from "@touchpoint/core/metrics"
import { nameIn } from "@touchpoint/core/model"

describe("caveats of analyses", () => {
  it("are no ids of metrics, and say what they mean in every language", () => {
    for (const [id, text] of Object.entries(analysisCaveats)) {
      assert.isFalse((CaveatId.literals as ReadonlyArray<string>).includes(id), id)
      const said = (["en", "ru", "pl"] as const).map((locale) => nameIn(text, locale, ""))
      assert.strictEqual(new Set(said).size, 3, id)
      assert.match(said[1] ?? "", /\p{Script=Cyrillic}/u, id)
    }
  })
})
