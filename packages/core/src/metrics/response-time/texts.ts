import type { Locale } from "../../model/Identifier.ts"
import type { WaitParams } from "../enquiries.ts"
import { hoursText, minutesText, quantileText, shareText } from "../waitTexts.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described extends WaitParams {
  readonly responses: "first" | "every"
  readonly who: "human" | "anyone"
}

/** `First response time, median` */
export const titleOf = (decided: Described): Texts => {
  const first = decided.responses === "first"
  const hours = hoursText(decided)
  if (decided.minutes !== null) {
    const target = minutesText(decided.minutes)
    return {
      en: `${first ? "First responses" : "Responses"} within ${target.en}${hours.en}`,
      ru: `${first ? "Первые ответы" : "Ответы"} в течение ${target.ru}${hours.ru}`,
      pl: `${first ? "Pierwsze odpowiedzi" : "Odpowiedzi"} w ciągu ${target.pl}${hours.pl}`,
    }
  }
  const which = quantileText(decided.q)
  return {
    en: `${first ? "First response time" : "Response time"}, ${which.en}${hours.en}`,
    ru: `${first ? "Время первого ответа" : "Время ответа"}, ${which.ru}${hours.ru}`,
    pl: `${first ? "Czas pierwszej odpowiedzi" : "Czas odpowiedzi"}, ${which.pl}${hours.pl}`,
  }
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { en, pl, ru } = {
    human: { en: "a person's", ru: "человека", pl: "człowieka" },
    anyone: { en: "any", ru: "человека или бота", pl: "człowieka lub bota" },
  }[decided.who]
  const hours = hoursText(decided)
  const first = decided.responses === "first"
  const asked: Texts = first
    ? {
        en: "enquiries that began in the period",
        ru: "обращения, начатые в периоде",
        pl: "zgłoszenia rozpoczęte w okresie",
      }
    : {
        en: "waits for a reply that began in the period; messages in a row are one",
        ru: "ожидания ответа, начавшиеся в периоде; сообщения подряд — одно",
        pl: "oczekiwania na odpowiedź rozpoczęte w okresie; wiadomości pod rząd to jedno",
      }
  if (decided.minutes !== null) {
    const target = minutesText(decided.minutes)
    return {
      numerator: {
        en: `those answered within ${target.en} (${en} reply${hours.en})`,
        ru: `те, на которые ответили в течение ${target.ru} (ответ ${ru}${hours.ru})`,
        pl: `te, na które odpowiedziano w ciągu ${target.pl} (odpowiedź ${pl}${hours.pl})`,
      },
      denominator: {
        en: `${asked.en}, of those that had that long, answered or not`,
        ru: `${asked.ru}, если срок уже прошёл, с ответом или без`,
        pl: `${asked.pl}, jeśli termin już minął, z odpowiedzią lub bez`,
      },
    }
  }
  const share = shareText(decided.q)
  return {
    numerator: {
      en: `the time in which ${share.en} got ${en} reply${hours.en}; those still open count as long as they have waited`,
      ru: `время, за которое ${share.ru} получили ответ ${ru}${hours.ru}; открытые учтены за время ожидания`,
      pl: `czas, w którym ${share.pl} dostało odpowiedź ${pl}${hours.pl}; otwarte liczone za czas oczekiwania`,
    },
    denominator: asked,
  }
}
