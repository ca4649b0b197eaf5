import { assert, describe, it } from "@effect/vitest"
import { WorkingHours } from "@touchpoint/core/time"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const HOUR = 3_600_000
const MINUTE = 60_000
const DAY = 24 * HOUR
const decode = Schema.decodeUnknownSync(WorkingHours.WorkingHours)
const problemOf = (value: unknown): string => {
  const decoded = Schema.decodeUnknownResult(WorkingHours.WorkingHours)(value)
  return Result.isFailure(decoded) ? String(decoded.failure) : ""
}
/** Working hours from one instant to another, both as ISO texts. */
const worked = (hours: unknown, from: string, to: string, zone = "Europe/Berlin") => {
  const [a, b] = [Date.parse(from), Date.parse(to)]
  return WorkingHours.stopwatch(WorkingHours.edges(decode(hours), zone, a, b).edges)(a, b) / HOUR
}
const every = (...ranges: ReadonlyArray<string>) => ({
  hours: Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, ranges])),
})
const office = {
  hours: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, ["09:00-12:00", "13:00-17:00"]])),
}

describe("WorkingHours", () => {
  it("leaves out nights, breaks, weekends and holidays", () => {
    // Friday 16:30 to Monday 9:30 in Berlin, then over Christmas.
    assert.strictEqual(worked(office, "2026-01-09T15:30:00Z", "2026-01-12T08:30:00Z"), 1)
    assert.strictEqual(worked(office, "2026-01-12T10:00:00Z", "2026-01-12T13:00:00Z"), 2)
    assert.strictEqual(worked(office, "2026-01-10T08:00:00Z", "2026-01-11T20:00:00Z"), 0)
    const christmas = { ...office, holidays: ["2026-12-25", "2026-12-24"] }
    assert.strictEqual(worked(office, "2026-12-23T15:00:00Z", "2026-12-28T09:00:00Z"), 1 + 7 + 7 + 1)
    assert.strictEqual(worked(christmas, "2026-12-23T15:00:00Z", "2026-12-28T09:00:00Z"), 1 + 1)
  })

  it("follows the clock on the wall over both of its changes", () => {
    const always = every("00:00-24:00")
    const spring = ["2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"] as const
    const autumn = ["2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z"] as const
    assert.strictEqual(worked(always, ...spring), 23)
    assert.strictEqual(worked(always, ...autumn), 25)
    // Hours of the day are as long as ever; a night is an hour shorter, and an hour longer.
    assert.strictEqual(worked(every("09:00-17:00"), ...spring), 8)
    assert.strictEqual(worked(every("09:00-17:00"), ...autumn), 8)
    assert.strictEqual(worked(every("00:00-09:00"), ...spring), 8)
    assert.strictEqual(worked(every("00:00-09:00"), ...autumn), 10)
    // 02:00–03:00 is skipped in spring: what closes in it closes at once, what lies in it is not there.
    assert.strictEqual(worked(every("01:00-02:30"), ...spring), 1)
    assert.strictEqual(worked(every("02:15-02:45"), ...spring), 0)
    // In autumn it comes twice, and the first counts.
    assert.strictEqual(worked(every("01:00-02:30"), ...autumn), 1.5)
    assert.strictEqual(worked(every("02:30-04:00"), ...autumn), 2.5)
  })

  it("joins what adjoins, over midnight too", () => {
    const { edges, labels } = WorkingHours.edges(decode(every("00:00-24:00")), "UTC", 0, 10 * DAY)
    assert.deepStrictEqual([edges, labels], [[-DAY, 12 * DAY], ["open"]])
    const split = WorkingHours.edges(decode({ hours: { thu: ["22:00-24:00"], fri: ["00:00-06:00"] } }), "UTC", 0, DAY)
    assert.deepStrictEqual(
      split.edges.map((edge) => edge / HOUR),
      [22, 30],
    )
  })

  it("has a zone of its own, or that of the project", () => {
    const own = { ...every("09:00-10:00"), zone: "Asia/Kathmandu" }
    assert.deepStrictEqual(
      WorkingHours.edges(decode(own), "Europe/Berlin", 0, 1)
        .edges.slice(2, 4)
        .map((edge) => edge / HOUR),
      [3.5, 4.5],
    )
    assert.deepStrictEqual(WorkingHours.edges(decode(every("09:00-10:00")), "Europe/Berlin", 0, 1).edges.slice(2, 4), [
      8 * HOUR,
      9 * HOUR,
    ])
  })

  it("has no edges where everything is closed", () => {
    const never = { hours: { thu: ["09:00-10:00"] }, holidays: ["1970-01-01"] }
    assert.deepStrictEqual(WorkingHours.edges(decode(never), "UTC", 0, 1), { edges: [], labels: [] })
    assert.strictEqual(WorkingHours.stopwatch([])(0, 1e12), 0)
  })

  it("counts as minute by minute does, in every zone", () => {
    const ranges = ["00:00-00:30", "07:15-12:00", "12:00-12:45", "20:10-23:59"]
    const zones = ["UTC", "Asia/Kathmandu", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia"]
    const start = Date.UTC(2011, 11, 20)
    for (const zone of zones) {
      const clock = new Intl.DateTimeFormat("en-GB", {
        timeZone: zone,
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      })
      const elapsed = WorkingHours.stopwatch(
        WorkingHours.edges(decode(every(...ranges)), zone, start, start + 30 * DAY).edges,
      )
      fc.assert(
        fc.property(fc.nat(20 * 1440), fc.nat(3 * 1440), (from, length) => {
          let open = 0
          for (let minute = from; minute < from + length; minute++) {
            const now = clock.format(start + minute * MINUTE)
            if (ranges.some((range) => range.slice(0, 5) <= now && now < range.slice(6))) open++
          }
          assert.strictEqual(elapsed(start + from * MINUTE, start + (from + length) * MINUTE), open * MINUTE)
        }),
        { numRuns: 5 },
      )
    }
  })

  it("adds up: from a to b and from b to c is from a to c", () => {
    const elapsed = WorkingHours.stopwatch(WorkingHours.edges(decode(office), "Europe/Warsaw", 0, 60 * DAY).edges)
    const instant = fc.integer({ min: -10 * DAY, max: 80 * DAY })
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        assert.strictEqual(elapsed(a, b) + elapsed(b, c), elapsed(a, c))
        assert.isAtMost(Math.abs(elapsed(a, b)), Math.abs(b - a))
      }),
    )
  })

  it("says what is wrong with hours", () => {
    assert.include(problemOf({ hours: { mon: ["9-17"] } }), "09:00-17:30")
    assert.include(problemOf({ hours: { mon: ["22:00-06:00"] } }), "night shift")
    assert.include(problemOf({ hours: { mon: ["09:00-24:01"] } }), "09:00-17:30")
    assert.include(problemOf({ hours: { mon: ["13:00-17:00", "09:00-12:00"] } }), "in order")
    assert.include(problemOf({ hours: { mon: [] } }), "at least one day")
    assert.include(problemOf({ hours: {} }), "at least one day")
    assert.include(problemOf({ hours: { mon: ["09:00-17:00"] }, holidays: ["25.12.2026"] }), "2026-12-25")
    assert.include(problemOf({ hours: { mon: ["09:00-17:00"] }, zone: "Mars" }), "time zone")
    assert.strictEqual(WorkingHours.ofWeek(decode(office)), 35 * HOUR)
  })
})
