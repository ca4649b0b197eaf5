import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { LocalDay } from "@touchpoint/core/time"

const anyDay = Schema.Int.check(Schema.isBetween({ minimum: -719_162, maximum: 2_932_896 }))

describe("LocalDay", () => {
  it.prop("turns a day into its parts and back", [anyDay], ([n]) => {
    const { day, month, year } = LocalDay.toCivil(n)
    assert.strictEqual(LocalDay.make(year, month, day), n)
    assert.isAtMost(day, LocalDay.daysInMonth(year, month))
  })
  it.prop("agrees with Date in UTC", [anyDay], ([n]) => {
    const date = new Date(n * 86_400_000)
    assert.deepStrictEqual(LocalDay.toCivil(n), {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    })
    assert.strictEqual(LocalDay.weekday(n), date.getUTCDay())
    assert.strictEqual(LocalDay.format(n), date.toISOString().slice(0, 10))
  })
  it.prop("reads what it writes", [anyDay], ([n]) => assert.strictEqual(LocalDay.parse(LocalDay.format(n)), n))
  it.prop("finds the Monday of the week a day is in", [anyDay], ([n]) => {
    const { week, year } = LocalDay.isoWeek(n)
    const monday = LocalDay.ofIsoWeek(year, week)
    assert.isDefined(monday)
    assert.isTrue(n - (monday ?? Number.NaN) >= 0 && n - (monday ?? Number.NaN) < 7)
  })
  it("gives the days around New Year to the year of their Thursday", () => {
    assert.deepStrictEqual(LocalDay.isoWeek(LocalDay.make(2018, 12, 31)), { year: 2019, week: 1 })
    assert.deepStrictEqual(LocalDay.isoWeek(LocalDay.make(2021, 1, 3)), { year: 2020, week: 53 })
    assert.deepStrictEqual(LocalDay.isoWeek(LocalDay.make(2018, 1, 31)), { year: 2018, week: 5 })
  })
  it("knows no week 53 where a year has 52, nor a week 0", () => {
    assert.isUndefined(LocalDay.ofIsoWeek(2018, 53))
    assert.isUndefined(LocalDay.ofIsoWeek(2018, 0))
    assert.strictEqual(LocalDay.ofIsoWeek(2020, 53), LocalDay.make(2020, 12, 28))
  })
  it("refuses dates that are not in the calendar", () => {
    for (const text of [
      "2018-02-30",
      "1900-02-29",
      "2018-13-01",
      "2018-00-10",
      "2018-01-00",
      "0000-01-01",
      "18-01-01",
    ]) {
      assert.isUndefined(LocalDay.parse(text), text)
    }
    assert.isDefined(LocalDay.parse("2000-02-29"))
  })
})
