import type { Locale } from "../../model/Identifier.ts"
import { daysText } from "../days.ts"
import { type Step, stepTexts } from "../step.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "generation" | "acceptance"
  readonly entry: Step
  readonly within: number
  readonly q: number
}

const percent = (q: number, locale: Locale): string => {
  const shown = String(Math.round(q * 1000) / 10)
  return { en: `${shown}%`, ru: `${shown.replace(".", ",")} %`, pl: `${shown.replace(".", ",")}%` }[locale]
}

/** `Viral cycle time, median` */
export const titleOf = ({ form, q }: Described): Texts => {
  const which: Texts =
    q === 0.5
      ? { en: "median", ru: "медиана", pl: "mediana" }
      : {
          en: `quantile ${percent(q, "en")}`,
          ru: `квантиль ${percent(q, "ru")}`,
          pl: `kwantyl ${percent(q, "pl")}`,
        }
  const what: Texts = {
    generation: { en: "Viral cycle time", ru: "Длительность вирусного цикла", pl: "Czas cyklu wirusowego" },
    acceptance: {
      en: "Time until an invitation is accepted",
      ru: "Время до принятия приглашения",
      pl: "Czas do przyjęcia zaproszenia",
    },
  }[form]
  return { en: `${what.en}, ${which.en}`, ru: `${what.ru}, ${which.ru}`, pl: `${what.pl}, ${which.pl}` }
}

/** What is timed, and of what the quantile is. */
export const textsOf = ({
  entry,
  form,
  q,
  within,
}: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  if (form === "acceptance")
    return {
      numerator: {
        en: `time from sending by which ${percent(q, "en")} of the invitations are accepted, open ones taken as long as they are known`,
        ru: `время от отправки, за которое принимают ${percent(q, "ru")} приглашений; открытые учтены, пока о них известно`,
        pl: `czas od wysłania, w którym przyjęto ${percent(q, "pl")} zaproszeń; otwarte liczą się tak długo, jak o nich wiadomo`,
      },
      denominator: {
        en: "invitations to people new to the brand, sent in the period",
        ru: "приглашения новым людям, отправленные за период",
        pl: "zaproszenia do nowych osób wysłane w okresie",
      },
    }
  const days = daysText(within)
  const start = stepTexts(entry)
  return {
    numerator: {
      en: `time from the inviter's first ${start.en} of all to the acceptance, not exceeded by ${percent(q, "en")}`,
      ru: `время от самого первого события пригласившего (${start.ru}) до принятия, не превышенное в ${percent(q, "ru")} случаев`,
      pl: `czas od pierwszego w ogóle zdarzenia zapraszającego (${start.pl}) do przyjęcia, nieprzekroczony w ${percent(q, "pl")} przypadków`,
    },
    denominator: {
      en: `new customers won within ${days.en} of it by inviters who have had this time, first ${start.en} in the period`,
      ru: `новые клиенты, привлечённые в течение ${days.ru} после него теми, у кого это время прошло и чьё первое событие приходится на период`,
      pl: `nowi klienci pozyskani w ciągu ${days.pl} od niego przez tych, dla których ten czas minął i których pierwsze zdarzenie przypada na okres`,
    },
  }
}
