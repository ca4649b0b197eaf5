import type { Locale } from "../model/Identifier.ts"
import type { WaitParams } from "./enquiries.ts"

/** A text in every language. */
type Texts = Readonly<Record<Locale, string>>

const ordinals: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" }
const english = new Intl.PluralRules("en", { type: "ordinal" })

/** `median`, `90th percentile`. @category metrics @since 0.2.0 */
export const quantileText = (q: number): Texts => {
  if (q === 0.5) return { en: "median", ru: "медиана", pl: "mediana" }
  const p = Math.round(q * 10_000) / 100
  const comma = String(p).replace(".", ",")
  return {
    en: `${p}${ordinals[english.select(p)] ?? "th"} percentile`,
    ru: `${comma}-й процентиль`,
    pl: `${comma}. percentyl`,
  }
}

/** `50%` of something. @category metrics @since 0.2.0 */
export const shareText = (q: number): Texts => {
  const p = Math.round(q * 10_000) / 100
  const comma = String(p).replace(".", ",")
  return { en: `${p}%`, ru: `${comma} %`, pl: `${comma}%` }
}

/** `30 min`, `2 h`. @category metrics @since 0.2.0 */
export const minutesText = (minutes: number): Texts => {
  const hours = minutes % 60 === 0
  const n = hours ? minutes / 60 : Math.round(minutes * 100) / 100
  const comma = String(n).replace(".", ",")
  return hours
    ? { en: `${n} h`, ru: `${comma} ч`, pl: `${comma} godz.` }
    : { en: `${n} min`, ru: `${comma} мин`, pl: `${comma} min` }
}

/** What is added where not every hour counts; empty where all do. @category metrics @since 0.2.0 */
export const hoursText = ({ clock, teams }: Pick<WaitParams, "clock" | "teams">): Texts =>
  clock === "wall" && teams.every((team) => team.clock === "wall")
    ? { en: "", ru: "", pl: "" }
    : { en: ", in opening hours", ru: ", в рабочее время", pl: ", w godzinach pracy" }
