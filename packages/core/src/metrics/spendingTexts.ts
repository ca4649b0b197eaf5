import type { Locale } from "../model/Identifier.ts"
import { atRates } from "./money.ts"
import type { Spending, SpendingUnit } from "./spending.ts"

type Texts = Readonly<Record<Locale, string>>

/** `costs for media, sales, dated by their beginning`. */
export const costTexts = (spending: Spending): Texts => {
  const list = spending.purposes.join(", ")
  const which: Texts =
    list === ""
      ? { en: "costs", ru: "расходы", pl: "koszty" }
      : { en: `costs for ${list}`, ru: `расходы (${list})`, pl: `koszty (${list})` }
  const when: Texts = {
    start: {
      en: "that begin in the period",
      ru: "за время, начинающееся в периоде",
      pl: "za czas zaczynający się w okresie",
    },
    even: {
      en: "of the period, spread evenly over their time",
      ru: "за период, равномерно распределённые по своему времени",
      pl: "okresu, rozłożone równo na swój czas",
    },
  }[spending.spread]
  return atRates(spending, {
    en: `${which.en} ${when.en}`,
    ru: `${which.ru} ${when.ru}`,
    pl: `${which.pl} ${when.pl}`,
  })
}

/** Which of what was brought counts: of days all, of touchpoints and campaigns what has a cost. */
export const withCost = (unit: SpendingUnit, text: Texts): Texts => {
  if (unit === "day") return text
  const of: Texts = {
    touchpoint: {
      en: "of touchpoints with a cost",
      ru: "по точкам контакта с расходами",
      pl: "punktów styku z kosztem",
    },
    campaign: { en: "of campaigns with a cost", ru: "по кампаниям с расходами", pl: "kampanii z kosztem" },
  }[unit]
  return { en: `${text.en}, ${of.en}`, ru: `${text.ru}, ${of.ru}`, pl: `${text.pl}, ${of.pl}` }
}
