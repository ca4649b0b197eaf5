import type { Locale } from "../../model/Identifier.ts"
import { classesText } from "../contacts.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly hours: string
  readonly weekends: "as-other-days" | "quiet"
  readonly classes: ReadonlyArray<string>
}

/** Numerator and denominator in words. */
export const textsOf = ({
  classes,
  hours,
  weekends,
}: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const time = hours.replace("-", "–")
  const days: Texts =
    weekends === "quiet"
      ? {
          en: ", or on a Saturday or Sunday",
          ru: " либо в субботу или воскресенье",
          pl: " albo w sobotę lub niedzielę",
        }
      : { en: "", ru: "", pl: "" }
  const which = classesText(classes)
  return {
    numerator: {
      en: `contacts sent at ${time} by the project’s clock${days.en}`,
      ru: `контакты, отправленные в ${time} по времени проекта${days.ru}`,
      pl: `kontakty wysłane w godzinach ${time} czasu projektu${days.pl}`,
    },
    denominator: {
      en: `contacts that reached customers (${which.en})`,
      ru: `контакты, дошедшие до клиентов (${which.ru})`,
      pl: `kontakty, które dotarły do klientów (${which.pl})`,
    },
  }
}
