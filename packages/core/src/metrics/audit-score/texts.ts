import type { Locale } from "../../model/Identifier.ts"
import { shareText } from "../waitTexts.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "pooled" | "mean" | "critical-failed"
  readonly critical: "count" | "zero"
  readonly pass: number
}

const none: Texts = { en: "", ru: "", pl: "" }

/** What the number is called. */
export const titleOf = ({ critical, form }: Described): Texts => {
  const { en, pl, ru }: Texts = {
    pooled: { en: "Audit score", ru: "Оценка проверки", pl: "Wynik audytu" },
    mean: {
      en: "Audit score, mean of visits",
      ru: "Оценка проверки, среднее по визитам",
      pl: "Wynik audytu, średnia wizyt",
    },
    "critical-failed": {
      en: "Visits with a critical failure",
      ru: "Визиты с критическим нарушением",
      pl: "Wizyty z krytycznym uchybieniem",
    },
  }[form]
  const zero: Texts =
    critical === "zero" && form !== "critical-failed"
      ? {
          en: ", 0 after a critical failure",
          ru: ", 0 при критическом нарушении",
          pl: ", 0 przy krytycznym uchybieniu",
        }
      : none
  return { en: `${en}${zero.en}`, ru: `${ru}${zero.ru}`, pl: `${pl}${zero.pl}` }
}

/** Numerator and denominator in words. */
export const textsOf = ({
  critical,
  form,
  pass,
}: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const share = shareText(pass)
  const failed: Texts =
    pass === 1
      ? {
          en: "a critical item lacks points",
          ru: "критический пункт набрал не все баллы",
          pl: "krytyczna pozycja nie ma pełnej liczby punktów",
        }
      : {
          en: `a critical item has less than ${share.en} of its points`,
          ru: `критический пункт набрал менее ${share.ru} баллов`,
          pl: `krytyczna pozycja ma mniej niż ${share.pl} punktów`,
        }
  const zero: Texts =
    critical === "zero" && form !== "critical-failed"
      ? { en: `; none where ${failed.en}`, ru: `; 0, если ${failed.ru}`, pl: `; 0, jeśli ${failed.pl}` }
      : none
  const numerator: Texts = {
    pooled: {
      en: `points earned on items that apply${zero.en}`,
      ru: `баллы, набранные по применимым пунктам${zero.ru}`,
      pl: `punkty zdobyte w pozycjach, które mają zastosowanie${zero.pl}`,
    },
    mean: {
      en: `sum of the visits’ scores: points earned of those possible, on items that apply${zero.en}`,
      ru: `сумма оценок визитов: доля набранных баллов от возможных по применимым пунктам${zero.ru}`,
      pl: `suma wyników wizyt: udział zdobytych punktów w możliwych, w pozycjach, które mają zastosowanie${zero.pl}`,
    },
    "critical-failed": {
      en: `visits in which ${failed.en}`,
      ru: `визиты, в которых ${failed.ru}`,
      pl: `wizyty, w których ${failed.pl}`,
    },
  }[form]
  const denominator: Texts = {
    pooled: {
      en: "points possible on the same items",
      ru: "баллы, возможные по тем же пунктам",
      pl: "punkty możliwe w tych samych pozycjach",
    },
    mean: {
      en: "visits with an item that applies",
      ru: "визиты хотя бы с одним применимым пунктом",
      pl: "wizyty z co najmniej jedną pozycją mającą zastosowanie",
    },
    "critical-failed": {
      en: "visits with a critical item that applies",
      ru: "визиты хотя бы с одним применимым критическим пунктом",
      pl: "wizyty z co najmniej jedną krytyczną pozycją mającą zastosowanie",
    },
  }[form]
  return { numerator, denominator }
}
