import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as time from "@touchpoint/core/time"
describe("zz", () => {
  it("tz", () => { assert.strictEqual(new Date(0).getTimezoneOffset(), 0); assert.isDefined(time) })
  it.effect.prop("prop", [Schema.String], ([s]) => Effect.sync(() => assert.isString(s)))
})
