import type { Locale } from "../../model/Identifier.ts"
import type { WaitParams } from "../enquiries.ts"
import { hoursText, minutesText, quantileText, shareText } from "../waitTexts.ts"

type Texts = Readonly<Record<Locale, string>>

/** `Resolution time, median` */
export const titleOf = (decided: WaitParams): Texts => {
  const hours = hoursText(decided)
  if (decided.minutes !== null) {
    const target = minutesText(decided.minutes)
    return {
      en: `Resolved within ${target.en}${hours.en}`,
      ru: `Решено в течение ${target.ru}${hours.ru}`,
      pl: `Rozwiązane w ciągu ${target.pl}${hours.pl}`,
    }
  }
  const which = quantileText(decided.q)
  return {
    en: `Resolution time, ${which.en}${hours.en}`,
    ru: `Время решения, ${which.ru}${hours.ru}`,
    pl: `Czas rozwiązania, ${which.pl}${hours.pl}`,
  }
}

/** Numerator and denominator in words. */
export const textsOf = (decided: WaitParams): { readonly numerator: Texts; readonly denominator: Texts } => {
  const hours = hoursText(decided)
  const began: Texts = {
    en: "enquiries that began in the period",
    ru: "обращения, начатые в периоде",
    pl: "zgłoszenia rozpoczęte w okresie",
  }
  if (decided.minutes !== null) {
    const target = minutesText(decided.minutes)
    return {
      numerator: {
        en: `those closed for good within ${target.en}${hours.en}, less the time spent waiting for the customer`,
        ru: `те, что окончательно закрыты в течение ${target.ru}${hours.ru}, без времени ожидания клиента`,
        pl: `te ostatecznie zamknięte w ciągu ${target.pl}${hours.pl}, bez czasu czekania na klienta`,
      },
      denominator: {
        en: `${began.en}, of those that had that long, closed or not`,
        ru: `${began.ru}, если срок уже прошёл, закрытые или нет`,
        pl: `${began.pl}, jeśli termin już minął, zamknięte lub nie`,
      },
    }
  }
  const share = shareText(decided.q)
  return {
    numerator: {
      en: `the time from the first message in which ${share.en} were closed for good${hours.en}, less the time spent waiting for the customer; open ones count as long as they have been open`,
      ru: `время от первого сообщения, за которое ${share.ru} окончательно закрыты${hours.ru}, без времени ожидания клиента; открытые учтены за время, что они открыты`,
      pl: `czas od pierwszej wiadomości, w którym ${share.pl} ostatecznie zamknięto${hours.pl}, bez czasu czekania na klienta; otwarte liczone za czas, od kiedy są otwarte`,
    },
    denominator: began,
  }
}
