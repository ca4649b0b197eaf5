import type { Locale } from "../../model/Identifier.ts"
import { daysText } from "../days.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "share-at" | "median" | "restricted-mean"
  readonly days: number
  readonly grace: number
  readonly since: string | null
}

/** `Customers still there after 365 days` */
export const titleOf = ({ days, form }: Described): Texts => {
  const length = daysText(days)
  return {
    "share-at": {
      en: `Customers still there after ${length.en}`,
      ru: `Клиенты, остающиеся и через ${length.ru}`,
      pl: `Klienci, którzy są nadal po upływie ${length.pl}`,
    },
    median: {
      en: "Time until half of the customers have left",
      ru: "Срок, за который уходит половина клиентов",
      pl: "Czas, po którym odchodzi połowa klientów",
    },
    "restricted-mean": {
      en: `Mean time customers stay within ${length.en}`,
      ru: `Сколько в среднем остаются клиенты, в пределах ${length.ru}`,
      pl: `Średni czas pozostania klienta w ciągu ${length.pl}`,
    },
  }[form]
}

/** Numerator and denominator in words. */
export const textsOf = ({
  days,
  form,
  grace,
  since,
}: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const [length, away] = [daysText(days), daysText(grace)]
  const gap: Texts =
    grace === 0
      ? { en: "", ru: "", pl: "" }
      : {
          en: `; gaps of up to ${away.en} do not end it`,
          ru: `; перерывы до ${away.ru} её не прекращают`,
          pl: `; przerwy do ${away.pl} jej nie kończą`,
        }
  const known: Texts =
    since === null
      ? { en: "", ru: "", pl: "" }
      : {
          en: `, older ones from ${since} on`,
          ru: `, более ранние — начиная с ${since}`,
          pl: `, wcześniejsi od ${since}`,
        }
  const numerators: Readonly<Record<Described["form"], Texts>> = {
    "share-at": {
      en: `customers whose first subscription lasts longer than ${length.en} by the calendar`,
      ru: `клиенты, чья первая подписка длится дольше ${length.ru} по календарю`,
      pl: `klienci, których pierwsza subskrypcja trwa jeszcze po upływie ${length.pl} według kalendarza`,
    },
    median: {
      en: "calendar days until half of the first subscriptions have ended",
      ru: "календарные дни, за которые заканчивается половина первых подписок",
      pl: "dni kalendarzowe, po których kończy się połowa pierwszych subskrypcji",
    },
    "restricted-mean": {
      en: `calendar days of the first subscription, up to ${length.en}`,
      ru: `календарные дни первой подписки, не более ${length.ru}`,
      pl: `dni kalendarzowe pierwszej subskrypcji, do ${length.pl}`,
    },
  }
  const { en, pl, ru } = numerators[form]
  return {
    numerator: { en: `${en}${gap.en}`, ru: `${ru}${gap.ru}`, pl: `${pl}${gap.pl}` },
    denominator: {
      en: `customers whose first subscription begins in the period, each as long as followed${known.en}`,
      ru: `клиенты, чья первая подписка начинается в периоде, каждый за время наблюдения${known.ru}`,
      pl: `klienci, których pierwsza subskrypcja zaczyna się w okresie, każdy przez czas obserwacji${known.pl}`,
    },
  }
}
