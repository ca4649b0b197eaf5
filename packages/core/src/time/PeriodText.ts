import * as LocalDay from "./LocalDay.ts"

/**
 * First day and the day after the last of the year, quarter, month, week or day that a text names; `undefined` where it
 * names none.
 */
export const daysOf = (text: string): readonly [LocalDay.LocalDay, LocalDay.LocalDay] | undefined => {
  const match = /^(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})))?$/.exec(text)
  if (match === null) {
    const day = LocalDay.parse(text)
    return day === undefined ? undefined : [day, day + 1]
  }
  const year = Number(match[1])
  if (year < 1) return undefined
  if (match[3] !== undefined) {
    const monday = LocalDay.ofIsoWeek(year, Number(match[3]))
    return monday === undefined ? undefined : [monday, monday + 7]
  }
  const months = match[2] !== undefined ? 3 : match[4] !== undefined ? 1 : 12
  const month = match[2] !== undefined ? Number(match[2]) * 3 - 2 : Number(match[4] ?? 1)
  if (month < 1 || month > 12) return undefined
  const first = year * 12 + month - 1
  return [LocalDay.firstOfMonth(first), LocalDay.firstOfMonth(first + months)]
}
