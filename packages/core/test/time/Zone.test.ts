import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Zone } from "@touchpoint/core/time"

describe("Zone", () => {
  it("knows IANA names, their aliases, UTC and fixed offsets", () => {
    for (const zone of ["Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "UTC", "Etc/UTC", "GMT", "+05:45"]) {
      assert.isTrue(Zone.isZone(zone), zone)
    }
  })
  it("refuses anything else, the zone of the process above all", () => {
    for (const zone of ["", "Z", "Berlin", "UTC+2", "Europe/", undefined, null, 0]) {
      assert.isFalse(Zone.isZone(zone), String(zone))
    }
  })
  it("says what to write instead of an unknown name", () => {
    const decoded = Schema.decodeUnknownResult(Zone.Zone)("Warszawa")
    assert.isTrue(Result.isFailure(decoded))
    if (Result.isFailure(decoded)) assert.include(decoded.failure.message, `"Europe/Warsaw"`)
  })
  it.prop("generates zones it accepts", [Zone.Zone], ([zone]) => assert.isTrue(Zone.isZone(zone)))
})
