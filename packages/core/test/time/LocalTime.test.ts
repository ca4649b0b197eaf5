import { tzOffset } from "@date-fns/tz"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { LocalTime } from "@touchpoint/core/time"

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
]
const anyZone = Schema.Literals([...zones, "America/St_Johns", "Pacific/Apia", "America/Havana", "Africa/Monrovia"])
const recent = Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(1900, 0, 1), maximum: Date.UTC(2040, 0, 1) }))

describe("LocalTime", () => {
  it("finds a time the clock skipped, and the first one after", () => {
    const resolved = LocalTime.of("Europe/Berlin").resolve(Date.UTC(2025, 2, 30, 2, 30))
    assert.deepStrictEqual(resolved, { instant: Date.UTC(2025, 2, 30, 1), kind: "gap" })
  })
  it("takes the earlier of two instants with one local time", () => {
    const resolved = LocalTime.of("Europe/Berlin").resolve(Date.UTC(2025, 9, 26, 2, 30))
    assert.deepStrictEqual(resolved, { instant: Date.UTC(2025, 9, 26, 0, 30), kind: "overlap" })
  })
  it("notices times that are repeated because the clock went back over midnight", () => {
    const saoPaulo = LocalTime.of("America/Sao_Paulo").resolve(Date.UTC(2018, 1, 17, 23, 30))
    assert.deepStrictEqual(saoPaulo, { instant: Date.UTC(2018, 1, 18, 1, 30), kind: "overlap" })
    assert.strictEqual(LocalTime.of("America/St_Johns").resolve(Date.UTC(2008, 10, 1, 23, 30)).kind, "overlap")
  })
  it("is exact to the millisecond at both ends of a change", () => {
    const berlin = LocalTime.of("Europe/Berlin")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 2, 30, 2) - 1).kind, "unique")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 2, 30, 2)).kind, "gap")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 2, 30, 3) - 1).kind, "gap")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 2, 30, 3)).kind, "unique")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 9, 26, 2) - 1).kind, "unique")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 9, 26, 2)).kind, "overlap")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 9, 26, 3) - 1).kind, "overlap")
    assert.strictEqual(berlin.resolve(Date.UTC(2025, 9, 26, 3)).kind, "unique")
  })
  it("knows offsets of odd minutes, of half an hour of summer time and of seconds", () => {
    assert.strictEqual(LocalTime.of("Asia/Kathmandu").offsetAt(0), 5.5 * 3_600_000)
    assert.strictEqual(LocalTime.of("Asia/Kathmandu").offsetAt(Date.UTC(2018, 0, 1)), 5.75 * 3_600_000)
    assert.strictEqual(LocalTime.of("Australia/Lord_Howe").offsetAt(Date.UTC(2018, 6, 1)), 10.5 * 3_600_000)
    assert.strictEqual(LocalTime.of("Australia/Lord_Howe").offsetAt(Date.UTC(2018, 0, 1)), 11 * 3_600_000)
    assert.strictEqual(LocalTime.of("+05:45").offsetAt(0), 5.75 * 3_600_000)
  })
  it("keeps the sign of offsets within an hour west of UTC", () => {
    assert.strictEqual(LocalTime.of("Africa/Monrovia").offsetAt(0), -(44 * 60 + 30) * 1000)
  })
  it("goes over a date that a zone left out", () => {
    const apia = LocalTime.of("Pacific/Apia")
    const start = Date.UTC(2011, 11, 30, 10)
    assert.deepStrictEqual(apia.resolve(Date.UTC(2011, 11, 30, 12)), { instant: start, kind: "gap" })
    assert.deepStrictEqual(apia.resolve(Date.UTC(2011, 11, 31)), { instant: start, kind: "unique" })
  })
  it("refuses an unknown zone", () => {
    assert.throws(() => LocalTime.of("Mars/Olympus"), /"Mars\/Olympus" is not a time zone/)
  })
  it.prop(
    "goes from an instant to its local time and back, or to the earlier one",
    [anyZone, recent],
    ([zone, instant]) => {
      const time = LocalTime.of(zone)
      const local = instant + time.offsetAt(instant)
      const resolved = time.resolve(local)
      assert.notStrictEqual(resolved.kind, "gap")
      assert.isAtMost(resolved.instant, instant)
      assert.strictEqual(resolved.instant + time.offsetAt(resolved.instant), local)
      if (resolved.kind === "unique") assert.strictEqual(resolved.instant, instant)
    },
  )
  it.prop("calls a day steady only if its offset never changes", [anyZone, recent], ([zone, instant]) => {
    const time = LocalTime.of(zone)
    const day = Math.floor(instant / 86_400_000)
    const steady = time.steadyOffset(day)
    if (Number.isNaN(steady)) return
    for (let minute = 0; minute < 1440; minute += 90) {
      const local = day * 86_400_000 + minute * 60_000
      assert.strictEqual(time.offsetAt(local - steady), steady)
    }
  })
  it.prop("agrees with tzOffset of @date-fns/tz", [Schema.Literals(zones), recent], ([zone, instant]) => {
    // Its minutes are a float where an offset has seconds.
    assert.approximately(LocalTime.of(zone).offsetAt(instant), tzOffset(zone, new Date(instant)) * 60_000, 0.001)
  })
})
