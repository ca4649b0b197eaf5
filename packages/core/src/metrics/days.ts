import type { Locale } from "../model/Identifier.ts"

/** Milliseconds of a day of 24 hours. @category metrics @since 0.2.0 */
export const DAY = 86_400_000

/** `7 days` after “within” (in Polish the genitive), in every language; less than a day in hours. @category metrics @since 0.2.0 */
export const daysText = (days: number): Readonly<Record<Locale, string>> => {
  const inHours = days < 1
  const n = Math.round((inHours ? days * 24 : days) * 100) / 100
  const comma = String(n).replace(".", ",")
  return inHours
    ? { en: `${n} h`, ru: `${comma} ч`, pl: `${comma} h` }
    : {
        en: n === 1 ? "1 day" : `${n} days`,
        ru: `${comma} дн.`,
        pl: `${comma} ${n === 1 || !Number.isInteger(n) ? "dnia" : "dni"}`,
      }
}
